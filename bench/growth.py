"""`python -m bench.growth [history tasks answers people until]`: what each view costs as an office grows, ratios of one run.

On SQLite, then on PostgreSQL where the tests find one (ENGINES=sqlite for one of them). What is counted on SQLite is
processor time: on a machine with other work the clock on the wall tells of that work; on PostgreSQL it is the clock, since
most of the work is the server's. Each figure is the least of three; an office is small and large in the same run, on the
same machine, one after the other.
"""

import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bench.index import FIRST, ITEMS
from roviec.bot import serve
from roviec.bot.build import Parts
from roviec.bot.settings import DatabaseSection, make
from roviec.bot.simulation import past
from roviec.bot.simulation.year import peak_memory
from roviec.db import surveys
from roviec.db.engine import Database
from roviec.db.models import Person, Unit
from roviec.db.statements import Statements
from roviec.db.surveys import recount
from roviec.db.tasks import listing, lists, office, standing
from roviec.reports.digest import gather
from roviec.reports.satisfaction import gather_index
from roviec.scheduler.done import count_done
from roviec.scheduler.round import remind
from roviec.tasks.lateness import At
from tests.postgres import copied, server

TODAY = date(2026, 7, 27)
NOW = datetime(2026, 7, 27, 3, 0, tzinfo=UTC)
UNITS, OPEN = 40, 500
SIZES = ((1_000, 100_000), (1_000, 100_000), (10_000, 1_000_000), (1_000, 100_000), (1_000, 100_000))
"""Tasks done over the years, tasks done this year, answers, people, tasks done until last week: small and large."""
YEAR, CAREER = past.RECENT, 100 * past.RECENT
"""Days over which the tasks of a small office and of a large one lie: this year's, and what decades left behind."""
Look = Callable[[Parts, AsyncSession], Awaitable[Any]]
SERVER = ContextVar("SERVER", default="")
"""The address of the PostgreSQL server that is measured; empty for SQLite."""


@asynccontextmanager
async def made(fill: Callable[[Database], Awaitable[None]]) -> AsyncIterator[Parts]:
    """Open an office that was filled."""
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as folder:
        async with _empty(Path(folder)) as url:
            settings = make(database=DatabaseSection(url=url, files=Path(folder) / "files"))
            db = Database(url, rehearsal=Statements())
            async with serve.opened(settings, lambda: NOW, db) as parts:
                await fill(db)
                await count_done(db, parts.house, NOW)
                await _settled(db)
                yield parts


@asynccontextmanager
async def _empty(folder: Path) -> AsyncIterator[str]:
    if not SERVER.get():
        yield f"sqlite+aiosqlite:///{folder}/office.db"
        return
    async with copied(SERVER.get()) as url:
        yield url


async def _settled(db: Database) -> None:
    """Do what autovacuum has done long before an office is this large."""
    if not db.is_sqlite:
        async with db.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.exec_driver_sql("ANALYZE")


def spent() -> float:
    """Return the seconds that count, from some moment on."""
    return perf_counter() if SERVER.get() else process_time()


async def cost(parts: Parts, look: Look) -> float:
    """Return the least seconds of three looks."""
    times = []
    for _ in range(3):
        begun = spent()
        async with parts.db.read() as session:
            await look(parts, session)
        times.append(spent() - begun)
    return min(times)


async def _digest(parts: Parts, session: AsyncSession) -> None:
    await gather(session, today=TODAY, now=NOW, calendar=parts.house.calendar())


async def _index(_parts: Parts, session: AsyncSession) -> None:
    await gather_index(session, today=TODAY, headline="mean", minimum_cell=5)


async def _mine(_parts: Parts, session: AsyncSession) -> None:
    await standing.mine(session, await session.get_one(Person, 2 * UNITS + 1))


async def _dashboard(parts: Parts, session: AsyncSession) -> None:
    chief, days = await session.get_one(Person, 1), _days(parts)
    await office.by_unit(session, await office.overseen(session, chief), days, offset=0, limit=10)
    await lists.tab_counts(session, chief, office.Look(), days)
    await lists.page(session, chief, lists.Tab.open, office.Look(), days, offset=0, limit=50)


def _days(parts: Parts) -> Any:
    return office.Days(At(TODAY), parts.house.calendar())


async def _list(_parts: Parts, session: AsyncSession) -> None:
    await listing.page(session, number=1)


async def _remind(parts: Parts) -> float:
    begun = spent()
    await remind(parts.db, parts.house, NOW)
    return spent() - begun


TASKS: dict[str, Look] = {
    "digest": _digest,
    "/viec of an official": _mine,
    "the chief's dashboard": _dashboard,
    "roviec tasks, first page": _list,
}


async def history(done: int) -> dict[str, float]:
    """Return what each view costs with so many tasks done in all the years."""
    return await tasks(done, days=min(YEAR * done // SIZES[0][0], CAREER))


async def until_last_week(done: int) -> dict[str, float]:
    """Return what each view costs with so many tasks done this year, none of them in the week of the digest."""
    return await tasks(done, rest=8)


async def tasks(done: int, *, days: int = YEAR, rest: int = 0) -> dict[str, float]:
    """Return what each view costs with so many tasks done in the last `days`, but for the last `rest`."""

    async def fill(db: Database) -> None:
        await past.staff(db, 200, UNITS)
        work = past.Work(TODAY, NOW, units=UNITS, left=OPEN, people=200, days=days, rest=rest)
        await work.pour(db, done + OPEN)

    async with made(fill) as parts:
        found = {name: await cost(parts, look) for name, look in TASKS.items()}
        return found | {"the morning's reminders": await _remind(parts)}


async def answers(count: int) -> dict[str, float]:
    """Return what the index costs over so many answers."""

    async def fill(db: Database) -> None:
        await past.staff(db, 0, UNITS)
        async with db.write() as session:
            unit = await session.get_one(Unit, 1)
            opened = await surveys.open_campaign(session, form_code="mot-cua", unit=unit, opens=FIRST)
            number = opened.id or 0
        await past.responses(db, number, count // len(ITEMS), items=ITEMS, units=UNITS, first=FIRST, days=200)
        async with db.write() as session:
            await recount.rebuild(session, minimum_cell=5)

    async with made(fill) as parts:
        return {"index": await cost(parts, _index), "digest, with them": await cost(parts, _digest)}


async def staff(count: int) -> dict[str, float]:
    """Return what each view costs with so many people."""

    async def fill(db: Database) -> None:
        await past.staff(db, count, UNITS)
        await past.Work(TODAY, NOW, units=UNITS, left=OPEN, people=200).pour(db, OPEN)

    async with made(fill) as parts:
        views = ("digest", "/viec of an official", "the chief's dashboard")
        found = {name: await cost(parts, TASKS[name]) for name in views}
        return found | {"the morning's reminders": await _remind(parts)}


KINDS: tuple[tuple[str, Callable[[int], Awaitable[dict[str, float]]]], ...] = (
    ("tasks done ever", history),
    ("tasks done this year", tasks),
    ("answers", answers),
    ("people", staff),
    ("done until last week", until_last_week),
)


async def measure(numbers: Sequence[int]) -> None:
    """Measure small and large of each, and print the ratios."""
    large = numbers or [many for _, many in SIZES]
    for (what, look), (few, _), many in zip(KINDS, SIZES, large, strict=False):
        if not many:
            continue
        found = []
        for count in (few, many):
            gc.collect()
            found.append(await look(count))
        for name, small in found[0].items():
            big = found[1][name]
            print(
                f"{name:<28}{few:>10} {what}: {1000 * small:>7.0f} ms {many:>10}: {1000 * big:>7.0f} ms"
                f"   {big / small:>6.1f} x",
                flush=True,
            )


async def main(numbers: Sequence[int], engines: str) -> None:
    """Measure on SQLite, and on PostgreSQL where there is one."""
    if "sqlite" in engines:
        print("SQLite, processor time", flush=True)
        await measure(numbers)
    if "postgresql" in engines:
        with server() as address:
            print("PostgreSQL, by the clock" if address else "PostgreSQL: none found", flush=True)
            if address:
                SERVER.set(address)
                await measure(numbers)
    print(f"peak memory {peak_memory() / 2**20:.0f} MB", flush=True)


if __name__ == "__main__":
    engines = os.environ.get("ENGINES", "sqlite,postgresql")
    asyncio.run(main([*map(int, sys.argv[1:])], engines))
