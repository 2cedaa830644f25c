"""What leaves: written with the change that causes it, claimed with a lease, sent in order per chat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Json, Outgoing
from roviec.db.inbox import insert
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure, Lane

LEASE = timedelta(seconds=60)
Letter = dict[str, Any]
"""A row of the outbox before it is written."""


@dataclass(frozen=True)
class Ready:
    """A claimed message, in a shape that outlives its session."""

    id: int
    channel: str
    chat: str
    lane: int
    key: str
    tries: int
    message: Outgoing


def letters(
    *,
    channel: str,
    chat: str,
    messages: Sequence[Outgoing],
    lane: Lane,
    now: datetime,
    key: str | None = None,
    task_id: int | None = None,
    person_id: int | None = None,
    source: Json | None = None,
) -> list[Letter]:
    """Return messages as rows for `put`; `person_id` and `source` are for what is written unasked."""
    return [
        {
            "channel": channel,
            "chat": chat,
            "lane": int(lane),
            "body": message.as_json(),
            "key": f"{key}/{n}" if key else None,
            "task_id": task_id,
            "person_id": person_id,
            "source": source,
            "state": Departure.queued,
            "not_before": now,
            "tries": 0,
            "possibly_twice": False,
            "created_at": now,
        }
        for n, message in enumerate(messages)
    ]


async def put(session: AsyncSession, rows: Sequence[Letter]) -> None:
    """Write letters in their order; those under a key that exists already are left out."""
    if rows:
        # The values apart from the statement: it is then compiled once and not for every message.
        connection = await session.connection()
        await connection.execute(insert(session, Outbox).on_conflict_do_nothing(), rows)


async def post(
    session: AsyncSession,
    *,
    channel: str,
    chat: str,
    messages: Sequence[Outgoing],
    lane: Lane,
    now: datetime,
    key: str | None = None,
    task_id: int | None = None,
    person_id: int | None = None,
    source: Json | None = None,
) -> None:
    """Write messages to send; under a `key` that exists already, write nothing."""
    mine = letters(
        channel=channel,
        chat=chat,
        messages=messages,
        lane=lane,
        now=now,
        key=key,
        task_id=task_id,
        person_id=person_id,
        source=source,
    )
    await put(session, mine)


async def claim(
    session: AsyncSession,
    *,
    channel: str,
    limit: int,
    now: datetime,
    lease_from: datetime,
    rest: Callable[[str], float] = lambda _chat: 0.0,
) -> list[Ready]:
    """Lease the next message of each chat, replies first; messages wait for the earlier ones of their chat.

    Messages of a chat that must `rest` for some seconds are put off instead.
    """
    earlier = aliased(Outbox)
    blocked = (
        sa.exists()
        .where(earlier.channel == Outbox.channel)  # type: ignore[arg-type]
        .where(earlier.chat == Outbox.chat)  # type: ignore[arg-type]
        .where(col(earlier.state).in_((Departure.queued, Departure.sending)))
        # Not as one comparison of pairs: SQLite would look through a lane instead of the chat.
        .where(
            or_(
                col(earlier.lane) < col(Outbox.lane),
                and_(col(earlier.lane) == col(Outbox.lane), col(earlier.id) < col(Outbox.id)),
            )
        )
    )
    heads = (
        sa.select(*_WANTED)
        .where(col(Outbox.channel) == channel, col(Outbox.state) == Departure.queued, ~blocked)
        .where(col(Outbox.not_before) <= now)
        .order_by(col(Outbox.lane), col(Outbox.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased, rested = [], []
    connection = await session.connection()
    for row_id, chat, lane, key, tries, body in (await connection.execute(heads)).all():
        if seconds := rest(chat):
            rested.append({"row": row_id, "until": now + timedelta(seconds=seconds)})
            continue
        message = Outgoing.from_json(body)
        leased.append(Ready(row_id, channel, chat, lane, key or f"outbox/{row_id}", tries + 1, message))
    await _lease(session, [ready.id for ready in leased], lease_from + LEASE)
    if rested:
        await connection.execute(_THE_ROW.values(not_before=sa.bindparam("until")), rested)
    return leased


_WANTED = (
    col(Outbox.id),
    col(Outbox.chat),
    col(Outbox.lane),
    col(Outbox.key),
    col(Outbox.tries),
    col(Outbox.body),
)
_THE_ROW = sa.update(Outbox).where(col(Outbox.id) == sa.bindparam("row"))


async def _lease(session: AsyncSession, ids: Sequence[int], until: datetime) -> None:
    if ids:
        mine = sa.update(Outbox).where(col(Outbox.id).in_(ids)).execution_options(synchronize_session=False)
        sending = mine.values(state=Departure.sending, lease_until=until, tries=col(Outbox.tries) + 1)
        await session.exec(sending)


async def mark_sent(session: AsyncSession, *, sent: dict[int, str | None], now: datetime) -> None:
    """Record that the platform took messages: {outbox id: the platform's id}."""
    if not sent:
        return
    change = {"state": Departure.sent, "sent_at": now, "lease_until": None}
    connection = await session.connection()
    await connection.execute(
        _THE_ROW.values(external_id=sa.bindparam("external"), **change),
        [{"row": row_id, "external": external_id} for row_id, external_id in sent.items()],
    )


async def put_back(
    session: AsyncSession,
    row_id: int,
    *,
    not_before: datetime,
    error: str,
    possibly_twice: bool = False,
    asked_to_wait: bool = False,
) -> None:
    """Queue a message again for later, noting whether the platform may have taken it.

    A try that the platform only asked to put off does not count: a long storm ends in no dead letter.
    """
    change: dict[str, Any] = {"state": Departure.queued, "not_before": not_before, "error": error}
    if asked_to_wait:
        change["tries"] = col(Outbox.tries) - 1
    if possibly_twice:
        change["possibly_twice"] = True
    await session.exec(sa.update(Outbox).where(col(Outbox.id) == row_id).values(**change))


async def bury(session: AsyncSession, row_id: int, *, error: str) -> None:
    """Give a message up; an admin sees it among the dead letters."""
    dead = sa.update(Outbox).where(col(Outbox.id) == row_id).values(state=Departure.dead, error=error)
    await session.exec(dead)


async def reclaim(
    session: AsyncSession, *, channel: str, now: datetime, all_leases: bool, possibly_twice: bool = True
) -> int:
    """Queue again what a killed courier left behind, where a second send shows as "possibly twice"."""
    left = sa.update(Outbox).where(col(Outbox.channel) == channel, col(Outbox.state) == Departure.sending)
    if not all_leases:
        left = left.where(col(Outbox.lease_until) < now)
    change = left.values(state=Departure.queued, lease_until=None, not_before=now)
    if possibly_twice:
        change = change.values(possibly_twice=True)
    result = await session.exec(change.returning(col(Outbox.id)))
    return len(result.all())


async def drop(session: AsyncSession, *, channel: str, chat: str, person_id: int) -> None:
    """Delete what waits unasked in a chat for somebody who is reached there no longer.

    What is in flight goes too: it may land, but it is never tried again in a stranger's chat.
    """
    open_ = col(Outbox.state).in_((Departure.queued, Departure.sending))
    here = (col(Outbox.channel) == channel, col(Outbox.chat) == chat, open_)
    await session.exec(sa.delete(Outbox).where(*here, col(Outbox.person_id) == person_id))


async def move(session: AsyncSession, *, channel: str, old: str, new: str) -> None:
    """Send what waits for one chat to another: the platform gave it a new id."""
    waiting = sa.update(Outbox).where(col(Outbox.channel) == channel, col(Outbox.chat) == old)
    await session.exec(waiting.where(col(Outbox.state) != Departure.sent).values(chat=new))


async def task_of(session: AsyncSession, *, channel: str, chat: str, external_id: str) -> int | None:
    """Return the task that a message of ours was about, by the platform's id of the message."""
    found = select(Outbox.task_id).where(
        Outbox.channel == channel, Outbox.chat == chat, Outbox.external_id == external_id
    )
    return (await session.exec(found)).first()
