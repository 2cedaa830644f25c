"""Deadlines that the office's own days off may have moved: noted with the change, told once it has held for a minute.

What is taken back meanwhile has moved nothing, and nobody hears of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert_new
from roviec.db.lateness import LONGEST_REST
from roviec.db.models import Shift, Task
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lifecycle import WORKING

HOLDS = timedelta(minutes=1)
"""So long a change must hold: a slip is mended in that time."""


async def note(session: AsyncSession, *, days: Iterable[date], calendar: Calendar, now: datetime) -> None:
    """Note what is due around days that change, with its last day on time in the calendar before the change."""
    changed = sorted(days)
    if not changed or calendar.day_off is DayOff.as_written:
        return
    near = col(Task.due).between(changed[0] - LONGEST_REST, changed[-1])
    found: Any = sa.select(col(Task.id), col(Task.due)).where(near, col(Task.state).in_(WORKING))
    connection = await session.connection()
    rows = [
        {"task_id": task, "due": due, "before": calendar.last_day(due), "at": now + HOLDS}
        for task, due in (await connection.execute(found)).all()
    ]
    await session.exec(update(Shift).values(at=now + HOLDS))
    if rows:
        await connection.execute(insert_new(session, Shift), rows)


async def ready(session: AsyncSession, *, now: datetime) -> Sequence[Shift]:
    """Return what was noted, once the newest change has held."""
    newest = (await session.exec(select(sa.func.max(Shift.at)))).one()
    if newest is None or newest > now:
        return []
    return (await session.exec(select(Shift).order_by(col(Shift.before), col(Shift.task_id)))).all()


async def forget(session: AsyncSession, *, until: datetime) -> None:
    """Forget what is told."""
    await session.exec(delete(Shift).where(col(Shift.at) <= until))
