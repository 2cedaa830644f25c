"""`python -m bench.processes`: how many answers a second an office takes: one process on SQLite; 1, 2, 4 on PostgreSQL.

The survey of `python -m bench`, turn about before one fake each time, every commit on the disk. Chats are divided into as
many shards as there are processes (docs/decisions/0039); one of them polls the messenger, too.

Where the machine has fewer cores than processes, database, messenger and people together, answers a second say nothing of
what more processes are for. So each office is measured again with a slice of a core for each of its processes.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass, replace
from functools import partial
from statistics import median

from bench.measures import Waits, drain
from bench.office import START, open_survey
from bench.race import ALONE, AT_MOST, CROWD, OPENING, ROUNDS, waiting
from bench.slices import SLICE, can_slice, sliced
from bench.town import Bot, office, serving
from roviec.db import duties
from roviec.db.engine import Database
from roviec.db.shards import divide
from tests.fakes.telegram.server import RemoteTelegram
from tests.postgres import binaries, copied, own

MANY = 1200
"""So many people answer that each process always finds a whole poll waiting."""
WHOLE = {"SQLite, 1": 0, "PostgreSQL, 1": 1, "PostgreSQL, 2": 2, "PostgreSQL, 4": 4}
"""The processes of each office on PostgreSQL; none: one on SQLite."""
EACH = f"{SLICE} of a core each"
SLICED = {f"{EACH}, {count}": count for count in (1, 2, 4)}
"""The same on PostgreSQL."""
RATIOS = (
    ("PostgreSQL to SQLite, one process each", "PostgreSQL, 1", "SQLite, 1"),
    ("two processes to one", "PostgreSQL, 2", "PostgreSQL, 1"),
    ("four processes to one", "PostgreSQL, 4", "PostgreSQL, 1"),
    (f"{EACH}, two to one", f"{EACH}, 2", f"{EACH}, 1"),
    (f"{EACH}, four to one", f"{EACH}, 4", f"{EACH}, 1"),
)


@dataclass(frozen=True)
class Figures:
    """What one office did in one round."""

    answers: float
    """Answers per second of a crowd."""
    work: float
    """Milliseconds of processor time an answer, of all its processes and without the database's."""
    busiest: float
    """The same of the process that did most: one core each can't be faster than it."""
    alone: float
    """Milliseconds to the reply for somebody alone with it, median."""
    backlog: float
    """Updates per second while those that waited are taken."""
    memory: float
    """The most megabytes that one process held."""


@asynccontextmanager
async def processes(
    fake: RemoteTelegram, server: str, count: int, per_second: float | None = None
) -> AsyncIterator[list[Bot]]:
    """Run an office of so many processes on PostgreSQL, or of one on SQLite for none; None: at no pace of its own."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(copied(server)) if count else ""
        fill = partial(_divided, count=max(1, count))
        there = office(fake, per_second=per_second, database=database, fill=fill)
        first = await stack.enter_async_context(there)
        more = [serving(replace(first), per_second=per_second) for _ in range(1, count)]
        bots = [first, *[await stack.enter_async_context(one) for one in more]]
        await _seated(first.url, len(bots))
        yield bots


async def _divided(db: Database, count: int) -> None:
    """Open the survey in an office whose chats are divided into so many shards."""
    await open_survey(db)
    async with db.write() as session:
        await divide(session, count)


async def _seated(url: str, processes: int) -> None:
    """Wait until each process sends for a shard of its own."""
    db = Database(url)
    try:
        async with asyncio.timeout(60):
            while True:
                async with db.read() as session:
                    standing = await duties.standing(session)
                couriers = [
                    one for one in standing if one.name.startswith("courier/telegram") and one.left > 0
                ]
                if len({one.holder for one in couriers}) == len(couriers) == processes:
                    return
                await asyncio.sleep(0.1)
    finally:
        await db.dispose()


async def measure(fake: RemoteTelegram, bots: list[Bot]) -> Figures:
    """Measure an office before a fake where the opening of everybody waits."""
    backlog = await drain(fake, MANY * len(OPENING))
    before = [bot.seconds_of_work for bot in bots]
    crowd = await fake.perform("answer_together", people=MANY, first=CROWD, seconds=AT_MOST)
    work = [
        1000 * (bot.seconds_of_work - was) / crowd["answers"] for bot, was in zip(bots, before, strict=True)
    ]
    alone = await fake.perform("answer_alone", first=ALONE, people=3, words=START)
    memory = max(bot.peak_megabytes for bot in bots)
    rate = crowd["answers"] / crowd["seconds"]
    return Figures(rate, sum(work), max(work), Waits.of(alone).p50, backlog, memory)


def line(name: str, one: Figures) -> None:
    """Print what an office did."""
    work = f"{one.work:>8.2f} ms of processor an answer, the busiest {one.busiest:.2f}"
    rest = f"{one.alone:>6.0f} ms alone, backlog {one.backlog:.0f}/s, {one.memory:.0f} MB"
    print(f"{name:<42}{one.answers:>8.0f} answers/s{work}{rest}", flush=True)


def show(found: dict[str, list[Figures]]) -> None:
    """Print the medians of the rounds, and the ratios of each round."""
    print("median:")
    for name, rounds in found.items():
        line(name, Figures(*map(median, zip(*map(astuple, rounds), strict=True))))
    for words, one, other in RATIOS:
        pairs = zip(found[one], found[other], strict=True) if one in found else ()
        ratio(words, [mine.answers / theirs.answers for mine, theirs in pairs])


def ratio(words: str, rounds: list[float]) -> None:
    """Print the median of a ratio, and the least and the most; nothing of what could not be measured."""
    if rounds:
        print(f"{words:<42}{median(rounds):>8.2f} x ({min(rounds):.2f}–{max(rounds):.2f})")


async def main() -> None:
    """Measure and print."""
    tools = binaries()
    if tools is None:
        raise SystemExit("PostgreSQL is not installed here")
    print(f"{os.cpu_count()} cores, shared with the database, the messenger and its people; {ROUNDS} rounds")
    if not can_slice():
        print("no control groups that may be written to: a slice of a core each is not measured")
    offices = WHOLE | (SLICED if can_slice() else {})
    found: dict[str, list[Figures]] = {name: [] for name in offices}
    with own(tools, is_safe=True) as server:
        for _ in range(ROUNDS):
            for name, count in offices.items():
                async with waiting(MANY) as fake, processes(fake, server.address, count) as bots:
                    with sliced([bot.pid for bot in bots] if name in SLICED else []):
                        found[name].append(await measure(fake, bots))
                line(name, found[name][-1])
    show(found)


if __name__ == "__main__":
    asyncio.run(main())
