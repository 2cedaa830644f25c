"""What arrived: kept before it is acknowledged, taken in order per chat, quarantined after three tries."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival
from roviec.messages.incoming import Raw

MAX_TRIES = 3
SEEN = 2000
"""Characters that are kept of a payload which can't be stored."""
BATCH = 64


def insert(session: AsyncSession, table: type) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT of the database's own dialect: both know ON CONFLICT."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def keep(session: AsyncSession, *, channel: str, raws: Sequence[Raw], now: datetime) -> int:
    """Store payloads that are not stored yet; return how many were new."""
    rows = [
        {
            "channel": channel,
            "external_id": raw.external_id,
            "chat": raw.chat,
            "payload": raw.payload,
            "files": [],
            "state": Arrival.new,
            "tries": 0,
            "received_at": now,
        }
        for raw in raws
    ]
    # The values apart from the statement: it is then compiled once and not for every number of rows.
    connection = await session.connection()
    statement = insert(session, Inbox).on_conflict_do_nothing().returning(col(Inbox.id))
    return len((await connection.execute(statement, rows)).all())


async def take(session: AsyncSession, limit: int = BATCH) -> list[Inbox]:
    """Return the oldest open payload of each chat, locked against other processes."""
    return list((await session.exec(_heads(), params={"most": limit})).all())


@cache
def _heads() -> SelectOfScalar[Inbox]:
    """Return the statement, built once: the open payloads, each the first of its chat."""
    earlier = aliased(Inbox)
    blocked = (
        sa.exists()
        .where(earlier.channel == Inbox.channel)  # type: ignore[arg-type]
        .where(earlier.chat == Inbox.chat)  # type: ignore[arg-type]
        .where(col(earlier.state).in_((Arrival.new, Arrival.fetching)))
        .where(col(earlier.id) < col(Inbox.id))
    )
    return (
        select(Inbox)
        .where(Inbox.state == Arrival.new, ~blocked)
        .order_by(col(Inbox.id))
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )


async def waits(session: AsyncSession) -> bool:
    """Tell whether any payload is still to be decided: asking costs less than an empty turn."""
    return (
        await session.exec(select(Inbox.id).where(Inbox.state == Arrival.new).limit(1))
    ).first() is not None


async def to_fetch(session: AsyncSession, limit: int = 20) -> list[Inbox]:
    """Return payloads whose files have yet to be fetched."""
    waiting = select(Inbox).where(Inbox.state == Arrival.fetching).order_by(col(Inbox.id)).limit(limit)
    return list((await session.exec(waiting)).all())


def failed(row: Inbox, error: str) -> bool:
    """Count a failed try; return True when the payload is now quarantined."""
    row.tries += 1
    row.error = error
    if row.tries >= MAX_TRIES:
        row.state = Arrival.quarantined
    return row.state == Arrival.quarantined


async def set_aside(session: AsyncSession, *, channel: str, raw: Raw, error: str, now: datetime) -> str:
    """Quarantine a payload that can't be stored under a name made of it; return the name, "" when it is known."""
    # As ASCII it can be stored, whatever it holds; the beginning is enough to see what it was.
    seen = ascii(raw.payload)[:SEEN] if _is_shallow(raw.payload) else ""
    name = hashlib.sha256(ascii((raw.external_id, raw.chat, seen)).encode()).hexdigest()
    row = {
        "channel": channel,
        "external_id": f"unfit/{name}",
        "chat": "",
        "payload": {"unfit": seen, "external_id": ascii(raw.external_id)[:SEEN]},
        "files": [],
        "state": Arrival.quarantined,
        "tries": MAX_TRIES,
        "error": error,
        "received_at": now,
    }
    kept = insert(session, Inbox).values(row).on_conflict_do_nothing().returning(col(Inbox.id))
    return name if (await session.exec(kept)).first() is not None else ""


def _is_shallow(payload: object) -> bool:
    """Tell whether a payload can be written out at all."""
    try:
        ascii(payload)
    except RecursionError:
        return False
    return True
