"""Codes that link people's chats, made for one person or for many, and the sheets that bring them."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, people
from roviec.db.audit import Act
from roviec.db.people import Present
from roviec.db.sessions import CHANNEL
from roviec.errors import PersonError
from roviec.handlers.frame.house import House
from roviec.reports.sheets import Invited, check_reachable


class NobodyToInvite(PersonError):
    """Không có ai cần giấy mời: mọi người được chọn đã liên kết. Ông/Bà chọn đơn vị khác hoặc bỏ dấu chọn."""


async def invite(
    session: AsyncSession, one: Present, *, house: House, actor: int | None, now: datetime
) -> Invited:
    """Make a one-time code for somebody; earlier unused ones end."""
    code = await people.invite(session, person=one.person, now=now)
    subject = f"person/{one.person.id}"
    await audit.record(session, Act.invite, actor=actor, at=now, channel=CHANNEL, subject=subject)
    return Invited(one.person.name, one.person.position, one.unit.name, code, house.page(code))


async def invite_many(
    session: AsyncSession, *, unit: int | None, unlinked: bool, house: House, actor: int | None, now: datetime
) -> list[Invited]:
    """Make a code for everybody of a unit, or of all, or for those alone who have linked nothing."""
    check_reachable(house.public_url)
    chosen = [
        one
        for one in await people.present(session)
        if unit in (None, one.unit.id) and not (unlinked and one.channels)
    ]
    if not chosen:
        raise NobodyToInvite
    chosen.sort(key=lambda one: (one.unit.id or 0, one.person.id or 0))
    return [await invite(session, one, house=house, actor=actor, now=now) for one in chosen]
