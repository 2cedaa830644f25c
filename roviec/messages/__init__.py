"""What is said and heard, independent of channel and database. Pure."""
