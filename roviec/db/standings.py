"""Tasks as they stood at a moment.

How a past week is reconstructed: a task is known if its row was created by then; every event recorded after
that moment is taken back, newest first, by putting back the columns its `before` holds (state, due,
completed_on). Last Monday's digest and this Monday's "a week ago" are therefore the same numbers, except for
an event of before that was undone since, which counts as if it never was, and for a change of lead units.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Task, TaskEvent, TaskUnit, Unit
from roviec.tasks.lifecycle import State


@dataclass(frozen=True)
class Standing:
    """A task as it stood at a moment: who led it, its state and dates."""

    id: int
    title: str
    state: State
    due: date | None
    original_due: date | None
    completed_on: date | None
    leader_id: int | None = None
    leads: tuple[tuple[int, str], ...] = ()
    """Lead units: (id, name)."""

    @property
    def units(self) -> str:
        """Return the names of the lead units."""
        return ", ".join(name for _, name in self.leads)


async def tasks_as_of(
    session: AsyncSession, *, moment: datetime, unit_ids: Iterable[int] | None = None
) -> list[Standing]:
    """Return every task known at `moment`, as it then stood; only those led by `unit_ids` when given."""
    found = await session.exec(select(Task).where(col(Task.created_at) <= moment).order_by(col(Task.id)))
    leads, later = await _leads(session), await _later(session, moment)
    wanted = None if unit_ids is None else set(unit_ids)
    known = []
    for task in found.all():
        units = leads.get(task.id or 0, ())
        if wanted is None or any(unit in wanted for unit, _ in units):
            known.append(replace(_standing(task, later.get(task.id or 0, [])), leads=units))
    return known


def _standing(task: Task, later: list[Mapping[str, Any]]) -> Standing:
    was: dict[str, Any] = {"state": task.state, "due": task.due, "completed_on": task.completed_on}
    for before in later:
        was.update({name: before[name] for name in was.keys() & before.keys()})
    return Standing(
        id=task.id or 0,
        title=task.title,
        state=State(was["state"]),
        due=_day(was["due"]),
        original_due=task.original_due,
        completed_on=_day(was["completed_on"]),
        leader_id=task.leader_id,
    )


async def _leads(session: AsyncSession) -> dict[int, tuple[tuple[int, str], ...]]:
    found = await session.exec(
        select(TaskUnit.task_id, Unit.id, Unit.name)
        .join(Unit, col(Unit.id) == col(TaskUnit.unit_id))
        .where(TaskUnit.part == Part.lead)
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


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
