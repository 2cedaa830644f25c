"""Copies of a whole office: saved into one file, brought back from it, moved to another database, and compared."""
