"""The conversation about feedback: a citizen writes, an office settles, a unit answers, the citizen judges."""
