"""Messages that were given up: whom they are for, why, and how they are queued again.

A row that was written to nobody by name is an answer in a chat: that it exists tells when that chat spoke, so no more
than its channel and day is shown of it (docs/decisions/0005).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import bell
from roviec.db.models import Outbox, Person, Unit
from roviec.db.models.delivery import Departure
from roviec.messages.outgoing import Outgoing

Channels = Collection[str]
"""The channels that are on: in others nothing leaves. Named, they let the index find the few among all that was sent."""


@dataclass(frozen=True)
class DeadLetter:
    """One message that was given up."""

    name: str
    """Its id, in hexadecimal: what a choice and a command call it."""
    channel: str
    at: datetime
    error: str
    person: str = ""
    unit: str = ""
    role: str = ""
    words: str = ""
    """The four of them "" for what is no unasked message to somebody of the office."""


def _dead(channels: Channels) -> sa.ColumnElement[bool]:
    return sa.and_(col(Outbox.channel).in_(list(channels)), col(Outbox.state) == Departure.dead)


async def count(session: AsyncSession, *, channels: Channels) -> int:
    """Return how many messages are given up."""
    return (await session.exec(select(sa.func.count()).select_from(Outbox).where(_dead(channels)))).one()


async def listed(session: AsyncSession, *, channels: Channels, limit: int, skip: int = 0) -> list[DeadLetter]:
    """Return those that were given up, the newest first."""
    rows = (
        select(Outbox, Person.name, Unit.name, Person.role)
        .outerjoin(Person, col(Person.id) == Outbox.person_id)
        .outerjoin(Unit, col(Unit.id) == Person.unit_id)
        .where(_dead(channels))
        .order_by(col(Outbox.created_at).desc(), col(Outbox.id))
    )
    return [_told(*row) for row in (await session.exec(rows.limit(limit).offset(skip))).all()]


def _told(row: Outbox, person: str | None, unit: str | None, role: str | None) -> DeadLetter:
    known = DeadLetter(f"{row.id:x}", row.channel, row.created_at, row.error or "")
    if not person:
        return known
    said = Outgoing.from_json(row.body)
    whom = (person, unit or "", role or "")
    return DeadLetter(known.name, known.channel, known.at, known.error, *whom, said.title or said.text)


async def held(
    session: AsyncSession, names: Collection[str] | None, *, channels: Channels
) -> Sequence[Outbox]:
    """Return messages that are given up, held until the transaction ends; all of them for None."""
    which = [] if names is None else [col(Outbox.id).in_([row for name in names if (row := _row(name))])]
    found = select(Outbox).where(_dead(channels), *which).order_by(col(Outbox.place))
    return (await session.exec(found.with_for_update(skip_locked=True))).all()


def _row(name: str) -> int:
    try:
        row = int(name, 16)
    except ValueError:
        return 0
    return row if 0 < row < 2**62 else 0


def revive(session: AsyncSession, row: Outbox, *, now: datetime) -> None:
    """Queue a message again as if it had never been tried; who has it in hand already is not asked."""
    row.state, row.tries, row.not_before = Departure.queued, 0, now
    row.tried = row.error = None
    bell.queue(session, [(row.channel, row.chat)])
