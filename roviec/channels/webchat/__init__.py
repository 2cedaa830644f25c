"""Our own web chat as a channel: its pages live in web/, its lines in the database."""
