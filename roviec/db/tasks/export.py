"""Every task with everything that a follow-up table holds, in few queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Evidence, Obstacle, Part, Person, Plan, Task
from roviec.db.tasks import views


@dataclass(frozen=True)
class TaskRow:
    """A task with its document, units, leader in charge, and what was sent about it."""

    task: Task
    plan: Plan | None
    leads: str
    partners: str
    leader: str
    obstacles: int
    """Those nobody has resolved."""
    evidence: int


async def rows(
    session: AsyncSession, *, ids: Any = None, limit: int | None = None, after: int = 0
) -> list[TaskRow]:
    """Return tasks by id, those after an id: all of them, or those that a query of ids names."""
    found = (
        select(Task, Plan, Person.name)
        .join(Plan, col(Plan.id) == Task.plan_id, isouter=True)
        .join(Person, col(Person.id) == Task.leader_id, isouter=True)
        .where(col(Task.id) > after)
        .order_by(col(Task.id))
        .limit(limit)
    )
    if ids is not None:
        found = found.where(col(Task.id).in_(ids))
    tasks = (await session.exec(found)).all()
    units = await views.unit_names(session)
    blocked = await _counts(session, Obstacle.task_id, col(Obstacle.resolved_at).is_(None))
    files = await _counts(session, Evidence.task_id)
    return [
        TaskRow(
            task,
            plan,
            "; ".join(units.get((task.id or 0, Part.lead), [])),
            "; ".join(units.get((task.id or 0, Part.partner), [])),
            leader or "",
            blocked[task.id or 0],
            files[task.id or 0],
        )
        for task, plan, leader in tasks
    ]


async def _counts(session: AsyncSession, column: Any, *which: Any) -> dict[int, int]:
    found = (await session.exec(select(column, func.count()).where(*which).group_by(column))).all()
    return defaultdict(int, dict(found))
