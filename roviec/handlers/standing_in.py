"""An admin says who is away and who stands in: the rules are those of /nghiphep, and both hear of it."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences
from roviec.db.models import Absence, Away, Person
from roviec.db.models.base import id_of
from roviec.delivery import notify
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import day


async def plan(
    session: AsyncSession,
    person: Person,
    stand_in: Person,
    *,
    first: date,
    last: date,
    house: House,
    now: datetime,
) -> Absence:
    """Keep an absence for somebody; raise what is wrong with it."""
    today = now.astimezone(house.zone).date()
    made = await absences.plan(
        session, person=person, stand_in=stand_in, first=first, last=last, now=now, today=today
    )
    say, begins, ends = catalogue("vi"), day(first), day(last)
    words = say("told.away", name=person.name, first=begins, last=ends)
    await _tell(session, stand_in, words, f"told.away/{made.id}", house=house, now=now)
    words = say("told.away_set", who=stand_in.name, first=begins, last=ends)
    await _tell(session, person, words, f"told.away_set/{made.id}", house=house, now=now)
    return made


async def end(session: AsyncSession, person: Person, number: int, *, house: House, now: datetime) -> Absence:
    """End an absence of somebody before its time."""
    known = await session.get(Absence, number)
    was_running = known is not None and known.state == Away.running
    over = await absences.end(session, number=number, person=person)
    stand_in = await session.get_one(Person, over.stand_in_id)
    say, first, last = catalogue("vi"), day(over.first), day(over.last)
    cut = say("told.away_cut", name=person.name, first=first, last=last)
    cancelled = say("told.away_cancelled", name=person.name, first=first, last=last)
    words = cut if was_running else cancelled
    await _tell(session, stand_in, words, f"told.away_over/{over.id}", house=house, now=now)
    return over


async def _tell(
    session: AsyncSession, person: Person, words: str, key: str, *, house: House, now: datetime
) -> None:
    say = catalogue("vi")
    news = notice("task.news", viec=say("away.title"), tin=words)
    message = Outgoing(words, choices=(Command.viec.named(say("button.tasks")),), notice=news)
    await notify.person(session, id_of(person), message, channels=house.channels, now=now, key=key)
