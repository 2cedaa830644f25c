"""Waking those who wait for a chat's lines, and couriers: at the commit in this process, and on word of the others."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable

from sqlmodel.ext.asyncio.session import AsyncSession

log = logging.getLogger(__name__)
CHANGED = "changed"
"""What `session.info` holds: the chats whose lines a transaction changes."""
WORD = "roviec_lines"
"""The channel on which processes on PostgreSQL tell each other the chat."""
QUEUED = "queued"
"""What `session.info` holds: the channels for which something was written that a courier has yet to claim."""
LETTERS = "roviec_letters"
"""The channel on which processes on PostgreSQL tell the courier of one of ours that something waits for it."""


class Bell:
    """Rings for chats whose lines have changed, and for couriers."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._couriers: dict[str, asyncio.Event] = {}

    def serves(self, channel: str, wake: asyncio.Event) -> None:
        """Let `wake` be set when another process leaves something to the courier of a channel."""
        self._couriers[channel] = wake

    def call(self, channel: str) -> None:
        """Wake the courier of a channel, if it is one of ours."""
        if channel in self._couriers:
            self._couriers[channel].set()

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


def queue(session: AsyncSession, channels: Iterable[str]) -> None:
    """Note that a transaction leaves something to couriers."""
    session.info.setdefault(QUEUED, set()).update(channels)


def queued(session: AsyncSession) -> set[str]:
    """Return the channels to whose couriers a transaction leaves something."""
    found: set[str] = session.info.get(QUEUED, set())
    return found
