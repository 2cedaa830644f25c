"""What a message of ours was about, by the platform's id of it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Outbox
from roviec.messages.outgoing import Outgoing


async def about(
    session: AsyncSession, *, channel: str, chat: str, external_id: str
) -> tuple[list[int], list[str]]:
    """Return the tasks that a message is about, and the packed choices that it offered; both empty for no message."""
    mine = (Outbox.channel == channel, Outbox.chat == chat, Outbox.external_id == external_id)
    rows = (await session.exec(select(Outbox).where(*mine).order_by(col(Outbox.created_at)))).all()
    choices = [one.action for row in rows for one in Outgoing.from_json(row.body).choices]
    return [row.task_id for row in rows if row.task_id is not None], choices
