"""What is counted of each day of a campaign: how many answered, how many of them are marked, what came at once."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Burst, Response
from roviec.survey.evidence import Day

_MARKED = sa.case((sa.cast(col(Response.flags), sa.Text) != "[]", 1), else_=0)


async def days(session: AsyncSession, *, campaign_id: int) -> list[Day]:
    """Return the days of every unit of a campaign, each with its counts."""
    mine = (col(Response.unit_id), col(Response.on))
    counted = sa.select(*mine, func.count(), func.sum(_MARKED)).where(
        col(Response.campaign_id) == campaign_id
    )
    rows: Any = await session.exec(counted.group_by(*mine))  # type: ignore[call-overload]
    found = (await session.exec(select(Burst).where(Burst.campaign_id == campaign_id))).all()
    bursts = {(row.unit_id, row.on): row for row in found}
    return [
        _day(unit, on, responses, int(marked), bursts.get((unit, on)))
        for unit, on, responses, marked in rows.all()
    ]


def _day(unit: int, on: date, responses: int, marked: int, burst: Burst | None) -> Day:
    if burst is None:
        return Day(unit, on, responses, marked)
    return Day(unit, on, responses, marked, burst.responses, burst.same_network, burst.at_night)
