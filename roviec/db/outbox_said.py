"""What was said and what waits to be: a message of ours by the platform's id or by our key, the lanes that stopped."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure
from roviec.messages.outgoing import Outgoing


async def about(
    session: AsyncSession, *, channel: str, chat: str, external_id: str
) -> tuple[list[int], list[str]]:
    """Return the tasks that a message is about, and the packed choices that it offered; both empty for no message."""
    mine = (Outbox.channel == channel, Outbox.chat == chat, Outbox.external_id == external_id)
    rows = (await session.exec(select(Outbox).where(*mine).order_by(col(Outbox.created_at)))).all()
    choices = [one.action for row in rows for one in Outgoing.from_json(row.body).choices]
    return [row.task_id for row in rows if row.task_id is not None], choices


async def task_of(session: AsyncSession, *, channel: str, chat: str, external_id: str) -> int | None:
    """Return the task that a message of ours was about, by the platform's id of the message."""
    found = select(Outbox.task_id).where(
        Outbox.channel == channel, Outbox.chat == chat, Outbox.external_id == external_id
    )
    tasks = (await session.exec(found.distinct().limit(2))).all()
    # Joined messages share an id: one that is about several tasks is about none in particular.
    return tasks[0] if len(tasks) == 1 else None


async def was_written(session: AsyncSession, key: str) -> bool:
    """Tell whether a message stands, or stood, under a key."""
    return (await session.exec(select(Outbox.id).where(Outbox.key == f"{key}/0"))).first() is not None


async def stopped(session: AsyncSession, *, since: datetime) -> dict[tuple[str, int], datetime]:
    """Return {(channel, lane): from when its oldest queued message might have left}, where that is before `since`."""
    oldest, lane = sa.func.min(Outbox.not_before), (col(Outbox.channel), col(Outbox.lane))
    waiting = sa.select(*lane, oldest).where(col(Outbox.state) == Departure.queued).group_by(*lane)
    rows = (await (await session.connection()).execute(waiting.having(oldest < since))).all()
    return {(channel, number): at for channel, number, at in rows}
