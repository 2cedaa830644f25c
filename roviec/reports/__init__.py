"""Reports: the weekly digest as text and picture, the index as a table, annexes."""
