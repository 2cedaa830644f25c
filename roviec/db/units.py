"""Units as the office keeps them: listed, renamed, merged; what a merger moves is in `merging`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import merging, naming, people
from roviec.db.models import Campaign, FormerUnit, Person, Role, Task, TaskUnit, Unit, UnitAlias
from roviec.db.models.tasks import Part
from roviec.db.plans.roster import forget, remember
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.tasks.lifecycle import State
from roviec.tasks.plans.names import trimmed


class UnitNameEmpty(PersonError):
    """Chưa có tên mới của đơn vị. Ông/Bà ghi tên mới."""


class UnitNameTaken(PersonError):
    """Tên «{name}» đang là của đơn vị «{unit}». Ông/Bà chọn tên khác, hoặc nhập hai đơn vị làm một."""


class UnitIntoItself(PersonError):
    """Hai tên này là cùng một đơn vị «{unit}» nên chưa có gì thay đổi. Ông/Bà kiểm tra lại hai tên."""


class UnitIntoItsOwn(PersonError):
    """Đơn vị «{into}» trực thuộc «{unit}» nên «{unit}» không nhập vào đó được. Ông/Bà nhập theo chiều ngược lại."""


class OfficeStays(PersonError):
    """«{unit}» là cơ quan nên không nhập vào đơn vị khác được. Ông/Bà đổi tên cơ quan nếu cần."""


@dataclass(frozen=True)
class Line:
    """A unit as it is listed: what it is called, above which unit, how many people and open tasks it has."""

    unit: Unit
    parent: str
    others: tuple[str, ...]
    people: int
    tasks: int


@dataclass(frozen=True)
class Renamed:
    """A unit with the name that it had; None where it was called so already."""

    unit: Unit
    before: str | None
    told: tuple[int, ...] = ()
    """The people concerned."""


@dataclass(frozen=True)
class Merged:
    """Which unit was merged into which; `moved` counts what went along, empty where it was done before."""

    before: str
    into: Unit
    moved: merging.Moved | None = None
    told: tuple[int, ...] = ()
    heads: tuple[str, ...] = field(default=())
    """Who leads the unit now, where they are several."""


async def listed(session: AsyncSession) -> list[Line]:
    """Return every unit in the order of the roster."""
    units = (await session.exec(select(Unit).order_by(col(Unit.id)))).all()
    names = {unit.id: unit.name for unit in units}
    others: dict[int, list[str]] = {}
    for unit_id, alias in (await session.exec(select(UnitAlias.unit_id, UnitAlias.alias))).all():
        others.setdefault(unit_id, []).append(alias)
    here = select(Person.unit_id, func.count()).where(col(Person.left_on).is_(None))
    staff = dict((await session.exec(here.group_by(col(Person.unit_id)))).all())
    led = select(TaskUnit.unit_id, func.count()).join(Task, col(Task.id) == col(TaskUnit.task_id))
    led = led.where(TaskUnit.part == Part.lead, col(Task.state).not_in((State.done, State.cancelled)))
    tasks = dict((await session.exec(led.group_by(col(TaskUnit.unit_id)))).all())
    return [
        Line(
            unit,
            names.get(unit.parent_id, ""),
            tuple(sorted(others.get(unit.id or 0, ()))),
            staff.get(unit.id or 0, 0),
            tasks.get(unit.id or 0, 0),
        )
        for unit in units
    ]


async def ordered(session: AsyncSession) -> list[tuple[int, Unit]]:
    """Return every unit below the one that it belongs to, with how deep it stands."""
    below: dict[int | None, list[Unit]] = {}
    for unit in (await session.exec(select(Unit).order_by(col(Unit.id)))).all():
        below.setdefault(unit.parent_id, []).append(unit)

    def under(unit_id: int | None, depth: int) -> list[tuple[int, Unit]]:
        found = below.pop(unit_id, [])
        return [one for unit in found for one in ((depth, unit), *under(unit.id, depth + 1))]

    return under(None, 0)


async def rename(session: AsyncSession, *, unit: Unit, name: str, today: date) -> Renamed:
    """Give a unit another name and keep the old one as another name of it; raise `UnitNameTaken`.

    What citizens answer from now on speaks of the office by its new name.
    """
    await alone(session, unit.id or 0)
    before = unit.name
    name = await free_name(session, name, of=unit)
    if before == name:
        return Renamed(unit, None)
    unit.name, unit.folded = name, fold(name)
    await forget(session, unit_id=unit.id or 0, alias=name)
    await session.flush()
    if fold(before) != fold(name):
        await remember(session, unit_id=unit.id or 0, alias=before)
    running = sa.or_(col(Campaign.closes).is_(None), col(Campaign.closes) >= today)
    for campaign in (await session.exec(select(Campaign).where(running))).all():
        if campaign.words.get("office") == before:
            campaign.words = campaign.words | {"office": name}
    return Renamed(unit, before, await _staff(session, unit))


async def free_name(session: AsyncSession, name: str, *, of: Unit | None = None) -> str:
    """Return a name as it is kept; raise where it is none, or that of another unit than `of`."""
    name = " ".join(nfc(name).split())
    if not trimmed(name):
        raise UnitNameEmpty
    if of is None or of.name != name:
        await _refuse_taken(session, of, name)
    return name


async def _refuse_taken(session: AsyncSession, unit: Unit | None, name: str) -> None:
    same = await naming.called(session, name)
    also = select(Unit).join(UnitAlias, col(UnitAlias.unit_id) == col(Unit.id))
    others = (await session.exec(also.where(UnitAlias.folded == fold(name)))).all()
    for other in [*([same] if same else []), *others]:
        if unit is None or other.id != unit.id:
            raise UnitNameTaken(name=name, unit=other.name)


async def merge(
    session: AsyncSession, *, old: str, into: str, minimum_cell: int, by: By, today: date, why: str
) -> Merged:
    """Merge the unit of one name into that of another, with everything it has; done again it changes nothing.

    `why` stands on the record of its open tasks. Raises what makes no sense.
    """
    target = await people.unit_named(session, into)
    source = await people.unit_named(session, old)
    await alone(session, source.id or 0, target.id or 0)
    # Another merger may have ended while this one waited.
    target, source = await people.unit_named(session, into), await people.unit_named(session, old)
    if source.id == target.id and await _was_merged(session, old, target):
        return Merged(old, target)
    await check(session, old=source, into=target)
    told = (*await _staff(session, source), *await _staff(session, target))
    name = source.name
    moved = await merging.move(
        session, old=source, into=target, minimum_cell=minimum_cell, by=by, today=today, why=why
    )
    heads = [one.name for one in await people.staff(session, unit_id=target.id or 0, role=Role.leader)]
    return Merged(name, target, moved, told, tuple(heads) if len(heads) > 1 else ())


async def check(session: AsyncSession, *, old: Unit, into: Unit) -> None:
    """Raise why a unit can't be merged into another."""
    if old.id == into.id:
        raise UnitIntoItself(unit=into.name)
    if await is_office(session, old):
        raise OfficeStays(unit=old.name)
    if old.id in await above(session, into):
        raise UnitIntoItsOwn(unit=old.name, into=into.name)


async def is_office(session: AsyncSession, unit: Unit) -> bool:
    """Tell whether a unit is the office itself; others may stand below nothing too."""
    root = await people.office(session)
    return root is not None and root.id == unit.id


async def alone(session: AsyncSession, *ids: int) -> None:
    """Let one change of units happen at a time, and nobody refer to these units anew until it is done."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(sa.text("SELECT pg_advisory_xact_lock(hashtext('units'))"))  # type: ignore[call-overload]
    held = select(Unit).where(col(Unit.id).in_(ids)).order_by(col(Unit.id)).with_for_update()
    (await session.exec(held, execution_options={"populate_existing": True})).all()


async def _was_merged(session: AsyncSession, name: str, into: Unit) -> bool:
    former = select(FormerUnit.name).where(FormerUnit.unit_id == into.id)
    return trimmed(name) in map(trimmed, (await session.exec(former)).all())


async def above(session: AsyncSession, unit: Unit) -> Sequence[int]:
    """Return the ids of the units above one, the nearest first."""
    parents = dict((await session.exec(select(Unit.id, Unit.parent_id))).all())
    chain: list[int] = []
    at = unit.parent_id
    while at is not None and at not in chain:
        chain.append(at)
        at = parents.get(at)
    return chain


async def _staff(session: AsyncSession, unit: Unit) -> tuple[int, ...]:
    return tuple(person.id or 0 for person in await people.staff(session, unit_id=unit.id or 0))
