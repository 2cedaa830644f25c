"""`python -m bench.processes`: how many answers a second an office takes: one process on SQLite; 1, 2, 4 on PostgreSQL.

The survey of `python -m bench`, turn about before one fake each time, every commit on the disk. One process at a time has
the road of a messenger that it polls (docs/decisions/0014): the others stand by, and what they cost is seen here.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass, replace
from statistics import median

from bench.measures import Waits, drain
from bench.office import START
from bench.race import ALONE, AT_MOST, CROWD, OPENING, PEOPLE, ROUNDS, waiting
from bench.town import Bot, office, serving
from tests.fakes.telegram.server import RemoteTelegram
from tests.postgres import binaries, copied, own

KINDS = {"SQLite, 1": 0, "PostgreSQL, 1": 1, "PostgreSQL, 2": 2, "PostgreSQL, 4": 4}
"""The processes of each office on PostgreSQL; none: one on SQLite."""
RATIOS = (
    ("PostgreSQL to SQLite, one process each", "PostgreSQL, 1", "SQLite, 1"),
    ("two processes to one", "PostgreSQL, 2", "PostgreSQL, 1"),
    ("four processes to one", "PostgreSQL, 4", "PostgreSQL, 1"),
)


@dataclass(frozen=True)
class Figures:
    """What one office did in one round."""

    answers: float
    """Answers per second of a crowd."""
    work: float
    """Milliseconds of processor time an answer, of all its processes and without the database's."""
    alone: float
    """Milliseconds to the reply for somebody alone with it, median."""


@asynccontextmanager
async def processes(fake: RemoteTelegram, server: str, count: int) -> AsyncIterator[list[Bot]]:
    """Run an office of so many processes on PostgreSQL, or of one on SQLite for none."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(copied(server)) if count else ""
        first = await stack.enter_async_context(office(fake, per_second=None, database=database))
        more = [serving(replace(first), per_second=None) for _ in range(1, count)]
        yield [first, *[await stack.enter_async_context(one) for one in more]]


async def measure(fake: RemoteTelegram, bots: list[Bot]) -> Figures:
    """Measure an office before a fake where the opening of everybody waits."""
    await drain(fake, PEOPLE * len(OPENING))
    before = sum(bot.seconds_of_work for bot in bots)
    crowd = await fake.perform("answer_together", people=PEOPLE, first=CROWD, seconds=AT_MOST)
    work = sum(bot.seconds_of_work for bot in bots) - before
    alone = await fake.perform("answer_alone", first=ALONE, people=3, words=START)
    per_answer = 1000 * work / crowd["answers"]
    return Figures(crowd["answers"] / crowd["seconds"], per_answer, Waits.of(alone).p50)


def line(name: str, one: Figures) -> None:
    """Print what an office did."""
    work = f"{one.work:>8.2f} ms of processor an answer"
    print(f"{name:<42}{one.answers:>8.0f} answers/s{work}{one.alone:>6.0f} ms alone", flush=True)


def show(found: dict[str, list[Figures]]) -> None:
    """Print the medians of the rounds, and the ratios of each round."""
    print("median:")
    for name, rounds in found.items():
        line(name, Figures(*map(median, zip(*map(astuple, rounds), strict=True))))
    for words, one, other in RATIOS:
        pairs = zip(found[one], found[other], strict=True)
        least, middle, most = sorted(mine.answers / theirs.answers for mine, theirs in pairs)
        print(f"{words:<42}{middle:>8.2f} x ({least:.2f}–{most:.2f})")


async def main() -> None:
    """Measure and print."""
    tools = binaries()
    if tools is None:
        raise SystemExit("PostgreSQL is not installed here")
    print(f"{os.cpu_count()} cores, shared with the database, the messenger and its people; {ROUNDS} rounds")
    found: dict[str, list[Figures]] = {name: [] for name in KINDS}
    with own(tools, is_safe=True) as server:
        for _ in range(ROUNDS):
            for name, count in KINDS.items():
                async with waiting() as fake, processes(fake, server.address, count) as bots:
                    found[name].append(await measure(fake, bots))
                line(name, found[name][-1])
    show(found)


if __name__ == "__main__":
    asyncio.run(main())
