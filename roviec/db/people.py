"""Units, people and their addresses: find, add, link, hand over."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import access, audit, conversations, knocks, naming, outbox_moves, pushes, sessions
from roviec.db.models import Address, Invitation, Person, Role, Unit
from roviec.db.naming import UnitAmbiguous, UnitUnknown
from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.tasks.deciding import head_above
from roviec.texts.shapes import day

CODE_LIFE = timedelta(days=7)
CODE_LENGTH = 10
# Letters and digits that nobody confuses on a phone or over the counter.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class CodeUnknown(PersonError):
    """Mã này không đúng hoặc của nơi khác. Ông/Bà kiểm tra từng ký tự, quét lại mã tại quầy hoặc xin mã mới."""

    leads_on = True


class CodeExpired(PersonError):
    """Mã mời đã hết hạn ngày {day}. Ông/Bà xin quản trị viên cấp mã mới."""

    leads_on = True


class CodeUsed(PersonError):
    """Mã mời này đã được dùng. Mỗi mã chỉ dùng một lần; Ông/Bà xin quản trị viên cấp mã mới."""

    leads_on = True


class PersonUnknown(PersonError):
    """Không có ai tên «{who}» trong danh sách. Ông/Bà kiểm tra lại họ tên hoặc nhập danh sách trước."""


class PersonAmbiguous(PersonError):
    """Có nhiều người tên «{who}»: {names}. Ông/Bà ghi thêm đơn vị, ví dụ: {example}."""


# Built once: to build a statement costs more than to run it.
_OF_WHOM = (Address.person_id == sa.bindparam("whose"), col(Address.reachable).is_(True))
_REACHABLE = select(Address).where(*_OF_WHOM).order_by(col(Address.id))
_TOPS = select(Unit).where(col(Unit.parent_id).is_(None)).order_by(col(Unit.id))


@dataclass(frozen=True)
class Linked:
    """What linking an address changed."""

    person: Person
    unit: Unit
    is_new: bool
    """The address was not theirs before."""


async def office(session: AsyncSession) -> Unit | None:
    """Return the unit without a parent: the office itself."""
    return (await session.exec(_TOPS)).first()


async def unit_named(session: AsyncSession, name: str) -> Unit:
    """Return the unit that a name means; raise `UnitUnknown` or `UnitAmbiguous`."""
    found = await naming.meant(session, name)
    if found.unit is not None:
        return found.unit
    if found.candidates:
        raise UnitAmbiguous(unit=name, names="; ".join(f"«{unit.name}»" for unit in found.candidates))
    raise UnitUnknown(unit=name)


async def add_unit(session: AsyncSession, *, name: str, parent: Unit | None = None) -> Unit:
    """Return the unit of this very name, added if it is new."""
    name = " ".join(nfc(name).split())
    unit = await naming.called(session, name)
    if unit is None:
        unit = Unit(
            id=await naming.unused(session),
            name=name,
            folded=fold(name),
            parent_id=parent.id if parent else None,
        )
        session.add(unit)
        await session.flush()
    elif parent is not None and unit.id != parent.id:
        unit.parent_id = parent.id
    return unit


async def add_person(
    session: AsyncSession,
    *,
    name: str,
    unit: Unit,
    position: str = "",
    phone: str | None = None,
    email: str | None = None,
    role: Role,
) -> Person:
    """Add a person, or update the one with this phone, or with this name in this unit."""
    name = " ".join(nfc(name).split())
    here = select(Person).where(Person.folded == fold(name), Person.unit_id == unit.id)
    if phone:
        # Two people of one name and unit are told apart by their phones.
        here = here.where(col(Person.phone).is_(None))
    person = (await session.exec(select(Person).where(Person.phone == phone))).first() if phone else None
    person = person or (await session.exec(here)).first()
    if person is None:
        person = Person(name=name, folded=fold(name), unit_id=unit.id or 0)
    person.name, person.folded, person.unit_id = name, fold(name), unit.id or 0
    person.position, person.role, person.phone, person.left_on = position, role, phone or person.phone, None
    person.email = email or person.email
    session.add(person)
    await session.flush()
    return person


async def person_named(session: AsyncSession, who: str) -> Person:
    """Return a present person by id, phone, "name" or "name, unit"; raise who is meant otherwise."""
    name, _, unit = who.partition(",")
    query = (
        select(Person, Unit).join(Unit, col(Unit.id) == Person.unit_id).where(col(Person.left_on).is_(None))
    )
    wanted = fold(name)
    found = (await session.exec(query.order_by(col(Person.id)))).all()
    rows = [(person, of) for person, of in found if wanted in (person.folded, str(person.id), person.phone)]
    if unit.strip() and rows:
        there = await naming.meant(session, unit, among={of.id or 0 for _, of in rows})
        # A part of the name is enough where it tells the namesakes apart.
        wanted = fold(unit) if there.unit is None else there.unit.folded
        rows = [(person, of) for person, of in rows if wanted in of.folded]
    if not rows:
        raise PersonUnknown(who=who)
    if len(rows) > 1:
        names = "; ".join(f"{person.name}, {of.name}" for person, of in rows)
        raise PersonAmbiguous(who=who, names=names, example=f"{rows[0][0].name}, {rows[0][1].name}")
    return rows[0][0]


async def left_named(session: AsyncSession, name: str) -> Person | None:
    """Return who was called so and has left, the latest first."""
    gone = select(Person).where(Person.folded == fold(name), col(Person.left_on).is_not(None))
    return (await session.exec(gone.order_by(col(Person.left_on).desc(), col(Person.id).desc()))).first()


def hashed(code: str) -> str:
    """Return what is kept of a code or token: case and spacing do not count."""
    bare = "".join(ch for ch in code.upper() if ch.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def random_code(length: int) -> str:
    """Return a random code that is easy to read aloud and has a digit."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(length))
        # By its digit a code that is spent or replaced, of which we keep nothing, is told from words.
        if any(ch.isdigit() for ch in code):
            return code


async def invite(session: AsyncSession, *, person: Person, now: datetime, life: timedelta = CODE_LIFE) -> str:
    """Return a new one-time code of 10 characters for `person`; earlier unused ones end now."""
    await _end_codes(session, person, now)
    return code_for(session, person=person, now=now, life=life)


async def _end_codes(session: AsyncSession, person: Person, now: datetime) -> None:
    unused = select(Invitation).where(Invitation.person_id == person.id, col(Invitation.used_at).is_(None))
    for old in (await session.exec(unused)).all():
        old.expires_at = min(old.expires_at, now)


def code_for(session: AsyncSession, *, person: Person, now: datetime, life: timedelta) -> str:
    """Return a new one-time code beside those that a person has."""
    code = random_code(CODE_LENGTH)
    session.add(Invitation(code_hash=hashed(code), person_id=person.id or 0, expires_at=now + life))
    return code


async def invitation(session: AsyncSession, code: str) -> Invitation | None:
    """Return the invitation of a code, if it is one."""
    return (await session.exec(select(Invitation).where(Invitation.code_hash == hashed(code)))).first()


async def ticket_of(session: AsyncSession, *, address: Address, code: str, now: datetime) -> Invitation:
    """Return the invitation of a code that links `address` now; raise why none does."""
    ticket = await invitation(session, code)
    if ticket is None:
        raise CodeUnknown
    person = await session.get_one(Person, ticket.person_id)
    if ticket.used_at is not None and address.person_id != person.id:
        raise CodeUsed
    if ticket.used_at is None and (ticket.expires_at <= now or person.left_on is not None):
        raise CodeExpired(day=day(ticket.expires_at))
    return ticket


async def link(session: AsyncSession, *, address: Address, code: str, now: datetime) -> Linked:
    """Give an address to the person of a one-time code; raise why it can't be."""
    ticket = await ticket_of(session, address=address, code=code, now=now)
    ticket.used_at = ticket.used_at or now
    return await give(session, address, await session.get_one(Person, ticket.person_id), now)


async def give(session: AsyncSession, address: Address, person: Person, now: datetime) -> Linked:
    """Give an address to a person; what somebody else had there is theirs no longer."""
    if address.person_id not in (None, person.id):
        await unlink(session, address=address)
    is_new = address.person_id is None
    if is_new:
        known = await linked(session, person.id or 0)
        address.linked_at, address.language = now, known[0].language if known else address.language
    address.person_id, address.reachable = person.id, True
    if is_new:
        await audit.record(
            session,
            audit.Act.link,
            actor=person.id,
            at=now,
            channel=address.channel,
            subject=f"person/{person.id}",
        )
    await session.flush()
    if address.channel == sessions.CHANNEL:
        await sessions.belong(session, chat=address.chat, person_id=person.id or 0, now=now)
    return Linked(person, await session.get_one(Unit, person.unit_id), is_new)


async def with_phone(session: AsyncSession, phone: str) -> Person | None:
    """Return who on the roster has a number (+84…)."""
    found = select(Person).where(Person.phone == phone, col(Person.left_on).is_(None))
    return (await session.exec(found)).first() if phone else None


async def address_of(session: AsyncSession, *, channel: str, chat: str) -> Address:
    """Return the address of a chat, added at its first message."""
    found = select(Address).where(Address.channel == channel, Address.chat == chat)
    address = (await session.exec(found)).first()
    if address is None:
        address = Address(channel=channel, chat=chat)
        session.add(address)
        await session.flush()
    return address


async def person_at(session: AsyncSession, *, channel: str, chat: str) -> int | None:
    """Return the person whose own chat this is, if it is linked."""
    found = select(Address.person_id).where(Address.channel == channel, Address.chat == chat)
    return (await session.exec(found)).first()


async def group_chats(session: AsyncSession) -> list[tuple[Address, Unit]]:
    """Return the group chats of units that can be written to."""
    found = select(Address, Unit).join(Unit, col(Unit.id) == Address.unit_id)
    return list((await session.exec(found.where(col(Address.reachable).is_(True)))).all())


async def addresses(session: AsyncSession, person_id: int, *, lock: bool = False) -> list[Address]:
    """Return the reachable addresses of a person, the first linked first; `lock`: theirs until the end."""
    found = _REACHABLE.with_for_update(read=True) if lock else _REACHABLE
    return list((await session.exec(found, params={"whose": person_id})).all())


async def linked(session: AsyncSession, person_id: int) -> list[Address]:
    """Return every address of a person, reachable or not, the first linked first."""
    mine = select(Address).where(Address.person_id == person_id).order_by(col(Address.id))
    return list((await session.exec(mine)).all())


async def staff(session: AsyncSession, *, unit_id: int, role: Role | None = None) -> list[Person]:
    """Return who works in a unit today, in the order of the roster."""
    found = select(Person).where(Person.unit_id == unit_id, col(Person.left_on).is_(None))
    if role:
        found = found.where(Person.role == role)
    return list((await session.exec(found.order_by(col(Person.id)))).all())


async def with_role(session: AsyncSession, role: Role) -> list[Person]:
    """Return everyone of a role."""
    found = select(Person).where(Person.role == role, col(Person.left_on).is_(None))
    return list((await session.exec(found.order_by(col(Person.id)))).all())


async def in_charge(session: AsyncSession, unit_id: int) -> Person | None:
    """Return who answers for a unit's task: its only official, else its head, else its first official."""
    officials = await staff(session, unit_id=unit_id, role=Role.official)
    heads = await staff(session, unit_id=unit_id, role=Role.leader)
    if len(officials) == 1 or not heads:
        return officials[0] if officials else None
    return heads[0]


async def head_of(session: AsyncSession, unit_id: int) -> Person | None:
    """Return the leader of a unit, or of the unit above it."""
    leaders, parents = await heads(session)
    found = head_above(unit_id, leaders=leaders, parents=parents)
    return await session.get(Person, found) if found is not None else None


async def heads(session: AsyncSession) -> tuple[dict[int, int], dict[int, int | None]]:
    """Return the first leader of each unit that has one, and the unit above each."""
    parents = {unit.id or 0: unit.parent_id for unit in (await session.exec(select(Unit))).all()}
    leaders: dict[int, int] = {}
    for leader in await with_role(session, Role.leader):
        leaders.setdefault(leader.unit_id, leader.id or 0)
    return leaders, parents


async def unlink(session: AsyncSession, *, address: Address) -> None:
    """Make an address a stranger's again: what waits there for its person is dropped, what was talked of forgotten."""
    person_id = address.person_id
    address.person_id = address.linked_at = address.preferred_at = None
    # Flushed first: whoever writes to the person holds the address, and is done when this returns.
    await session.flush()
    if person_id is not None:
        await outbox_moves.drop(session, channel=address.channel, chat=address.chat, person_id=person_id)
    if address.channel == sessions.CHANNEL:
        await knocks.forget(session, address.chat)
        await pushes.forget(session, address.chat)
    await conversations.forget(session, address)


async def leave(session: AsyncSession, *, person: Person, today: date) -> None:
    """Take a person off the roster: their addresses become strangers' again, their codes and sessions end."""
    person.left_on = today
    await access.end_feed(session, person=person)
    for address in await linked(session, person.id or 0):
        await unlink(session, address=address)
        if address.channel == sessions.CHANNEL:
            await sessions.end_chat(session, address.chat)


async def units_with_staff(session: AsyncSession) -> list[Unit]:
    """Return the units where somebody works, in the order of the roster."""
    staffed = select(Person.unit_id).where(col(Person.left_on).is_(None))
    return list(
        (await session.exec(select(Unit).where(col(Unit.id).in_(staffed)).order_by(col(Unit.id)))).all()
    )


@dataclass(frozen=True)
class Present:
    """Somebody on the roster today, with the channels on which they are linked."""

    person: Person
    unit: Unit
    channels: list[str]


async def present(session: AsyncSession) -> list[Present]:
    """Return who is on the roster today, in its order."""
    here = (
        select(Person, Unit).join(Unit, col(Unit.id) == Person.unit_id).where(col(Person.left_on).is_(None))
    )
    linked = select(Address.person_id, Address.channel).where(col(Address.person_id).is_not(None))
    channels: dict[int | None, set[str]] = {}
    for person_id, channel in (await session.exec(linked)).all():
        channels.setdefault(person_id, set()).add(channel)
    rows = (await session.exec(here.order_by(col(Person.id)))).all()
    return [Present(person, unit, sorted(channels.get(person.id, ()))) for person, unit in rows]


async def channels_of(session: AsyncSession, ids: Sequence[int]) -> dict[int | None, list[str]]:
    """Return the channels on which each of some people is linked."""
    rows = select(Address.person_id, Address.channel).where(col(Address.person_id).in_(ids))
    channels: dict[int | None, set[str]] = {}
    for person_id, channel in (await session.exec(rows)).all():
        channels.setdefault(person_id, set()).add(channel)
    return {one: sorted(names) for one, names in channels.items()}


async def everybody(session: AsyncSession) -> Sequence[Person]:
    """Return everyone ever on the roster; those who left come last."""
    order = (col(Person.left_on).is_not(None), col(Person.id))
    return (await session.exec(select(Person).order_by(*order))).all()


async def present_id(session: AsyncSession, person_id: int | None) -> int | None:
    """Return `person_id` if that person still works here."""
    person = await session.get(Person, person_id) if person_id else None
    return person.id if person is not None and person.left_on is None else None


async def unit_names(session: AsyncSession) -> dict[int | None, str]:
    """Return the name of every unit by its id."""
    return dict((await session.exec(select(col(Unit.id), col(Unit.name)))).all())
