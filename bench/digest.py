"""`python -m bench.digest`: what the digest of a large office costs, with few and with many tasks done."""

import asyncio
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Extension, Obstacle, Part, Person, Role, Task, TaskEvent, TaskUnit, Unit
from roviec.reports.digest import gather, render, text
from roviec.tasks.calendar import Calendar
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue

TODAY = date(2026, 7, 27)
NOW = datetime(2026, 7, 27, 0, 30, tzinfo=UTC)
UNITS, OPEN = 40, 10_000
DONE = (1_000, 100_000)
SHARE = 10_000
SAY = catalogue("vi")


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


async def cost(url: str, done: int) -> tuple[float, float]:
    """Return the seconds to gather and to draw the digest of an office, the best of three."""
    db = Database(url)
    try:
        await office(db, done)
        gathered, drawn = [], []
        for _ in range(3):
            start = perf_counter()
            async with db.read() as session:
                digest = await gather(session, today=TODAY, now=NOW, calendar=Calendar.seeded([2025, 2026]))
            gathered.append(perf_counter() - start)
            start = perf_counter()
            render(digest, SAY)
            text(digest, SAY)
            drawn.append(perf_counter() - start)
        return min(gathered), min(drawn)
    finally:
        await db.dispose()


async def main(numbers: tuple[int, ...]) -> None:
    """Measure each number of done tasks, on SQLite or on the empty database that TEST_DIGEST names."""
    for done in numbers:
        with tempfile.TemporaryDirectory() as folder:
            url = os.environ.get("TEST_DIGEST") or f"sqlite+aiosqlite:///{Path(folder)}/office.db"
            gathered, drawn = await cost(url, done)
        print(f"{OPEN} open, {done} done: gathered in {gathered:.2f} s, drawn in {drawn:.2f} s", flush=True)


if __name__ == "__main__":
    asyncio.run(main(tuple(map(int, sys.argv[1:])) or DONE))
