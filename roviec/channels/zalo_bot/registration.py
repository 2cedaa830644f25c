"""The Zalo Bot Platform, as the house knows it."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr

from roviec.channels.registry import ChannelSection, Check, Ground, Look, Registration
from roviec.messages.allowance import Allowance

if TYPE_CHECKING:
    from roviec.channels.channel import Channel

GROUPS = "zgr-"


class ZaloBotSection(ChannelSection):
    """The settings of the Zalo bot."""

    token: SecretStr = SecretStr("")
    base_url: str = "https://bot-api.zaloplatforms.com"
    mode: Literal["polling", "webhook"] = "webhook"
    webhook_secret: SecretStr = SecretStr("")
    monthly_messages: int = Field(default=3000, ge=1)
    people: int = Field(default=50, ge=1)


def allowance_of(mine: ZaloBotSection) -> Allowance:
    """Return what the bot's package carries in a month."""
    return Allowance(mine.monthly_messages, mine.people, groups=GROUPS)


def _build(mine: ZaloBotSection, ground: Ground) -> "Channel":
    from roviec.channels.zalo_bot.channel import ZaloBot

    return ZaloBot(
        ground.db,
        ground.files,
        token=mine.token.get_secret_value(),
        base_url=mine.base_url,
        mode=mine.mode,
        webhook_secret=mine.webhook_secret.get_secret_value(),
        public_url=ground.public_url,
        per_second=ground.per_second,
        max_file=ground.max_file,
        allowance=allowance_of(mine),
        clock=ground.clock,
    )


def _examine(channel: Any, look: Look) -> AsyncIterator[Check]:
    from roviec.channels.zalo_bot.setup import examine

    return examine(channel, look)


ZALO_BOT = Registration(
    "zalo_bot",
    "Zalo Bot",
    _build,
    per_second=5,
    section=ZaloBotSection,
    secrets=("token",),
    groups=GROUPS,
    allowance=allowance_of,
    examine=_examine,
)
