"""Rows that failed in a loop: counted, left alone after three tries, remembered over restarts."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Setback

MAX_TRIES = 3


async def of_loop(session: AsyncSession, loop: str) -> dict[str, Setback]:
    """Return what failed in a loop and has not succeeded since, by its subject."""
    rows = (await session.exec(select(Setback).where(Setback.loop == loop))).all()
    return {row.subject: row for row in rows}


def is_left(row: Setback | None, period: str) -> bool:
    """Tell whether a row is left alone for the rest of its period."""
    return row is not None and row.period == period and row.tries >= MAX_TRIES


async def failed(
    session: AsyncSession, *, loop: str, subject: str, period: str, error: str, now: datetime
) -> bool:
    """Count a failed try; return True once, when the row is left alone and nobody was told yet."""
    row = await session.get(Setback, (loop, subject), with_for_update=True)
    if row is None:
        row = Setback(loop=loop, subject=subject, period=period, at=now)
        session.add(row)
    row.tries = row.tries + 1 if row.period == period else 1
    row.period, row.error, row.at = period, error, now
    is_news = is_left(row, period) and not row.told
    row.told = row.told or is_news
    await session.flush()
    return is_news


async def succeeded(session: AsyncSession, *, loop: str, subject: str) -> None:
    """Forget what failed before."""
    await session.exec(sa.delete(Setback).where(col(Setback.loop) == loop, col(Setback.subject) == subject))


async def standing(session: AsyncSession) -> Sequence[Setback]:
    """Return every row that was left alone, the latest first."""
    left = select(Setback).where(col(Setback.tries) >= MAX_TRIES)
    return (await session.exec(left.order_by(col(Setback.at).desc()))).all()


async def forget_old(session: AsyncSession, *, before: datetime) -> int:
    """Forget what last failed before a moment; return how many."""
    old = sa.delete(Setback).where(col(Setback.at) < before).returning(col(Setback.subject))
    return len((await session.exec(old)).all())
