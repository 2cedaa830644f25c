"""Self-scoring: sets that are kept, scorings of units, points, proof and review."""
