"""`python -m bench.digest`: what the digest of a large office costs, with few and with many tasks done."""

import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time, thread_time

from sqlalchemy import insert

from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.migrate import upgrade
from roviec.db.models import Extension, Obstacle, Part, Person, Role, Task, TaskEvent, TaskUnit, Unit
from roviec.reports.digest import gather
from roviec.reports.edition import Edition
from roviec.tasks.calendar import Calendar
from roviec.tasks.lifecycle import State

TODAY = date(2026, 7, 27)
NOW = datetime(2026, 7, 27, 0, 30, tzinfo=UTC)
UNITS, OPEN = 40, 10_000
DONE = (1_000, 100_000)
SHARE = 10_000


def day(serial: int) -> date:
    """Return a day of this year up to today, the same for the same task."""
    return TODAY - timedelta(days=serial * 7919 % 207)


async def office(db: Database, done: int) -> None:
    """Fill an empty database: `done` tasks finished this year beside OPEN open ones."""
    await upgrade(db)
    async with db.engine.begin() as connection:
        units = [{"id": n, "name": f"Phòng số {n}", "folded": f"phong so {n}"} for n in range(1, UNITS + 1)]
        await connection.execute(insert(Unit), units)
        person = {"id": 1, "name": "Trần Văn Bình", "folded": "tran van binh", "unit_id": 1}
        await connection.execute(insert(Person), [person | {"role": Role.official}])
    for first in range(0, done + OPEN, SHARE):
        await _share(db, range(first, min(first + SHARE, done + OPEN)))


async def _share(db: Database, serials: range) -> None:
    """Write some tasks with their units and events; those before OPEN are open, one in twenty waits."""
    tasks, leads, events = [], [], []
    for n in serials:
        is_open, finished = n < OPEN, day(n)
        waits = is_open and n % 20 == 0
        state = State.done if not is_open else State.waiting if waits else State.doing
        due = finished + timedelta(days=n % 11 - 2)
        tasks.append(
            {
                "id": n + 1,
                "title": f"Rà soát, công khai thủ tục hành chính lần {n}",
                "state": state,
                "due": due + timedelta(days=60 if is_open and n % 3 else 0),
                "original_due": due,
                "created_at": datetime.combine(finished, NOW.time(), tzinfo=UTC) - timedelta(days=40),
                "completed_on": finished if waits or not is_open else None,
                "quote": "Giao các phòng chuyên môn rà soát, cập nhật, công khai kịp thời. " * 5,
            }
        )
        leads.append({"task_id": n + 1, "unit_id": n % UNITS + 1, "part": Part.lead})
        at = datetime.combine(finished, NOW.time(), tzinfo=UTC)
        before = {"state": "doing", "percent": 0, "due": due.isoformat(), "completed_on": None}
        if not is_open:
            events.append({"task_id": n + 1, "at": at, "kind": "confirm", "before": before})
    asks = [
        {"task_id": n + 1, "asked_by": 1, "asked_at": NOW - timedelta(days=9), "wished": TODAY}
        | {"verdict": "asked" if n < OPEN else "granted", "decided_at": None if n < OPEN else NOW}
        for n in serials
        if n % 50 == 0
    ]
    stuck = [
        {"task_id": n + 1, "words": "Thiếu kinh phí", "raised_by": 1, "raised_at": NOW - timedelta(days=9)}
        | {"resolved_at": None if n < OPEN else NOW - timedelta(days=8)}
        for n in serials
        if n % 60 == 0
    ]
    async with db.engine.begin() as connection:
        rows = ((Task, tasks), (TaskUnit, leads), (TaskEvent, events), (Extension, asks), (Obstacle, stuck))
        for table, found in rows:
            if found:
                await connection.execute(insert(table), found)


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
        digest = await gather(session, today=TODAY, now=NOW, calendar=Calendar.seeded([2025, 2026]))
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
