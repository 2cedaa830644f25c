"""The rows of duties: taken, renewed, given back and insisted on, all by the clock of the database.

Processes on several hosts disagree about the time; the database has one clock for all of them.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Duty

WRITING = "roviec writing"
"""How PostgreSQL's names of our connections that write begin."""
STILL, HUNG = 5, 1
"""Seconds after which a transaction that waits for its own process is ended: that one is frozen, or gone. One of
a process that let a duty run out may have been waiting for another one of it until a moment ago."""
TERM = 7.0
"""Seconds for which a duty is given: who is not heard of any more is replaced after so long."""


@dataclass(frozen=True)
class Standing:
    """How a duty stands: `left` seconds until it is free, less than 0.0 where nobody has it."""

    name: str
    number: int
    holder: str
    left: float


async def standing(session: AsyncSession) -> list[Standing]:
    """Return how every duty stands that was ever taken, by name."""
    left = (col(Duty.until) - _now(session)).label("left")
    found = sa.select(col(Duty.name), col(Duty.number), col(Duty.holder), left).order_by(col(Duty.name))
    connection = await session.connection()
    return [Standing(*row) for row in (await connection.execute(found)).all()]


async def left_by(session: AsyncSession, name: str, *, me: str, is_gone: Callable[[str], bool]) -> str | None:
    """Return who had a duty that `take` might give, "" for nobody, None while it is held; nothing is written."""
    found = select(Duty.holder, col(Duty.until) <= _now(session)).where(Duty.name == name)
    row = (await session.exec(found)).first()
    if row is None:
        return ""
    return row[0] if row[1] or row[0] == me or is_gone(row[0]) else None


async def left_of(
    session: AsyncSession, wanted: Mapping[str, float], *, me: str, is_gone: Callable[[str], bool]
) -> set[str]:
    """Return which duties no other living process has for longer than so many seconds; nothing is written."""
    left = col(Duty.until) - _now(session)
    held = sa.select(col(Duty.name), col(Duty.holder), left).where(col(Duty.name).in_(wanted), left > 0)
    rows = (await (await session.connection()).execute(held)).all()
    others = (
        name
        for name, holder, seconds in rows
        if holder != me and seconds > wanted[name] and not is_gone(holder)
    )
    return wanted.keys() - set(others)


async def take(session: AsyncSession, name: str, *, me: str, is_gone: Callable[[str], bool]) -> int | None:
    """Take a duty for `TERM` and return its number; None while another holder may be at work."""
    free = insert(session, Duty).values(name=name, number=0, holder="", until=0.0)
    await session.exec(free.on_conflict_do_nothing())
    # Held against those who insist on the number: what they write is committed before ours is given.
    over = (col(Duty.until) <= _now(session)).label("over")
    connection = await session.connection()
    asked = sa.select(col(Duty.number), col(Duty.holder), over).where(col(Duty.name) == name)
    number, holder, is_over = (await connection.execute(asked.with_for_update())).one()
    if not is_over and holder != me and not is_gone(holder):
        return None
    mine = {"number": number + 1, "holder": me, "until": _now(session) + TERM}
    await connection.execute(sa.update(Duty).where(col(Duty.name) == name).values(**mine))
    return int(number) + 1


async def renew(session: AsyncSession, names: Collection[str], *, me: str) -> dict[str, int]:
    """Renew duties for another `TERM`; return those that are still ours, with their numbers."""
    ours = sa.update(Duty).where(col(Duty.name).in_(names), col(Duty.holder) == me)
    ours = ours.values(until=_now(session) + TERM).execution_options(synchronize_session=False)
    connection = await session.connection()
    found = await connection.execute(ours.returning(col(Duty.name), col(Duty.number)))
    return {row.name: row.number for row in found.all()}


async def give_back(session: AsyncSession, name: str, *, number: int) -> None:
    """Let others have a duty at once."""
    mine = sa.update(Duty).where(col(Duty.name) == name, col(Duty.number) == number)
    await (await session.connection()).execute(mine.values(until=0.0))


def writing(holder: str) -> str:
    """Return how PostgreSQL calls the connections of a process that write."""
    return f"{WRITING} {hashlib.sha256(holder.encode()).hexdigest()[:16]}"


async def end_frozen(session: AsyncSession, *, left_by: str = "") -> None:
    """End the transactions of frozen processes on PostgreSQL, in the middle of a statement too: they hold rows and chats.

    Those of whoever let a duty run out are ended sooner: where one of them waited for another, each would be given its
    own time. On SQLite such a process holds the whole file, and only the system can end it.
    """
    if session.get_bind().dialect.name == "postgresql":
        given = {"writing": f"{WRITING} %", "still": STILL, "left_by": writing(left_by), "hung": HUNG}
        await session.exec(_FROZEN, params=given)  # type: ignore[call-overload]


_FROZEN = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND application_name LIKE :writing "
    "AND xact_start IS NOT NULL AND wait_event = 'ClientRead' AND state_change < clock_timestamp() "
    "- make_interval(secs => CASE application_name WHEN :left_by THEN CAST(:hung AS float) ELSE CAST(:still AS float) END)"
)


async def insist(session: AsyncSession, name: str, *, number: int) -> bool:
    """Tell whether a duty has this number still; if so, it keeps it until the transaction ends."""
    connection = await session.connection()
    return (await connection.execute(_OURS, {"duty": name, "mine": number})).first() is not None


_OURS = (
    sa.select(col(Duty.number))
    .where(col(Duty.name) == sa.bindparam("duty"), col(Duty.number) == sa.bindparam("mine"))
    # A renewal meanwhile is no hindrance: only who takes the duty waits for us.
    .with_for_update(read=True, key_share=True)
)
"""Built once: every transaction of a holder asks it."""


async def clock(session: AsyncSession) -> float:
    """Return the seconds since 1970 by the database's clock."""
    return float((await (await session.connection()).execute(sa.select(_now(session)))).scalar_one())


def _now(session: AsyncSession) -> sa.ColumnElement[float]:
    """Return the database's clock, in seconds since 1970."""
    if session.get_bind().dialect.name == "postgresql":
        # Not now(): that is when the transaction began.
        return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float)
    return sa.literal_column("(julianday('now') - 2440587.5) * 86400.0", sa.Float)
