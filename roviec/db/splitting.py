"""Units put in, put elsewhere and split: people and their open work go along, survey figures stay where they were given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import naming, people, units
from roviec.db.models import FormerUnit, Person, Task, TaskUnit, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.db.units import OfficeStays, UnitIntoItsOwn
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.lifecycle import FINAL, Verb


class NobodyGoes(PersonError):
    """Chưa chọn ai chuyển sang đơn vị mới. Ông/Bà chọn ít nhất một người đang ở «{unit}»."""


@dataclass(frozen=True)
class Split:
    """The unit that came out of another one, who went along, and how many open tasks did."""

    unit: Unit
    people: tuple[int, ...]
    tasks: int


@dataclass(frozen=True)
class Former:
    """A unit that went into another one, and when."""

    name: str
    on: date


async def formers(session: AsyncSession, unit_id: int) -> list[Former]:
    """Return the units that went into one, the latest first."""
    rows = select(FormerUnit).where(FormerUnit.unit_id == unit_id).order_by(col(FormerUnit.on).desc())
    return [Former(one.name, one.on) for one in (await session.exec(rows)).all()]


async def add(session: AsyncSession, *, name: str, under: Unit | None) -> Unit:
    """Put a new unit in below another; raise where it has no name, or one that is taken."""
    await units.alone(session, *([id_of(under)] if under else []))
    name = await units.free_name(session, name)
    made = Unit(
        id=await naming.unused(session), name=name, folded=fold(name), parent_id=under.id if under else None
    )
    session.add(made)
    await session.flush()
    return made


async def move(session: AsyncSession, *, unit: Unit, under: Unit) -> bool:
    """Put a unit below another one, with everything below it; False where it stands there already."""
    await units.alone(session, id_of(unit), id_of(under))
    if await units.is_office(session, unit):
        raise OfficeStays(unit=unit.name)
    if unit.id == under.id or unit.id in await units.above(session, under):
        raise UnitIntoItsOwn(unit=unit.name, into=under.name)
    if unit.parent_id == under.id:
        return False
    unit.parent_id = under.id
    await session.flush()
    return True


async def split(
    session: AsyncSession, *, unit: Unit, name: str, going: Collection[int], by: By, why: str
) -> Split:
    """Take a new unit out of another one, with some of its people and what they are at; `why` stands on each task."""
    staff = [one for one in await people.staff(session, unit_id=id_of(unit)) if one.id in going]
    if not staff:
        raise NobodyGoes(unit=unit.name)
    parent = unit.parent_id if unit.parent_id is not None else unit.id
    made = await add(session, name=name, under=await session.get(Unit, parent))
    for one in staff:
        one.unit_id = id_of(made)
    tasks = await _take_along(session, unit, made, staff, by, why)
    await session.flush()
    return Split(made, tuple(id_of(one) for one in staff), tasks)


async def _take_along(
    session: AsyncSession, unit: Unit, made: Unit, staff: list[Person], by: By, why: str
) -> int:
    """Give the new unit the open parts of whoever went to it, on the record of each task."""
    open_parts = (
        select(TaskUnit, Task)
        .join(Task, col(Task.id) == TaskUnit.task_id)
        .where(TaskUnit.unit_id == unit.id, col(TaskUnit.person_id).in_([one.id for one in staff]))
        .where(col(Task.state).not_in(FINAL))
        .order_by(col(Task.id))
    )
    rows = (await session.exec(open_parts)).all()
    for part, task in rows:
        what = "lead" if part.part == "lead" else "partners"
        changes = {what: (unit.name, made.name)}
        before = events.snapshot(task)
        await events.record(session, task, Verb.edit, by=by, before=before, changes=changes, reason=why)
        part.unit_id = id_of(made)
    return len({task.id for _, task in rows})
