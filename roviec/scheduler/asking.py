"""Whoever owns a periodic figure is asked for it, and once more when silent: one message a person, in office time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import calendar as office_days
from roviec.db import reminders
from roviec.db.engine import Database
from roviec.db.measures import asked
from roviec.db.measures.asked import Waiting
from roviec.db.reminders import Roster
from roviec.delivery import notify
from roviec.delivery.reach import best, held
from roviec.delivery.singly import Singly
from roviec.handlers.choices.measures import MeasureSay
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.reports.period_words import period_words
from roviec.scheduler.allowances import spared
from roviec.scheduler.round import HOUR, is_time, moment_of
from roviec.tasks.calendar import Calendar
from roviec.tasks.measures.asking import again_on
from roviec.texts import Texts, catalogue
from roviec.texts.shapes import short

SHOWN = 8


@dataclass(frozen=True)
class _Ask:
    """A figure whose value is asked for, the first time or once more, and of whom."""

    waiting: Waiting
    step: str
    person: int


async def ask(db: Database, house: House, now: datetime, *, hour: time = HOUR) -> int:
    """Ask for what waits and was not asked for yet, not before the round; return how many messages were written."""
    calendar, moment = house.calendar(), moment_of(now, house)
    if not is_time(now, calendar, hour):
        return 0
    async with db.read() as session:
        waiting = await asked.waiting(session, today=moment.today, calendar=calendar)
        if not waiting:
            return 0
        roster = await reminders.roster(session, now=now, among=[asked.owners()])
        said_at = await asked.steps(session, waiting)
    open_ = _asks(waiting, roster, said_at, calendar, moment.today)
    by_person: dict[int, list[_Ask]] = defaultdict(list)
    for one in open_:
        by_person[one.person].append(one)
    singly = await Singly.of(db, "figures", channels=house.channels, now=now, period=moment.period)
    said, spare = 0, await spared(db, house, roster, [*by_person], now, moment.period)
    for person, some in by_person.items():
        if not singly.leaves(f"person/{person}"):
            async with singly.row(f"person/{person}"), db.write() as session:
                said += await _tell(session, roster, person, some, house, now, spare)
    return said


def _asks(
    waiting: Sequence[Waiting],
    roster: Roster,
    said_at: Mapping[tuple[int, str, str], datetime],
    calendar: Calendar,
    today: date,
) -> list[_Ask]:
    """Return what is asked of whom: of the owner or who stands in, else of the head of the unit."""
    found = []
    for one in waiting:
        step = _step(one, said_at, calendar, today)
        owner = roster.present(one.measure.owner_id) or roster.head_of(one.measure.unit_id)
        person = roster.hears_for(owner)
        if step is not None and person is not None:
            found.append(_Ask(one, step, person))
    return found


def _step(
    one: Waiting, said_at: Mapping[tuple[int, str, str], datetime], calendar: Calendar, today: date
) -> str | None:
    """Return which step is due: the first, the one reminder some days after it, or none any more."""
    number, period = one.measure.id or 0, one.period.key
    first = said_at.get((number, asked.FIRST, period))
    if first is None:
        return asked.FIRST
    is_due = again_on(first.astimezone(calendar.tz).date(), calendar) <= today
    return asked.AGAIN if is_due and (number, asked.AGAIN, period) not in said_at else None


def _subject(one: _Ask) -> str:
    return f"{one.waiting.measure.id}/{one.step}"


async def _tell(
    session: AsyncSession,
    roster: Roster,
    person: int,
    some: Sequence[_Ask],
    house: House,
    now: datetime,
    spare: Collection[str],
) -> bool:
    """Write one message about everything that is asked of a person; False when nothing is left to ask."""
    to = best(roster, person, house.channels, spare=spare)
    address = await held(session, to, person) if to else None
    if address is None or await office_days.is_closed(session, moment_of(now, house).today):
        return False
    mine = [one for one in some if await asked.still_waits(session, one.waiting)]
    mine = [
        one
        for one in mine
        if await reminders.say_once(
            session, kind=asked.KIND, subject=_subject(one), period=one.waiting.period.key, now=now
        )
    ]
    if not mine:
        return False
    message = _message(roster, person, mine, catalogue(address.language))
    key = f"measure/{mine[0].waiting.measure.id}/{mine[0].waiting.period.key}/{mine[0].step}/{person}"
    await notify.write(session, address, message, channels=house.channels, now=now, key=key, person_id=person)
    return True


def _message(roster: Roster, person: int, asks: Sequence[_Ask], say: Texts) -> Outgoing:
    name = roster.members[person].name
    lines = [say("measures.ask.intro", name=name, count=len(asks))]
    for n, one in enumerate(asks[:SHOWN], 1):
        lines.append(f"{n}. {_line(roster, person, one, say)}")
    if len(asks) > SHOWN:
        lines.append(say("measures.ask.more", count=len(asks) - SHOWN))
    choices = [
        MeasureSay(one.waiting.measure.id or 0, one.waiting.period.key).named(
            say("measures.ask.button", name=short(one.waiting.measure.name, 50))
        )
        for one in asks[:SHOWN]
    ]
    first = asks[0].waiting
    told = notice(
        "task.news", viec=first.measure.name, tin=catalogue("vi")("measures.ask.notice", count=len(asks))
    )
    return Outgoing("\n".join(lines), title=say("measures.ask.title"), choices=tuple(choices), notice=told)


def _line(roster: Roster, person: int, one: _Ask, say: Texts) -> str:
    measure = one.waiting.measure
    name = say(
        "measures.ask.line", name=short(measure.name, 100), period=period_words(one.waiting.period, say)
    )
    owner = roster.present(measure.owner_id)
    parts = [f"{name} ({measure.noun})" if measure.noun else name]
    if one.step == asked.AGAIN:
        parts.append(say("measures.ask.again"))
    if owner is not None and owner != person:
        parts.append(say("measures.ask.instead", name=roster.members[owner].name))
    return " ".join(parts)
