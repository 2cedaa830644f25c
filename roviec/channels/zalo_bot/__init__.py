"""The Zalo Bot Platform as a channel: no buttons, no edits, a monthly quota, pictures by public address."""

import logging

from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.channels.zalo_bot.trouble import (
    QuotaSpent,
    SecretUnfit,
    TokenMissing,
    TokenRefused,
    WebhookRefused,
)

__all__ = ["QuotaSpent", "SecretUnfit", "TokenMissing", "TokenRefused", "WebhookRefused", "ZaloBot"]

# The token is part of every address, and these loggers print addresses.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
