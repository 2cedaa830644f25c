"""What leaves: written with the change that causes it, claimed by its courier, sent in order per chat.

One process at a time has the duty of a channel's courier: what is in flight is in its hands, or in nobody's.

A message is deleted once it was sent, unless it is known by a key, is about a task, or may have come twice.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import bell
from roviec.db.budget import ZONE
from roviec.db.inbox import insert_in
from roviec.db.lastly import count
from roviec.db.models import Outbox, SentTally
from roviec.db.models.delivery import PLACES, Departure, Lane, random_id
from roviec.db.slots import ALL, Shard
from roviec.errors import trace
from roviec.messages.incoming import Json
from roviec.messages.outgoing import Outgoing

log = logging.getLogger(__name__)
Row = sa.Row[Any]
Letter = dict[str, Any]
"""A row of the outbox before it is written."""
MOST_JOINED = 16
UNKEYED = "outbox/"
"""How a channel knows a message that has no key of its own, with the row's id behind."""
Join = Callable[[Sequence[Outgoing]], tuple[Outgoing, int]]
"""Return the longest beginning of a chat's queue as one message, and how many of it that message holds."""


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
    also: tuple[int, ...] = ()
    """The rows that were joined to this one: what becomes of it becomes of them."""
    since: datetime | None = field(default=None, compare=False)
    """From when it might have left."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that this message carries."""
        return (self.id, *self.also)


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
            "id": random_id(),
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
        if left := {(row["channel"], row["chat"]) for row in rows if row["state"] == Departure.queued}:
            bell.queue(session, left)
        connection = await session.connection()
        await connection.execute(_put(session.get_bind().dialect.name), rows)


async def waits(session: AsyncSession, *, channel: str, chats: Collection[str]) -> set[str]:
    """Return the chats in which a reply waits already that no courier has in hand."""
    connection = await session.connection()
    return set((await connection.execute(_waiting(), {"at": channel, "chats": list(chats)})).scalars())


@cache
def _waiting() -> Any:
    chats: Any = sa.bindparam("chats", expanding=True)
    queued = sa.select(col(Outbox.chat)).where(
        col(Outbox.channel) == sa.bindparam("at"), col(Outbox.chat).in_(chats)
    )
    return queued.where(col(Outbox.state) == Departure.queued, col(Outbox.lane) == int(Lane.reply))


def taken(letter: Letter) -> Ready:
    """Claim a letter that is not written yet for this process's courier."""
    letter |= {"state": Departure.sending, "tries": 1}
    return _ready(letter["channel"], letter)


@cache
def _put(dialect: str) -> Any:
    return insert_in(dialect, Outbox).values(place=_next(dialect)).on_conflict_do_nothing()


def _next(dialect: str) -> sa.ColumnElement[int]:
    """Return the next place in the order of what waits."""
    if dialect == "postgresql":
        return PLACES.next_value()
    return sa.select(sa.func.coalesce(sa.func.max(_others.c.place), 0) + 1).scalar_subquery()


_others = sa.table("outbox", sa.column("place", sa.Integer)).alias("others")


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
    rest: Callable[[str], float] = lambda _chat: 0.0,
    join: Join | None = None,
    shard: Shard = ALL,
) -> list[Ready]:
    """Claim the next message of each chat of a shard, replies first; messages wait for the earlier ones of their chat.

    Messages of a chat that must `rest` for some seconds are put off instead. With `join` those that wait behind
    it go with it; what has failed once goes alone, so that a bad one spoils no other.
    """
    claimed, rested = [], []
    connection = await session.connection()
    asked = {"channel": channel, "now": now, "most": limit}
    for head in (await connection.execute(_heads(shard), asked)).all():
        if seconds := rest(head.chat):
            rested.append({"row": head.id, "until": now + timedelta(seconds=seconds)})
            continue
        try:
            claimed.append(await _packed(session, channel, head, now, join))
        except OperationalError:
            raise
        except Exception as error:
            # What can't even be read must not keep the others of its channel.
            log.error("%s: message %d can't be read: %s", channel, head.id, trace(error))
            await bury(session, head.id, error=trace(error))
    await _send(session, [row for ready in claimed for row in ready.rows])
    if rested:
        await connection.execute(_THE_ROW.values(not_before=sa.bindparam("until")), rested)
    return claimed


async def _packed(session: AsyncSession, channel: str, head: Row, now: datetime, join: Join | None) -> Ready:
    """Return a message, with those of its chat that go with it."""
    group, message = [head], None
    if join is not None and not head.tries:
        group += await _behind(session, channel, head, now)
        message, taken = join([Outgoing.from_json(one.body) for one in group])
        group = group[:taken]
    ready = _ready(channel, dict(zip(_NAMES, head, strict=True)), head.tries + 1)
    if message is not None and len(group) > 1:
        ready = replace(ready, message=message, also=tuple(one.id for one in group[1:]))
    return ready


_AT_ONCE = col(Outbox.not_before) <= col(Outbox.created_at)
"""What need not wait is sent whatever the clock says: who wrote it may have another one."""
_WANTED = (
    col(Outbox.id),
    col(Outbox.place),
    col(Outbox.chat),
    col(Outbox.lane),
    col(Outbox.key),
    col(Outbox.tries),
    col(Outbox.body),
    col(Outbox.not_before),
    col(Outbox.created_at),
)
_NAMES = ("id", "place", "chat", "lane", "key", "tries", "body", "not_before", "created_at")


@cache
def _heads(shard: Shard) -> sa.Select[Any]:
    """Return the statement, built once: the next messages of a channel and shard, each the first of its chat."""
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
                and_(col(earlier.lane) == col(Outbox.lane), col(earlier.place) < col(Outbox.place)),
            )
        )
    )
    return (
        sa.select(*_WANTED)
        .where(col(Outbox.channel) == sa.bindparam("channel"), col(Outbox.state) == Departure.queued)
        .where(*shard.holds(col(Outbox.slot)), ~blocked)
        .where(or_(col(Outbox.not_before) <= sa.bindparam("now"), _AT_ONCE))
        .order_by(col(Outbox.lane), col(Outbox.place))
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )


_THE_ROW = sa.update(Outbox).where(col(Outbox.id) == sa.bindparam("row"))


async def _send(session: AsyncSession, ids: Sequence[int]) -> None:
    if ids:
        mine = sa.update(Outbox).where(col(Outbox.id).in_(ids)).execution_options(synchronize_session=False)
        sending = mine.values(state=Departure.sending, tries=col(Outbox.tries) + 1)
        await session.exec(sending)


async def _behind(session: AsyncSession, channel: str, head: Row, now: datetime) -> list[Row]:
    """Lock and return what may leave right behind a message of its chat, up to the first that may not."""
    queue = (
        sa.select(*_WANTED)
        .where(col(Outbox.channel) == channel, col(Outbox.chat) == head.chat)
        .where(col(Outbox.state) == Departure.queued)
        .where(sa.tuple_(Outbox.lane, Outbox.place) > sa.tuple_(head.lane, head.place))
        .order_by(col(Outbox.lane), col(Outbox.place))
        .limit(MOST_JOINED)
    )
    connection = await session.connection()
    waiting = (await connection.execute(queue)).all()
    mine = {row.id for row in (await connection.execute(queue.with_for_update(skip_locked=True))).all()}
    found = []
    for row in waiting:
        # A row that somebody else holds is being erased or moved: nothing may overtake it.
        if row.id not in mine or row.tries or row.not_before > max(now, row.created_at):
            break
        found.append(row)
    return found


def _ready(channel: str, row: Mapping[str, Any], tried: int = 1) -> Ready:
    row_id, body = row["id"], Outgoing.from_json(row["body"])
    key = row["key"] or f"{UNKEYED}{row_id}"
    return Ready(row_id, channel, row["chat"], row["lane"], key, tried, body, since=row["not_before"])


async def mark_sent(session: AsyncSession, *, sent: Mapping[int, str | None], now: datetime) -> None:
    """Record that the platform took messages: {outbox id: the platform's id}; what is needed no more is deleted."""
    if not sent:
        return
    connection = await session.connection()
    gone = set((await connection.execute(_forget(), {"ids": list(sent)})).scalars())
    if gone:
        await count(session, (), partial(_count, session, len(gone), now))
    stay = [{"row": row_id, "external": external} for row_id, external in sent.items() if row_id not in gone]
    if stay:
        change = {"state": Departure.sent, "sent_at": now, "place": None}
        await connection.execute(_THE_ROW.values(external_id=sa.bindparam("external"), **change), stay)
        # The record of a doubled answer tells the day, not when its chat spoke.
        day = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        answers = sa.update(Outbox).where(col(Outbox.id).in_([row["row"] for row in stay]), *_UNNAMED)
        await connection.execute(answers.values(created_at=day, not_before=day, sent_at=day))


_UNNAMED = (col(Outbox.key).is_(None), col(Outbox.task_id).is_(None))
"""Not to be said again, nor asked for by a reply to it."""


@cache
def _forget() -> Any:
    mine = col(Outbox.id).in_(sa.bindparam("ids", expanding=True))
    done = sa.delete(Outbox).where(mine, *_UNNAMED, col(Outbox.possibly_twice).is_(False))
    return done.returning(col(Outbox.id))


async def _count(session: AsyncSession, more: int, now: datetime) -> None:
    """Add to the day's sum of what was sent and deleted."""
    connection = await session.connection()
    day = {"on": now.astimezone(ZONE).date(), "count": more}
    await connection.execute(_add(session.get_bind().dialect.name), day)


@cache
def _add(dialect: str) -> Any:
    row = insert_in(dialect, SentTally)
    added = {"count": col(SentTally.count) + row.excluded.count}
    return row.on_conflict_do_update(index_elements=["on"], set_=added)


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


async def release(session: AsyncSession, row_ids: Sequence[int]) -> None:
    """Queue messages again that were never tried: one before them in their chat failed."""
    mine = sa.update(Outbox).where(col(Outbox.id).in_(row_ids), col(Outbox.state) == Departure.sending)
    change = {"state": Departure.queued, "not_before": col(Outbox.created_at)}
    await session.exec(mine.values(tries=col(Outbox.tries) - 1, **change))


async def bury(session: AsyncSession, row_id: int, *, error: str) -> None:
    """Give a message up; an admin sees it among the dead letters."""
    dead = sa.update(Outbox).where(col(Outbox.id) == row_id).values(state=Departure.dead, error=error)
    await session.exec(dead)


async def reclaim(
    session: AsyncSession, *, channel: str, shard: Shard = ALL, possibly_twice: bool = True
) -> int:
    """Queue again what a killed courier left behind, where a second send shows as "possibly twice"."""
    left = sa.update(Outbox).where(col(Outbox.channel) == channel, col(Outbox.state) == Departure.sending)
    change = left.where(*shard.holds(col(Outbox.slot))).values(
        state=Departure.queued, not_before=col(Outbox.created_at)
    )
    if possibly_twice:
        change = change.values(possibly_twice=True)
    result = await session.exec(change.returning(col(Outbox.id)))
    return len(result.all())
