"""The Zalo Official Account as a channel: rotating tokens, windows of 48 hours and 7 days, approved templates."""

import logging

from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.channels.zalo_oa.client import Roots
from roviec.channels.zalo_oa.trouble import (
    ConnectionLost,
    CredentialsMissing,
    LineStopped,
    NotConnected,
    TemplateDropped,
)

__all__ = [
    "ConnectionLost",
    "CredentialsMissing",
    "LineStopped",
    "NotConnected",
    "Roots",
    "TemplateDropped",
    "ZaloOa",
]

# These loggers print addresses, headers and what people write.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
