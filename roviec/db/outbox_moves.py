"""What may leave for another address of the same person: found and held, never decided here."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db import conversations
from roviec.db.models import Address, Conversation, Outbox
from roviec.db.models.delivery import Departure
from roviec.db.slots import Shard, placed, shard_of
from roviec.messages.outgoing import Choice

PARTS = 100
"""More than any message is cut into."""
CHUNK = 200


async def in_flight(session: AsyncSession, row_id: int) -> Outbox | None:
    """Return a message in flight, held; None when it was erased meanwhile."""
    found = select(Outbox).where(Outbox.id == row_id, Outbox.state == Departure.sending)
    return (await session.exec(found.with_for_update())).first()


async def address_of(session: AsyncSession, row: Outbox) -> Address | None:
    """Return the address that a message was written for, if it still exists."""
    found = select(Address).where(Address.channel == row.channel, Address.chat == row.chat)
    return (await session.exec(found)).first()


async def untried_ids(session: AsyncSession, *, channel: str, on: Collection[str]) -> Sequence[int]:
    """Return what waits untried in a channel for people who can be reached in one that is `on`, unlocked."""
    other = sa.exists().where(
        col(Address.person_id) == col(Outbox.person_id),
        col(Address.reachable).is_(True),
        col(Address.channel).in_(on),
    )
    found = _free(col(Outbox.channel) == channel, col(Outbox.error).is_(None), other)
    return [row.id or 0 for row in (await session.exec(found)).all()]


async def still_waiting(session: AsyncSession, row_id: int) -> Sequence[Outbox]:
    """Return a message, held, if it still waits untried."""
    return await _waiting(session, col(Outbox.id) == row_id, col(Outbox.error).is_(None))


async def waiting_at(session: AsyncSession, address: Address) -> Sequence[Outbox]:
    """Return what waits at an address for its person."""
    mine = (Outbox.channel == address.channel, Outbox.chat == address.chat)
    return await _waiting(session, *mine, col(Outbox.person_id) == address.person_id)


async def waiting_under(session: AsyncSession, prefix: str) -> Sequence[Outbox]:
    """Return what waits under the keys that begin so."""
    return await _waiting(session, col(Outbox.key).startswith(prefix, autoescape=True))


async def waiting_for(
    session: AsyncSession, person_id: int, *, channels: Collection[str]
) -> Sequence[Outbox]:
    """Return what waits for a person in some channels."""
    return await _waiting(session, col(Outbox.channel).in_(channels), col(Outbox.person_id) == person_id)


async def _waiting(session: AsyncSession, *which: Any) -> Sequence[Outbox]:
    """Return queued messages that surely no platform has taken, held."""
    return (await session.exec(_free(*which).with_for_update(skip_locked=True))).all()


def _free(*which: Any) -> SelectOfScalar[Outbox]:
    free = (
        col(Outbox.state) == Departure.queued,
        col(Outbox.person_id).is_not(None),
        col(Outbox.possibly_twice).is_(False),
        # Tried without a recorded failure: a killed courier held it.
        sa.or_(col(Outbox.tries) == 0, col(Outbox.error).is_not(None)),
    )
    return select(Outbox).where(*free, *which).order_by(col(Outbox.place)).limit(CHUNK)


def key_of(row: Outbox) -> str:
    """Return the key of the whole message: its parts are numbered after it."""
    return (row.key or "").rpartition("/")[0]


async def parts(session: AsyncSession, row: Outbox) -> list[Outbox]:
    """Return the parts of the message that a row belongs to, in order."""
    found = select(Outbox).where(col(Outbox.key).in_(_keys(key_of(row))))
    # By the number behind the key: a part that was sent has no place any more.
    return sorted(
        (await session.exec(found)).all(), key=lambda part: int((part.key or "").rpartition("/")[2])
    )


async def remove(session: AsyncSession, rows: Sequence[Outbox]) -> None:
    """Delete messages, so that their keys are free."""
    for row in rows:
        await session.delete(row)
    await session.flush()


async def carry_over(
    session: AsyncSession,
    key: str,
    *,
    tried: dict[str, Any] | None,
    possibly_twice: bool,
    not_before: datetime,
) -> None:
    """Give the parts written anew under a key what their message has been through."""
    mine = sa.update(Outbox).where(col(Outbox.key).in_(_keys(key)))
    await session.exec(mine.values(tried=tried, possibly_twice=possibly_twice, not_before=not_before))


def _keys(key: str) -> list[str]:
    return [f"{key}/{n}" for n in range(PARTS)]


async def withdraw(session: AsyncSession, row: Outbox, choices: tuple[Choice, ...]) -> None:
    """Unbind the numbers in the chat that never showed them."""
    here = await address_of(session, row)
    talk = await session.get(Conversation, here.id) if here is not None else None
    if talk is not None:
        conversations.withdraw(talk, choices)


async def drop_key(session: AsyncSession, key: str) -> None:
    """Delete what waits under a key: it is written anew."""
    mine = (col(Outbox.key).startswith(f"{key}/"), col(Outbox.state) == Departure.queued)
    await session.exec(sa.delete(Outbox).where(*mine))


async def keep_until(session: AsyncSession, key: str, *, not_before: datetime) -> None:
    """Let what was written under a key leave no sooner than at a moment."""
    mine = sa.update(Outbox).where(
        col(Outbox.key).startswith(f"{key}/"), col(Outbox.state) == Departure.queued
    )
    await session.exec(mine.values(not_before=not_before))


async def try_now(session: AsyncSession, *, channel: str, now: datetime) -> None:
    """Let what was put back be tried at once: the clock by which it was to wait was set back."""
    put_back = sa.update(Outbox).where(col(Outbox.channel) == channel, col(Outbox.state) == Departure.queued)
    late = put_back.where(col(Outbox.error).is_not(None), col(Outbox.not_before) > now)
    await session.exec(late.values(not_before=now))


async def drop(session: AsyncSession, *, channel: str, chat: str, person_id: int) -> None:
    """Delete what waits unasked in a chat for somebody who is reached there no longer.

    What is in flight goes too: it may land, but it is never tried again in a stranger's chat.
    """
    open_ = col(Outbox.state).in_((Departure.queued, Departure.sending))
    here = (col(Outbox.channel) == channel, col(Outbox.chat) == chat, open_)
    await session.exec(sa.delete(Outbox).where(*here, col(Outbox.person_id) == person_id))


async def rename(
    session: AsyncSession, row_id: int, *, channel: str, old: str, new: str, shard: Shard
) -> None:
    """Send a message in flight, and what waits behind it, to the new id that the platform gave its chat.

    What else is in flight stays with the courier of its `shard` where the new id belongs to another one.
    """
    waiting = sa.update(Outbox).where(col(Outbox.channel) == channel, col(Outbox.chat) == old)
    waiting = waiting.where(col(Outbox.state) != Departure.sent)
    if shard_of(channel, new, shard.of) != shard:
        waiting = waiting.where(sa.or_(col(Outbox.state) != Departure.sending, col(Outbox.id) == row_id))
    await session.exec(waiting.values(**placed(channel, new)))
