"""What every channel promises: raw payloads in, rendered messages out, capabilities said aloud.

A channel is transport only. It hands raw payloads to the inbox (`store`), reads one payload at a time
(`parse`) and sends one rendered message (`send`). It never sees a task, a survey or a table.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import FileRef, Incoming, Raw
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

Store = Callable[[Sequence[Raw]], Awaitable[None]]
"""Commit raw payloads to the inbox; only after it returns may a channel acknowledge them."""


def _nobody(_chat: str) -> bool:
    return False


@dataclass(frozen=True)
class Pace:
    """How fast a channel may send."""

    per_second: float
    """The most in any second."""
    slowed: float | None = None
    """Messages a second to a chat whose platform asked us to wait; None: each chat as fast as the channel."""
    per_group_minute: int | None = None
    """The most in any minute to a group."""
    is_group: Callable[[str], bool] = _nobody


class Channel(Protocol):
    """A messenger, or our own web chat. Every implementation passes tests/channels/."""

    name: str
    can: Capabilities
    pace: Pace

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Tell the platform who we are, with our commands and what each does; raise `Failure` or `PersonError`."""

    def routes(self, store: Store) -> "Sequence[BaseRoute]":
        """Return the pages that the web server must answer for this channel: its webhook."""

    def parse(self, raw: Raw) -> Incoming | None:
        """Read one payload; None means that it concerns nobody. Anything raised quarantines it."""

    async def receive(self, store: Store) -> None:
        """Hand payloads to `store` until cancelled, acknowledging each only after `store` returned.

        A channel whose payloads come through the web server returns at once. Raises `PersonError` when only
        a person can help, such as with a wrong token: report it and call again much later.
        """

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Send one rendered message or raise `Failure`. `key` is the same at every try."""

    async def fetch(self, file: FileRef) -> bytes:
        """Return the bytes of a file that a person sent, or raise `Failure`."""

    async def introduce(self) -> None:
        """Learn from the platform what `link` needs, such as our name there; raise like `setup`."""

    def link(self, code: str) -> str | None:
        """Return the address that opens this channel with `/start code`, where there is one."""

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Answering(Protocol):
    """A channel whose platform waits for a word about each press, beside what is said in the chat."""

    def accepted(self, raws: Sequence[Raw]) -> None:
        """Give that word for payloads that are kept for good; whoever decides them calls it, once. Never raise."""
