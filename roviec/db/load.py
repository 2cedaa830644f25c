"""What waits, what stands and what was done last, for whoever watches the office from outside: counts and moments only."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import duties
from roviec.db.duties import Standing
from roviec.db.models import Fact, Inbox, Notice, Outbox
from roviec.db.models.delivery import Departure
from roviec.db.reminders import HEARTBEAT

LAST = {"round": "round", "digests": "digest"}
"""The notices that close a day's round and a week's digest, and what they are called here."""
_WAITING = (Departure.queued, Departure.sending, Departure.dead)


@dataclass(frozen=True)
class Load:
    """The office as its tables show it."""

    letters: dict[tuple[str, int, str], int] = field(default_factory=dict)
    """(channel, lane, state) → messages that are not sent."""
    payloads: dict[str, int] = field(default_factory=dict)
    """State → what arrived and is not decided."""
    last: dict[str, datetime] = field(default_factory=dict)
    """tick, round, digest → when."""
    standing: list[Standing] = field(default_factory=list)


async def load(session: AsyncSession, *, channels: Collection[str]) -> Load:
    """Read the load of the channels."""
    open_ = (col(Outbox.channel).in_(channels), col(Outbox.state).in_(_WAITING))
    kinds = (col(Outbox.channel), col(Outbox.lane), col(Outbox.state))
    letters = sa.select(*kinds, sa.func.count()).where(*open_).group_by(*kinds)
    payloads = sa.select(col(Inbox.state), sa.func.count()).group_by(col(Inbox.state))
    connection = await session.connection()
    return Load(
        letters={
            (c, lane, state.value): n for c, lane, state, n in (await connection.execute(letters)).all()
        },
        payloads={state.value: n for state, n in (await connection.execute(payloads)).all()},
        last=await _last(session),
        standing=await duties.standing(session),
    )


async def _last(session: AsyncSession) -> dict[str, datetime]:
    closed = select(Notice.kind, sa.func.max(Notice.at)).where(col(Notice.kind).in_(LAST))
    found = {LAST[kind]: at for kind, at in (await session.exec(closed.group_by(col(Notice.kind)))).all()}
    tick = await session.get(Fact, HEARTBEAT)
    return found | ({"tick": datetime.fromisoformat(tick.value["at"])} if tick else {})


async def prove_writing(session: AsyncSession) -> None:
    """Write a row and take it away again: the commit of this transaction proves that the disk takes it."""
    name = f"probe/{secrets.token_hex(8)}"
    await session.exec(sa.insert(Fact).values(name=name, value={}))
    await session.exec(sa.delete(Fact).where(col(Fact.name) == name))
