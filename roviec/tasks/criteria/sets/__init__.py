"""The sets that are shipped."""
