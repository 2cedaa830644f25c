"""The roster as it is kept by hand: looked through, somebody added, changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Person, Role, Unit
from roviec.errors import PersonError
from roviec.folding import fold, nfc


class PersonThere(PersonError):
    """{unit} đã có {name}. Hai người trùng tên thì Ông/Bà ghi số điện thoại của từng người để phân biệt."""


class PhoneTaken(PersonError):
    """Số {phone} đang là của {name}. Ông/Bà kiểm tra lại số điện thoại."""


class LastAdmin(PersonError):
    """{name} là quản trị viên duy nhất. Ông/Bà giao vai trò quản trị cho một người khác trước."""


@dataclass(frozen=True)
class Written:
    """What is known of somebody, as it was written down."""

    name: str
    position: str
    unit_id: int
    phone: str | None
    email: str | None
    role: Role


async def found(
    session: AsyncSession, *, words: str, unit: int | None, offset: int, limit: int
) -> tuple[Sequence[tuple[Person, Unit]], int]:
    """Return who is on the roster and called so, or works as that, by unit; and how many they are."""
    here = select(Person, Unit).join(Unit, col(Unit.id) == Person.unit_id)
    which: list[ColumnElement[bool]] = [col(Person.left_on).is_(None)]
    if unit is not None:
        which.append(col(Person.unit_id) == unit)
    for word in fold(words).split():
        known = [col(Person.folded).contains(word, autoescape=True)]
        if digits := word.lstrip("+0") if word.lstrip("+").isdigit() else "":
            known.append(col(Person.phone).contains(digits, autoescape=True))
        which.append(or_(*known))
    many = (await session.exec(select(func.count()).select_from(Person).where(*which))).one()
    order = here.where(*which).order_by(col(Unit.id), col(Person.id)).offset(offset).limit(limit)
    return (await session.exec(order)).all(), many


async def add(session: AsyncSession, written: Written) -> Person:
    """Put somebody on the roster; raise where they are there already, or their phone is somebody else's."""
    await _check(session, written, None)
    made = Person(folded=fold(nfc(written.name)), **vars(written))
    session.add(made)
    await session.flush()
    return made


async def change(session: AsyncSession, person: Person, written: Written) -> list[str]:
    """Change what is known of somebody; return the fields that differ now. Raise what can't be."""
    await _check(session, written, person.id)
    if person.role == Role.admin and written.role != Role.admin:
        await check_admin_left(session, person)
    changed = [name for name, value in vars(written).items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, getattr(written, name))
    person.folded = fold(nfc(written.name))
    await session.flush()
    return changed


async def check_admin_left(session: AsyncSession, person: Person) -> None:
    """Raise `LastAdmin` where nobody else would be an admin."""
    admins = select(Person).where(Person.role == Role.admin, col(Person.left_on).is_(None)).with_for_update()
    if person.role == Role.admin and all(one.id == person.id for one in (await session.exec(admins)).all()):
        raise LastAdmin(name=person.name)


async def _check(session: AsyncSession, written: Written, but: int | None) -> None:
    if written.phone:
        holder = (await session.exec(select(Person).where(Person.phone == written.phone))).first()
        if holder is not None and holder.id != but:
            raise PhoneTaken(phone=written.phone, name=holder.name)
    same = select(Person).where(Person.folded == fold(nfc(written.name)), Person.unit_id == written.unit_id)
    for other in (await session.exec(same.where(col(Person.left_on).is_(None)))).all():
        if other.id != but and not (written.phone and other.phone):
            unit = await session.get_one(Unit, written.unit_id)
            raise PersonThere(name=other.name, unit=unit.name)
