"""Recurring tasks: their series, and the next occurrence of each, written once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, reminders
from roviec.db.models import Notice, Person, Plan, Task, TaskUnit
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.tasks.deadlines import Kind
from roviec.tasks.lifecycle import State, Verb

_STOPPED = (State.cancelled, State.suspended, State.refused)
_COPIED = (
    *("plan_id", "ref", "product", "component", "quote", "leader_id", "assigned_by"),
    *("due_kind", "due_words", "due_why", "recurrence"),
)


@dataclass(frozen=True)
class Series:
    """A recurring task: its latest occurrence, and the id of the first."""

    first: int
    latest: Task


async def series(session: AsyncSession) -> list[Series]:
    """Return the series that go on, each with its latest task; the notices say which task continues which."""
    recurring = sa.or_(col(Task.due_kind) == Kind.recurring, col(Task.recurrence).is_not(None))
    tasks = (await session.exec(select(Task).where(recurring).order_by(col(Task.id)))).all()
    written = (await session.exec(select(Notice).where(Notice.kind == "occurrence"))).all()
    first = {notice.data["task"]: int(notice.subject) for notice in written}
    latest = {first.get(task.id, task.id or 0): task for task in tasks}
    return [Series(start, task) for start, task in latest.items() if task.state not in _STOPPED]


async def issued_on(session: AsyncSession, plans: Collection[int]) -> dict[int, date | None]:
    """Return the day on which each of these plans was issued."""
    found = (await session.exec(select(Plan).where(col(Plan.id).in_(plans)))).all()
    return {plan.id or 0: plan.issued for plan in found}


async def write_occurrence(
    session: AsyncSession, one: Series, due: date, now: datetime, *, title: str, hour: time | None
) -> bool:
    """Give the first task its date, or write the next one under its `title`; the notice makes either happen once."""
    task = await session.get_one(Task, one.latest.id, with_for_update=True)
    if task.due != one.latest.due or task.state in _STOPPED:
        return False
    if task.due is None:
        before = events.snapshot(task)
        task.due = task.original_due = due
        task.hour, task.hour_on = hour, due if hour else None
        await events.record(session, task, "date", by=By(None, now), before=before, due=due)
        return True
    subject, period = str(one.first), due.isoformat()
    if not await reminders.say_once(session, kind="occurrence", subject=subject, period=period, now=now):
        return False
    following = await _copy(session, task, due, hour, now, title)
    mine = (col(Notice.kind) == "occurrence", col(Notice.subject) == subject, col(Notice.period) == period)
    data = {"task": following.id, "after": task.id}
    await session.exec(sa.update(Notice).where(*mine).values(data=data))
    return True


async def _copy(
    session: AsyncSession, task: Task, due: date, hour: time | None, now: datetime, title: str
) -> Task:
    following = Task(
        **{name: getattr(task, name) for name in _COPIED},
        title=title,
        due=due,
        original_due=due,
        hour=hour,
        hour_on=due if hour else None,
        created_at=now,
    )
    session.add(following)
    await session.flush()
    parts = select(TaskUnit).where(TaskUnit.task_id == task.id).order_by(col(TaskUnit.id))
    for part in (await session.exec(parts)).all():
        person = await session.get(Person, part.person_id) if part.person_id else None
        if person is None or person.left_on is not None:
            person = await people.in_charge(session, part.unit_id)
        person_id = person.id if person else None
        session.add(
            TaskUnit(task_id=following.id or 0, unit_id=part.unit_id, part=part.part, person_id=person_id)
        )
    await events.record(session, following, Verb.assign, by=By(None, now), due=due, after=task.id)
    return following
