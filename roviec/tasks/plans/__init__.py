"""A plan under review: its rows, whom their names mean, what a person decides about them. Pure."""
