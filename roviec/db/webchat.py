"""The web chat's ordered stream: one line per thing said or heard, numbered without a gap within an epoch.

Where lines go, a new epoch begins: those that stay are numbered anew, and an open page forgets what it shows.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import knocks
from roviec.db.bell import WORD, changes
from roviec.db.budget import ZONE
from roviec.db.inbox import insert_in
from roviec.db.models import Outbox, WebEvent, WebStream
from roviec.db.outbox import UNKEYED
from roviec.db.waiting import OWN

SAID = "in/"
"""How the keys of what a person said begin, with the page's id of it behind."""


async def append(
    session: AsyncSession, *, chat: str, key: str, kind: str, body: dict[str, Any], now: datetime
) -> int | None:
    """Add a line to a chat's stream; return its number, or None when `key` stands there already."""
    await _in_turn(session, chat)
    if not await _wanted(session, key):
        return None
    stream = await _stream(session, chat)
    today = now.astimezone(ZONE).date()
    at = datetime.combine(today, time.min, ZONE) if stream.hushed_on == today else now
    row = {"in": chat, "key": key, "kind": kind, "body": body, "at": at}
    statement = _add(session.get_bind().dialect.name)
    await session.flush()
    return (await (await session.connection()).execute(statement, row)).scalar_one_or_none()


@cache
def _add(dialect: str) -> Any:
    """Return the statement that adds a line, built once."""
    chat: Any = sa.bindparam("in", type_=sa.String)
    last = sa.select(sa.func.coalesce(sa.func.max(col(WebEvent.id)), 0) + 1).where(col(WebEvent.chat) == chat)
    given: dict[str, Any] = {name: sa.bindparam(name) for name in ("key", "kind", "body", "at")}
    line = insert_in(dialect, WebEvent).values(chat=chat, id=last.scalar_subquery(), **given)
    return line.on_conflict_do_nothing().returning(col(WebEvent.id))


async def _in_turn(session: AsyncSession, chat: str, *, changing: bool = True) -> None:
    """Let one transaction at a time write to a chat: numbers must become visible in their order.

    Whoever shows the chat is woken by the commit, in every process.
    """
    if changing:
        changes(session, chat)
    if session.get_bind().dialect.name == "postgresql":
        told = [sa.func.pg_notify(WORD, chat)] if changing else []
        turn = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(chat)), *told)
        await (await session.connection()).execute(turn)


async def _wanted(session: AsyncSession, key: str) -> bool:
    """Tell whether a message still exists: one that was erased while in flight adds no line."""
    if not key.startswith(UNKEYED):
        return True
    number = int(key.removeprefix(UNKEYED))
    return (await session.exec(select(Outbox.id).where(Outbox.id == number))).first() is not None


async def _stream(session: AsyncSession, chat: str) -> WebStream:
    stream = await session.get(WebStream, chat)
    if stream is None:
        stream = WebStream(chat=chat, epoch=_epoch())
        session.add(stream)
    return stream


def _epoch() -> str:
    return secrets.token_hex(8)


async def epoch_of(session: AsyncSession, chat: str) -> str:
    """Return the epoch of a chat's lines, "" before the first line."""
    found = select(WebStream.epoch).where(WebStream.chat == chat)
    return (await session.exec(found)).first() or ""


async def after(session: AsyncSession, *, chat: str, last_id: int, limit: int = 200) -> list[WebEvent]:
    """Return the lines of a chat that follow `last_id`."""
    lines = select(WebEvent).where(WebEvent.chat == chat, col(WebEvent.id) > last_id)
    return list((await session.exec(lines.order_by(col(WebEvent.id)).limit(limit))).all())


async def wipe(session: AsyncSession, *, chat: str, first: str, since: datetime, now: datetime) -> None:
    """Erase the lines from the one under `first` on, or from `since` where it is not there; others stay.

    What was heard under a key of its own, as a reminder, stays.
    """
    await _in_turn(session, chat)
    begins = await _line(session, chat, first)
    if begins is None:
        later = select(sa.func.min(WebEvent.id)).where(WebEvent.chat == chat, col(WebEvent.at) >= since)
        begins = (await session.exec(later)).one()
    if begins is not None:
        await _delete(session, chat, col(WebEvent.id) >= begins, ~sa.and_(*OWN))
    await _hush(session, chat, now)


async def wipe_line(session: AsyncSession, *, chat: str, key: str, now: datetime) -> None:
    """Erase one line."""
    await _in_turn(session, chat)
    await _delete(session, chat, col(WebEvent.key) == key)
    await _hush(session, chat, now)


async def wipe_all(session: AsyncSession, *, chat: str) -> None:
    """Erase a chat's stream; its next line begins another one."""
    await _in_turn(session, chat)
    await _delete(session, chat)
    await knocks.forget(session, chat)
    await session.flush()
    await session.exec(sa.delete(WebStream).where(col(WebStream.chat) == chat))


async def _line(session: AsyncSession, chat: str, key: str) -> int | None:
    found = select(WebEvent.id).where(WebEvent.chat == chat, WebEvent.key == key)
    return (await session.exec(found)).first()


async def _delete(session: AsyncSession, chat: str, *which: sa.ColumnElement[bool]) -> None:
    await session.exec(sa.delete(WebEvent).where(col(WebEvent.chat) == chat, *which))


async def _hush(session: AsyncSession, chat: str, now: datetime) -> None:
    """Begin anew after an erasure; what follows today has no time, which would tell what was erased."""
    stream = await _begin_anew(session, chat)
    stream.hushed_on = now.astimezone(ZONE).date()


async def _begin_anew(session: AsyncSession, chat: str) -> WebStream:
    """Close the gaps between a chat's lines and let its pages read them anew."""
    held = sa.select(col(WebEvent.key)).where(col(WebEvent.chat) == chat).order_by(col(WebEvent.id))
    connection = await session.connection()
    keys = (await connection.execute(held)).scalars().all()
    there = sa.update(WebEvent).where(
        col(WebEvent.chat) == chat,
        col(WebEvent.key) == sa.bindparam("line"),
        col(WebEvent.id) != sa.bindparam("number"),
    )
    if keys:
        # In their order: a number that is taken was freed by the line before.
        numbers = [{"line": key, "number": number} for number, key in enumerate(keys, 1)]
        await connection.execute(there.values(id=sa.bindparam("number")), numbers)
    stream = await _stream(session, chat)
    stream.epoch = _epoch()
    return stream


async def shown(session: AsyncSession, *, chat: str, epoch: str, last: int, now: datetime) -> None:
    """Note that a page showed a chat's lines up to number `last` of an epoch: of those nobody need be told."""
    # A line that is being written has its turn first: it must not pass for one that was shown.
    await _in_turn(session, chat, changing=False)
    if await epoch_of(session, chat) == epoch:
        await knocks.seen(session, chat=chat, last=last, now=now)


async def unread(session: AsyncSession, seen: Mapping[str, int]) -> dict[str, int]:
    """Return how many messages each chat has heard after the line that was seen last: {chat: count}."""
    unseen = [sa.and_(col(WebEvent.chat) == chat, col(WebEvent.id) > last) for chat, last in seen.items()]
    count = sa.select(col(WebEvent.chat), sa.func.count()).where(
        col(WebEvent.kind) == "heard", sa.or_(sa.false(), *unseen)
    )
    rows = await session.exec(count.group_by(col(WebEvent.chat)))  # type: ignore[call-overload]
    return dict(rows.all())


async def forget_old(session: AsyncSession, *, before: datetime, chats: int) -> int:
    """Delete the lines from before a moment of some chats that have any; return how many."""
    some = sa.select(col(WebEvent.chat)).where(col(WebEvent.at) < before).distinct().limit(chats)
    connection, gone = await session.connection(), 0
    # In one order, so that two processes that do this at once never wait for each other.
    for chat in sorted((await connection.execute(some)).scalars()):
        await _in_turn(session, chat)
        old = sa.delete(WebEvent).where(col(WebEvent.chat) == chat, col(WebEvent.at) < before)
        gone += (await connection.execute(old)).rowcount
        await _begin_anew(session, chat)
    return gone
