"""The tasks of the digest counted by the database, this week and last in one look.

A task that has not changed since last week stands in both as its row says, and the database counts it. The few
that changed are put back to where they stood and counted by the same rules in `figures`. What was done in
earlier years is not even looked at, and what was done this year is kept as sums (`done`).
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import done, figures
from roviec.db.figures import Counts
from roviec.db.lateness import task_is_over, task_was_late
from roviec.db.models import Part, Task, TaskUnit
from roviec.db.standings import Standing, changed, standing, tasks_as_of, touched, unchanged
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At, at_of
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome

_Sql = sa.ColumnElement[Any]
OPEN = tuple(state for state in State if state not in (State.done, State.cancelled, State.suspended))
_LONGEST_WAIT = timedelta(days=3 * 366)
"""Nobody leaves what is said to be done unconfirmed for longer."""


@dataclass(frozen=True)
class AsOf:
    """A moment and the day by which lateness is judged then."""

    moment: datetime
    day: date

    def at(self, calendar: Calendar) -> At:
        """Return the day and the hour of the office by which lateness is judged."""
        return At(self.day, at_of(self.moment, calendar).hour)


@dataclass
class TaskCounts:
    """The tasks of an office four ways, in all and under each lead unit; None holds those that nobody leads."""

    total: Counts = field(default_factory=Counts)
    units: defaultdict[int | None, Counts] = field(default_factory=lambda: defaultdict(Counts))
    suspended: int = 0


async def task_counts(
    session: AsyncSession,
    *,
    now: AsOf,
    before: AsOf,
    since: date,
    calendar: Calendar,
    unit_ids: Iterable[int] | None = None,
) -> tuple[TaskCounts, TaskCounts]:
    """Count the tasks four ways as of two moments, `before` the earlier; those done before `since` are left out."""
    scope = None if unit_ids is None else tuple(unit_ids)
    still, new = unchanged(before.moment, scope), touched(before.moment)
    both = TaskCounts(), TaskCounts()
    known = await done.kept(session, since=since, calendar=calendar, without=new, scope=scope)
    for kind, count in (known or {}).items():
        _add_known(both, kind, count)
    for rows, told in _parts(
        since, calendar, now.at(calendar), before.at(calendar), is_known=known is not None
    ):
        for by_unit in (False, True):
            alike = await _grouped(session, [rows, *still], told, by_unit=by_unit)
            if not alike:
                break
            for row in alike:
                _add(both, row, by_unit=by_unit)
    aside = sa.select(func.count()).where(*still, col(Task.state) == State.suspended)
    suspended: int = (await session.exec(aside)).scalar_one()  # type: ignore[call-overload]
    for found, at in zip(both, (now, before), strict=True):
        moved = await tasks_as_of(session, moment=at.moment, unit_ids=scope, ids=new)
        await asyncio.sleep(0)
        total, per_unit = figures.counts(moved, at=at.at(calendar), since=since, calendar=calendar)
        found.total += total
        for unit, counted in per_unit.items():
            found.units[unit] += counted
        found.suspended = suspended + sum(task.state == State.suspended for task in moved)
    return both


def _parts(
    since: date, calendar: Calendar, *moments: At, is_known: bool
) -> Iterator[tuple[_Sql, list[_Sql]]]:
    """Return the tasks that count, in parts that an index finds, and how each part stands at each moment.

    What was done on a known day stands alike at both: it is told once, and left out where its sums are known.
    """
    is_done, finished = col(Task.state) == State.done, col(Task.completed_on)
    due, first = col(Task.due), col(Task.original_due)
    last = max(at.day for at in moments)
    year, ever = (since, last), (last - _LONGEST_WAIT, last)
    late = sa.case((task_was_late(due, calendar, year), Outcome.late.value), else_=Outcome.met.value)
    met = sa.literal(Outcome.met.value)
    if not is_known:
        yield sa.and_(is_done, finished >= since), [late, _one(task_was_late(first, calendar, year))]
    passed = [_one(task_is_over(first, at, calendar)) for at in moments]
    yield sa.and_(is_done, finished.is_(None)), [told for past in passed for told in (met, past)]
    said_done = sa.and_(col(Task.state) == State.waiting, finished.is_not(None))
    yield (
        said_done,
        [_way(task_was_late(due, calendar, ever)), _one(task_was_late(first, calendar, ever))],
    )
    ways = [_way(task_is_over(due, at, calendar)) for at in moments]
    yield (
        sa.and_(col(Task.state).in_(OPEN), sa.not_(said_done)),
        [told for way, past in zip(ways, passed, strict=True) for told in (way, past)],
    )


def _way(overdue: _Sql) -> _Sql:
    return sa.case((overdue, Outcome.overdue.value), else_=Outcome.within.value)


def _one(condition: _Sql) -> _Sql:
    return sa.case((condition, 1), else_=0)


async def _grouped(
    session: AsyncSession, where: Sequence[_Sql], told: Sequence[_Sql], *, by_unit: bool
) -> Sequence[sa.Row[Any]]:
    """Return how many tasks stand alike: unit, then way and past original on each day, then the count."""
    unit: Any = col(TaskUnit.unit_id) if by_unit else sa.null()
    columns = [column.label(f"c{n}") for n, column in enumerate((unit, *told))]
    found = sa.select(*columns, func.count()).select_from(Task).where(*where)
    if by_unit:
        leads = sa.and_(col(TaskUnit.task_id) == col(Task.id), col(TaskUnit.part) == Part.lead)
        found = found.join(TaskUnit, leads, isouter=True)
    found = found.group_by(*(column.name for column in columns))
    return (await session.exec(found)).all()  # type: ignore[call-overload, no-any-return]


def _add(both: tuple[TaskCounts, TaskCounts], row: sa.Row[Any], *, by_unit: bool) -> None:
    unit, told, count = row[0], row[1:-1], row[-1]
    ways: Iterator[str] = cycle(told[::2])
    pasts: Iterator[int] = cycle(told[1::2])
    for found, way, past in zip(both, ways, pasts, strict=False):
        is_past = past and way in (Outcome.met, Outcome.within)
        counted = Counts(Counter({Outcome(way): count}), count if is_past else 0)
        if by_unit:
            found.units[unit] += counted
        else:
            found.total += counted


def _add_known(both: tuple[TaskCounts, TaskCounts], alike: done.Alike, count: int) -> None:
    for found in both:
        found.total += alike.counted(count)
        for unit in alike.leads or (None,):
            found.units[unit] += alike.counted(count)


async def listed(
    session: AsyncSession,
    *,
    moment: datetime,
    since: date,
    most: int,
    unit_ids: Iterable[int] | None = None,
) -> list[Standing]:
    """Return at most `most` tasks behind the counts: the open by deadline, the last done, those set aside."""
    scope = None if unit_ids is None else tuple(unit_ids)
    found = await tasks_as_of(session, moment=moment, unit_ids=scope, ids=changed(moment))
    found = [task for task in found if not figures.done_before(task, since)]
    left, still = most, unchanged(moment, scope)
    for kind, first in _kinds(since):
        if left > 0:
            ids = select(Task.id).where(kind, *still).order_by(first, col(Task.id)).limit(left)
            rows = await standing(session, ids, None)  # type: ignore[arg-type]
            found, left = found + rows, left - len(rows)
    return sorted(found, key=_place)[:most]


def _kinds(since: date) -> tuple[tuple[_Sql, sa.ColumnElement[Any]], ...]:
    """Return the kinds of rows in their order, each with what orders it."""
    state, finished = col(Task.state), col(Task.completed_on)
    # Two kinds of done: an index finds each, and reads no other year.
    return (
        (state.in_(OPEN), col(Task.due).asc().nulls_last()),
        (sa.and_(state == State.done, finished >= since), finished.desc()),
        (sa.and_(state == State.done, finished.is_(None)), col(Task.id).asc()),
        (state.in_((State.suspended, State.cancelled)), col(Task.due).asc().nulls_last()),
    )


def _place(task: Standing) -> tuple[int, int, int]:
    last = date.max.toordinal()
    if task.state == State.done:
        return 1, -task.completed_on.toordinal() if task.completed_on else 0, task.id
    kind = 0 if task.state in OPEN else 2
    return kind, task.due.toordinal() if task.due else last, task.id
