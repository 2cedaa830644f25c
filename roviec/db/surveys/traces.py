"""Erasing whatever led to a response: payloads, messages, lines of the web chat, the state of the dialogue."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations, webchat
from roviec.db.inbox import insert
from roviec.db.models import Address, Conversation, Inbox, Outbox, SurveyRun, WebEvent
from roviec.db.models.delivery import Arrival, Departure, Lane

OPEN = (Arrival.new, Arrival.fetching)
EMPTY: dict[str, Any] = {"payload": {}, "files": [], "chat": "", "received_at": None, "error": None}
"""What stays of a payload: only what recognises its repetition."""


async def erase(session: AsyncSession, *, run: SurveyRun, address: Address, now: datetime) -> None:
    """Erase what this chat said and heard since the run began.

    Payload rows stay, empty and without chat or time, so that a platform that repeats itself is recognised.
    What arrived but is not decided yet stays too: it is not lost, and a late button erases itself.
    """
    await erase_since(session, address=address, first_id=run.first_inbox_id, since=run.started_at, now=now)
    conversation = await session.get(Conversation, address.id)
    # Of a chat's own dialogues only a survey's waits without end.
    if conversation is not None and conversation.own and conversation.stale_at is None:
        conversations.leave(conversation, now)


async def erase_since(
    session: AsyncSession, *, address: Address, first_id: int, since: datetime, now: datetime
) -> None:
    """Erase what a chat said from the payload `first_id` on, which came at `since`, and what it heard."""
    if address.channel == "web":
        from_id = await _first_line(session, since, address, await session.get(Inbox, first_id))
    await empty_payloads(session, address=address, first_id=first_id)
    sending = await _erase_outbox(session, since, address)
    if address.channel == "web":
        await wipe_lines(session, chat=address.chat, from_id=from_id, sending=sending, now=now)


async def empty_payloads(session: AsyncSession, *, address: Address, first_id: int) -> None:
    """Empty the decided payloads of a chat from `first_id` on."""
    held = (col(Inbox.channel) == address.channel, col(Inbox.chat) == address.chat)
    decided = (col(Inbox.id) >= first_id, col(Inbox.state).not_in(OPEN))
    await session.exec(sa.update(Inbox).where(*held, *decided).values(EMPTY))


def empty_payload(row: Inbox) -> None:
    """Leave of a payload only what recognises its repetition."""
    row.sqlmodel_update(EMPTY)


async def _erase_outbox(session: AsyncSession, since: datetime, address: Address) -> list[str]:
    """Delete this chat's answers; return the keys of those that a courier holds right now.

    Reminders and messages about tasks hold nothing of a survey and stay. Everything else of a citizen goes,
    whatever its time: a clock that was set back must not save a line.
    """
    mine: list[Any] = [col(Outbox.channel) == address.channel, col(Outbox.chat) == address.chat]
    mine += [col(Outbox.lane) == int(Lane.reply), col(Outbox.task_id).is_(None), col(Outbox.key).is_(None)]
    if address.person_id is not None:
        mine.append(col(Outbox.created_at) >= since)
    held = select(Outbox.id).where(*mine, Outbox.state == Departure.sending)
    sending = [f"outbox/{row_id}" for row_id in (await session.exec(held)).all()]
    await session.exec(sa.delete(Outbox).where(*mine))
    return sending


async def _first_line(
    session: AsyncSession, since: datetime, address: Address, first: Inbox | None
) -> int | None:
    """Return the line with which it began: that of its first payload, else by the time."""
    if first is not None and first.chat == address.chat:
        key = "in/" + first.external_id.rpartition("/")[2]
        found = select(WebEvent.id).where(WebEvent.chat == address.chat, WebEvent.key == key)
        line = (await session.exec(found)).first()
        if line is not None:
            return line
    by_time = select(sa.func.min(WebEvent.id)).where(WebEvent.chat == address.chat, col(WebEvent.at) >= since)
    return (await session.exec(by_time)).one()


async def wipe_lines(
    session: AsyncSession, *, chat: str, from_id: int | None, sending: list[str], now: datetime
) -> None:
    """Delete the lines from `from_id` on and tell the open page; keyed messages, as reminders, stay stored."""
    if sending:
        # A message in flight would add its line after the wipe: its place is taken.
        gone = [{"chat": chat, "key": k, "kind": "gone", "body": {}, "at": now} for k in sending]
        await session.exec(insert(session, WebEvent).values(gone).on_conflict_do_nothing())
    if from_id is None:
        return
    mine = (col(WebEvent.chat) == chat, col(WebEvent.id) >= from_id, col(WebEvent.kind) != "gone")
    ours = (col(WebEvent.kind) == "heard") & col(WebEvent.key).not_like("outbox/%")
    await session.exec(sa.delete(WebEvent).where(*mine, ~ours))
    body = {"from_id": from_id}
    await webchat.append(session, chat=chat, key=f"wipe/{from_id}", kind="wipe", body=body, now=now)
