"""Whole tables as they are, for those who take them away."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Plan, Unit


async def units(session: AsyncSession) -> Sequence[Unit]:
    """Return every unit by its number."""
    return (await session.exec(select(Unit).order_by(col(Unit.id)))).all()


async def plans(session: AsyncSession) -> Sequence[Plan]:
    """Return every document that assigns, by its number."""
    return (await session.exec(select(Plan).order_by(col(Plan.id)))).all()
