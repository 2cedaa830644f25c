"""Where a chat stands, as one row: dialogue, options of the last question, task talked of.

Somebody with several chats has one conversation: the dialogue and the task talked of stand in one of the rows and
follow the person; the numbers of a question stay in the chat that shows it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db.models import Address, Conversation
from roviec.messages.outgoing import Choice

OPTIONS_LIFE = timedelta(hours=24)
TALKED = timedelta(minutes=30)
"""So long after they last said something, what somebody talked of stays what they mean."""


async def of(session: AsyncSession, address: Address, now: datetime) -> Conversation:
    """Return the conversation of an address, begun at its first message."""
    assert address.id is not None
    row = await session.get(Conversation, address.id)
    if row is None:
        row = Conversation(address_id=address.id, updated_at=now)
        session.add(row)
    return row


async def all_of(
    session: AsyncSession, address: Address, now: datetime
) -> tuple[Conversation, list[Conversation]]:
    """Return the conversation of an address, and those in the other chats of its person."""
    if address.person_id is None:
        return await of(session, address, now), []
    rows = (await session.exec(_theirs(), params={"whose": address.person_id})).all()
    others = [row for row in rows if row.address_id != address.id]
    return await of(session, address, now), others


@cache
def _theirs() -> SelectOfScalar[Conversation]:
    mine = col(Conversation.address_id) == col(Address.id)
    return select(Conversation).join(Address, mine).where(Address.person_id == sa.bindparam("whose"))


async def of_speaker(session: AsyncSession, address: Address, now: datetime) -> Conversation:
    """Return the conversation of a chat in which its person speaks: what they began elsewhere goes on here."""
    here, others = await all_of(session, address, now)
    if others:
        await _lock(session, [here, *others])
        _follow(here, others, now)
    return here


async def _lock(session: AsyncSession, rows: list[Conversation]) -> None:
    """Let one chat of a person be answered at a time, whatever the number of processes."""
    mine = select(Conversation).where(col(Conversation.address_id).in_([row.address_id for row in rows]))
    locked = mine.order_by(col(Conversation.address_id)).with_for_update()
    await session.exec(locked.execution_options(populate_existing=True))


def _follow(here: Conversation, others: list[Conversation], now: datetime) -> None:
    """Take over the task talked of, and the dialogue unless this chat is in one that is newer or its own."""
    for row in sorted(others, key=lambda row: row.updated_at):
        if row.task_id is not None:
            here.task_id, row.task_id = row.task_id, None
        if row.dialogue is None or row.own or here.own:
            continue
        if follows(row, now) and (here.dialogue is None or here.updated_at < row.updated_at):
            here.dialogue, here.data, here.stale_at = row.dialogue, row.data, row.stale_at
            here.updated_at = max(here.updated_at, row.updated_at)
        _end(row)


async def forget(session: AsyncSession, address: Address) -> None:
    """Forget what was talked of with the person of an address; a dialogue of the chat's own goes on."""
    row = await session.get(Conversation, address.id)
    if row is None:
        return
    row.task_id = None
    if not row.own:
        _end(row)
        row.options, row.options_until = [], None


def follows(row: Conversation, now: datetime) -> bool:
    """Tell whether a dialogue of the person, not of the chat, waits for words: it may go on elsewhere."""
    return not is_idle(row, now) and not row.own


def about(row: Conversation, task_id: int, others: Iterable[Conversation] = ()) -> None:
    """Remember the task that plain words will mean, in one chat of a person."""
    row.task_id = task_id
    for other in others:
        other.task_id = None


def is_talking(row: Conversation, task_id: int | None, now: datetime) -> bool:
    """Tell whether somebody is in the middle of talking about another task: news of this one must not take its place."""
    return row.task_id not in (None, task_id) and now - row.updated_at < TALKED


def withdraw(row: Conversation, choices: tuple[Choice, ...]) -> None:
    """Unbind the numbers of a question that was never shown."""
    if choices and row.options == [[c.label, c.action] for c in choices]:
        row.options, row.options_until = [], None


def enter(
    row: Conversation,
    dialogue: str,
    data: dict[str, Any],
    now: datetime,
    *,
    own: bool = False,
    stale_after: timedelta | None = None,
) -> None:
    """Begin a dialogue: the next words belong to it. `own`: it is the chat's and never follows its person."""
    row.dialogue, row.data, row.updated_at, row.own = dialogue, data, now, own
    row.stale_at = now + stale_after if stale_after else None


def leave(row: Conversation, now: datetime) -> None:
    """End the dialogue and forget what the numbers meant."""
    _end(row)
    row.options, row.options_until, row.updated_at = [], None, now


def _end(row: Conversation) -> None:
    row.dialogue, row.data, row.own, row.stale_at = None, {}, False, None


def offer(row: Conversation, choices: tuple[Choice, ...], first_number: int, now: datetime) -> None:
    """Bind the numbers to the choices of the last question, for a day."""
    row.options = [[c.label, c.action] for c in choices]
    row.first_number, row.options_until, row.updated_at = first_number, now + OPTIONS_LIFE, now


def is_stale(row: Conversation, now: datetime) -> bool:
    """Tell whether a dialogue was left alone until it ended."""
    return row.dialogue is not None and row.stale_at is not None and row.stale_at <= now


def is_idle(row: Conversation, now: datetime) -> bool:
    """Tell whether no dialogue waits for words; one left alone for a day lets others speak."""
    return row.dialogue is None or is_stale(row, now) or row.updated_at + OPTIONS_LIFE <= now


def are_over(row: Conversation, now: datetime) -> bool:
    """Tell whether the numbers of the last question mean nothing any more."""
    return row.options_until is None or row.options_until <= now


def chosen(row: Conversation, number: int, now: datetime) -> Choice | None:
    """Return what a number means in the last question; None when it means nothing any more."""
    place = number - row.first_number
    if are_over(row, now) or not 0 <= place < len(row.options):
        return None
    return Choice(*row.options[place])


async def talk_of(session: AsyncSession, *, channel: str, chat: str) -> Conversation | None:
    """Return where a chat stands, if it has spoken."""
    found = select(Conversation).join(Address).where(Address.channel == channel, Address.chat == chat)
    return (await session.exec(found)).first()
