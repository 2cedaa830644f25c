"""A messenger whose fake survives in a process of its own while the office is killed: what differs is a few lines each."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roviec.db.engine import Database
from tests.crash.ledger import settled
from tests.crash.lives import living
from tests.crash.office import Chat, cohort, in_turns
from tests.crash.victim import Death, Life
from tests.ports import free_port


async def _nothing(_fake: Any, _settings: dict[str, Any]) -> None:
    pass


@dataclass(frozen=True)
class Messenger:
    """How people write on a channel; `fake` is the handle that `spawn` gives."""

    channel: str
    spawn: Callable[..., AbstractAsyncContextManager[Any]]
    chats: Callable[[int], list[str]]
    """Return so many chat ids."""
    section: Callable[[Any], dict[str, Any]]
    """Return the channel's settings."""
    write: Callable[[Any, str, str], Awaitable[Any]]
    """Let a chat say words."""
    shown: Callable[[Any, str], Awaitable[list[str]]]
    """Return what a chat shows of the bot."""
    waiting: Callable[[Any], Awaitable[int]]
    """Return how many updates have not been acknowledged."""
    prepare: Callable[[Any, dict[str, Any]], Awaitable[None]] = _nothing
    """Do what must stand before the first word."""

    def people(self, count: int) -> list[Chat]:
        """Return people with the chat ids of this messenger."""
        return cohort(self.chats(count))

    async def settings(self, url: str, files: Path, fake: Any) -> dict[str, Any]:
        """Return settings of an office on this messenger, whose first update is awaited from here on."""
        port = free_port()
        settings = {
            "database": {"url": url, "files": files},
            "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
            self.channel: {"enabled": True, **self.section(fake)},
        }
        await self.prepare(fake, settings)
        return settings

    def life(self, settings: dict[str, Any], death: Death | None = None) -> Life:
        """Return a run of the process."""
        return Life(settings, ("web", "road", "courier"), self.channel, death or Death())

    async def say(self, fake: Any, chats: Sequence[Chat]) -> None:
        """Let everybody say everything they have to say, in turns."""
        await self.say_turns(fake, in_turns(chats))

    async def say_turns(self, fake: Any, turns: Iterable[tuple[str, str]]) -> None:
        """Let these chats say these words."""
        for chat, words in turns:
            await self.write(fake, chat, words)

    async def heard(self, fake: Any, chats: Sequence[Chat]) -> dict[str, list[str]]:
        """Return what each chat shows of the bot."""
        return {chat.chat: await self.shown(fake, chat.chat) for chat in chats}

    async def finish(self, db: Database, fake: Any, settings: dict[str, Any]) -> None:
        """Let a process do what is left, then stop it."""
        async with living(self.life(settings)) as victim:
            while await self.waiting(fake) or not await settled(db):
                assert victim.alive
                await asyncio.sleep(0.05)
            assert await victim.stop() == 0
