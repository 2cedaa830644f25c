"""Open tasks of which nobody hears: no one answers for them in a lead unit, or whoever does has no channel."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Part, Person, Role, Task, TaskUnit, Unit
from roviec.tasks.deciding import head_above
from roviec.tasks.lifecycle import State


@dataclass(frozen=True)
class Unheard:
    """A task, its lead units, and who answers for it there without a channel; nobody: empty."""

    task: Task
    units: tuple[str, ...]
    people: tuple[str, ...]


async def unheard(session: AsyncSession) -> list[Unheard]:
    """Return the open tasks whose owners can't be reached, the earliest due first."""
    is_open = col(Task.state).not_in((State.done, State.cancelled, State.suspended))
    order = (col(Task.due).is_(None), col(Task.due), col(Task.id))
    tasks = (await session.exec(select(Task).where(is_open).order_by(*order))).all()
    parts: dict[int, list[TaskUnit]] = {}
    for part in (await session.exec(select(TaskUnit).where(TaskUnit.part == Part.lead))).all():
        parts.setdefault(part.task_id, []).append(part)
    office = await _office(session)
    found = []
    for task in tasks:
        mine = parts.get(task.id or 0, [])
        owners = office.owners(mine)
        if not owners & office.linked:
            names = tuple(office.people[one].name for one in sorted(owners))
            found.append(Unheard(task, tuple(office.units[part.unit_id].name for part in mine), names))
    return found


@dataclass(frozen=True)
class _Office:
    """Who works where, and who can be reached."""

    people: dict[int, Person]
    units: dict[int, Unit]
    leaders: dict[int, int]
    linked: set[int]

    def owners(self, parts: Iterable[TaskUnit]) -> set[int]:
        """Return who answers for a task; nobody is left in a lead unit, then the nearest head stands in."""
        parents = {unit_id: unit.parent_id for unit_id, unit in self.units.items()}
        found = (
            part.person_id
            if part.person_id in self.people
            else head_above(part.unit_id, leaders=self.leaders, parents=parents)
            for part in parts
        )
        return {person for person in found if person is not None}


async def _office(session: AsyncSession) -> _Office:
    present = select(Person).where(col(Person.left_on).is_(None)).order_by(col(Person.id))
    people = {person.id or 0: person for person in (await session.exec(present)).all()}
    units = {unit.id or 0: unit for unit in (await session.exec(select(Unit))).all()}
    leaders: dict[int, int] = {}
    for person in people.values():
        if person.role == Role.leader:
            leaders.setdefault(person.unit_id, person.id or 0)
    reached = select(Address.person_id).where(col(Address.reachable).is_(True))
    linked = {one for one in (await session.exec(reached)).all() if one is not None}
    return _Office(people, units, leaders, linked)
