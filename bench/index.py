"""`python -m bench.index [answers]`: what the index of a large office costs: cold, and after new answers."""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time

from bench.fill import fill
from roviec.bot.simulation import past
from roviec.db import surveys
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Unit
from roviec.db.surveys import recount
from roviec.db.surveys.finish import keep_response
from roviec.reports.ranking import gather_units
from roviec.reports.satisfaction import gather_index
from roviec.survey.load import shipped

TODAY = date(2026, 12, 15)
NOW = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
FIRST = date(2026, 1, 1)
UNITS, LEAST = 100, 5
FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria


async def office(db: Database, responses: int) -> int:
    """Fill an empty database with a year of answers at all units; return the campaign."""
    await upgrade(db)
    await past.staff(db, 0, UNITS)
    async with db.write() as session:
        unit = await session.get_one(Unit, 1)
        opened = await surveys.open_campaign(session, form_code="mot-cua", unit=unit, opens=FIRST)
        number = opened.id or 0
    if responses:
        await fill(db, number, responses, items=ITEMS, units=UNITS, first=FIRST, days=348)
    return number


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


def took(name: str, began: float, worked: float) -> None:
    """Print how long something long took."""
    print(
        f"{name:<52}{perf_counter() - began:>8.1f} s, {process_time() - worked:.1f} s of processor",
        flush=True,
    )


async def measure(answers: int) -> None:
    """Print what each costs."""
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder)}/roviec.db"
        db = Database(url)
        began, worked = perf_counter(), process_time()
        campaign = await office(db, answers // len(ITEMS))
        took(f"{answers // len(ITEMS) * len(ITEMS)} answers written", began, worked)
        began, worked = perf_counter(), process_time()
        async with db.write() as session:
            await recount.rebuild(session, minimum_cell=LEAST)
        took("counted anew from every answer", began, worked)
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
