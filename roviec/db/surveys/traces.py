"""Erasing whatever led to a response: payloads, messages, lines of the web chat."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import webchat
from roviec.db.inbox import insert
from roviec.db.models import Address, Inbox, Outbox, SurveyRun, WebEvent
from roviec.db.models.delivery import Departure


async def erase(session: AsyncSession, *, run: SurveyRun, address: Address, now: datetime) -> None:
    """Erase what this chat said and heard since the run began.

    Payload rows stay, empty and without chat or time, so that a platform that repeats itself is recognised.
    """
    await _empty_inbox(session, run, address)
    sending = await _erase_outbox(session, run, address)
    if address.channel == "web":
        await _wipe_web(session, run, address, sending, now)


async def _empty_inbox(session: AsyncSession, run: SurveyRun, address: Address) -> None:
    held = select(Inbox).where(
        Inbox.channel == address.channel, Inbox.chat == address.chat, col(Inbox.id) >= run.first_inbox_id
    )
    for row in (await session.exec(held)).all():
        row.payload, row.files, row.chat, row.received_at, row.error = {}, [], "", None, None


async def _erase_outbox(session: AsyncSession, run: SurveyRun, address: Address) -> list[str]:
    """Delete this chat's messages; return the keys of those that a courier holds right now."""
    mine = (
        col(Outbox.channel) == address.channel,
        col(Outbox.chat) == address.chat,
        col(Outbox.created_at) >= run.started_at,
    )
    held = select(Outbox.id).where(*mine, Outbox.state == Departure.sending)
    sending = [f"outbox/{row_id}" for row_id in (await session.exec(held)).all()]
    await session.exec(sa.delete(Outbox).where(*mine))
    return sending


async def _wipe_web(
    session: AsyncSession, run: SurveyRun, address: Address, sending: list[str], now: datetime
) -> None:
    mine = (col(WebEvent.chat) == address.chat, col(WebEvent.at) >= run.started_at)
    first = (await session.exec(select(sa.func.min(WebEvent.id)).where(*mine))).one()
    await session.exec(sa.delete(WebEvent).where(*mine))
    if sending:
        # A message in flight would add its line after the wipe: its place is taken.
        gone = [{"chat": address.chat, "key": k, "kind": "gone", "body": {}, "at": now} for k in sending]
        await session.exec(insert(session, WebEvent).values(gone).on_conflict_do_nothing())
    if first is not None:
        await webchat.append(
            session, chat=address.chat, key=f"wipe/{run.id}", kind="wipe", body={"from_id": first}, now=now
        )
