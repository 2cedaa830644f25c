"""Telegram in front of the fake Bot API server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from roviec.channels.channel import Store
from roviec.channels.telegram.channel import Telegram
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram

from .protocol import Heard, Place, Trouble

PERSON = 5001


def make(place: Place, fake: FakeTelegram, **changes: Any) -> Telegram:
    """Return a channel in front of the fake, with short waits."""
    quick: dict[str, Any] = {"token": fake.token, "base_url": fake.base_url}
    quick |= {"hold": 1, "timeout": 8.0, "pause": 0.01}
    return Telegram(place.files, **(quick | changes))


async def until(done: Any, task: asyncio.Task[None], within: float = 120.0) -> None:
    """Wait until `done()` while `task` runs; raise what ended it."""
    async with asyncio.timeout(within):
        while not done():
            if task.done():
                await task
                raise AssertionError("the channel stopped receiving")
            await asyncio.sleep(0.002)


async def cancel(task: asyncio.Task[None]) -> None:
    """End a task and wait for it."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


class TelegramDriver:
    """An, in her private chat with the bot."""

    troubles = frozenset(Trouble)
    tells_blocking = True
    tells_pressed = captions = True
    chat = str(PERSON)

    def __init__(self, place: Place, fake: FakeTelegram) -> None:
        self.place, self.fake = place, fake
        self.person = fake.user(PERSON, "An")
        self.channel = make(place, fake)
        place.secrets.append(fake.token)

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        await self.person.says(text, reply_to=int(reply_to) if reply_to else None)

    async def presses(self, label: str) -> None:
        await self.person.presses(label)

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        await self.person.sends_document(data, name, caption=caption)

    async def blocks(self) -> None:
        await self.person.blocks()

    async def unblocks(self) -> None:
        await self.person.unblocks()

    async def garbage(self) -> None:
        self.fake.act("malformed")

    async def arrive(self, store: Store) -> None:
        task = asyncio.create_task(self.channel.receive(store))
        try:
            await until(lambda: not self.fake.core.updates.entries, task)
        finally:
            await cancel(task)

    @asynccontextmanager
    async def restart(self) -> AsyncIterator[None]:
        await self.channel.close()
        self.channel = make(self.place, self.fake)
        yield

    async def hears(self) -> list[Heard]:
        return [
            Heard(
                id=str(message.id),
                text=message.text,
                bold=_bold(message.raw),
                labels=tuple(b.text for row in message.buttons for b in row if b.data),
                files=(("picture" if message.file == "photo" else message.file),) if message.file else (),
                links=tuple(b.url for row in message.buttons for b in row if b.url),
            )
            for message in (await self.person.sees()).from_bot
        ]

    async def order(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.down:
                await self.channel.close()
                self.channel = make(self.place, self.fake, base_url="http://127.0.0.1:9")
            case Trouble.lost_answer:
                self.fake.fault(FaultKind.COMMIT_THEN_DROP, "sendMessage")
            case Trouble.flood:
                self.fake.fault(FaultKind.TOO_MANY, "sendMessage", seconds=7)
            case Trouble.error:
                self.fake.fault(FaultKind.BAD_GATEWAY, "sendMessage")
            case Trouble.blocked:
                await self.person.blocks()


def _bold(raw: dict[str, Any]) -> str:
    text = (raw.get("text") or raw.get("caption") or "").encode("utf-16-le")
    for entity in raw.get("entities") or raw.get("caption_entities") or ():
        if entity["type"] == "bold":
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            return text[start:end].decode("utf-16-le")
    return ""


@asynccontextmanager
async def telegram(place: Place) -> AsyncIterator[TelegramDriver]:
    """Open the driver of Telegram."""
    async with FakeTelegram(throttle=False) as fake:
        driver = TelegramDriver(place, fake)
        try:
            yield driver
        finally:
            await driver.channel.close()
