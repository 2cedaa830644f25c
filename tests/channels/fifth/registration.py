"""Pagers, as the house knows them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import Field, SecretStr

from roviec.channels.channel import Channel
from roviec.channels.registry import ChannelSection, Check, Ground, Look, Page, Registration
from roviec.messages.allowance import Allowance

GROUPS = "all/"


class PagerSection(ChannelSection):
    """The settings of the pagers."""

    token: SecretStr = SecretStr("")
    base_url: str = "https://pager.example.vn"
    monthly: int = Field(default=500, ge=1)


def _build(mine: PagerSection, ground: Ground) -> Channel:
    from tests.channels.fifth.channel import Pager

    return Pager(
        mine.base_url, mine.token.get_secret_value(), per_second=ground.per_second, largest=ground.max_file
    )


async def _examine(channel: Any, look: Look) -> AsyncIterator[Check]:
    yield await channel.reach()


def _pages(channel: Any) -> Sequence[Page]:
    async def answer(asked: Mapping[str, str]) -> Mapping[str, str]:
        return {"name": asked.get("ten", ""), "webhook": channel.root}

    return (Page("/pager/xong", "connect.html", answer),)


PAGER = Registration(
    "pager",
    "Máy nhắn tin",
    _build,
    per_second=7,
    section=PagerSection,
    secrets=("token",),
    groups=GROUPS,
    allowance=lambda mine: Allowance(mine.monthly, people=10, groups=GROUPS),
    examine=_examine,
    pages=_pages,
)
