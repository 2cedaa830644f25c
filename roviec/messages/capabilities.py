"""What a channel can do, in words that rendering understands."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; rendering adapts to it and the core never asks for a channel's name."""

    buttons: int = 0
    """Buttons that fit one message; 0 means that choices are shown as numbered lines."""
    edit: bool = False
    files: bool = False
    max_text: int = 2000
    """UTF-16 units that fit one message."""
    choice_bytes: int = 64
    deep_links: bool = False
    contact: bool = False
    """A button may ask for the person's own phone number."""
    phones: bool = False
    """A message with a notice reaches a phone number (+84…) that never wrote to us."""
    counted: bool = False
    """Each message counts against a monthly allowance: what waits together for a chat goes as one."""
    idempotent: bool = False
    """A second send under the same key changes nothing."""
    window: timedelta | None = None
    """How long after a person's last message we may still write; None means always."""
