"""Sets of criteria for self-scoring, as files: read, checked, summed up. Pure."""
