"""The tasks of the digest counted by the database: what it costs follows the open ones and this year's done.

A task that has not changed since the asked moment stands as its row says, and the database counts it. The few
that changed since are put back to where they stood and counted by the same rules in `figures`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import figures
from roviec.db.figures import Counts
from roviec.db.models import Part, Task, TaskUnit
from roviec.db.standings import Standing, changed, standing, tasks_as_of, unchanged
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome

OPEN = tuple(state for state in State if state not in (State.done, State.cancelled, State.suspended))


@dataclass(frozen=True)
class TaskCounts:
    """The tasks of an office four ways, in all and under each lead unit; None holds those that nobody leads."""

    total: Counts = field(default_factory=Counts)
    units: dict[int | None, Counts] = field(default_factory=dict)
    suspended: int = 0


async def task_counts(
    session: AsyncSession, *, moment: datetime, day: date, since: date, unit_ids: Iterable[int] | None = None
) -> TaskCounts:
    """Count the tasks known at `moment` four ways as on `day`; those done before `since` are left out."""
    scope = None if unit_ids is None else tuple(unit_ids)
    moved = await tasks_as_of(session, moment=moment, unit_ids=scope, ids=changed(moment))
    still = unchanged(moment, scope)
    units: defaultdict[int | None, Counts] = defaultdict(Counts)
    for unit, counted in await _grouped(session, _rows(still, since), day, by_unit=True):
        units[unit] += counted
    for unit, counted in figures.counts_per_unit(moved, day=day, since=since).items():
        units[unit] += counted
    total = figures.counts(moved, day=day, since=since)
    for _, counted in await _grouped(session, _rows(still, since), day, by_unit=False):
        total += counted
    suspended = sa.select(func.count()).where(*still, col(Task.state) == State.suspended)
    aside: int = (await session.exec(suspended)).scalar_one()  # type: ignore[call-overload]
    aside += sum(task.state == State.suspended for task in moved)
    return TaskCounts(total, dict(units), aside)


def _rows(still: list[sa.ColumnElement[bool]], since: date) -> sa.Subquery:
    """Return the tasks that count, each found by an index: open, done since, done on a day nobody noted."""
    columns = (Task.id, Task.state, Task.due, Task.original_due, Task.completed_on)
    done = col(Task.state) == State.done
    branches = (
        [col(Task.state).in_(OPEN)],
        [done, col(Task.completed_on) >= since],
        [done, col(Task.completed_on).is_(None)],
    )
    found = [sa.select(*columns).where(*branch, *still) for branch in branches]  # type: ignore[call-overload]
    return sa.union_all(*found).subquery()


async def _grouped(
    session: AsyncSession, tasks: sa.Subquery, day: date, *, by_unit: bool
) -> list[tuple[int | None, Counts]]:
    unit: Any = col(TaskUnit.unit_id) if by_unit else sa.null()
    its = _way(tasks.c, day).label("way")
    past = func.sum(sa.case((_past_original(tasks.c, day), 1), else_=0))
    found = sa.select(unit.label("unit"), its, func.count(), past).select_from(tasks).group_by("unit", "way")
    if by_unit:
        leads = sa.and_(col(TaskUnit.task_id) == tasks.c.id, col(TaskUnit.part) == Part.lead)
        found = found.join(TaskUnit, leads, isouter=True)
    rows = (await session.exec(found)).all()  # type: ignore[call-overload]
    return [(unit, _counts(Outcome(way), count, past)) for unit, way, count, past in rows]


def _counts(way: Outcome, count: int, past: int) -> Counts:
    return Counts(Counter({way: count}), past if way in (Outcome.met, Outcome.within) else 0)


def _way(task: Any, day: date) -> sa.Case[str]:
    """Say in SQL what `figures.way` says; what has no deadline is compared with nothing, and never late."""
    is_done, said = task.state == State.done, task.state == State.waiting
    return sa.case(
        (sa.and_(is_done, task.due < task.completed_on), Outcome.late.value),
        (is_done, Outcome.met.value),
        (sa.and_(said, task.due < func.coalesce(task.completed_on, day)), Outcome.overdue.value),
        (sa.and_(sa.not_(said), task.due < day), Outcome.overdue.value),
        else_=Outcome.within.value,
    )


def _past_original(task: Any, day: date) -> sa.ColumnElement[bool]:
    finished = sa.case((task.state.in_((State.done, State.waiting)), task.completed_on))
    passed: sa.ColumnElement[bool] = task.original_due < func.coalesce(finished, day)
    return passed


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
            rows = await standing(session, ids, moment)  # type: ignore[arg-type]
            found, left = found + rows, left - len(rows)
    return sorted(found, key=_place)[:most]


def _kinds(since: date) -> tuple[tuple[sa.ColumnElement[bool], sa.ColumnElement[Any]], ...]:
    """Return the kinds of rows in their order, each with what orders it."""
    state, finished = col(Task.state), col(Task.completed_on)
    done = sa.and_(state == State.done, sa.or_(finished.is_(None), finished >= since))
    return (
        (state.in_(OPEN), col(Task.due).asc().nulls_last()),
        (done, finished.desc().nulls_last()),
        (state.in_((State.suspended, State.cancelled)), col(Task.due).asc().nulls_last()),
    )


def _place(task: Standing) -> tuple[int, int, int]:
    last = date.max.toordinal()
    if task.state == State.done:
        return 1, -task.completed_on.toordinal() if task.completed_on else 0, task.id
    kind = 0 if task.state in OPEN else 2
    return kind, task.due.toordinal() if task.due else last, task.id
