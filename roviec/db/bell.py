"""Waking those who wait for a chat's lines: at the commit in this process, and on word of the others."""

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


class Bell:
    """Rings for chats whose lines have changed."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def ring(self, chats: Iterable[str]) -> None:
        """Wake whoever waits for these chats."""
        for chat in chats:
            for event in self._waiting.get(chat, ()):
                event.set()

    def ring_all(self) -> None:
        """Wake everybody: something may have been missed."""
        self.ring(list(self._waiting))

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
