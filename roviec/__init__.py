"""Rõ Việc: a chat bot that closes the loop between plans, officials and citizens."""
