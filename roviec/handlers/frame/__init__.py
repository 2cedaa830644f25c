"""How a conversation works, apart from what it is about."""
