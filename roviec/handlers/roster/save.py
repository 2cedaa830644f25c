"""Bring a checked list of people into the database: one transaction, and the same list again changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Person, Role, Unit
from roviec.db.plans.roster import load, remember
from roviec.db.roll import LastAdmin
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.going import step
from roviec.handlers.roster.check import Entry, RosterWrong, renamed
from roviec.handlers.roster.units import groups, settle
from roviec.tasks.plans.names import trimmed
from roviec.texts import catalogue

say = catalogue("vi")

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


class UnitsInCircle(PersonError):
    """Chưa nhập ai, vì các đơn vị cấp trên tạo thành vòng tròn. Ông/Bà để trống cột đơn vị cấp trên của cơ quan."""


@dataclass
class _Known:
    """Who is known already, found by phone, and by name in a unit; those who left come last."""

    phones: dict[str, Person] = field(default_factory=dict)
    names: dict[tuple[str, int], list[Person]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class NewRole:
    """Somebody who may do more, or less, than before; `before` is empty for who is new."""

    person: Person
    before: str


@dataclass(frozen=True)
class Saved:
    """What an import changed: how many people were added, updated or not, who got another role, which units are new."""

    counts: Counter[str]
    roles: list[NewRole]
    units: list[str]


async def save(
    session: AsyncSession,
    listed: Sequence[Entry],
    *,
    agreed: bool = False,
    apart: bool = False,
    under: Unit | None = None,
) -> Saved:
    """Add or update everyone of a list; `agreed`: alike spellings are one unit, `apart`: they are several.

    New units of which the list does not say where they belong come below `under`.

    Raises `UnitsSpelt` where nobody has said which; `RosterWrong` where a phone number belongs to another name.
    """
    settled = settle(groups(listed, await load(session)), agreed=agreed, apart=apart)
    entries = renamed(listed, settled.names)
    known = await _known(session)
    _refuse_foreign_phones(entries, known)
    units, new = await _units(session, entries)
    _place(units.values(), new, under)
    for name, other in settled.others:
        await remember(session, unit_id=units[trimmed(name)].id or 0, alias=other)
    phones = {entry.phone for entry in entries if entry.phone}
    namesakes = Counter(entry.key for entry in entries)
    changes: Counter[str] = Counter()
    roles: list[NewRole] = []
    for done, entry in enumerate(entries, 1):
        unit = units[trimmed(entry.unit)]
        alone = namesakes[entry.key] == 1
        before = known.phones.get(entry.phone or "") or _same_name(
            entry, unit, known, phones if alone else None
        )
        was = _role(before)
        what, person = await _person(session, entry, unit, before)
        changes[what] += 1
        if person.role != was and (before is not None or person.role != Role.official):
            roles.append(NewRole(person, was))
        step("people", done=done, total=len(entries))
    await _keep_an_admin(session, roles)
    return Saved(changes, roles, new)


async def _keep_an_admin(session: AsyncSession, roles: Sequence[NewRole]) -> None:
    """Raise `LastAdmin` where the list takes the last one's role."""
    lost = [one.person for one in roles if one.before == Role.admin]
    if lost and not await people.with_role(session, Role.admin):
        raise LastAdmin(name=lost[0].name)


def _role(person: Person | None) -> str:
    """Return the role that somebody has, "" for nobody and for who has left."""
    return person.role if person is not None and person.left_on is None else ""


async def _known(session: AsyncSession) -> _Known:
    found = _Known()
    for person in await people.everybody(session):
        found.names[person.folded, person.unit_id].append(person)
        if person.phone:
            found.phones[person.phone] = person
    return found


def _refuse_foreign_phones(entries: Sequence[Entry], known: _Known) -> None:
    problems = []
    for entry in entries:
        holder = known.phones.get(entry.phone or "")
        if holder is not None and holder.folded != fold(entry.name):
            what = say("cli.roster.phone_taken", phone=entry.phone, name=holder.name)
            problems.append(say("cli.roster.row", row=entry.row, what=what))
    if problems:
        raise RosterWrong(problems)


async def _units(session: AsyncSession, entries: Sequence[Entry]) -> tuple[dict[str, Unit], list[str]]:
    """Return the units of a list by their names, and the names of those that are new."""
    before = set((await people.unit_names(session)).values())
    units: dict[str, Unit] = {}
    for name, above in dict.fromkeys((entry.unit, entry.parent_unit) for entry in entries):
        parent = await people.add_unit(session, name=above) if above else None
        units[trimmed(name)] = await people.add_unit(session, name=name, parent=parent)
        if parent is not None:
            units[trimmed(above)] = parent
    await session.flush()
    if await people.office(session) is None:
        raise UnitsInCircle
    return units, list(dict.fromkeys(unit.name for unit in units.values() if unit.name not in before))


def _place(units: Iterable[Unit], new: Sequence[str], under: Unit | None) -> None:
    for unit in units:
        if under is not None and unit.name in new and unit.parent_id is None and unit.id != under.id:
            unit.parent_id = under.id


def _same_name(entry: Entry, unit: Unit, known: _Known, listed: set[str] | None) -> Person | None:
    """Return who has this name in this unit, unless another row of the list or a namesake may be meant."""
    same = known.names.get((fold(entry.name), unit.id or 0), [])
    if entry.phone is None:
        return same[0] if same else None
    free = [person for person in same if person.phone is None or (listed and person.phone not in listed)]
    return free[0] if listed and len(same) == 1 and free else None


async def _person(
    session: AsyncSession, entry: Entry, unit: Unit, known: Person | None
) -> tuple[str, Person]:
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
        email=entry.email,
        role=entry.role or (known.role if known else Role.official),
    )
    if before is None:
        return ADDED, person
    return (UNCHANGED if _state(person) == before else UPDATED), person


def _state(person: Person | None) -> tuple[object, ...] | None:
    if person is None:
        return None
    return (
        person.name,
        person.unit_id,
        person.position,
        person.role,
        person.phone,
        person.email,
        person.left_on,
    )
