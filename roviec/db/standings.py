"""Tasks as they stood at a moment.

How a past week is reconstructed: a task is known if its row was created by then; every event recorded after
that moment is taken back, newest first, by putting back the columns its `before` holds (state, dates and
hours). Last Monday's digest and this Monday's "a week ago" are therefore the same numbers, except for
an event of before that was undone since, which counts as if it never was, and for a change of lead units.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select
from sqlmodel import col, select, union
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Task, TaskEvent, TaskUnit, Unit
from roviec.tasks.lifecycle import State

Ids = Select[tuple[int]]
"""A query for the ids of tasks."""


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _hour(value: time | str | None) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else value


_CHANGING: dict[str, Callable[[Any], Any]] = {
    "state": State,
    "due": _day,
    "hour": _hour,
    "hour_on": _day,
    "completed_on": _day,
    "completed_hour": _hour,
}
"""What events put back, and how each is read of JSON."""
_NAMES = ("id", "title", "original_due", *_CHANGING)
_COLUMNS = tuple(getattr(Task, name) for name in _NAMES)


@dataclass(frozen=True)
class Standing:
    """A task as it stood at a moment: who led it, its state and dates."""

    id: int
    title: str
    state: State
    due: date | None
    original_due: date | None
    completed_on: date | None
    leads: tuple[tuple[int, str], ...] = ()
    """Lead units: (id, name)."""
    hour: time | None = None
    hour_on: date | None = None
    completed_hour: time | None = None

    @property
    def units(self) -> str:
        """Return the names of the lead units."""
        return ", ".join(name for _, name in self.leads)


def changed(moment: datetime) -> Ids:
    """Return the query for the tasks that changed after `moment`: the others stand as their rows say."""
    return select(TaskEvent.task_id).where(col(TaskEvent.at) > moment)  # type: ignore[return-value]


def touched(moment: datetime) -> Ids:
    """Return the query for the tasks that changed or became known after `moment`."""
    new = select(Task.id).where(col(Task.created_at) > moment)
    return union(changed(moment), new)  # type: ignore[return-value]


def unchanged(moment: datetime, unit_ids: Iterable[int] | None) -> list[ColumnElement[bool]]:
    """Return the conditions of the tasks known at `moment` that have not changed since: all but `touched`."""
    conditions = [col(Task.created_at) <= moment, col(Task.id).not_in(changed(moment))]
    return conditions if unit_ids is None else [*conditions, col(Task.id).in_(led_by(unit_ids))]


def led_by(unit_ids: Iterable[int]) -> Ids:
    """Return the query for the tasks that one of the units leads."""
    mine = col(TaskUnit.unit_id).in_(list(unit_ids))
    return select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, mine)  # type: ignore[return-value]


async def tasks_as_of(
    session: AsyncSession,
    *,
    moment: datetime,
    unit_ids: Iterable[int] | None = None,
    states: Collection[State] | None = None,
    ids: Ids | None = None,
) -> list[Standing]:
    """Return the tasks known at `moment` as they then stood, by id.

    Only those led by `unit_ids`, in one of `states`, named by `ids`, where these are given.
    """
    chosen = [col(Task.created_at) <= moment]
    if unit_ids is not None:
        chosen.append(col(Task.id).in_(led_by(unit_ids)))
    if ids is not None:
        chosen.append(col(Task.id).in_(ids))
    if states is not None:
        # A union, for an "or" of both would read every row.
        now = select(Task.id).where(col(Task.state).in_(states))
        chosen.append(col(Task.id).in_(union(now, changed(moment))))
    found = await standing(session, select(Task.id).where(*chosen), moment)  # type: ignore[arg-type]
    return [task for task in found if states is None or task.state in states]


async def standing(session: AsyncSession, ids: Ids, moment: datetime | None) -> list[Standing]:
    """Return the tasks that `ids` names as they stood at `moment`, by id; without one as their rows say."""
    found = select(*_COLUMNS).where(col(Task.id).in_(ids)).order_by(col(Task.id))
    rows = (await session.exec(found)).all()
    if not rows:
        return []
    leads, later = await _leads(session, ids), await _later(session, moment) if moment else {}
    # A province changes thousands of tasks a week: whoever waits meanwhile is answered between two parts.
    await asyncio.sleep(0)
    return [_standing(row, leads.get(row.id, ()), later.get(row.id, ())) for row in rows]


def _standing(
    row: Row[Any], leads: tuple[tuple[int, str], ...], later: Iterable[Mapping[str, Any]]
) -> Standing:
    was = dict(zip(_NAMES, row, strict=True))
    for before in later:
        was |= {name: read(before[name]) for name, read in _CHANGING.items() if name in before}
    return Standing(**was, leads=leads)


async def _leads(session: AsyncSession, ids: Ids) -> dict[int, tuple[tuple[int, str], ...]]:
    found = await session.exec(
        select(TaskUnit.task_id, Unit.id, Unit.name)
        .join(Unit, col(Unit.id) == col(TaskUnit.unit_id))
        .where(TaskUnit.part == Part.lead, col(TaskUnit.task_id).in_(ids))
        .order_by(col(TaskUnit.id))
    )
    leads: dict[int, tuple[tuple[int, str], ...]] = {}
    for task, unit, name in found.all():
        leads[task] = (*leads.get(task, ()), (unit or 0, name))
    return leads


async def _later(session: AsyncSession, moment: datetime) -> dict[int, list[Mapping[str, Any]]]:
    """Return what each task's events after `moment` changed, the newest first."""
    found = await session.exec(
        select(TaskEvent.task_id, TaskEvent.before)
        .where(col(TaskEvent.at) > moment)
        .order_by(col(TaskEvent.at).desc(), col(TaskEvent.id).desc())
    )
    later: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for task, before in found.all():
        later[task].append(before)
    return later
