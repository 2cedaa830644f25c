"""What the contract suite needs to know of a channel: how its people act, and how its platform fails.

A new channel joins the suite with one file here and one line in DRIVERS (tests/channels/conftest.py). A driver
puts a person and a platform (a fake server, or our own database) around one real channel object. Ids and
addresses stay inside the driver; tests see only what people do, what they hear, and contract values.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from roviec.channels.channel import Channel, Store
from roviec.db.engine import Database
from roviec.db.files import FileStore


class Trouble(StrEnum):
    """What may happen to the next send."""

    down = "down"
    """No connection: the platform has certainly not got the message."""
    lost_answer = "lost_answer"
    """The platform took the message and the answer never came."""
    flood = "flood"
    """The platform refuses for 7 seconds."""
    error = "error"
    """The platform answers with an error of its own (5xx)."""
    blocked = "blocked"
    """The person does not want us any more."""


@dataclass(frozen=True)
class Heard:
    """One message as the person sees it."""

    id: str
    text: str
    """Title and words, or the caption."""
    bold: str | None = ""
    """The part in bold; None on a platform that has no bold."""
    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Names of documents; "picture" for a picture shown in line."""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """What a driver is built from."""

    db: Database
    files: FileStore
    folder: Path
    secrets: list[str] = field(default_factory=list)
    """The driver adds whatever must never be seen in a log."""


class Driver(Protocol):
    """One person in front of one channel."""

    channel: Channel
    chat: str
    """The chat that `send` is called with."""
    troubles: frozenset[Trouble]
    """The troubles that this platform knows; tests of the others are skipped by name."""
    tells_blocking: bool
    """The platform says when a person blocks us."""
    tells_pressed: bool
    """A press names the message that the button stood under."""
    captions: bool
    """A file and its words are one message, both ways."""

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        """Write; with `reply_to`, in answer to the message that `send` returned this id for."""

    async def presses(self, label: str) -> None:
        """Press a button of the last message that has it."""

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        """Send a document."""

    async def blocks(self) -> None:
        """Block the bot, as far as `tells_blocking`."""

    async def unblocks(self) -> None:
        """Take it back."""

    async def garbage(self) -> None:
        """Let the platform deliver a payload that `parse` can't read."""

    async def arrive(self, store: Store) -> None:
        """Let the channel receive until the platform has nothing unacknowledged; raise what `store` raised fatally."""

    def restart(self) -> AbstractAsyncContextManager[None]:
        """Make the channel anew, as a new process does: nothing in memory survives."""

    async def hears(self) -> list[Heard]:
        """Return all that the person has heard, oldest first."""

    async def order(self, trouble: Trouble) -> None:
        """Let the next send meet this trouble, once."""
