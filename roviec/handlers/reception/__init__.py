"""Speaking with somebody of the office: the citizen asks and writes, the desk answers, either side ends it."""
