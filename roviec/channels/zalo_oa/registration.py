"""The Zalo Official Account, as the house knows it."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from roviec.channels.registry import ChannelSection, Check, Ground, Look, Page, Registration, Terminal

if TYPE_CHECKING:
    from roviec.channels.channel import Channel
    from roviec.db.surveys.traces import Eraser


class ZaloOaSection(ChannelSection):
    """The settings of the Official Account."""

    app_id: str = ""
    app_secret: SecretStr = SecretStr("")
    oa_secret: SecretStr = SecretStr("")
    token_key: SecretStr = SecretStr("")
    paid_replies: bool = False
    openapi_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"
    business_url: str = "https://business.openapi.zalo.me"
    signature: Literal["off", "log", "enforce"] = "enforce"


def _build(mine: ZaloOaSection, ground: Ground) -> "Channel":
    from roviec.channels.zalo_oa.channel import ZaloOa
    from roviec.channels.zalo_oa.client import Roots

    return ZaloOa(
        ground.db,
        ground.files,
        app_id=mine.app_id,
        app_secret=mine.app_secret.get_secret_value(),
        oa_secret=mine.oa_secret.get_secret_value(),
        token_key=mine.token_key.get_secret_value(),
        roots=Roots(*(url.rstrip("/") for url in (mine.openapi_url, mine.oauth_url, mine.business_url))),
        signature=mine.signature,
        paid=mine.paid_replies,
        public_url=ground.public_url,
        per_second=ground.per_second,
        max_file=ground.max_file,
        clock=ground.clock,
        alarm=ground.alarm,
    )


def _examine(channel: Any, look: Look) -> AsyncIterator[Check]:
    from roviec.channels.zalo_oa.health import examine

    return examine(channel, look)


def _pages(channel: Any) -> Sequence[Page]:
    from roviec.channels.zalo_oa.connecting import pages

    return pages(channel)


def _commands(terminal: Terminal) -> None:
    from roviec.channels.zalo_oa.commands import add

    add(terminal)


def _traces() -> "Eraser":
    from roviec.channels.zalo_oa.erasing import Visits

    return Visits()


ZALO_OA = Registration(
    "zalo_oa",
    "Zalo OA",
    _build,
    per_second=30,
    section=ZaloOaSection,
    secrets=("app_id", "app_secret", "oa_secret"),
    examine=_examine,
    pages=_pages,
    commands=_commands,
    traces=_traces,
)
