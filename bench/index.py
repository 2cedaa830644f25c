"""`python -m bench.index [answers]`: what the index of a large office costs: cold, and after new answers."""

import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import insert

from roviec.db import surveys
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Answer, Response, Unit
from roviec.db.surveys import recount
from roviec.db.surveys.finish import keep_response
from roviec.reports.ranking import gather_units
from roviec.reports.satisfaction import gather_index
from roviec.survey.load import shipped

TODAY = date(2026, 12, 15)
NOW = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
UNITS, LEAST, SHARE = 100, 5, 2_000
FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria
CHANCES = (1, 3, 12, 48, 36)


async def office(db: Database, responses: int) -> int:
    """Fill an empty database with a year of answers at all units; return the campaign."""
    await upgrade(db)
    async with db.engine.begin() as connection:
        units = [{"id": n, "name": f"Đơn vị số {n}", "folded": f"don vi so {n}"} for n in range(1, UNITS + 1)]
        await connection.execute(insert(Unit), units)
    async with db.write() as session:
        unit = await session.get_one(Unit, 1)
        opened = await surveys.open_campaign(session, form_code="mot-cua", unit=unit, opens=date(2026, 1, 1))
        number = opened.id or 0
    draw = random.Random(1)
    for first in range(0, responses, SHARE):
        await _share(db, number, range(first, min(first + SHARE, responses)), draw)
    return number


async def _share(db: Database, campaign: int, serials: range, draw: random.Random) -> None:
    rows, answers = [], []
    for n in serials:
        key = f"{draw.getrandbits(128):032x}"
        on = date(2026, 1, 1) + timedelta(days=draw.randrange(348))
        place = {"campaign_id": campaign, "unit_id": 1 + n % UNITS}
        rows.append({"key": key, **place, "on": on, "flags": ["speeder"] if n % 50 == 0 else []})
        levels = draw.choices(range(1, 6), CHANCES, k=len(ITEMS))
        answers += [
            {"response_key": key, "item": item, "position": 0, "number": level}
            for item, level in zip(ITEMS, levels, strict=True)
        ]
    async with db.engine.begin() as connection:
        await connection.execute(insert(Response), rows)
        await connection.execute(insert(Answer), answers)


Times = tuple[float, float]
"""Seconds of the clock and of the processor: on a busy machine the second one stays comparable."""


async def _asked(db: Database) -> tuple[Times, Times]:
    """Return how long the index of the office and that of all units side by side take."""
    times: list[Times] = []
    for gather in (gather_index, gather_units):
        began, worked = perf_counter(), process_time()
        async with db.read() as session:
            assert await gather(session, today=TODAY, headline="mean", minimum_cell=LEAST)
        times.append((perf_counter() - began, process_time() - worked))
    return times[0], times[1]


async def _more(db: Database, campaign: int, unit: int) -> None:
    """Let five more people answer at a unit: enough to move."""
    async with db.write() as session:
        for level in (5, 4, 4, 3, 5):
            await keep_response(
                session,
                campaign_id=campaign,
                unit_id=unit,
                form=FORM,
                answers=dict.fromkeys(ITEMS, level),
                found=(),
                minimum_cell=LEAST,
                today=TODAY,
                now=NOW,
            )


def shown(name: str, times: Sequence[Times]) -> None:
    """Print the median of some measurements."""
    clock, worked = (1000 * sorted(each)[len(times) // 2] for each in zip(*times, strict=True))
    print(f"{name:<52}{clock:>8.0f} ms, {worked:.0f} ms of processor", flush=True)


async def measure(answers: int) -> None:
    """Print what each costs."""
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder)}/roviec.db"
        db = Database(url)
        campaign = await office(db, answers // len(ITEMS))
        began = process_time()
        async with db.write() as session:
            await recount.rebuild(session, minimum_cell=LEAST)
        print(f"{'counted anew from every answer':<52}{process_time() - began:>10.1f} s", flush=True)
        await db.dispose()
        db = Database(url)
        cold = await _asked(db)
        shown("index of the office, cold", [cold[0]])
        shown(f"index of {UNITS} units, cold", [cold[1]])
        warm = []
        for n in range(9):
            await _more(db, campaign, 1 + n)
            warm.append(await _asked(db))
        shown("index of the office, after new answers (median of 9)", [one for one, _ in warm])
        shown(f"index of {UNITS} units, after new answers", [one for _, one in warm])
        began, worked = perf_counter(), process_time()
        for n in range(20):
            await _more(db, campaign, 1 + n)
        shown(
            "one finished response counted",
            [((perf_counter() - began) / 100, (process_time() - worked) / 100)],
        )
        await db.dispose()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
