"""Taking back what was just said of a task: one button, and the record keeps both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Extension, Obstacle, Snooze, Task, TaskEvent
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import events, requests, standing
from roviec.db.tasks.change import NothingToUndo
from roviec.db.tasks.events import By
from roviec.tasks.lifecycle import State, Verb

LIFE = timedelta(hours=24)
UNDOABLE = frozenset(
    {
        Verb.accept,
        Verb.progress,
        Verb.complete,
        Verb.refuse,
        Verb.report_obstacle,
        Verb.ask_extension,
        "promise",
        "note",
    }
)
"""What officials say of their own work: others act on a decision at once, and an answer to a citizen has left."""


@dataclass(frozen=True)
class Undone:
    """What was taken back: the task as it is again, the kinds of the events, and the event that records it."""

    task: Task
    kinds: list[str]
    event: int
    askers: list[int]
    """Who had been told that their request is settled: it waits again."""


async def undo(session: AsyncSession, *, first: int, last: int, by: By) -> Undone:
    """Put a task back to before the events `first` to `last` of one message of the actor.

    The numbers come from a button and may be forged: they must be the first and the last of a row of the actor's
    own events that ends the task's record. Raises `NothingToUndo`, or `NotYourTask` for who has lost the task.
    """
    task, said = await _said(session, first)
    is_whole = bool(said) and said[-1].id == last
    if not is_whole or not all(_is_fresh_report(event, by) for event in said):
        raise NothingToUndo
    if by.actor is None or not (await standing.of(session, task, by.actor)).any:
        raise standing.NotYourTask
    _put_back(task, said[0])
    for event in said:
        event.undone = True
        await _withdraw(session, event, by)
    recorded = await events.record(session, task, "undo", by=by, first=first, last=last)
    askers = [person for event in said for person in await requests.askers(session, event)]
    return Undone(task, [event.kind for event in said], recorded.id or 0, askers)


def _is_fresh_report(event: TaskEvent, by: By) -> bool:
    is_own = event.actor_id == by.actor_id and event.kind in UNDOABLE
    return is_own and not event.undone and by.now - event.at <= LIFE


async def _said(session: AsyncSession, first: int) -> tuple[Task, Sequence[TaskEvent]]:
    """Return the task of an event and everything that was recorded of it from there on, held until the end."""
    event = await session.get(TaskEvent, first)
    if event is None:
        raise NothingToUndo
    task = await session.get_one(Task, event.task_id, with_for_update=True)
    since = select(TaskEvent).where(TaskEvent.task_id == task.id, col(TaskEvent.id) >= first)
    return task, (await session.exec(since.order_by(col(TaskEvent.id)))).all()


def _put_back(task: Task, event: TaskEvent) -> None:
    before = event.before
    task.state, task.percent = State(before["state"]), before["percent"]
    task.due = date.fromisoformat(before["due"]) if before["due"] else None
    done, hour = before["completed_on"], before.get("completed_hour")
    task.completed_on = date.fromisoformat(done) if done else None
    task.completed_hour = time.fromisoformat(hour) if hour else None


async def _withdraw(session: AsyncSession, event: TaskEvent, by: By) -> None:
    """Close the obstacle or the request that an undone event had opened."""
    if obstacle_id := event.data.get("obstacle"):
        obstacle = await session.get_one(Obstacle, obstacle_id)
        obstacle.resolved_at, obstacle.resolved_by = by.now, by.actor_id
    if extension_id := event.data.get("extension"):
        (await session.get_one(Extension, extension_id)).verdict = Verdict.withdrawn
    if event.kind == "promise":
        await session.exec(
            delete(Snooze).where(col(Snooze.task_id) == event.task_id, col(Snooze.person_id) == by.actor_id)
        )
    for id_ in event.data.get("overtaken", ()):
        (await session.get_one(Extension, id_)).verdict = Verdict.asked
    for id_ in event.data.get("cleared", ()):
        obstacle = await session.get_one(Obstacle, id_)
        obstacle.resolved_at = obstacle.resolved_by = None
