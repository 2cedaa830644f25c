"""One reminder to who began a survey and did not finish it; it is erased with the run, like all that led to an answer."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox, surveys
from roviec.db.engine import Database
from roviec.db.models import Address, Unit
from roviec.db.models.delivery import Lane
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import render
from roviec.scheduler.round import moment_of
from roviec.texts import catalogue

AFTER = timedelta(days=2)
MOST = 50
"""How many are reminded in one minute."""


async def remind_unfinished(db: Database, house: House, now: datetime) -> int:
    """Remind, in office time, each chat whose run has waited for two days; return how many."""
    if not house.calendar().is_office_time(now):
        return 0
    today = moment_of(now, house).today
    async with db.read() as session:
        due = await surveys.to_remind(session, before=now - AFTER, limit=MOST)
    if not due:
        return 0
    singly = await Singly.of(db, "unfinished", channels=house.channels, now=now, period=today.isoformat())
    reminded = 0
    for number in due:
        if not singly.leaves(number):
            async with singly.row(number), db.write() as session:
                found = await surveys.take_to_remind(session, number, today=today)
                if found is not None and found[0].channel in house.channels:
                    await _remind(session, *found, house, now)
                    reminded += 1
    return reminded


async def _remind(session: AsyncSession, address: Address, unit: Unit, house: House, now: datetime) -> None:
    """Write without a key and as a reply: what is known by a key would outlive the run.

    No choice has a number: whoever types one answers the question at which they stand.
    """
    message = Outgoing(catalogue(address.language)("survey.remind", unit=unit.name))
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=render(message, house.channels[address.channel]),
        lane=Lane.reply,
        now=now,
    )
