"""Absences whose day has come: they begin before the morning round, and at their end both hear that it is over."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences
from roviec.db.engine import Database
from roviec.db.models import Absence, Person
from roviec.db.models.base import id_of
from roviec.db.tasks.events import reports_for
from roviec.delivery import notify
from roviec.delivery.singly import Singly
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.round import moment_of
from roviec.texts import catalogue
from roviec.texts.shapes import day


async def turn_over(db: Database, house: House, now: datetime) -> int:
    """Begin and end what is due, in office time; return how many absences ended."""
    if not house.calendar().is_office_time(now):
        return 0
    today = moment_of(now, house).today
    async with db.read() as session:
        due = await absences.turning(session, today=today)
    if not due:
        return 0
    singly = await Singly.of(db, "absences", channels=house.channels, now=now, period=today.isoformat())
    ended = 0
    for number in due:
        if not singly.leaves(number):
            async with singly.row(number), db.write() as session:
                over = await absences.turn(session, number=number, today=today)
                if over is not None:
                    await _tell(session, over, house, now)
                    ended += 1
    return ended


async def _tell(session: AsyncSession, over: Absence, house: House, now: datetime) -> None:
    """Tell the one who was away and the one who stood in, once each."""
    person = await session.get_one(Person, over.person_id)
    stand_in = await session.get_one(Person, over.stand_in_id)
    say, count = catalogue("vi"), await reports_for(session, over)
    span = {"first": day(over.first), "last": day(over.last)}
    key = "away.over" if count else "away.over_quiet"
    back = say.out_of(key, {**span, "name": stand_in.name, "count": count})
    thanks = say("told.away_over", name=person.name, last=span["last"])
    for whom, words in ((person, back), (stand_in, thanks)):
        if whom.left_on is None:
            message = Outgoing(
                words,
                choices=(Command.viec.named(say("button.tasks")),),
                notice=notice("task.news", viec=say("away.title"), tin=words),
            )
            await notify.person(
                session,
                id_of(whom),
                message,
                channels=house.channels,
                now=now,
                key=f"away.over/{over.id}",
            )
