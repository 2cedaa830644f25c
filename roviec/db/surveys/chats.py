"""Erasing what a chat left: a late button of a survey, or everything."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import official, sessions, webchat
from roviec.db.feedback.keep import forget_address
from roviec.db.models import Address, Conversation, Inbox, Outbox, WebEvent
from roviec.db.models.delivery import Departure
from roviec.db.surveys.finish import forget_run
from roviec.db.surveys.runs import runs_of
from roviec.db.surveys.traces import empty_payload, empty_payloads, wipe_lines


async def erase_late(session: AsyncSession, *, address: Address, row: Inbox, now: datetime) -> None:
    """Erase a button of a survey that came after the end of its run: it names an answer."""
    if address.channel == "web":
        key = "in/" + row.external_id.rpartition("/")[2]
        found = select(WebEvent.id).where(WebEvent.chat == address.chat, WebEvent.key == key)
        line = (await session.exec(found)).first()
        await wipe_lines(session, chat=address.chat, from_id=line, sending=[], now=now)
    empty_payload(row)


async def forget_chat(session: AsyncSession, *, address: Address, now: datetime) -> None:
    """Erase a chat: its runs, its words, its messages, where it stands, and its address itself.

    Spent tokens stay: they name nobody, and without them a chat could answer twice. Feedback stays too,
    without the address.
    """
    await session.flush()
    for run in await runs_of(session, address):
        await forget_run(session, run=run, address=address, now=now)
    await forget_address(session, address)
    await empty_payloads(session, address=address, first_id=0)
    mine = (col(Outbox.channel) == address.channel, col(Outbox.chat) == address.chat)
    if address.channel == "web":
        await _wipe_all(session, address.chat, mine, now)
        await sessions.disown(session, address.chat, now=now)
    if address.channel == official.CHANNEL:
        await official.forget(session, chat=address.chat)
    # The key of what was said once stays: it must not be said again.
    kept = sa.update(Outbox).where(*mine, col(Outbox.key).is_not(None), col(Outbox.state) == Departure.sent)
    await session.exec(
        kept.values(chat="", body={}, source=None, task_id=None, person_id=None, external_id=None)
    )
    await session.exec(sa.delete(Outbox).where(*mine))
    await _drop_address(session, address)


async def _wipe_all(
    session: AsyncSession, chat: str, mine: tuple[sa.ColumnElement[bool], ...], now: datetime
) -> None:
    sending = select(Outbox.id, Outbox.key).where(*mine, Outbox.state == Departure.sending)
    keys = [key or f"outbox/{row_id}" for row_id, key in (await session.exec(sending)).all()]
    await session.exec(sa.delete(WebEvent).where(col(WebEvent.chat) == chat))
    await wipe_lines(session, chat=chat, from_id=None, sending=keys, now=now)
    await webchat.append(session, chat=chat, key="wipe/0", kind="wipe", body={"from_id": 0}, now=now)


async def _drop_address(session: AsyncSession, address: Address) -> None:
    """Delete the address, with its conversation; the next word makes it a stranger's."""
    conversation = await session.get(Conversation, address.id)
    await session.flush()
    for row in (conversation, address):
        if row is not None:
            session.expunge(row)
    await session.exec(sa.delete(Conversation).where(col(Conversation.address_id) == address.id))
    await session.exec(sa.delete(Address).where(col(Address.id) == address.id))
