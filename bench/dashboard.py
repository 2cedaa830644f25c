"""`python -m bench.dashboard [answers]`: the pages of a large office and its digest, on each database.

1,000 officials, 20,000 tasks, 1,000,000 answers, 100 targets, 60 periodic figures with two years of values. Pages are asked
for one after the other, in this process, as whoever heads the office; PostgreSQL where the tests find one.
"""

import asyncio
import gc
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

import httpx
from sqlalchemy import insert

from bench import digest as tasks
from bench import index as answers
from bench.pages import deps_of
from roviec.bot.build import build as parts_of
from roviec.bot.settings import make
from roviec.bot.simulation import past
from roviec.db import sessions, surveys
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.migrate import upgrade
from roviec.db.models import Measure, Measured, Plan, Target, Unit
from roviec.db.surveys import recount
from roviec.reports.digest import gather
from roviec.reports.edition import Edition
from roviec.tasks.calendar import Calendar
from roviec.tasks.reporting import Cycle, running
from roviec.web.app import build
from tests.postgres import copied, server

PEOPLE, TASKS, OPEN = 1_000, 20_000, 10_000
TARGETS, MEASURES, MONTHS = 100, 60, 24
TODAY, NOW = tasks.TODAY, tasks.NOW
PAGES = ("/trang", "/trang/viec", "/trang/lich", "/trang/chi-tieu", "/trang/so-lieu", "/trang/khao-sat")
ROUNDS, AIM, DIGEST = 40, 150, 3


async def office(db: Database, count: int) -> None:
    """Fill an empty database."""
    await upgrade(db)
    await past.staff(db, PEOPLE, answers.UNITS)
    work = past.Work(TODAY, NOW, units=answers.UNITS, left=OPEN, people=PEOPLE)
    await work.pour(db, TASKS)
    await _figures(db)
    async with db.write() as session:
        unit = await session.get_one(Unit, 1)
        opened = await surveys.open_campaign(session, form_code="mot-cua", unit=unit, opens=date(2026, 1, 1))
        number = opened.id or 0
    items, first = answers.ITEMS, date(2026, 1, 1)
    count //= len(items)
    await past.responses(db, number, count, items=items, units=answers.UNITS, first=first, days=200)
    async with db.write() as session:
        await recount.rebuild(session, minimum_cell=answers.LEAST)


async def _figures(db: Database) -> None:
    """Add targets of one document and figures with their values, each third target following one."""
    values, period = [], running(Cycle.month, TODAY).previous
    for n in range(MONTHS):
        values += [
            {"measure_id": m, "period": period.key, "until": period.last, "value": float((m * 7 + n) % 100)}
            | {"words": "", "said_at": NOW}
            for m in range(1, MEASURES + 1)
        ]
        period = period.previous
    measures = [
        {"id": m, "name": f"Số liệu {m}", "folded": f"so lieu {m}", "noun": "hồ sơ", "goal": 50.0}
        | {
            "unit_id": m % answers.UNITS + 1,
            "cycle": Cycle.month,
            "ask_day": 15,
            "made_at": NOW - timedelta(800),
        }
        for m in range(1, MEASURES + 1)
    ]
    targets = [
        {
            "plan_id": 1,
            "index": "PAR INDEX",
            "component": f"Nội dung {n}",
            "goal": 80.0,
            "unit_id": n % 100 + 1,
        }
        | {"measure_id": n % MEASURES + 1 if n % 3 == 0 else None}
        for n in range(TARGETS - 1)
    ]
    targets.append(
        {"plan_id": 1, "index": "SIPAS", "component": None, "goal": 90.0, "unit_id": 1, "measure_id": None}
    )
    async with db.engine.begin() as connection:
        await connection.execute(
            insert(Plan), [{"id": 1, "subject": "Cải cách hành chính", "created_at": NOW}]
        )
        await connection.execute(insert(Measure), measures)
        await connection.execute(insert(Measured), values)
        await connection.execute(insert(Target), targets)


async def pages(db: Database, folder: Path) -> None:
    """Print what each page costs."""
    parts = await parts_of(make(database={"files": folder / "files"}), db, lambda: NOW)
    app = build(deps_of(db, parts))
    async with db.write() as session:
        token = await sessions.new_pass(session, person_id=1, now=NOW)
    transport, ours = httpx.ASGITransport(app=app), {"sec-fetch-site": "same-origin", "accept": "text/html"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=ours) as client:
        entered = await client.post("/trang/vao", data={"ma": token})
        assert entered.status_code == 303, entered.status_code
        for path in PAGES:
            assert (await client.get(path)).status_code == 200
        # As the process that serves: what is there for good is not looked through again by the collector.
        gc.collect()
        gc.freeze()
        for path in PAGES:
            times = []
            for _ in range(ROUNDS):
                began, worked = perf_counter(), process_time()
                assert (await client.get(path)).status_code == 200
                times.append((perf_counter() - began, process_time() - worked))
            clock, work = (sorted(1000 * one for one in each) for each in zip(*times, strict=True))
            at = int(0.95 * ROUNDS)
            shown(
                f"{path}, p50 / p95",
                f"{clock[ROUNDS // 2]:.0f} / {clock[at]:.0f} ms",
                work[at],
                f"< {AIM} ms",
            )


def shown(name: str, figure: str, work: float, aim: str) -> None:
    """Print one line."""
    print(f"{name:<34}{figure:>16}   {work:>5.0f} ms of processor   {aim}", flush=True)


async def digest(db: Database, folder: Path) -> None:
    """Print what the digest costs, gathered and drawn."""
    began, worked = perf_counter(), process_time()
    async with db.read() as session:
        found = await gather(session, today=TODAY, now=NOW, calendar=Calendar.seeded([2025, 2026]))
    await Edition(found, FileStore(folder)).page("vi")
    work = 1000 * (process_time() - worked)
    shown("digest, gathered and drawn", f"{perf_counter() - began:.2f} s", work, f"≤ {DIGEST} s")


async def measure(url: str, count: int) -> None:
    """Fill an office and print what it costs."""
    db = Database(url)
    try:
        with tempfile.TemporaryDirectory(prefix="roviec-bench-") as name:
            await office(db, count)
            if db.engine.dialect.name == "postgresql":
                # What autovacuum has done long before an office is this large.
                async with db.engine.connect() as connection:
                    await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql(
                        "ANALYZE"
                    )
            await pages(db, Path(name))
            await digest(db, Path(name))
    finally:
        await db.dispose()


async def main(count: int, engines: str) -> None:
    """Measure on SQLite, and on PostgreSQL where there is one."""
    if "sqlite" in engines:
        with tempfile.TemporaryDirectory(prefix="roviec-bench-") as folder:
            print("SQLite", flush=True)
            await measure(f"sqlite+aiosqlite:///{folder}/office.db", count)
    if "postgresql" not in engines:
        return
    with server() as address:
        if address is None:
            print("PostgreSQL: none found")
            return
        async with copied(address) as url:
            print("PostgreSQL", flush=True)
            await measure(url, count)


if __name__ == "__main__":
    asyncio.run(
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
            sys.argv[2] if len(sys.argv) > 2 else "sqlite,postgresql",
        )
    )
