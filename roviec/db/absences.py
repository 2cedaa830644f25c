"""Absences: who is away, who stands in for whom today, and the days on which that begins and ends."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Absence, Away, Person
from roviec.errors import PersonError
from roviec.tasks.absences import check_days, overlaps, stand_ins
from roviec.tasks.deciding import heads_above
from roviec.texts.shapes import day


class StandInIsYou(PersonError):
    """Người thay phải là người khác. Ông/Bà ghi tên người làm thay trong thời gian nghỉ, hoặc gửi /nghiphep."""


class StandInLeft(PersonError):
    """{name} không còn công tác ở cơ quan. Ông/Bà chọn người khác làm thay, hoặc gửi /nghiphep."""


class StandInAway(PersonError):
    """{name} cũng nghỉ từ {first} đến {last}. Ông/Bà chọn người khác làm thay, hoặc gửi /nghiphep."""


class AwayAlready(PersonError):
    """Ông/Bà đã báo nghỉ từ {first} đến {last}. Muốn đổi thì hủy đợt đó trước: gửi /nghiphep rồi chọn."""


class AbsenceUnknown(PersonError):
    """Đợt nghỉ này đã kết thúc hoặc không phải của Ông/Bà nên không có gì thay đổi. Ông/Bà gửi /nghiphep để xem."""


@dataclass(frozen=True)
class StandIn:
    """Somebody who is away today, until when, and who stands in, if anybody is left to."""

    person: Person
    until: date
    stand_in: Person | None


async def plan(
    session: AsyncSession,
    *,
    person: Person,
    stand_in: Person,
    first: date,
    last: date,
    now: datetime,
    today: date,
) -> Absence:
    """Keep an absence, which begins at once if its first day is today; raise what is wrong with it."""
    await check(session, person=person, stand_in=stand_in, first=first, last=last, today=today)
    state = Away.running if first <= today else Away.planned
    made = Absence(
        person_id=person.id or 0,
        stand_in_id=stand_in.id or 0,
        first=first,
        last=last,
        state=state,
        made_at=now,
    )
    session.add(made)
    await session.flush()
    return made


async def check(
    session: AsyncSession, *, person: Person, stand_in: Person, first: date, last: date, today: date
) -> None:
    """Raise what is wrong with an absence: its days, or who is to stand in."""
    await check_own(session, person=person, first=first, last=last, today=today)
    if stand_in.id == person.id:
        raise StandInIsYou
    if stand_in.left_on is not None:
        raise StandInLeft(name=stand_in.name)
    if (theirs := await _meeting(session, stand_in, first, last)) is not None:
        raise StandInAway(name=stand_in.name, first=day(theirs.first), last=day(theirs.last))


async def check_own(session: AsyncSession, *, person: Person, first: date, last: date, today: date) -> None:
    """Raise what is wrong with the days of an absence, or that another one of the same person shares some."""
    check_days(first, last, today)
    if (other := await _meeting(session, person, first, last)) is not None:
        raise AwayAlready(first=day(other.first), last=day(other.last))


async def _meeting(session: AsyncSession, person: Person, first: date, last: date) -> Absence | None:
    return next(
        (one for one in await of(session, person) if overlaps(first, last, one.first, one.last)), None
    )


async def of(session: AsyncSession, person: Person) -> list[Absence]:
    """Return the absences of a person that are not over, the first first."""
    mine = select(Absence).where(Absence.person_id == person.id, Absence.state != Away.over)
    return list((await session.exec(mine.order_by(col(Absence.first), col(Absence.id)))).all())


async def covered_by(session: AsyncSession, person: Person, first: date, last: date) -> list[Person]:
    """Return for whom a person stands in on any of these days."""
    found = (
        select(Person)
        .join(Absence, col(Absence.person_id) == Person.id)
        .where(Absence.stand_in_id == person.id, Absence.state != Away.over)
        .where(Absence.first <= last, Absence.last >= first, col(Person.left_on).is_(None))
    )
    return list((await session.exec(found.distinct().order_by(col(Person.id)))).all())


async def end(session: AsyncSession, *, number: int, person: Person) -> Absence:
    """End an absence of the person before its time; raise `AbsenceUnknown` for another's or one that is over."""
    found = await session.get(Absence, number, with_for_update=True)
    if found is None or found.person_id != person.id or found.state == Away.over:
        raise AbsenceUnknown
    found.state = Away.over
    return found


async def drop(session: AsyncSession, *, person: Person) -> list[Absence]:
    """End the absences of somebody who leaves the office; return them."""
    ended = await of(session, person)
    for one in ended:
        one.state = Away.over
    return ended


async def turning(session: AsyncSession, *, today: date) -> list[int]:
    """Return the ids of the absences that begin today or earlier, or whose last day has passed."""
    begins = and_(Absence.state == Away.planned, Absence.first <= today)
    ends = and_(Absence.state == Away.running, Absence.last < today)
    return [one or 0 for one in (await session.exec(select(Absence.id).where(or_(begins, ends)))).all()]


async def turn(session: AsyncSession, *, number: int, today: date) -> Absence | None:
    """Begin an absence whose day has come, or end one whose last day has passed; return it if it ended now."""
    found = await session.get_one(Absence, number, with_for_update=True)
    if found.state == Away.over or found.first > today:
        return None
    is_over = found.last < today
    found.state = Away.over if is_over else Away.running
    return found if is_over else None


# Built once: they are asked at every step, and to build a statement costs more than to run it.
@cache
def _running() -> Any:
    both = select(Absence, Person).join(Person, col(Person.id) == Absence.person_id)
    return both.where(Absence.state == Away.running, col(Person.left_on).is_(None))


@cache
def _gone() -> Any:
    ids: Any = sa.bindparam("ids", expanding=True)
    return select(Person.id).where(col(Person.id).in_(ids), col(Person.left_on).is_not(None))


def both_ends() -> tuple[Any, Any]:
    """Return the queries for who is away today and for whom they named to stand in."""
    running = Absence.state == Away.running
    return select(Absence.person_id).where(running), select(Absence.stand_in_id).where(running)


async def deputies(session: AsyncSession) -> dict[int, int | None]:
    """Return who hears today instead of each person who is away; None where nobody is left to."""
    rows = (await session.exec(_running())).all()
    if not rows:
        return {}
    away = {absence.person_id: absence.stand_in_id for absence, _ in rows}
    units = {person.id: person.unit_id for _, person in rows}
    left = set((await session.exec(_gone(), params={"ids": [*away.values()]})).all())
    leaders, parents = await people.heads(session) if left else ({}, {})

    def above(person: int) -> Iterable[int]:
        return heads_above(units.get(person), leaders=leaders, parents=parents)

    return stand_ins(away, is_here=lambda one: one not in left, above=above)


async def principals(session: AsyncSession, person_id: int | None) -> set[int]:
    """Return for whom a person stands in today."""
    return {away for away, instead in (await deputies(session)).items() if instead == person_id}


async def with_stand_ins(session: AsyncSession, persons: Iterable[int]) -> list[int]:
    """Return people, each who is away followed by who stands in."""
    instead = await deputies(session)
    both = [one for person in persons for one in (person, instead.get(person))]
    return list(dict.fromkeys(one for one in both if one is not None))


async def standing_in(session: AsyncSession, persons: Collection[int]) -> list[StandIn]:
    """Return which of some people are away today, until when, and who stands in for each."""
    instead = {away: one for away, one in (await deputies(session)).items() if away in persons}
    found = []
    for away, person_id in sorted(instead.items()):
        running = select(Absence).where(Absence.person_id == away, Absence.state == Away.running)
        absence = (await session.exec(running)).first()
        person = await session.get_one(Person, away)
        stand_in = await session.get(Person, person_id) if person_id is not None else None
        if absence is not None:
            found.append(StandIn(person, absence.last, stand_in))
    return found
