"""The office on Telegram: the fake Bot API runs in a process that survives, people write there."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from roviec.db.engine import Database
from tests.crash.ledger import settled
from tests.crash.lives import free_port, living
from tests.crash.office import Chat, cohort, in_turns
from tests.crash.victim import Death, Life
from tests.fakes.telegram.server import RemoteTelegram

FIRST = 10_001


def people(count: int) -> list[Chat]:
    """Return people with the chat ids of Telegram."""
    return cohort([str(FIRST + n) for n in range(count)])


def settings(url: str, files: Path, fake: RemoteTelegram) -> dict[str, Any]:
    """Return settings of an office on Telegram."""
    return {
        "database": {"url": url, "files": files},
        "web": {"port": free_port()},
        "telegram": {"enabled": True, "token": fake.token, "base_url": fake.base_url},
    }


def life(settings: dict[str, Any], death: Death | None = None) -> Life:
    """Return a run of the process."""
    return Life(settings, ("web", "road", "courier"), "telegram", death or Death())


async def say(fake: RemoteTelegram, chats: Sequence[Chat]) -> None:
    """Let everybody say everything they have to say, in turns."""
    await say_turns(fake, in_turns(chats))


async def say_turns(fake: RemoteTelegram, turns: Iterable[tuple[str, str]]) -> None:
    """Let these chats say these words."""
    for chat, words in turns:
        await fake.perform("say", user_id=int(chat), text=words)


async def heard(fake: RemoteTelegram, chats: Sequence[Chat]) -> dict[str, list[str]]:
    """Return what each chat shows of the bot."""
    return {
        chat.chat: [message.text for message in (await fake.chat(int(chat.chat))).from_bot] for chat in chats
    }


async def waiting(fake: RemoteTelegram) -> int:
    """Return how many updates the server has not been told to forget."""
    return int((await fake.perform("statistics"))["waiting"])


async def finish(db: Database, fake: RemoteTelegram, settings: dict[str, Any]) -> None:
    """Let a process do what is left, then stop it."""
    async with living(life(settings)) as victim:
        while await waiting(fake) or not await settled(db):
            assert victim.alive
            await asyncio.sleep(0.05)
        assert await victim.stop() == 0
