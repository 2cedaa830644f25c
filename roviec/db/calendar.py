"""The days that an office has changed in the seeded calendar, and the calendar as a process knows it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import closing, facts, own, shifts
from roviec.db.models import DayOff, Fact, Task
from roviec.tasks.calendar import Calendar
from roviec.tasks.days_off import Span, to_change
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.own import Own
from roviec.tasks.seed import undecided

Edits = tuple[frozenset[date], frozenset[date]]
"""Days off, and days worked."""
_CONFIRMED = "calendar.confirmed"


async def edited(session: AsyncSession) -> Edits:
    """Return the days off and the working days that the office has set itself."""
    rows = (await session.exec(select(DayOff))).all()
    return frozenset(r.day for r in rows if not r.working), frozenset(r.day for r in rows if r.working)


async def entries(session: AsyncSession, *, first: date, last: date) -> Sequence[DayOff]:
    """Return what the office has entered for the days from `first` to `last`, in order."""
    found = select(DayOff).where(col(DayOff.day).between(first, last)).order_by(col(DayOff.day))
    return (await session.exec(found)).all()


async def set_days(
    session: AsyncSession,
    *,
    span: Span,
    working: bool,
    note: str,
    calendar: Calendar,
    today: date,
    now: datetime,
) -> list[date]:
    """Say that days are off or worked, and return those that were not yet; raise like `to_change`.

    Where today becomes a day off, its reminders that have not left yet are taken back. Whose deadline moves will
    hear of it.
    """
    years = {span.first.year, span.last.year} if working else ()
    unsure = [day for year in years for day in await open_days(session, year=year, today=today)]
    days = to_change(span, calendar, today, working=working, unsure=unsure)
    await shifts.note(session, days=days, calendar=calendar, now=now)
    for day in days:
        await session.merge(DayOff(day=day, working=working, note=note))
    await session.flush()
    await _look_again(session, days, today)
    return days


async def drop_days(
    session: AsyncSession, *, first: date, last: date, calendar: Calendar, today: date, now: datetime
) -> list[date]:
    """Take entries back, so that the seeded calendar holds again; return their days."""
    gone = sa.delete(DayOff).where(col(DayOff.day).between(first, last)).returning(col(DayOff.day))
    days = sorted((await session.exec(gone)).scalars())
    await shifts.note(session, days=days, calendar=calendar, now=now)
    await _look_again(session, days, today)
    return days


async def _look_again(session: AsyncSession, days: Iterable[date], today: date) -> None:
    if today in days:
        entry = await session.get(DayOff, today, populate_existing=True)
        await closing.reopen(session, today=today)
        if entry is not None and not entry.working:
            await closing.take_back(session, today=today)


async def is_closed(session: AsyncSession, day: date) -> bool:
    """Tell whether the office has entered a day off."""
    entry = await session.get(DayOff, day)
    return entry is not None and not entry.working


async def open_days(session: AsyncSession, *, year: int, today: date) -> list[date]:
    """Return the days of a year, from today on, that may become days off and that the office has not decided on."""
    unsure = [day for day in undecided(year) if day >= today]
    decided = {one.day for day in unsure for one in await entries(session, first=day, last=day)}
    return [day for day in unsure if day not in decided]


async def due_on(session: AsyncSession, days: Iterable[date]) -> int:
    """Count the open tasks that are due on some days."""
    found = select(func.count()).select_from(Task).where(col(Task.due).in_(list(days)))
    return (await session.exec(found.where(col(Task.state).not_in(FINAL)))).one()


async def confirmed(session: AsyncSession) -> list[int]:
    """Return the years whose days off the office has compared with their announcement."""
    fact = await session.get(Fact, _CONFIRMED)
    return list(fact.value["years"]) if fact else []


async def confirm(session: AsyncSession, year: int) -> None:
    """Note that the office has compared a year with its announcement."""
    fact = await facts.held(session, _CONFIRMED, {"years": []})
    fact.value = {"years": sorted({*fact.value["years"], year})}


class OfficeDays:
    """The office's calendar and name in one process: a change made here counts from its commit, any other soon after."""

    def __init__(self, base: Callable[[], Calendar] = Calendar) -> None:
        """Take the calendar without the office's own days; it is asked each time and may move with the year."""
        self._base = base
        self._edits: Edits = (frozenset(), frozenset())
        self._own: Own | None = None
        self._made: tuple[Calendar, Edits, Own | None, Calendar] | None = None

    @property
    def name(self) -> str | None:
        """What the office calls itself on its pages."""
        return self._own.name if self._own else None

    def calendar(self) -> Calendar:
        """Return the calendar with the office's own days."""
        base, edits, said = self._base(), self._edits, self._own
        if self._made is None or any(a is not b for a, b in zip(self._made, (base, edits, said))):  # noqa: B905
            off, work = edits
            made = base.edited(off=off, work=work)
            self._made = base, edits, said, replace(made, hours=said.hours, week=said.week) if said else made
        return self._made[3]

    async def reread(self, session: AsyncSession) -> None:
        """Take over what stands in the database."""
        self._take(await edited(session), await own.said(session))

    async def follow(self, session: AsyncSession) -> None:
        """Take over what a transaction has changed, once it is committed."""
        edits, said = await edited(session), await own.said(session)

        def take(of: Any) -> None:
            if not of.in_nested_transaction():
                self._take(edits, said)

        event.listen(session.sync_session, "after_commit", take)

    def _take(self, edits: Edits, said: Own | None) -> None:
        if edits != self._edits:
            self._edits = edits
        if said != self._own:
            self._own = said
