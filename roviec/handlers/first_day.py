"""The first day of an office: what it says of itself and its first admin."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, own, people
from roviec.db.audit import Act
from roviec.db.models import Person, Role
from roviec.db.sessions import CHANNEL
from roviec.errors import PersonError
from roviec.folding import nfc
from roviec.handlers.frame.house import House
from roviec.handlers.roster.check import phone_number
from roviec.tasks.own import Own


class PersonNameEmpty(PersonError):
    """Chưa có họ tên. Ông/Bà ghi đầy đủ họ và tên."""


class PhoneWrong(PersonError):
    """«{phone}» không phải số điện thoại. Ông/Bà ghi đủ 10 chữ số, hoặc để trống."""


async def set_office(
    session: AsyncSession, said: Own, *, house: House, actor: int | None, now: datetime
) -> None:
    """Keep what the office says of itself; it holds from the commit."""
    await own.keep(session, said)
    await house.days.follow(session)
    await audit.record(session, Act.office_set, actor=actor, at=now, channel=CHANNEL)


async def first_admin(
    session: AsyncSession, *, name: str, position: str, phone: str, house: House, now: datetime
) -> Person:
    """Put the first admin on the roster, in the unit that is the office itself."""
    number = phone_of(phone)
    name = name_of(name)
    root = await people.add_unit(session, name=house.office)
    made = await people.add_person(
        session, name=name, unit=root, position=" ".join(nfc(position).split()), phone=number, role=Role.admin
    )
    await audit.record(
        session, Act.setup, actor=made.id, at=now, channel=CHANNEL, subject=f"person/{made.id}"
    )
    return made


def name_of(text: str) -> str:
    """Return a person's name; raise `PersonNameEmpty` for what is none."""
    name = " ".join(nfc(text).split())
    if not any(map(str.isalpha, name)):
        raise PersonNameEmpty
    return name


def phone_of(text: str) -> str | None:
    """Return a phone number as +84…, None for none; raise `PhoneWrong`."""
    if not text.strip():
        return None
    number = phone_number(text)
    if number is None:
        raise PhoneWrong(phone=text[:40])
    return number
