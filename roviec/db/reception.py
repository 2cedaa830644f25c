"""Verbs on talks between a citizen and somebody of the office: ask, write, answer, end, forget."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.feedback import find
from roviec.db.models import Address, Person, Reception, Role, Unit
from roviec.errors import PersonError
from roviec.folding import fold

MOST_UNANSWERED = 10
MOST_LINES = 60
LIFE = timedelta(days=3)
"""How long a talk goes on after the last word of either side."""


class AskedEnough(PersonError):
    """Hôm nay Ông/Bà đã mở {limit} cuộc trao đổi. Mong Ông/Bà gửi phản ánh, hoặc hẹn gặp lại vào ngày mai."""

    leads_on = True


class AnswerAwaited(PersonError):
    """Cán bộ chưa kịp trả lời {count} tin trước nên tin này chưa được chuyển. Mong Ông/Bà chờ thêm."""


class ReceptionUnknown(PersonError):
    """Cuộc trao đổi này đã kết thúc hoặc đã được người dân xóa nên không gửi thêm được."""


class NotAtTheDesk(PersonError):
    """Việc trao đổi với người dân do bộ phận tiếp dân hoặc quản trị viên đảm nhiệm nên chưa có gì thay đổi."""


async def open_of(session: AsyncSession, address: Address) -> Reception | None:
    """Return the talk that goes on in a chat."""
    mine = select(Reception).where(Reception.address_id == address.id, col(Reception.ended_on).is_(None))
    return (await session.exec(mine)).first()


async def of_chat(session: AsyncSession, address: Address) -> Sequence[Reception]:
    """Return every talk that is kept of a chat."""
    mine = select(Reception).where(Reception.address_id == address.id)
    return (await session.exec(mine.order_by(col(Reception.asked_on), col(Reception.id)))).all()


async def begin(session: AsyncSession, *, address: Address, today: date, per_day: int) -> Reception:
    """Begin a talk; raise `AskedEnough` for more than so many on a day."""
    asked = select(func.count()).where(Reception.address_id == address.id, Reception.asked_on == today)
    if (await session.exec(asked)).one() >= per_day:
        raise AskedEnough(limit=per_day)
    new = Reception(address_id=address.id or 0, asked_on=today, spoken_on=today)
    session.add(new)
    await session.flush()
    return new


def hear(talk: Reception, words: str, *, today: date) -> None:
    """Keep what the citizen wrote; raise `AnswerAwaited` where too much of it waits."""
    if talk.unanswered >= MOST_UNANSWERED:
        raise AnswerAwaited(count=MOST_UNANSWERED)
    _keep(talk, False, words, today)
    talk.unanswered += 1


def answer(talk: Reception, words: str, *, by: Person, today: date) -> None:
    """Keep what the office answers."""
    _keep(talk, True, words, today)
    talk.person_id, talk.unanswered = by.id, 0


def _keep(talk: Reception, is_ours: bool, words: str, today: date) -> None:
    talk.lines = [*talk.lines, [is_ours, words]][-MOST_LINES:]
    talk.spoken_on = today


def end(talk: Reception, *, today: date) -> None:
    """End a talk."""
    talk.ended_on = today


async def desk(session: AsyncSession, unit: str) -> list[Person]:
    """Return who speaks with citizens: the people of the unit of this name, else the admins."""
    known = (await session.exec(select(Unit).where(Unit.folded == fold(unit)))).first() if unit else None
    staff = await people.staff(session, unit_id=known.id or 0) if known else []
    return staff or await people.with_role(session, Role.admin)


async def stand_ins(session: AsyncSession) -> list[int]:
    """Return who hears of a citizen when nobody at the desk can be reached."""
    return await find.routers(session)


async def at_the_desk(session: AsyncSession, person: Person, unit: str) -> bool:
    """Tell whether somebody may speak with citizens."""
    return person in await desk(session, unit) or await find.may_route(session, person)


async def to_answer(
    session: AsyncSession, reception_id: int, *, person: Person, unit: str
) -> tuple[Reception, Person | None]:
    """Return an open talk to somebody at the desk, with the colleague who has it; raise otherwise."""
    if not await at_the_desk(session, person, unit):
        raise NotAtTheDesk
    found = await session.get(Reception, reception_id)
    if found is None or found.ended_on is not None:
        raise ReceptionUnknown
    holder = await session.get(Person, found.person_id) if found.person_id else None
    is_other = holder is not None and holder.id != person.id and holder.left_on is None
    return found, holder if is_other else None


async def going_on(session: AsyncSession) -> Sequence[Reception]:
    """Return the talks that have not ended, those that wait for an answer first."""
    found = select(Reception).where(col(Reception.ended_on).is_(None))
    by = (col(Reception.unanswered) == 0, col(Reception.spoken_on), col(Reception.id))
    return (await session.exec(found.order_by(*by))).all()


async def forget(session: AsyncSession, address: Address) -> None:
    """Erase the talks of a chat, with every word."""
    await session.exec(sa.delete(Reception).where(col(Reception.address_id) == address.id))


async def erase_old(session: AsyncSession, *, today: date, keep_days: int) -> int:
    """End what nobody has gone on with, and erase talks `keep_days` after their end; return how many."""
    left = sa.update(Reception).where(col(Reception.ended_on).is_(None))
    quiet: Any = left.where(col(Reception.spoken_on) < today - LIFE)
    await session.exec(quiet.values(ended_on=today))
    old = sa.delete(Reception).where(col(Reception.ended_on) < today - timedelta(days=keep_days))
    return len((await session.exec(old.returning(col(Reception.id)))).all())
