"""Tasks that come back: the next occurrence of each is a task of its own, written once.

The next one is written as soon as the present one is done, else on the first day of its period once the
present one's deadline has passed. Periods that went by while nothing ran are not made up for. A daily duty
has no occurrences; a cancelled, suspended or refused task does not come back.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, reminders
from roviec.db.engine import Database
from roviec.db.models import Notice, Person, Plan, Task, TaskUnit
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.errors import trace
from roviec.handlers.frame.house import House
from roviec.scheduler.round import Moment, moment_of
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Kind, Recurrence, next_occurrence, parse
from roviec.tasks.lifecycle import State, Verb

log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_STOPPED = (State.cancelled, State.suspended, State.refused)


@dataclass(frozen=True)
class Series:
    """A recurring task: its latest occurrence, and the id of the first."""

    first: int
    latest: Task


async def recur(db: Database, house: House, now: datetime) -> int:
    """Write the occurrences that are due, once a day; return how many."""
    moment, calendar = moment_of(now, house), house.calendar()
    async with db.read() as session:
        if await reminders.was_said(session, kind="occurrences", period=moment.period):
            return 0
        series = await _series(session)
        plans = {plan.id: plan for plan in (await session.exec(select(Plan))).all()} if series else {}
    written, is_whole = 0, True
    for one in series:
        deadline = read(one.latest, plans.get(one.latest.plan_id), calendar, house.deadlines)
        due = due_next(one.latest, deadline, moment.today, calendar) if deadline else None
        if due is None:
            continue
        try:
            async with db.write() as session:
                written += await _write(session, one, due, moment)
        except Exception as error:
            is_whole = False
            log.error("next occurrence of task %d failed, will try again: %s", one.first, trace(error))
    if is_whole:
        async with db.write() as session:
            await reminders.say_once(session, kind="occurrences", period=moment.period, now=now)
    return written


async def _series(session: AsyncSession) -> list[Series]:
    """Return the series, each with its latest task; the notices say which task continues which."""
    recurring = sa.or_(col(Task.due_kind) == Kind.recurring, col(Task.recurrence).is_not(None))
    tasks = (await session.exec(select(Task).where(recurring).order_by(col(Task.id)))).all()
    written = (await session.exec(select(Notice).where(Notice.kind == "occurrence"))).all()
    first = {notice.data["task"]: int(notice.subject) for notice in written}
    latest = {first.get(task.id, task.id or 0): task for task in tasks}
    return [Series(start, task) for start, task in latest.items() if task.state not in _STOPPED]


def read(task: Task, plan: Plan | None, calendar: Calendar, settings: DeadlineSettings) -> Deadline | None:
    """Read the task's own words again; None when they do not say when it comes back."""
    issued = plan.issued if plan else None
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
    return due if task.due < today and begins(deadline, due) <= today else None


def begins(deadline: Deadline, due: date) -> date:
    """Return the first day of the period in which a recurring deadline falls."""
    months = deadline.rule.months if deadline.rule else 0
    if not months:
        return due - timedelta(days=due.weekday())
    return date(due.year, (due.month - 1) // months * months + 1, 1)


async def _write(session: AsyncSession, series: Series, due: date, moment: Moment) -> int:
    """Give the first task its date, or write the next one; the notice makes either happen once."""
    task = await session.get_one(Task, series.latest.id, with_for_update=True)
    if task.due != series.latest.due or task.state in _STOPPED:
        return 0
    if task.due is None:
        before = events.snapshot(task)
        task.due = task.original_due = due
        await events.record(session, task, "date", by=By(None, moment.now), before=before, due=due)
        return 1
    if not await reminders.say_once(
        session, kind="occurrence", subject=str(series.first), period=due.isoformat(), now=moment.now
    ):
        return 0
    following = await _copy(session, task, due, moment)
    claim = col(Notice.kind) == "occurrence"
    mine = claim & (col(Notice.subject) == str(series.first)) & (col(Notice.period) == due.isoformat())
    await session.exec(sa.update(Notice).where(mine).values(data={"task": following.id, "after": task.id}))
    return 1


_COPIED = (
    *("plan_id", "ref", "title", "product", "component", "quote", "leader_id", "assigned_by"),
    *("due_kind", "due_words", "due_why", "recurrence"),
)


async def _copy(session: AsyncSession, task: Task, due: date, moment: Moment) -> Task:
    following = Task(
        **{name: getattr(task, name) for name in _COPIED}, due=due, original_due=due, created_at=moment.now
    )
    session.add(following)
    await session.flush()
    for part in await _parts(session, task):
        person = await session.get(Person, part.person_id) if part.person_id else None
        if person is None or person.left_on is not None:
            person = await people.in_charge(session, part.unit_id)
        session.add(
            TaskUnit(
                task_id=following.id or 0,
                unit_id=part.unit_id,
                part=part.part,
                person_id=person.id if person else None,
            )
        )
    await events.record(session, following, Verb.assign, by=By(None, moment.now), due=due, after=task.id)
    return following


async def _parts(session: AsyncSession, task: Task) -> Sequence[TaskUnit]:
    found = select(TaskUnit).where(TaskUnit.task_id == task.id).order_by(col(TaskUnit.id))
    return (await session.exec(found)).all()
