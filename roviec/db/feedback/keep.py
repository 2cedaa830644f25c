"""Forgetting who sent a feedback: on wish, and some time after the answer.

The words, the pictures and the answer stay: they are the office's record of what it was told (Decree
20/2008/NĐ-CP, Điều 9 khoản 1 điểm đ), and name nobody unless the citizen did.
"""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Conversation, Feedback, FeedbackTally, Outbox
from roviec.db.models.delivery import Departure
from roviec.db.slots import NOWHERE
from roviec.tasks.feedback.lifecycle import State

NOBODY: dict[str, Any] = {"address_id": None, "consent": "", "consented_on": None}
"""What of a feedback goes with its address."""
UNSEEN = "feedback.unseen/"
"""How the keys of the receipts begin that name a code to a chat which asked not to be kept with it."""


async def forget_address(session: AsyncSession, address: Address) -> None:
    """Drop the address from everything that this chat sent: no answer will come here."""
    mine = sa.update(Feedback).where(col(Feedback.address_id) == address.id).values(**NOBODY)
    await session.exec(mine)
    await session.exec(sa.delete(FeedbackTally).where(col(FeedbackTally.address_id) == address.id))


async def _part(session: AsyncSession, past: sa.ColumnElement[bool]) -> None:
    """Write anew where the chats of past days stand: on PostgreSQL a row names the transaction that wrote it."""
    chats = sa.select(col(FeedbackTally.address_id)).where(past)
    same = sa.update(Conversation).where(col(Conversation.address_id).in_(chats))
    await session.exec(same.values(updated_at=col(Conversation.updated_at)))


async def erase_old(
    session: AsyncSession, *, today: date, keep_days: int, drafts_before: datetime, now: datetime
) -> int:
    """Drop addresses `keep_days` after the last answer, and what else ties a chat to a feedback.

    That is: the counts of past days, drafts left lying, and receipts of feedback that was sent unseen.
    """
    answered = col(Feedback.closed_on) < today - timedelta(days=keep_days)
    settled = col(Feedback.state).in_((State.answered, State.closed))
    old = sa.update(Feedback).where(col(Feedback.address_id).is_not(None), answered, settled)
    dropped = await session.exec(old.values(**NOBODY).returning(col(Feedback.id)))
    past = col(FeedbackTally.on) < today
    await _part(session, past)
    await session.exec(sa.delete(FeedbackTally).where(past))
    told = (col(Outbox.key).like(f"{UNSEEN}%"), col(Outbox.state) == Departure.sent, col(Outbox.chat) != "")
    await session.exec(sa.update(Outbox).where(*told).values(**NOWHERE, body={}, external_id=None))
    own = col(Conversation.own) & col(Conversation.stale_at).is_not(None)
    left = own & (col(Conversation.updated_at) < drafts_before)
    emptied: dict[str, Any] = {
        "dialogue": None,
        "data": {},
        "own": False,
        "stale_at": None,
        "options": [],
        "options_until": None,
        "updated_at": now,
    }
    drafts = sa.update(Conversation).where(left).values(emptied).returning(col(Conversation.address_id))
    return len(dropped.all()) + len((await session.exec(drafts)).all())
