"""The days that an admin has changed in the seeded calendar."""

from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import DayOff


async def edited(session: AsyncSession) -> tuple[list[date], list[date]]:
    """Return the days off and the working days that the office has set itself."""
    rows = (await session.exec(select(DayOff))).all()
    return [r.day for r in rows if not r.working], [r.day for r in rows if r.working]


async def set_day(session: AsyncSession, *, day: date, working: bool, note: str) -> None:
    """Say that a day is off or worked; an earlier entry for it gives way."""
    await session.merge(DayOff(day=day, working=working, note=note))
