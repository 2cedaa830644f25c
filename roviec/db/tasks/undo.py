"""Taking back what was just said of a task: one button, and the record keeps both."""

from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Extension, Obstacle, Task, TaskEvent
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import events
from roviec.db.tasks.change import NothingToUndo
from roviec.db.tasks.events import By
from roviec.tasks.lifecycle import State

LIFE = timedelta(hours=24)


async def undo(session: AsyncSession, *, first: int, last: int, by: By) -> Task:
    """Put a task back to before the events `first` to `last` of one message, if nothing came after them."""
    found = select(TaskEvent).where(TaskEvent.id >= first, TaskEvent.id <= last).order_by(col(TaskEvent.id))  # type: ignore[operator]
    said = [e for e in (await session.exec(found)).all() if e.actor_id == by.actor_id]
    if not said or any(e.undone or by.now - e.at > LIFE for e in said):
        raise NothingToUndo
    task = await session.get_one(Task, said[0].task_id)
    later = select(TaskEvent.id).where(TaskEvent.task_id == task.id, TaskEvent.id > last)  # type: ignore[operator]
    if (await session.exec(later)).first() is not None or any(e.task_id != task.id for e in said):
        raise NothingToUndo
    _put_back(task, said[0])
    for event in said:
        event.undone = True
        await _withdraw(session, event, by)
    await events.record(session, task, "undo", by=by, first=first, last=last)
    return task


def _put_back(task: Task, event: TaskEvent) -> None:
    before = event.before
    task.state, task.percent = State(before["state"]), before["percent"]
    task.due = date.fromisoformat(before["due"]) if before["due"] else None
    done = before["completed_on"]
    task.completed_on = date.fromisoformat(done) if done else None


async def _withdraw(session: AsyncSession, event: TaskEvent, by: By) -> None:
    """Close the obstacle or the request that an undone event had opened."""
    if obstacle_id := event.data.get("obstacle"):
        obstacle = await session.get_one(Obstacle, obstacle_id)
        obstacle.resolved_at, obstacle.resolved_by = by.now, by.actor_id
    if extension_id := event.data.get("extension"):
        (await session.get_one(Extension, extension_id)).verdict = Verdict.withdrawn
