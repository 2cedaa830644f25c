"""Telegram as a channel: python-telegram-bot carries what we send, raw JSON what we receive."""

import logging

from roviec.channels.telegram.channel import Telegram
from roviec.channels.telegram.trouble import (
    ProxyUnusable,
    TokenMissing,
    TokenRefused,
    WebhookRefused,
)

__all__ = ["ProxyUnusable", "Telegram", "TokenMissing", "TokenRefused", "WebhookRefused"]

# The token is part of every address. These loggers print addresses and what people write.
for _name in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_name).setLevel(logging.WARNING)
