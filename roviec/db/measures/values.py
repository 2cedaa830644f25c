"""Periodic figures read: those that somebody may see, and whose value waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.measures.reach import Reach
from roviec.db.measures.series import Point, latest, series
from roviec.db.models import Measure, Person, Unit
from roviec.tasks.measures.goals import reached


@dataclass(frozen=True)
class Shown:
    """A figure as a list shows it."""

    measure: Measure
    unit: str
    owner: str
    points: Sequence[Point]

    @property
    def latest(self) -> Point | None:
        """The newest value."""
        return latest(self.points)[0]

    @property
    def is_reached(self) -> bool | None:
        """Whether the newest value keeps the goal; None while that can't be said."""
        now, goal = self.latest, self.measure.goal
        if now is None or now.value is None or goal is None:
            return None
        return reached(now.value, self.measure.goal_op, goal)


async def running(session: AsyncSession) -> Sequence[Measure]:
    """Return every figure that is still followed, by name."""
    found = select(Measure).where(col(Measure.ended_on).is_(None)).order_by(col(Measure.folded))
    return (await session.exec(found)).all()


async def listed(
    session: AsyncSession,
    of: Reach,
    *,
    measure: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Shown]:
    """Return the figures that somebody may see, by name; one that has ended only by its number."""
    found: Any = (
        sa.select(Measure, col(Unit.name), col(Person.name))
        .join(Unit, col(Unit.id) == Measure.unit_id)
        .join(Person, col(Person.id) == Measure.owner_id, isouter=True)
        .where(of.seen(Measure))
        .order_by(col(Measure.folded), col(Measure.id))
    )
    found = found.where(
        col(Measure.id) == measure if measure is not None else col(Measure.ended_on).is_(None)
    )
    rows = (await session.exec(found.offset(offset).limit(limit))).all()
    points = await series(session, [row[0] for row in rows])
    return [Shown(one, unit, owner or "", points.get(one.id or 0, [])) for one, unit, owner in rows]


async def count(session: AsyncSession, of: Reach) -> int:
    """Count the figures that somebody may see."""
    mine = select(func.count()).select_from(Measure)
    return (await session.exec(mine.where(of.seen(Measure), col(Measure.ended_on).is_(None)))).one()
