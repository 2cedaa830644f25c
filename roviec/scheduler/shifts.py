"""Telling whose deadlines moved because the office changed its days off: at once, one message each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import reminders, shifts
from roviec.db.engine import Database
from roviec.db.models import Shift
from roviec.delivery import notify
from roviec.delivery.singly import Singly
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.hearers import hearers
from roviec.scheduler.round import moment_of
from roviec.tasks.ladder import Audience
from roviec.tasks.lifecycle import WORKING
from roviec.texts import catalogue
from roviec.texts.shapes import day, short

LISTED = 10
LABEL = 80
TOLD = {Audience.owner, Audience.partner}
"""Whose work a deadline rules; leaders see what is late in the digest."""


@dataclass(frozen=True)
class Moved:
    """A task whose last day on time is another one now."""

    task_id: int
    title: str
    before: date
    after: date


async def tell_moved(db: Database, house: House, now: datetime) -> int:
    """Tell who works on a task that its deadline moved, once the change has held; return how many messages."""
    async with db.read() as session:
        noted = await shifts.ready(session, now=now)
        shares = await _shares(session, noted, house, now) if noted else {}
    if not noted:
        return 0
    changed = max(one.at for one in noted)
    key, period = f"shifted/{changed.isoformat()}", moment_of(now, house).period
    singly, said = await Singly.of(db, "shifted", channels=house.channels, now=now, period=period), 0
    for person, moved in shares.items():
        if not singly.leaves(f"person/{person}"):
            async with singly.row(f"person/{person}"), db.write() as session:
                said += await notify.person(
                    session, person, _message(moved), channels=house.channels, now=now, key=key
                )
    if singly.whole:
        async with db.write() as session:
            await shifts.forget(session, until=changed)
    return said


async def _shares(
    session: AsyncSession, noted: Sequence[Shift], house: House, now: datetime
) -> dict[int, list[Moved]]:
    """Return what each person hears: of what is still theirs, is due as it was, and moved in truth."""
    tasks = await reminders.still(session, [one.task_id for one in noted])
    until, calendar = max(one.due for one in noted), house.calendar()
    parts = await reminders.parts(session, until=until)
    roster = await reminders.roster(session, now=now, among=reminders.concerned(until=until))
    shares: dict[int, list[Moved]] = {}
    for one in noted:
        task, after = tasks[one.task_id], calendar.last_day(one.due)
        if task.due != one.due or task.state not in WORKING or after == one.before:
            continue
        for person, heard_as in hearers(task, parts[task.id], roster).items():
            if TOLD & {*heard_as}:
                shares.setdefault(person, []).append(Moved(task.id, task.title, one.before, after))
    return shares


def _message(moved: Sequence[Moved]) -> Outgoing:
    say = catalogue("vi")
    lines = [f"• {short(one.title, LABEL)}: {day(one.before)} → {day(one.after)}" for one in moved[:LISTED]]
    lines += [f"… (+{len(moved) - LISTED})"] if len(moved) > LISTED else []
    text = say("days.moved", count=len(moved), lines="\n".join(lines))
    opens = TaskOpen(moved[0].task_id).named(say("button.open")) if len(moved) == 1 else None
    return Outgoing(
        text=text,
        title=say("days.moved.title"),
        choices=(opens or Command.viec.named(say("button.tasks")),),
        notice=notice("task.news", viec=moved[0].title, tin=text),
    )
