"""Erasing what a chat left: a late button of a survey, or everything."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox, reception, sessions
from roviec.db.feedback.keep import forget_address
from roviec.db.inbox import Payload
from roviec.db.models import Address, Conversation, Outbox
from roviec.db.models.delivery import Departure
from roviec.db.slots import NOWHERE
from roviec.db.surveys.finish import forget_runs
from roviec.db.surveys.runs import runs_of
from roviec.db.surveys.traces import Traces


async def erase_late(
    session: AsyncSession, *, address: Address, row: Payload, traces: Traces, now: datetime
) -> None:
    """Erase a button of a survey that came after the end of its run: it names an answer."""
    if eraser := traces.get(address.channel):
        await eraser.one(session, chat=address.chat, said=row.external_id, now=now)


async def forget_chat(session: AsyncSession, *, address: Address, traces: Traces, now: datetime) -> None:
    """Erase a chat: its runs, its words, its messages, where it stands, and its address itself.

    Spent tokens stay: they name nobody, and without them a chat could answer twice. Feedback stays too,
    without the address. Talks with the office go, with every word.
    """
    await session.flush()
    runs = [(run, address) for run in await runs_of(session, address)]
    await forget_runs(session, runs, traces=traces, now=now)
    await forget_address(session, address)
    await reception.forget(session, address)
    await inbox.erase(session, channel=address.channel, chat=address.chat)
    if eraser := traces.get(address.channel):
        await eraser.all(session, chat=address.chat)
    mine = (col(Outbox.channel) == address.channel, col(Outbox.chat) == address.chat)
    if address.channel == sessions.CHANNEL:
        await sessions.disown(session, address.chat, now=now)
    # The key of what was said once stays: it must not be said again.
    kept = sa.update(Outbox).where(*mine, col(Outbox.key).is_not(None), col(Outbox.state) == Departure.sent)
    await session.exec(
        kept.values(**NOWHERE, body={}, source=None, task_id=None, person_id=None, external_id=None)
    )
    await session.exec(sa.delete(Outbox).where(*mine))
    await _drop_address(session, address)


async def _drop_address(session: AsyncSession, address: Address) -> None:
    """Delete the address, with its conversation; the next word makes it a stranger's."""
    conversation = await session.get(Conversation, address.id)
    await session.flush()
    for row in (conversation, address):
        if row is not None:
            session.expunge(row)
    await session.exec(sa.delete(Conversation).where(col(Conversation.address_id) == address.id))
    await session.exec(sa.delete(Address).where(col(Address.id) == address.id))
