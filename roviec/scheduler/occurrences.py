"""Tasks that come back: the next occurrence of each is a task of its own, written once.

The next one is written as soon as the present one is done, else on the first day of its period once the
present one's deadline has passed. Periods that went by while nothing ran are not made up for. A daily duty
has no occurrences; a cancelled, suspended or refused task does not come back.
"""

from datetime import date, datetime, timedelta

from roviec.db import reminders
from roviec.db.engine import Database
from roviec.db.models import Task
from roviec.db.tasks.series import issued_on, series, write_occurrence
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.scheduler.round import moment_of
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Recurrence, next_occurrence, parse
from roviec.tasks.lifecycle import State
from roviec.tasks.periods import titled

_DAY = timedelta(days=1)


async def recur(db: Database, house: House, now: datetime) -> int:
    """Write the occurrences that are due, once a day; return how many."""
    moment, calendar = moment_of(now, house), house.calendar()
    async with db.read() as session:
        if await reminders.was_said(session, kind="occurrences", period=moment.period):
            return 0
        going = await series(session)
        issued = await issued_on(session, {one.latest.plan_id for one in going if one.latest.plan_id})
    singly = await Singly.of(db, "occurrences", channels=house.channels, now=now, period=moment.period)
    written = 0
    for one in going:
        if singly.leaves(f"task/{one.first}"):
            continue
        async with singly.row(f"task/{one.first}"):
            deadline = read(one.latest, issued.get(one.latest.plan_id or 0), calendar, house.deadlines)
            due = due_next(one.latest, deadline, moment.today, calendar) if deadline else None
            if deadline is not None and due is not None:
                title = named(one.latest, deadline, due)
                async with db.write() as session:
                    written += await write_occurrence(session, one, due, now, title=title, hour=deadline.at)
    if singly.whole:
        async with db.write() as session:
            await reminders.say_once(session, kind="occurrences", period=moment.period, now=now)
    return written


def read(task: Task, issued: date | None, calendar: Calendar, settings: DeadlineSettings) -> Deadline | None:
    """Read the task's own words again; None when they do not say when it comes back."""
    deadline = parse(task.due_words, issued=issued, year=None, calendar=calendar, settings=settings)
    is_daily = deadline.recurrence is Recurrence.daily
    return None if deadline.rule is None or is_daily else deadline


def due_next(task: Task, deadline: Deadline, today: date, calendar: Calendar) -> date | None:
    """Return the deadline that must be written today: the next one's, or the first one's; None: not yet."""
    if task.due is None:
        if task.state == State.done:
            return None
        return next_occurrence(deadline, task.created_at.astimezone(calendar.tz).date() - _DAY, calendar)
    due = next_occurrence(deadline, max(task.due, today - _DAY), calendar)
    if due is None or task.state == State.done:
        return due
    return due if calendar.last_day(task.due) < today and begins(deadline, due) <= today else None


def named(task: Task, deadline: Deadline, due: date) -> str:
    """Return the title of the occurrence after `task`, with its period."""
    return titled(task.title, due=due, months=deadline.period, before=task.due)


def begins(deadline: Deadline, due: date) -> date:
    """Return the first day of the period in which a recurring deadline falls."""
    months = deadline.rule.months if deadline.rule else 0
    if not months:
        return due - timedelta(days=due.weekday())
    return date(due.year, (due.month - 1) // months * months + 1, 1)
