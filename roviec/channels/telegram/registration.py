"""Telegram, as the house knows it before it loads the library, which is slow."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from roviec.channels.registry import ChannelSection, Check, Ground, Look, Registration

if TYPE_CHECKING:
    from roviec.channels.channel import Channel


class TelegramSection(ChannelSection):
    """The settings of Telegram."""

    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org"
    proxy: str = ""
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")


def _build(mine: TelegramSection, ground: Ground) -> "Channel":
    from roviec.channels.telegram.channel import Telegram

    return Telegram(
        ground.files,
        token=mine.token.get_secret_value(),
        base_url=mine.base_url,
        proxy=mine.proxy,
        mode=mine.mode,
        webhook_secret=mine.webhook_secret.get_secret_value(),
        public_url=ground.public_url,
        per_second=ground.per_second,
        max_file=ground.max_file,
    )


def _examine(channel: Any, look: Look) -> AsyncIterator[Check]:
    from roviec.channels.telegram.setup import examine

    return examine(channel, look)


TELEGRAM = Registration(
    "telegram",
    "Telegram",
    _build,
    per_second=30,
    section=TelegramSection,
    secrets=("token",),
    groups="-",
    examine=_examine,
)
