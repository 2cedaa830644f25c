"""The morning round: one merged reminder per person and day, whatever happened before."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import calendar as office_days
from roviec.db import closing, reminders
from roviec.db.engine import Database
from roviec.db.models import Role
from roviec.db.reminders import OpenTask, Reached
from roviec.delivery import notify
from roviec.delivery.reach import best, held
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.scheduler import wording
from roviec.scheduler.allowances import spared
from roviec.scheduler.duties import Book, Duty, Rounds
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import at_of
from roviec.texts import catalogue

HOUR = time(8, 0)
Step = Callable[[str], None]
_RECENT = timedelta(days=14)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Moment:
    """When a round happens."""

    now: datetime
    today: date

    @property
    def period(self) -> str:
        """Return the day as notices name it."""
        return self.today.isoformat()

    @property
    def week(self) -> str:
        """Return the ISO week as notices name it: 2024-W31."""
        year, week, _ = self.today.isocalendar()
        return f"{year}-W{week:02d}"


def moment_of(now: datetime, house: House) -> Moment:
    """Return the moment with the office's own date."""
    return Moment(now, now.astimezone(house.zone).date())


def is_time(now: datetime, calendar: Calendar, hour: time) -> bool:
    """Tell whether reminders may go out: office time, at or after the hour."""
    return calendar.is_office_time(now) and now.astimezone(calendar.tz).time() >= hour


async def remind(
    db: Database, house: House, now: datetime, *, hour: time = HOUR, at: Step = lambda _step: None
) -> int:
    """Remind everyone who must hear something today; return how many messages were written.

    Each person's message is a transaction of its own and the day's last one closes the round, so that a
    killed round goes on where it stopped. `at` names each step, so that a test can kill it there.
    """
    calendar, moment = house.calendar(), moment_of(now, house)
    if not is_time(now, calendar, hour):
        return 0
    async with db.read() as session:
        if await reminders.was_said(session, kind="round", period=moment.period):
            return 0
        book = await _read(session, moment, calendar, house)
        spoken = await reminders.said_to(session, kind="reminder", period=moment.period)
    at("read")
    round_ = _Round(db, house, moment, book, at)
    # Who has an hour of their own hears at that; who can't be reached is named with the others.
    apart = {one for one in book.roster.members if _own_hour(book, one, calendar) and _reached(round_, one)}
    said, unreached, singly = await _speak(round_, spoken | {str(one) for one in apart})
    at("told")
    if singly.whole:
        async with db.write() as session:
            await _close(session, round_, unreached)
    return said


async def remind_own(db: Database, house: House, now: datetime, *, at: Step = lambda _step: None) -> int:
    """Remind those whose own hour has come today; return how many messages were written."""
    calendar, moment = house.calendar(), moment_of(now, house)
    if not calendar.is_office_time(now):
        return 0
    clock = now.astimezone(calendar.tz).time()
    async with db.read() as session:
        wished = await reminders.own_hours(session, period=moment.period)
        due = {person for person, hour in wished.items() if calendar.hours[0] <= hour <= clock}
        if not due:
            return 0
        book = await _read(session, moment, calendar, house)
        spoken = await reminders.said_to(session, kind="reminder", period=moment.period)
    others = {str(person) for person in book.roster.members if person not in due}
    said, _, singly = await _speak(_Round(db, house, moment, book, at), spoken | others)
    async with db.write() as session:
        for person in sorted(due):
            if f"person/{person}" not in singly.known:
                await reminders.say_once(
                    session, kind=reminders.OWN_HOUR, subject=str(person), period=moment.period, now=now
                )
    return said


def _own_hour(book: Book, person: int, calendar: Calendar) -> bool:
    """Tell whether somebody has an hour of their own that lies in office hours."""
    at = book.roster.members[person].remind_at
    return at is not None and calendar.hours[0] <= at < calendar.hours[1]


def _reached(round_: "_Round", person: int) -> bool:
    return best(round_.book.roster, person, round_.house.channels) is not None


async def _read(session: AsyncSession, moment: Moment, calendar: Calendar, house: House) -> Book:
    today = moment.today
    rungs = max((*house.ladder.before, house.ladder.partners_before, 0))
    # Up to the day before the next working day: a deadline on a day off is told before it.
    until = calendar.next_working(calendar.add_working_days(today, rungs)) - timedelta(days=1)
    return Book(
        tasks=await reminders.due_tasks(session, until=until),
        parts=await reminders.parts(session, until=until),
        told=await reminders.told(session, until=until, recent=today - _RECENT),
        snoozes=await reminders.snoozes(session, today=today),
        roster=await reminders.roster(session, now=moment.now, among=reminders.concerned(until=until)),
    )


@dataclass(frozen=True)
class _Round:
    db: Database
    house: House
    moment: Moment
    book: Book
    at: Step


async def _speak(round_: _Round, without: Collection[str]) -> tuple[int, list[int], Singly]:
    """Write to everybody who must hear something, but those `without`; also return who can't be reached."""
    house, roster, moment = round_.house, round_.book.roster, round_.moment
    rounds = Rounds(round_.book, at_of(moment.now, house.calendar()), house.calendar(), house.ladder)
    duties = {person: duty for person, duty in rounds.duties().items() if str(person) not in without}
    singly = await Singly.of(
        round_.db, "reminders", channels=house.channels, now=moment.now, period=moment.period
    )
    for task, error in rounds.spoilt.items():
        if not singly.leaves(f"task/{task}"):
            await singly.failed(f"task/{task}", error)
    said, unreached = 0, []
    spare = await spared(round_.db, house, roster, [*duties], moment.now, moment.period)
    for person, duty in duties.items():
        if singly.leaves(f"person/{person}"):
            continue
        address = best(roster, person, house.channels, spare=spare)
        if address is None:
            unreached.append(person)
            continue
        round_.at("person")
        async with singly.row(f"person/{person}"), round_.db.write() as session:
            said += await _tell(session, round_, person, duty, address)
    return said, unreached, singly


async def _tell(session: AsyncSession, round_: _Round, person: int, duty: Duty, to: Reached) -> bool:
    """Write one person's reminder; False when another process has, or nothing is left to say."""
    moment = round_.moment
    about = {line.task.id for line in duty.lines} | {task.id for task in duty.confirm}
    duty = _as_of_now(duty, await reminders.still(session, about))
    address = await held(session, to, person)
    if address is None or not duty or await office_days.is_closed(session, moment.today):
        return False
    if not await reminders.say_once(
        session, kind="reminder", subject=str(person), period=moment.period, now=moment.now
    ):
        return False
    steps = [(line.task.id, line.last, told) for line in duty.lines for told in line.told]
    steps += [(task, *heard) for task, heard in duty.news.items()]
    await reminders.remember(session, person_id=person, steps=steps, today=moment.today)
    say = catalogue(address.language)
    message = wording.reminder(round_.book.roster.members[person].name, duty, moment.today, say)
    key, task = f"{closing.prefix(moment.today)}{person}", wording.only_task(duty)
    await notify.write(
        session,
        address,
        message,
        channels=round_.house.channels,
        now=moment.now,
        key=key,
        task_id=task,
        person_id=person,
    )
    return True


def _as_of_now(duty: Duty, now: dict[int, OpenTask]) -> Duty:
    """Leave out what changed since the round was read: somebody may have finished meanwhile."""

    def is_same(task: OpenTask) -> bool:
        fresh = now.get(task.id)
        return fresh is not None and replace(fresh, title=task.title) == task

    return Duty(
        lines=[line for line in duty.lines if is_same(line.task)],
        confirm=[task for task in duty.confirm if is_same(task)],
        news={task.id: duty.news[task.id] for task in duty.confirm if task.id in duty.news and is_same(task)},
    )


async def _close(session: AsyncSession, round_: _Round, unreached: list[int]) -> None:
    """Close the day's round; once a week the admins hear who could not be reached."""
    moment, roster = round_.moment, round_.book.roster
    await reminders.say_once(session, kind="round", period=moment.period, now=moment.now)
    lost = await reminders.cut_off(session, since=moment.now - _WEEK, channels=round_.house.channels)
    named = await reminders.names(session, {*unreached, *lost})
    unreached = [p for p in dict.fromkeys([*unreached, *lost]) if p in named]
    chats = {}
    for admin in roster.with_role(Role.admin):
        to = best(roster, admin, round_.house.channels)
        address = await held(session, to, admin) if to and unreached else None
        if address is not None:
            chats[admin] = address
    if not chats or not await reminders.say_once(
        session, kind="unreachable", period=moment.week, now=moment.now, data={"people": unreached}
    ):
        return
    names = [named[person] for person in unreached]
    for admin, address in chats.items():
        message = wording.unreachable(names, catalogue(address.language))
        key = f"unreachable/{moment.week}/{admin}"
        await notify.write(
            session,
            address,
            message,
            channels=round_.house.channels,
            now=moment.now,
            key=key,
            person_id=admin,
        )
