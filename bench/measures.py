"""The measurements of the office alone: people on the fake write, and hear an answer after some time."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.office import START
from bench.town import Bot
from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.models.delivery import Lane
from roviec.messages.outgoing import Outgoing
from tests.fakes.telegram.server import RemoteTelegram

_people = itertools.count(5_000_001)


@dataclass(frozen=True)
class Waits:
    """How long people waited for a reply, in milliseconds."""

    p50: float
    p95: float
    p99: float

    def __str__(self) -> str:
        return f"{self.p50:.0f} / {self.p95:.0f} / {self.p99:.0f} ms"

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Waits":
        """Sort and read off."""
        ordered = sorted(seconds)
        return cls(
            *(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99))
        )


async def drain(fake: RemoteTelegram, count: int, within: float = 120.0) -> float:
    """Wait until so many replies were sent; return updates per second from the first reply to the last."""
    async with asyncio.timeout(within):
        while (await fake.perform("statistics"))["sent"] < count:
            await asyncio.sleep(0.2)
    seen = await fake.perform("statistics")
    return float((seen["sent"] - 1) / (seen["last_sent"] - seen["first_sent"]))


async def _ask(fake: RemoteTelegram, person: int) -> None:
    await fake.perform("say", user_id=person, text=START)
    found = await fake.perform("hear", chat_id=person, timeout=30.0)
    if found["message"] is None:
        raise TimeoutError(f"person {person} heard nothing")


async def waits(fake: RemoteTelegram, per_second: float, seconds: float) -> Waits:
    """Let a new person write at even intervals, whatever the bot does; return their waits."""
    times: list[float] = []

    async def ask() -> None:
        begun = time.perf_counter()
        await _ask(fake, next(_people))
        times.append(time.perf_counter() - begun)

    loop = asyncio.get_running_loop()
    begun, talks = loop.time(), []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, begun + number / per_second - loop.time()))
        talks.append(asyncio.create_task(ask()))
    await asyncio.gather(*talks)
    return Waits.of(times)


@dataclass(frozen=True)
class Broadcast:
    """How a message to many people went."""

    share: float
    """Part of the allowed rate that was used."""
    refused: int
    """Answers 429."""
    waits: Waits
    """Of people who wrote meanwhile."""


async def broadcast(bot: Bot, people: int, allowed: float) -> Broadcast:
    """Write to many people at the platform's limit while somebody asks something every second."""
    first = next(_people) + 2_000_000
    for number in range(people):
        await bot.fake.perform("add_user", user_id=first + number)
    await bot.fake.perform("reset_statistics")
    db = Database(bot.url)
    async with db.write() as session:
        for number in range(people):
            message = [Outgoing(f"Thông báo số {number}")]
            await outbox.post(
                session,
                channel="telegram",
                chat=str(first + number),
                messages=message,
                lane=Lane.bulk,
                now=datetime.now(UTC),
            )
    await db.dispose()
    asked = await waits(bot.fake, per_second=1, seconds=0.8 * people / allowed)
    used = await drain(bot.fake, people, within=60 + people / allowed)
    seen = await bot.fake.perform("statistics")
    return Broadcast(used / allowed, seen["limited"], asked)
