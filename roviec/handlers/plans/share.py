"""What reading one document may use up."""

SECONDS = 10
"""Of computing."""
BYTES = 500 * 2**20
