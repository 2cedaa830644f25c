"""The web chat's ordered stream: one line per thing said or heard, with ids that only grow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import WebEvent


async def append(
    session: AsyncSession, *, chat: str, key: str, kind: str, body: dict[str, Any], now: datetime
) -> int | None:
    """Add a line to a chat's stream; return its id, or None when `key` stands there already."""
    await _in_turn(session, chat)
    row = {"chat": chat, "key": key, "kind": kind, "body": body, "at": now}
    statement = insert(session, WebEvent).values(row).on_conflict_do_nothing().returning(col(WebEvent.id))
    return (await session.exec(statement)).scalar_one_or_none()


async def _in_turn(session: AsyncSession, chat: str) -> None:
    """Let one transaction at a time write to a chat: ids must become visible in their order."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(chat))))  # type: ignore[call-overload]


async def after(session: AsyncSession, *, chat: str, last_id: int, limit: int = 200) -> list[WebEvent]:
    """Return the lines of a chat that follow `last_id`."""
    lines = select(WebEvent).where(WebEvent.chat == chat, col(WebEvent.id) > last_id)
    return list((await session.exec(lines.order_by(col(WebEvent.id)).limit(limit))).all())


async def shows_file(session: AsyncSession, *, chat: str, sha256: str) -> bool:
    """Tell whether a file was said or heard in this chat."""
    lines = select(WebEvent.body).where(WebEvent.chat == chat)
    bodies = (await session.exec(lines)).all()
    return any(f.get("sha256") == sha256 for body in bodies for f in body.get("files", ()))


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
    old = sa.delete(WebEvent).where(col(WebEvent.chat).in_(some), col(WebEvent.at) < before)
    return len((await session.exec(old.returning(col(WebEvent.key)))).all())
