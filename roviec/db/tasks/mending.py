"""Tasks that were made of what fell in the index."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Task
from roviec.tasks.lifecycle import State

MOST = 20


async def mending(session: AsyncSession, *, begins: str) -> list[Task]:
    """Return the latest tasks, cancelled ones left aside, whose title begins so."""
    mine = (col(Task.title).startswith(begins, autoescape=True), col(Task.state) != State.cancelled)
    found = select(Task).where(*mine).order_by(col(Task.id).desc()).limit(MOST)
    return list((await session.exec(found)).all())
