"""Whether somebody states figures at all: so that only they are told how."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.measures import reach
from roviec.db.models import Assessment, Measure, Person, Score, Target


async def states(session: AsyncSession, person: Person) -> bool:
    """Tell whether a figure, a target or a criterion is theirs, or nobody's in their unit."""
    of = await reach.of(session, person)
    unit = tuple(of.units)

    def theirs(table: Any) -> sa.ColumnElement[bool]:
        nobodys = sa.and_(col(table.owner_id).is_(None), col(table.unit_id).in_(unit))
        return sa.or_(col(table.owner_id).in_(of.mine), nobodys, col(table.unit_id).in_(of.led))

    figures = sa.select(sa.literal(1)).where(
        theirs(Measure), col(Measure.ended_on).is_(None), col(Measure.over_id).is_(None)
    )
    targets = sa.select(sa.literal(1)).where(theirs(Target), col(Target.dropped_on).is_(None))
    open_ = sa.and_(col(Assessment.id) == Score.assessment_id, col(Assessment.closed_on).is_(None))
    scores = (
        sa.select(sa.literal(1))
        .select_from(Score)
        .join(Assessment, open_)
        .where(col(Score.owner_id).in_(of.mine))
    )
    unscored = sa.select(sa.literal(1)).where(
        col(Assessment.unit_id).in_(unit), col(Assessment.closed_on).is_(None)
    )
    every: Any = [one.exists() for one in (figures, targets, scores, unscored)]
    question: Any = sa.select(sa.or_(*every))
    return bool((await session.exec(question)).scalar())
