"""Bring a checked list of people into the database: one transaction, and the same list again changes nothing."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.look import say
from roviec.bot.cli.roster import Entry, RosterWrong
from roviec.db import people
from roviec.db.models import Person, Role, Unit
from roviec.errors import PersonError
from roviec.folding import fold


class UnitsInCircle(PersonError):
    """Chưa nhập ai, vì các đơn vị cấp trên tạo thành vòng tròn. Ông/Bà để trống cột đơn vị cấp trên của cơ quan."""


Change = str
ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


async def save(session: AsyncSession, entries: Sequence[Entry]) -> Counter[Change]:
    """Add or update everyone of a list; return how many were added, updated, unchanged.

    Raises `RosterWrong` where a phone number already belongs to somebody of another name.
    """
    await _foreign_phones(session, entries)
    for entry in entries:
        parent = await people.add_unit(session, name=entry.parent_unit) if entry.parent_unit else None
        await people.add_unit(session, name=entry.unit, parent=parent)
    if await people.office(session) is None:
        raise UnitsInCircle
    listed = {entry.phone for entry in entries if entry.phone}
    namesakes = Counter((fold(entry.name), fold(entry.unit)) for entry in entries)
    changes: Counter[Change] = Counter()
    for entry in entries:
        alone = namesakes[fold(entry.name), fold(entry.unit)] == 1
        changes[await _person(session, entry, listed if alone else None)] += 1
    return changes


async def _foreign_phones(session: AsyncSession, entries: Sequence[Entry]) -> None:
    problems = []
    for entry in entries:
        holder = await _holder(session, entry.phone)
        if holder is not None and holder.folded != fold(entry.name):
            what = say("cli.roster.phone_taken", phone=entry.phone, name=holder.name)
            problems.append(say("cli.roster.row", row=entry.row, what=what))
    if problems:
        raise RosterWrong(problems)


async def _holder(session: AsyncSession, phone: str | None) -> Person | None:
    return (await session.exec(select(Person).where(Person.phone == phone))).first() if phone else None


async def _person(session: AsyncSession, entry: Entry, listed: set[str] | None) -> Change:
    unit = await people.unit_named(session, entry.unit)
    known = await _holder(session, entry.phone) or await _same_name(session, entry, unit, listed)
    before = _state(known)
    if known is not None and entry.phone and known.phone != entry.phone:
        # The phone finds the person below: a new number must not make a second person.
        known.phone = entry.phone
        await session.flush()
    person = await people.add_person(
        session,
        name=entry.name,
        unit=unit,
        position=(known.position if known else "") if entry.position is None else entry.position,
        phone=entry.phone or (known.phone if known else None),
        role=entry.role or (known.role if known else Role.official),
    )
    if before is None:
        return ADDED
    return UNCHANGED if _state(person) == before else UPDATED


async def _same_name(
    session: AsyncSession, entry: Entry, unit: Unit, listed: set[str] | None
) -> Person | None:
    """Return who has this name in this unit, unless another row of the list or a namesake may be meant."""
    found = select(Person).where(Person.folded == fold(entry.name), Person.unit_id == unit.id)
    same = (await session.exec(found.order_by(col(Person.left_on).is_not(None), col(Person.id)))).all()
    if entry.phone is None:
        return same[0] if same else None
    free = [person for person in same if person.phone is None or (listed and person.phone not in listed)]
    return free[0] if listed and len(same) == 1 and free else None


def _state(person: Person | None) -> tuple[object, ...] | None:
    if person is None:
        return None
    return (person.name, person.unit_id, person.position, person.role, person.phone, person.left_on)
