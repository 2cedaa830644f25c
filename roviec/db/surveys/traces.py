"""Erasing whatever led to a response: payloads, messages, the state of the dialogue, and what its channel keeps."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations, inbox
from roviec.db.models import Address, Conversation, Outbox, SurveyRun
from roviec.db.models.delivery import Lane


class Eraser(Protocol):
    """Erases what one channel itself keeps of a chat, in the transaction of the caller."""

    async def since(
        self, session: AsyncSession, *, chat: str, first: str, since: datetime, now: datetime
    ) -> None:
        """Erase what was said and heard from the payload with the id `first` on, which came about `since`."""

    async def one(self, session: AsyncSession, *, chat: str, said: str, now: datetime) -> None:
        """Erase what was said with the payload `said`."""

    async def all(self, session: AsyncSession, *, chat: str) -> None:
        """Erase everything."""


Traces = Mapping[str, Eraser]
"""The channels that keep something of a chat themselves, each with what erases it."""


async def erase(
    session: AsyncSession, *, run: SurveyRun, address: Address, traces: Traces, now: datetime
) -> None:
    """Erase what this chat said and heard since the run began.

    What arrived but is not decided yet stays: it is not lost, and a late button erases itself.
    """
    first, since = run.begun_with, run.started_at
    await erase_since(session, address=address, first=first, since=since, traces=traces, now=now)
    conversation = await session.get(Conversation, address.id)
    # Of a chat's own dialogues only a survey's waits without end.
    if conversation is not None and conversation.own and conversation.stale_at is None:
        conversations.leave(conversation, now)


async def erase_since(
    session: AsyncSession, *, address: Address, first: str, since: datetime, traces: Traces, now: datetime
) -> None:
    """Erase what a chat said from the payload `first` on, which came about `since`, and what it heard."""
    await inbox.erase(session, channel=address.channel, chat=address.chat, since=since)
    await _erase_outbox(session, since, address)
    if eraser := traces.get(address.channel):
        await eraser.since(session, chat=address.chat, first=first, since=since, now=now)


async def _erase_outbox(session: AsyncSession, since: datetime, address: Address) -> None:
    """Delete this chat's answers, those that a courier holds right now too.

    Reminders and messages about tasks hold nothing of a survey and stay. Everything else of a citizen goes,
    whatever its time: a clock that was set back must not save a line.
    """
    mine = {"at": address.channel, "in_chat": address.chat}
    connection = await session.connection()
    if address.person_id is None:
        await connection.execute(_ANSWERS, mine)
    else:
        await connection.execute(_ANSWERS_SINCE, mine | {"since": since})


_ANSWERS = sa.delete(Outbox).where(
    col(Outbox.channel) == sa.bindparam("at"),
    col(Outbox.chat) == sa.bindparam("in_chat"),
    col(Outbox.lane) == int(Lane.reply),
    col(Outbox.task_id).is_(None),
    col(Outbox.key).is_(None),
)
_ANSWERS_SINCE = _ANSWERS.where(col(Outbox.created_at) >= sa.bindparam("since"))
"""Built once, and run apart from the session, which keeps no message."""


def blur(conversation: Conversation, now: datetime) -> None:
    """Keep the day alone of a conversation whose way here was erased; its numbers hold a little longer."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    conversation.updated_at = day
    if conversation.options_until is not None:
        conversation.options_until = day + timedelta(days=1) + conversations.OPTIONS_LIFE
