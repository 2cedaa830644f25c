"""Who owns a criterion of a scoring: somebody of its unit, named by the office's leaders or the unit's head."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.audit import Act
from roviec.db.measures import targets
from roviec.db.measures.reach import NotYoursToChange, Reach
from roviec.db.models import Assessment, Person, Score, Unit
from roviec.db.models.base import id_of
from roviec.db.scores import keep
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.criteria.model import Criterion


class OwnerNotThere(PersonError):
    """Người phụ trách tiêu chí phải đang làm việc tại đơn vị tự chấm. Ông/Bà chọn người khác."""


@dataclass(frozen=True)
class Due:
    """A criterion that somebody is to score and has not."""

    scoring: Assessment
    unit: str
    criterion: Criterion


async def candidates(session: AsyncSession, scoring: Assessment) -> list[tuple[int, str]]:
    """Return who may own a criterion: the people of the unit."""
    return await targets.in_charge(session, [scoring.unit_id])


def may_name(scoring: Assessment, of: Reach) -> bool:
    """Tell whether somebody names owners: the office's leaders and admins, the head of the unit."""
    return of.whole or scoring.unit_id in of.led


async def give_owner(
    session: AsyncSession,
    scoring: Assessment,
    criterion: Criterion,
    *,
    owner: Person | None,
    of: Reach,
    by: By,
) -> bool:
    """Set who scores a criterion; None: anybody of the unit. Return False where nothing changes."""
    of.may_see(keep.Owned(scoring.unit_id))
    if not may_name(scoring, of):
        raise NotYoursToChange
    if owner is not None and (owner.left_on is not None or owner.unit_id != scoring.unit_id):
        raise OwnerNotThere
    await keep.hold(session, scoring)
    row = await keep.row_of(session, scoring, criterion)
    before, row.owner_id = row.owner_id, owner.id if owner else None
    if before == row.owner_id:
        return False
    await session.flush()
    data = {"criterion": criterion.id, "owner": row.owner_id, "before": before}
    await keep.record(session, Act.score_owner, by, f"assessment/{scoring.id}", **data)
    return True


async def due(session: AsyncSession, of: Reach) -> Sequence[Due]:
    """Return the criteria of open scorings that are somebody's own to score and have no points yet."""
    found = (
        select(Score, Assessment, Unit.name)
        .join(Assessment, col(Assessment.id) == Score.assessment_id)
        .join(Unit, col(Unit.id) == Assessment.unit_id)
        .where(col(Score.owner_id).in_(of.mine), col(Score.points).is_(None), col(Score.said_at).is_(None))
        .where(col(Assessment.closed_on).is_(None), of.seen_units(Assessment))
        .order_by(col(Assessment.id), col(Score.id))
    )
    rows = (await session.exec(found)).all()
    read = {id_of(scoring): await keep.criteria_of(session, scoring) for _, scoring, _ in rows}
    named = ((scoring, unit, read[id_of(scoring)].find(row.criterion)) for row, scoring, unit in rows)
    return [Due(scoring, unit, one) for scoring, unit, one in named if one is not None]
