"""`python -m bench.digest`: what the digest of a large office costs, with few and with many tasks done."""

import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time, thread_time

from roviec.bot.simulation import past
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.migrate import upgrade
from roviec.reports.digest import gather
from roviec.reports.edition import Edition
from roviec.scheduler.done import catch_up
from roviec.tasks.calendar import Calendar

TODAY = date(2026, 7, 27)
NOW = datetime(2026, 7, 27, 0, 30, tzinfo=UTC)
CALENDAR = Calendar.seeded([2025, 2026])
UNITS, OPEN = 40, 10_000
DONE = (1_000, 100_000)


async def office(db: Database, done: int) -> None:
    """Fill an empty database: `done` tasks finished this year beside OPEN open ones."""
    await upgrade(db)
    await past.staff(db, 1, UNITS)
    await past.Work(TODAY, NOW, units=UNITS, left=OPEN).pour(db, done + OPEN)
    await catch_up(db, date(TODAY.year, 1, 1), CALENDAR)


@dataclass
class Cost:
    """Seconds of processor that a digest took, and the longest that it held the loop, so that nobody was answered.

    The clock on the wall tells more of what else the machine does than of the digest.
    """

    gathered: float
    drawn: float
    held: float


class Pulse:
    """Beats as often as the loop lets it, and keeps the most that was done between two beats, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Beat until cancelled."""
        last = thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = thread_time()
            self.longest, last = max(self.longest, now - last), now


async def cost(db: Database, folder: Path) -> Cost:
    """Return what one digest costs, gathered and drawn as for somebody who asks for it."""
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    start = process_time()
    async with db.read() as session:
        digest = await gather(session, today=TODAY, now=NOW, calendar=CALENDAR)
    gathered = process_time() - start
    await Edition(digest, FileStore(folder)).page("vi")
    beating.cancel()
    return Cost(gathered, process_time() - start - gathered, pulse.longest)


async def measure(url: str, done: int, folder: Path) -> Cost:
    """Return the least of three costs of an office with so many tasks done: another program costs nothing."""
    db = Database(url)
    try:
        await office(db, done)
        # As a process that serves does: a look at what stays anyway costs more than a step of the digest.
        gc.collect()
        gc.freeze()
        found = [await cost(db, folder / str(n)) for n in range(3)]
    finally:
        await db.dispose()
    return Cost(*(min(values) for values in zip(*map(astuple, found), strict=True)))


async def main(numbers: Sequence[int]) -> None:
    """Measure each number of done tasks, on SQLite or on the empty database that BENCH_DIGEST names."""
    for done in numbers:
        with tempfile.TemporaryDirectory() as folder:
            url = os.environ.get("BENCH_DIGEST") or f"sqlite+aiosqlite:///{folder}/office.db"
            found = await measure(url, done, Path(folder))
        print(
            f"{OPEN} open, {done} done: gathered in {found.gathered:.2f} s, drawn in {found.drawn:.2f} s, "
            f"held the loop for {1000 * found.held:.0f} ms at most",
            flush=True,
        )


if __name__ == "__main__":
    asyncio.run(main([*map(int, sys.argv[1:])] or DONE))
