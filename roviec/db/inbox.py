"""What arrived: kept before it is acknowledged, taken in order per chat, quarantined after three tries.

A payload that is decided leaves the table. That it was accepted stays known as a keyed hash, so that its repetition
is recognised: without chat, moment or order.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db.models import Fact, Inbox, Seen
from roviec.db.models.delivery import Arrival, random_id
from roviec.messages.incoming import Json, Raw

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

MAX_TRIES = 3
SEEN = 2000
"""Characters that are kept of a payload which can't be stored."""
BATCH = 64
OPEN = (Arrival.new, Arrival.fetching)
SECRET = "seen/secret"
"""The fact that keys the hashes of this installation."""
HEARD = "heard/"
"""How the facts {"at": ISO hour} begin that tell when a channel was last heard, with its name behind."""
Chat = tuple[str, str]
"""Channel and chat."""


@dataclass(slots=True)
class InHand:
    """A payload that is not stored, and never is where it is decided at once: a row would cost ten times as much."""

    id: int
    channel: str
    external_id: str
    chat: str
    payload: Json
    files: list[Any] = field(default_factory=list)
    state: Arrival = Arrival.new
    tries: int = 0
    error: str | None = None


Payload = Inbox | InHand
"""What a turn answers."""
_hours: WeakKeyDictionary[Any, dict[str, datetime]] = WeakKeyDictionary()
_secrets: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()


def insert(session: AsyncSession, table: type) -> "postgresql.Insert | sqlite.Insert":
    """Return an INSERT of the database's own dialect: both know ON CONFLICT."""
    return insert_in(session.get_bind().dialect.name, table)


def insert_in(dialect: str, table: type) -> "postgresql.Insert | sqlite.Insert":
    """Return an INSERT of a dialect."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # An office on SQLite starts without it.

        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(session: AsyncSession, table: type) -> "postgresql.Insert | sqlite.Insert":
    """Return the INSERT that leaves out what is there already, built once: its values are given apart from it."""
    return _insert_new(session.get_bind().dialect.name, table)


@cache
def _insert_new(dialect: str, table: type) -> "postgresql.Insert | sqlite.Insert":
    return insert_in(dialect, table).on_conflict_do_nothing()


async def accept(session: AsyncSession, *, channel: str, raws: Sequence[Raw], now: datetime) -> list[Raw]:
    """Note payloads as seen and return those that are new, in their order."""
    key = await _secret(session)
    named: dict[str, Raw] = {}
    for raw in raws:
        named.setdefault(digest(key, channel, raw.external_id), raw)
    month = now.year * 100 + now.month
    # In one order everywhere, so that two processes never wait for each other.
    rows = [{"digest": name, "month": month} for name in sorted(named)]
    await _note_heard(session, channel, now)
    connection = await session.connection()
    new = (
        set((await connection.execute(_note_seen(session.get_bind().dialect.name), rows)).scalars())
        if rows
        else set()
    )
    return [raw for name, raw in named.items() if name in new]


@cache
def _note_seen(dialect: str) -> Any:
    return _insert_new(dialect, Seen).returning(col(Seen.digest))


def digest(key: bytes, channel: str, external_id: str) -> str:
    """Return what stays of a payload: 32 hexadecimal digits."""
    return hmac.digest(key, f"{channel}\0{external_id}".encode(), hashlib.sha256).hex()[:32]


async def _secret(session: AsyncSession) -> bytes:
    """Return the installation's key; only one that is committed is remembered."""
    engine = session.get_bind().engine
    if engine in _secrets:
        return _secrets[engine]
    known = await session.get(Fact, SECRET)
    if known is not None:
        _secrets[engine] = bytes.fromhex(known.value["key"])
        return _secrets[engine]
    fresh = insert(session, Fact).values(name=SECRET, value={"key": secrets.token_hex(32)})
    await session.exec(fresh.on_conflict_do_nothing())
    return bytes.fromhex((await session.get_one(Fact, SECRET)).value["key"])


async def _note_heard(session: AsyncSession, channel: str, now: datetime) -> None:
    """Note the hour in which a channel was last heard: the minute would tell when its last chat spoke."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    known = _hours.setdefault(session.get_bind().engine, {})
    if known.get(channel) == hour:
        return
    value = {"at": hour.isoformat()}
    put = insert(session, Fact).values(name=f"{HEARD}{channel}", value=value)
    await session.exec(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
    event.listen(
        session.sync_session, "after_commit", lambda _session: known.update({channel: hour}), once=True
    )


async def last_heard(session: AsyncSession) -> dict[str, datetime]:
    """Return the hour in which each channel was last heard."""
    facts = await session.exec(select(Fact).where(col(Fact.name).startswith(HEARD)))
    return {fact.name.removeprefix(HEARD): datetime.fromisoformat(fact.value["at"]) for fact in facts.all()}


async def store(session: AsyncSession, rows: Sequence[InHand], *, now: datetime) -> None:
    """Store accepted payloads, to be decided with care."""
    if rows:
        connection = await session.connection()
        values = [
            {name: getattr(row, name) for name in InHand.__slots__} | {"received_at": now} for row in rows
        ]
        await connection.execute(insert_new(session, Inbox), values)


async def keep(session: AsyncSession, *, channel: str, raws: Sequence[Raw], now: datetime) -> int:
    """Store payloads that were not accepted yet; return how many were new."""
    new = await accept(session, channel=channel, raws=raws, now=now)
    await store(session, [in_hand(channel, raw) for raw in new], now=now)
    return len(new)


def in_hand(channel: str, raw: Raw) -> InHand:
    """Return a payload that is not stored."""
    return InHand(random_id(), channel, raw.external_id, raw.chat, raw.payload)


async def free(session: AsyncSession, chats: Collection[Chat]) -> set[Chat]:
    """Return the chats that no other process holds; they are ours until the transaction ends."""
    if session.get_bind().dialect.name != "postgresql":
        return set(chats)  # the writer is alone
    numbers = {_number(chat): chat for chat in chats}
    asked = sa.text("SELECT n, pg_try_advisory_xact_lock(n) FROM unnest(CAST(:all AS bigint[])) AS n")
    found = await session.exec(asked, params={"all": list(numbers)})  # type: ignore[call-overload]
    return {numbers[number] for number, is_ours in found.all() if is_ours}


def _number(chat: Chat) -> int:
    name = hashlib.sha256("\0".join(chat).encode()).digest()
    return int.from_bytes(name[:8], signed=True)


async def with_open(session: AsyncSession, channel: str, chats: Collection[str]) -> set[str]:
    """Return the chats of a channel in which an earlier payload is still to be decided."""
    connection = await session.connection()
    return set((await connection.execute(_held(), {"at": channel, "chats": list(chats)})).scalars())


@cache
def _held() -> Any:
    chats: Any = sa.bindparam("chats", expanding=True)
    held = sa.select(col(Inbox.chat)).where(
        col(Inbox.channel) == sa.bindparam("at"), col(Inbox.chat).in_(chats)
    )
    return held.where(col(Inbox.state).in_(OPEN))


@dataclass(frozen=True)
class Mine:
    """What a process decides where the chats are divided: its shards, and of the others what waits too long."""

    numbers: Collection[int]
    of: int
    overdue: datetime
    """What arrived before it was taken by nobody."""

    @property
    def bound(self) -> dict[str, Any]:
        """The values of the statement's parameters."""
        return {"mine": [number - 1 for number in self.numbers], "overdue": self.overdue}


async def take(session: AsyncSession, limit: int = BATCH, *, mine: Mine | None = None) -> list[Inbox]:
    """Return the oldest open payload of each chat, locked against other processes; of all chats or of `mine`."""
    bound = mine.bound if mine else {}
    rows = list((await session.exec(_heads(mine.of if mine else 1), params={"most": limit, **bound})).all())
    ours = await free(session, {(row.channel, row.chat) for row in rows}) if rows else set()
    return [row for row in rows if (row.channel, row.chat) in ours]


def _ours(shards: int) -> tuple[Any, ...]:
    """Return what a statement demands of a payload to be decided here."""
    if shards == 1:
        return ()
    numbers: Any = sa.bindparam("mine", expanding=True)
    late = sa.or_(col(Inbox.received_at) < sa.bindparam("overdue"), col(Inbox.received_at).is_(None))
    return (sa.or_((col(Inbox.slot) % shards).in_(numbers), late),)


@cache
def _heads(shards: int) -> SelectOfScalar[Inbox]:
    """Return the statement, built once: the open payloads, each the first of its chat."""
    earlier = aliased(Inbox)
    blocked = (
        sa.exists()
        .where(earlier.channel == Inbox.channel)  # type: ignore[arg-type]
        .where(earlier.chat == Inbox.chat)  # type: ignore[arg-type]
        .where(col(earlier.state).in_(OPEN))
        .where(col(earlier.place) < col(Inbox.place))
    )
    return (
        select(Inbox)
        .where(Inbox.state == Arrival.new, *_ours(shards), ~blocked)
        .order_by(col(Inbox.place))
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )


async def behind(session: AsyncSession, row: Inbox) -> list[Inbox]:
    """Return what waits behind a payload in its chat, in order."""
    later = select(Inbox).where(Inbox.channel == row.channel, Inbox.chat == row.chat)
    later = later.where(col(Inbox.state).in_(OPEN), col(Inbox.place) > row.place)
    return list((await session.exec(later.order_by(col(Inbox.place)).limit(BATCH))).all())


async def fetching_in(session: AsyncSession, row: Inbox) -> list[Inbox]:
    """Return the payloads of a chat whose files are being fetched."""
    mine = select(Inbox).where(Inbox.channel == row.channel, Inbox.chat == row.chat)
    waiting = mine.where(Inbox.state == Arrival.fetching).order_by(col(Inbox.place))
    return list((await session.exec(waiting)).all())


async def leave(session: AsyncSession, rows: Iterable[Inbox]) -> None:
    """Take decided payloads off the table."""
    done = [row.place for row in rows]
    if done:
        gone = sa.delete(Inbox).where(col(Inbox.place).in_(done))
        await session.exec(gone.execution_options(synchronize_session=False))


async def waits(session: AsyncSession, *, mine: Mine | None = None) -> bool:
    """Tell whether any payload is still to be decided: asking costs less than an empty turn."""
    asked = select(Inbox.place).where(Inbox.state == Arrival.new, *_ours(mine.of if mine else 1)).limit(1)
    return (await session.exec(asked, params=mine.bound if mine else {})).first() is not None


async def to_fetch(session: AsyncSession, limit: int = 20) -> list[Inbox]:
    """Return payloads whose files have yet to be fetched."""
    waiting = select(Inbox).where(Inbox.state == Arrival.fetching).order_by(col(Inbox.place)).limit(limit)
    return list((await session.exec(waiting)).all())


def failed(row: Inbox, error: str) -> bool:
    """Count a failed try; return True when the payload is now quarantined."""
    row.tries += 1
    row.error = error
    if row.tries >= MAX_TRIES:
        row.state = Arrival.quarantined
    return row.state == Arrival.quarantined


async def erase(session: AsyncSession, *, channel: str, chat: str, since: datetime | None = None) -> None:
    """Erase what was quarantined of a chat; what is not decided yet stays: it is not lost."""
    mine: dict[str, Any] = {"at": channel, "in_chat": chat}
    connection = await session.connection()
    if since is None:
        await connection.execute(_DECIDED, mine)
    else:
        await connection.execute(_DECIDED_SINCE, mine | {"since": since})


_DECIDED = sa.delete(Inbox).where(
    col(Inbox.channel) == sa.bindparam("at"),
    col(Inbox.chat) == sa.bindparam("in_chat"),
    col(Inbox.state).not_in(OPEN),
)
_DECIDED_SINCE = _DECIDED.where(col(Inbox.received_at) >= sa.bindparam("since"))
"""Built once; no session that erases has a quarantined payload in hand."""


async def forget_seen(session: AsyncSession, *, before: datetime) -> int:
    """Forget what was accepted in the months that ended before a moment; return how many."""
    old = sa.delete(Seen).where(col(Seen.month) < before.year * 100 + before.month)
    return len((await session.exec(old.returning(col(Seen.digest)))).all())


async def waits_since(session: AsyncSession) -> datetime | None:
    """Return when the oldest payload arrived that nobody has decided; None where none waits."""
    received = select(sa.func.min(Inbox.received_at)).where(Inbox.state == Arrival.new)
    return (await session.exec(received)).one()


async def set_aside(session: AsyncSession, *, channel: str, raw: Raw, error: str, now: datetime) -> str:
    """Quarantine a payload that can't be stored under a name made of it; return the name, "" when it is known."""
    # As ASCII it can be stored, whatever it holds; the beginning is enough to see what it was.
    seen = ascii(raw.payload)[:SEEN] if _is_shallow(raw.payload) else ""
    name = hashlib.sha256(ascii((raw.external_id, raw.chat, seen)).encode()).hexdigest()
    said = {"unfit": seen, "external_id": ascii(raw.external_id)[:SEEN]}
    new = await accept(session, channel=channel, raws=[Raw(f"unfit/{name}", "", said)], now=now)
    rows = [in_hand(channel, one) for one in new]
    for row in rows:
        row.state, row.tries, row.error = Arrival.quarantined, MAX_TRIES, error
    await store(session, rows, now=now)
    return name if rows else ""


def _is_shallow(payload: object) -> bool:
    """Tell whether a payload can be written out at all."""
    try:
        ascii(payload)
    except RecursionError:
        return False
    return True
