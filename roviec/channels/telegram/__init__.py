"""Telegram as a channel: raw JSON both ways, over the one HTTP client."""
