"""Whose value is asked for and was not stated yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.measures.reach import Reach
from roviec.db.models import Measure, Measured, Notice
from roviec.tasks.calendar import Calendar
from roviec.tasks.measures.asking import due_period
from roviec.tasks.reporting import Period


@dataclass(frozen=True)
class Waiting:
    """A figure and the period whose value waits."""

    measure: Measure
    period: Period


async def waiting(session: AsyncSession, *, today: date, calendar: Calendar) -> list[Waiting]:
    """Return every figure whose last value was asked for by today and is not there.

    One that began after a period had ended is not asked for that period.
    """
    asked = select(Measure).where(
        col(Measure.ended_on).is_(None), col(Measure.over_id).is_(None), col(Measure.ask_day) > 0
    )
    found = []
    for measure in (await session.exec(asked.order_by(col(Measure.id)))).all():
        period = due_period(measure.cycle, measure.ask_day, today, calendar)
        if period is not None and measure.made_at.astimezone(calendar.tz).date() <= period.last:
            found.append(Waiting(measure, period))
    stated = await _stated(session, found)
    return [one for one in found if (one.measure.id, one.period.key) not in stated]


async def _stated(session: AsyncSession, some: Sequence[Waiting]) -> set[tuple[int, str]]:
    keys = {one.period.key for one in some}
    if not keys:
        return set()
    found = select(Measured.measure_id, Measured.period).where(col(Measured.period).in_(keys))
    return set((await session.exec(found)).all())


KIND, FIRST, AGAIN = "measure", "first", "again"
"""The notice of what was asked, and its two steps."""


def owners() -> Any:
    """Return the query for the people who own a figure."""
    return select(Measure.owner_id).where(col(Measure.owner_id).is_not(None))


async def steps(session: AsyncSession, some: Sequence[Waiting]) -> dict[tuple[int, str, str], datetime]:
    """Return when each step of what waits was said, by figure, step and period."""
    keys = {one.period.key for one in some}
    said = select(Notice.subject, Notice.period, Notice.at).where(
        Notice.kind == KIND, col(Notice.period).in_(keys)
    )
    found = {}
    for subject, period, at in (await session.exec(said)).all():
        number, _, step = subject.partition("/")
        found[int(number), step, period] = at
    return found


async def still_waits(session: AsyncSession, one: Waiting) -> bool:
    """Tell whether a value is still asked for at this moment: it may just have been stated, or the figure ended."""
    measure = await session.get(Measure, one.measure.id)
    if measure is None or measure.ended_on is not None or not measure.ask_day:
        return False
    stated = select(Measured.id).where(Measured.measure_id == measure.id, Measured.period == one.period.key)
    return (await session.exec(stated)).first() is None


async def mine(session: AsyncSession, of: Reach, *, today: date, calendar: Calendar) -> list[Waiting]:
    """Return what waits and is somebody's own to state: theirs, or of who is away, or nobody's in their unit."""
    every = await waiting(session, today=today, calendar=calendar)
    return [one for one in every if _is_theirs(one.measure, of)]


def _is_theirs(measure: Measure, of: Reach) -> bool:
    if measure.owner_id is not None:
        return measure.owner_id in of.mine
    return measure.unit_id in of.units
