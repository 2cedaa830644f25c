"""Word of a task that waits for its hour: kept, found when the hour has come, dropped when it is no longer true."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Held, Task
from roviec.db.models.tasks import HeldKind


async def hold(
    session: AsyncSession,
    *,
    task: Task,
    persons: Iterable[int],
    kind: HeldKind,
    at: datetime,
    by_id: int | None,
) -> None:
    """Keep word of a task for people until `at`; a later word of the same kind takes the place of the earlier."""
    for person_id in persons:
        row = {"task_id": task.id, "person_id": person_id, "kind": kind, "at": at, "by_id": by_id}
        wish = insert(session, Held).values(row)
        new = {"at": at, "by_id": by_id}
        await session.exec(
            wish.on_conflict_do_update(index_elements=["task_id", "person_id", "kind"], set_=new)
        )


async def waiting(session: AsyncSession, *, now: datetime) -> list[int]:
    """Return for whom something waits whose hour has come."""
    found = select(Held.person_id).where(Held.at <= now).distinct().order_by(col(Held.person_id))
    return list((await session.exec(found)).all())


async def take(session: AsyncSession, *, person_id: int, now: datetime) -> Sequence[Held]:
    """Take out what waits for a person and whose hour has come, in the order in which it was kept."""
    mine = select(Held).where(Held.person_id == person_id, Held.at <= now).order_by(col(Held.id))
    rows = (await session.exec(mine.with_for_update(skip_locked=True))).all()
    await session.exec(delete(Held).where(col(Held.id).in_([row.id for row in rows])))
    return rows
