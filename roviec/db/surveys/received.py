"""How many responses came on a day, kept as they come: a year of any number of them is read from its days."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert_in
from roviec.db.models import Received, Response

_KEY = ("campaign_id", "unit_id", "on")
Day = tuple[int, int, date]
"""(campaign, unit, day)"""


async def add(session: AsyncSession, *, campaign_id: int, unit_id: int, on: date) -> None:
    """Count one more response of a day."""
    await _put(session, {(campaign_id, unit_id, on): 1})


async def count(session: AsyncSession, *which: sa.ColumnElement[bool]) -> int:
    """Return how many responses there are, where the conditions on `Received` hold."""
    found = select(func.coalesce(func.sum(col(Received.responses)), 0)).where(*which)
    return int((await session.exec(found)).one())


async def join(session: AsyncSession, *, old: int, into: int) -> None:
    """Add the days of one unit to those of another."""
    rows = (await session.exec(select(Received).where(Received.unit_id == old))).all()
    days = {(row.campaign_id, into, row.on): row.responses for row in rows}
    gone = sa.delete(Received).where(col(Received.unit_id) == old)
    await session.exec(gone.execution_options(synchronize_session=False))
    await _put(session, days)


async def rebuild(session: AsyncSession) -> bool:
    """Compare the days with the responses and write them anew where they differ; True: they agreed."""
    day: tuple[Any, ...] = (Response.campaign_id, Response.unit_id, Response.on, func.count())
    counted = select(*day).group_by(*day[:3])
    lines: tuple[Any, ...] = (Received.campaign_id, Received.unit_id, Received.on, Received.responses)
    there, known = [
        {(campaign, unit, on): number for campaign, unit, on, number in (await session.exec(rows)).all()}
        for rows in (counted, select(*lines))
    ]
    if there == known:
        return True
    await session.exec(sa.delete(Received).execution_options(synchronize_session=False))
    await _put(session, there)
    return False


async def _put(session: AsyncSession, days: Mapping[Day, int]) -> None:
    if not days:
        return
    rows = [dict(zip(_KEY, day, strict=True), responses=number) for day, number in days.items()]
    connection = await session.connection()
    await connection.execute(_more(connection.dialect.name), rows)


@cache
def _more(dialect: str) -> Any:
    """Return the statement that adds to a day, built once: each response asks it."""
    put = insert_in(dialect, Received)
    more = {"responses": Received.responses + put.excluded.responses}
    return put.on_conflict_do_update(index_elements=list(_KEY), set_=more)
