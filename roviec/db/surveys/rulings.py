"""What admins decided about suspicious days: whether the index leaves them out, and why."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Campaign, DayRuling, Unit
from roviec.db.models.base import id_of
from roviec.errors import PersonError

LONGEST = 500


class ReasonMissing(PersonError):
    """Quyết định này cần lý do, từ 1 đến {most} chữ. Ông/Bà ghi rõ vì sao."""


async def decide(
    session: AsyncSession, *, campaign: Campaign, unit: Unit, on: date, left_out: bool, reason: str
) -> DayRuling:
    """Leave a unit's day out of the index or take it in again; raise `ReasonMissing`."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= LONGEST:
        raise ReasonMissing(most=LONGEST)
    key = (id_of(campaign), id_of(unit), on)
    known = await session.get(DayRuling, key)
    if known is None:
        known = DayRuling(campaign_id=key[0], unit_id=key[1], on=on, left_out=left_out, reason=reason)
        session.add(known)
    known.left_out, known.reason = left_out, reason
    await session.flush()
    return known


async def is_out(session: AsyncSession, *, campaign_id: int, unit_id: int, on: date) -> bool:
    """Tell whether a unit's day is left out of the index."""
    found = await session.get(DayRuling, (campaign_id, unit_id, on))
    return found is not None and found.left_out


async def every(session: AsyncSession, *, campaign_id: int) -> list[DayRuling]:
    """Return what was decided about a campaign, the newest day first."""
    found = select(DayRuling).where(DayRuling.campaign_id == campaign_id).order_by(col(DayRuling.on).desc())
    return list((await session.exec(found)).all())


async def join(session: AsyncSession, *, old: int, into: int) -> None:
    """Take the decisions about one unit to another: a day that is left out at either stays out."""
    rows = (await session.exec(select(DayRuling).where(DayRuling.unit_id == old))).all()
    for row in rows:
        there = await session.get(DayRuling, (row.campaign_id, into, row.on))
        if there is None:
            session.add(DayRuling(**row.model_dump() | {"unit_id": into}))
        elif row.left_out and not there.left_out:
            there.left_out, there.reason = True, row.reason
        await session.delete(row)
    await session.flush()
