"""Telegram as a channel: python-telegram-bot carries what we send, raw JSON what we receive."""
