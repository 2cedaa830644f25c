"""The append-only record of a task: what happened, who did it, and what it was before."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.models import Absence, Part, Person, Task, TaskEvent, TaskUnit
from roviec.tasks import lifecycle
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import FINAL, Verb


@dataclass(frozen=True)
class By:
    """Who does something, when, and through which channel."""

    actor: Person | None
    """None where the system acts by itself."""
    now: datetime
    channel: str = ""

    @property
    def actor_id(self) -> int | None:
        """The person's id, None for the system."""
        return self.actor.id if self.actor else None


REPORTED = (Verb.progress, Verb.complete, Verb.report_obstacle, Verb.add_evidence, "promise", "note")
"""What whoever works on a task reports."""
_KEPT = ("state", "percent", "due", "hour", "hour_on", "completed_on", "completed_hour")


def snapshot(task: Task) -> dict[str, Any]:
    """Return what an undo would put back, as JSON values."""
    return {name: _plain(getattr(task, name)) for name in _KEPT}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, time)) else value


async def record(
    session: AsyncSession,
    task: Task,
    verb: Verb | str,
    *,
    by: By,
    before: dict[str, Any] | None = None,
    **data: Any,
) -> TaskEvent:
    """Append an event; `before` is the snapshot from before the change."""
    event = TaskEvent(
        task_id=task.id or 0,
        at=by.now,
        actor_id=by.actor_id,
        channel=by.channel,
        kind=str(verb),
        data={name: _plain(value) for name, value in data.items()},
        before=before or {},
    )
    session.add(event)
    await session.flush()
    await _keep_parts(session, task)
    if by.actor is not None or by.channel == audit.CLI:
        # Not what the system did, nor what a citizen's feedback set going.
        await audit.record(
            session,
            f"{audit.TASK}{verb}",
            actor=by.actor_id,
            at=by.now,
            channel=by.channel,
            subject=f"task/{task.id}",
            event=event.id,
        )
    return event


async def _keep_parts(session: AsyncSession, task: Task) -> None:
    """Let the parts in a task say whether it is open: whatever changes a task's state is recorded."""
    parts, is_open = col(TaskUnit.task_id) == task.id, task.state not in FINAL
    turned = sa.update(TaskUnit).where(parts, col(TaskUnit.is_open).is_(not is_open))
    await session.exec(turned.values(is_open=is_open))


async def move(
    session: AsyncSession,
    task: Task,
    verb: Verb,
    *,
    by: By,
    percent: int | None = None,
    done: At | None = None,
    **data: Any,
) -> TaskEvent:
    """Carry a task through a verb of its life cycle and record it; raise what the life cycle forbids.

    `done` is when its lead said that it is done, where that holds afterwards.
    """
    before = snapshot(task)
    task.state = lifecycle.after(task.state, verb)
    if percent is not None:
        task.percent = data["percent"] = percent
    task.completed_on, task.completed_hour = (done.day, done.hour) if done else (None, None)
    return await record(session, task, verb, by=by, before=before, **data)


async def history(
    session: AsyncSession, task: Task, *, offset: int = 0, limit: int
) -> list[tuple[TaskEvent, str]]:
    """Return some events of a task with the names of their actors, the newest first."""
    found = (
        select(TaskEvent, Person.name)
        .join(Person, col(Person.id) == TaskEvent.actor_id, isouter=True)
        .where(TaskEvent.task_id == task.id)
        .order_by(col(TaskEvent.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return [(event, name or "") for event, name in (await session.exec(found)).all()]


async def newest(session: AsyncSession, task: Task) -> TaskEvent | None:
    """Return a task's newest event."""
    found = select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(col(TaskEvent.id).desc())
    return (await session.exec(found.limit(1))).first()


async def last(session: AsyncSession, task: Task) -> int | None:
    """Return the id of a task's newest event."""
    found = select(TaskEvent.id).where(TaskEvent.task_id == task.id).order_by(col(TaskEvent.id).desc())
    return (await session.exec(found.limit(1))).first()


async def reports_for(session: AsyncSession, absence: Absence) -> int:
    """Count what a stand-in recorded on the tasks of the one who was away, since that was arranged."""
    theirs = select(TaskUnit.task_id).where(
        TaskUnit.part == Part.lead, TaskUnit.person_id == absence.person_id
    )
    made = select(func.count()).where(
        TaskEvent.actor_id == absence.stand_in_id,
        TaskEvent.at >= absence.made_at,
        col(TaskEvent.kind).in_(REPORTED),
        col(TaskEvent.undone).is_(False),
        col(TaskEvent.task_id).in_(theirs),
    )
    return (await session.exec(made)).one()


async def last_event(session: AsyncSession) -> int:
    """Return the number of the newest event: another one means that some task has changed."""
    return (await session.exec(select(func.max(col(TaskEvent.id))))).one() or 0
