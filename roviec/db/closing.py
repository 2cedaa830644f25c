"""A day off that comes unexpectedly: what was to be said today waits for the next working day."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox_moves
from roviec.db.models import Notice, Outbox, Told
from roviec.db.models.delivery import Departure
from roviec.messages.outgoing import Outgoing


def prefix(today: date) -> str:
    """Return how the keys of a day's reminders begin, with the person behind."""
    return f"reminder/{today.isoformat()}/"


async def reopen(session: AsyncSession, *, today: date) -> None:
    """Let today's round look again: whoever was not reminded may still be, if today is worked."""
    done = (col(Notice.kind) == "round", col(Notice.period) == today.isoformat())
    await session.exec(sa.delete(Notice).where(*done))


async def take_back(session: AsyncSession, *, today: date) -> int:
    """Withdraw today's reminders that no platform has taken, as if they had never been said; return how many."""
    begun, withdrawn = await _begun(session, today), set[str]()
    while rows := [
        row
        for row in await outbox_moves.waiting_under(session, prefix(today))
        if _person(row.key) not in begun
    ]:
        for row in rows:
            await outbox_moves.withdraw(session, row, Outgoing.from_json(row.body).choices)
            withdrawn.add(_person(row.key))
        await outbox_moves.remove(session, rows)
    if withdrawn:
        await _unsay(session, withdrawn, today)
    return len(withdrawn)


async def _begun(session: AsyncSession, today: date) -> set[str]:
    """Return the people of whose reminder a part has left, or may have."""
    gone = select(Outbox.key).where(
        col(Outbox.key).startswith(prefix(today)), col(Outbox.state) != Departure.queued
    )
    return {_person(key) for key in (await session.exec(gone)).all()}


async def _unsay(session: AsyncSession, people: Collection[str], today: date) -> None:
    said = (col(Notice.kind) == "reminder", col(Notice.period) == today.isoformat())
    await session.exec(sa.delete(Notice).where(*said, col(Notice.subject).in_(people)))
    told = (col(Told.on) == today, col(Told.person_id).in_([int(one) for one in people]))
    await session.exec(sa.delete(Told).where(*told))


def _person(key: str | None) -> str:
    """Return whose reminder a key is: reminder/2026-06-29/7/0."""
    return (key or "").split("/")[2]
