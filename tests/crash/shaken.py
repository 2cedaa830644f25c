"""Three processes on PostgreSQL while people write: killed, frozen, cut off, their database restarted; then the accounts."""

import asyncio
import contextlib
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from tests.crash import sends
from tests.crash.bureau import Bureau, opened
from tests.crash.ledger import Ledger
from tests.crash.lives import Victim, living
from tests.fakes.cable import Cable, cable
from tests.postgres import Server, binaries, own, statement

PROCESSES = 3
BLOWS = ("kill", "kill", "freeze", "freeze", "cut", "restart")
LONG = (8.5, 13.0)
"""Seconds that a process is frozen or cut off: longer than a duty's term."""
EACH = 0.1
"""Seconds between two words of the crowd."""


@dataclass
class Desk:
    """A process, its cable to the database, and what ends both."""

    victim: Victim
    line: Cable
    stack: AsyncExitStack


@dataclass
class Outcome:
    """What became of an office that was shaken."""

    blows: Counter[str] = field(default_factory=Counter)
    book: Ledger = field(default_factory=Ledger)
    hits: list[tuple[float, float, str]] = field(default_factory=list)
    """When each trouble came and went, by the clock of the sends."""
    silences: list[tuple[float, float]] = field(default_factory=list)
    overlaps: int = 0

    @property
    def broken(self) -> bool:
        """Tell whether a promise is broken."""
        return self.book.broken or self.overlaps > 0

    def worst(self) -> str:
        """Return the three longest silences with the troubles that were on in each."""
        return "; ".join(
            f"{length:.1f} s ({', '.join(self._during(end - length, end)) or 'none'})"
            for length, end in self.silences[:3]
        )

    def _during(self, begin: float, end: float) -> list[str]:
        return [what for came, went, what in self.hits if came < end and went > begin]


class Shaker:
    """Hits one process after the other, mostly the one that sends."""

    def __init__(self, bureau: Bureau, server: Server, dice: random.Random) -> None:
        self.bureau, self.server, self.dice = bureau, server, dice
        self.desks: list[Desk] = []

    async def open(self) -> None:
        """Start one more process."""
        stack = AsyncExitStack()
        line = await stack.enter_async_context(cable(self.server.port))
        far = make_url(self.bureau.url).set(port=line.port).render_as_string(hide_password=False)
        victim = await stack.enter_async_context(living(await self.bureau.life(far)))
        self.desks.append(Desk(victim, line, stack))

    async def close(self) -> None:
        """End them all."""
        for desk in self.desks:
            await desk.stack.aclose()

    async def hit(self, blow: str) -> None:
        """Let one trouble come and go."""
        desk = self._chosen()
        if blow == "kill":
            self.desks.remove(desk)
            await desk.victim.kill()
            await desk.stack.aclose()
            await self.open()
        elif blow == "restart":
            await asyncio.to_thread(self.server.stop)
            await asyncio.sleep(self.dice.uniform(0.2, 2.0))
            await asyncio.to_thread(self.server.start)
        elif blow == "freeze":
            await self.bureau.freeze(desk.victim)
            await asyncio.sleep(self.dice.uniform(*LONG))
            desk.victim.thaw()
        else:
            desk.line.cut()
            await asyncio.sleep(self.dice.uniform(*LONG))
            desk.line.mend()

    def _chosen(self) -> Desk:
        last = self.bureau.sends[-1].pid if self.bureau.sends else 0
        busy = [desk for desk in self.desks if desk.victim.pid == last]
        return busy[0] if busy and self.dice.random() < 0.7 else self.dice.choice(self.desks)


async def shaken(
    shakes: int, dice: random.Random, *, within: float = math.inf, shards: int = 1
) -> Outcome | None:
    """Shake an office so many times, or for so many seconds; None where no server of our own can be had."""
    tools = binaries()
    if tools is None:
        return None
    found = Outcome()
    with own(tools) as server, tempfile.TemporaryDirectory(prefix="roviec-crash-") as folder:
        await statement(server.address, "CREATE DATABASE office")
        url, people = f"{server.address}/office", 4 * (2 + 3 * shakes)
        async with opened(url, Path(folder), people, shards) as bureau:
            shaker = Shaker(bureau, server, dice)
            try:
                for _ in range(PROCESSES):
                    await shaker.open()
                ends = time.monotonic() + within
                async with _writing(bureau):
                    for _ in range(shakes):
                        if time.monotonic() > ends:
                            break
                        await asyncio.sleep(dice.uniform(1.0, 4.0))
                        found.blows[blow := dice.choice(BLOWS)] += 1
                        came = time.monotonic()
                        await shaker.hit(blow)
                        found.hits.append((came, time.monotonic(), blow))
                found.silences = sends.silences(bureau.sends)
                found.book = await bureau.settle(*(desk.victim for desk in shaker.desks), within=600)
                found.overlaps = len(sends.overlaps(bureau.sends))
            finally:
                await shaker.close()
    return found


@asynccontextmanager
async def _writing(bureau: Bureau) -> AsyncIterator[None]:
    """Let people write all the time."""

    async def write() -> None:
        while bureau.turns:
            await bureau.hears(1)
            await asyncio.sleep(EACH)

    task = asyncio.create_task(write())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def report(shakes: int, chance: int, *, within: float = math.inf, shards: int = 1) -> bool:
    """Shake an office and print what became of it; return whether every promise was kept."""
    found = await shaken(shakes, random.Random(chance), within=within, shards=shards)
    if found is None:
        print("no PostgreSQL of our own: nothing was shaken")
        return True
    blows = ", ".join(f"{count} × {blow}" for blow, count in sorted(found.blows.items()))
    book = found.book
    print(f"telegram, PostgreSQL, {PROCESSES} processes, shards {shards}, chance {chance}: {blows}")
    print(
        f"updates {book.updates}, lost {book.lost}, doubled effects {book.twice}, undelivered {book.undelivered}, "
        f"doubled sends {book.doubles} (recorded {book.recorded}), two holders {found.overlaps}, "
        f"longest silences {found.worst()}"
    )
    if found.broken:
        print(book)
    return not found.broken
