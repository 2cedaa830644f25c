"""Waking those who wait for a chat's lines, and couriers: at the commit in this process, and on word of the others."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable

from sqlmodel.ext.asyncio.session import AsyncSession

log = logging.getLogger(__name__)
CHANGED = "changed"
"""What `session.info` holds: the chats whose lines a transaction changes."""
WORD = "roviec_lines"
"""The channel on which processes on PostgreSQL tell each other the chat."""
QUEUED = "queued"
"""What `session.info` holds: the chats for which something was written that a courier has yet to claim."""
LETTERS = "roviec_letters"
"""The channel on which processes on PostgreSQL tell a courier of another one that something waits for it."""
HANDED = "handed"
"""What `session.info` holds: the chats of payloads that a transaction leaves to whichever process has their shard."""
PAYLOADS = "roviec_payloads"
"""The channel on which processes on PostgreSQL tell each other the number of that shard."""
Chat = tuple[str, str]
"""Channel and chat."""


class Bell:
    """Rings for chats whose lines have changed, for couriers, and for payloads that others have handed over."""

    def __init__(self) -> None:
        self.shards = 1
        """How many shards the office has, as far as this process knows."""
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._couriers: dict[str, asyncio.Event] = {}
        self._roads: list[tuple[Callable[[int | None], bool], asyncio.Event]] = []

    def serves(self, courier: str, wake: asyncio.Event) -> None:
        """Let `wake` be set when another process leaves something to a courier: a channel's, or that of a shard of it."""
        self._couriers[courier] = wake

    def takes(self, wanted: Callable[[int | None], bool], wake: asyncio.Event) -> None:
        """Let `wake` be set when payloads of a shard are handed over that is `wanted`; None: of any, perhaps."""
        self._roads.append((wanted, wake))

    def call(self, courier: str) -> None:
        """Wake a courier, if it is one of ours; a command knows of no shards and calls the channel."""
        for name, wake in self._couriers.items():
            if name == courier or name.startswith(f"{courier}/"):
                wake.set()

    def hand(self, shard: int | None) -> None:
        """Say that payloads of a shard were handed over."""
        for wanted, wake in self._roads:
            if wanted(shard):
                wake.set()

    def ring(self, chats: Iterable[str]) -> None:
        """Wake whoever waits for these chats."""
        for chat in chats:
            for event in self._waiting.get(chat, ()):
                event.set()

    def ring_all(self) -> None:
        """Wake everybody: something may have been missed."""
        self.ring(list(self._waiting))
        for wake in self._couriers.values():
            wake.set()
        self.hand(None)

    async def wait(self, chat: str, timeout: float) -> None:
        """Return when the chat's bell rings, or after `timeout` seconds."""
        event = asyncio.Event()
        self._waiting.setdefault(chat, set()).add(event)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await event.wait()
        finally:
            waiting = self._waiting[chat]
            waiting.discard(event)
            if not waiting:
                del self._waiting[chat]


def changes(session: AsyncSession, chat: str) -> None:
    """Note that a transaction changes a chat's lines."""
    session.info.setdefault(CHANGED, set()).add(chat)


def changed(session: AsyncSession) -> set[str]:
    """Return the chats whose lines a transaction has changed."""
    found: set[str] = session.info.get(CHANGED, set())
    return found


def queue(session: AsyncSession, chats: Iterable[Chat]) -> None:
    """Note that a transaction leaves something to the couriers of chats."""
    session.info.setdefault(QUEUED, set()).update(chats)


def queued(session: AsyncSession) -> set[Chat]:
    """Return the chats to whose couriers a transaction leaves something."""
    found: set[Chat] = session.info.get(QUEUED, set())
    return found


def hand_over(session: AsyncSession, chats: Iterable[Chat]) -> None:
    """Note that a transaction leaves payloads of chats to other processes."""
    session.info.setdefault(HANDED, set()).update(chats)


def handed_over(session: AsyncSession) -> set[Chat]:
    """Return the chats whose payloads a transaction leaves to other processes."""
    found: set[Chat] = session.info.get(HANDED, set())
    return found
