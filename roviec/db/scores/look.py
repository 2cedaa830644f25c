"""Scorings read: listed with their sums, one with its points and what proves each, files that may be linked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.measures.reach import Reach
from roviec.db.models import (
    Assessment,
    CriteriaSet,
    Evidence,
    Person,
    Score,
    ScoreProof,
    StoredFile,
    Task,
    Unit,
)
from roviec.db.models.base import id_of
from roviec.db.scores.keep import Owned, owned
from roviec.db.tasks.office import overseen_ever
from roviec.tasks.criteria.load import read_criteria
from roviec.tasks.criteria.model import Criteria, Criterion, Sum, summed

LINKED = 60
"""How many files of tasks are offered."""


@dataclass(frozen=True)
class Listed:
    """A scoring as a list shows it."""

    scoring: Assessment
    unit: str
    criteria: Criteria
    own: Sum
    checked: Sum


@dataclass(frozen=True)
class Proof:
    """A file that proves a criterion, by whom and when it was sent."""

    row: ScoreProof
    size: int
    mime: str
    by: str
    unit: str

    @property
    def at(self) -> datetime:
        """When it was sent."""
        return self.row.sent_at


@dataclass(frozen=True)
class Sheet:
    """A scoring with everything about it."""

    scoring: Assessment
    unit: str
    criteria: Criteria
    scores: dict[str, Score]
    names: dict[int, str]
    """Who owns, scored and reviewed, by their numbers."""
    proofs: dict[str, list[Proof]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether points may still be given."""
        return self.scoring.closed_on is None

    def owned(self, one: Criterion) -> Owned:
        """Return whose a criterion is."""
        return owned(self.scoring, self.scores.get(one.id))

    @property
    def own(self) -> dict[str, float | None]:
        """The unit's own points."""
        return {key: one.points for key, one in self.scores.items()}

    @property
    def checked(self) -> dict[str, float | None]:
        """The reviewer's points."""
        return {key: one.checked for key, one in self.scores.items()}


async def listed(session: AsyncSession, of: Reach, *, limit: int = 200) -> list[Listed]:
    """Return the scorings that somebody may see, the newest first."""
    found = (
        select(Assessment, Unit.name, CriteriaSet)
        .join(Unit, col(Unit.id) == Assessment.unit_id)
        .join(CriteriaSet, col(CriteriaSet.id) == Assessment.set_id)
        .where(of.seen_units(Assessment))
        .order_by(col(Assessment.year).desc(), col(Assessment.id).desc())
    )
    rows = (await session.exec(found.limit(limit))).all()
    scores = await _scores(session, [id_of(row[0]) for row in rows])
    read = {id_of(row[2]): read_criteria(row[2].source) for row in rows}
    return [_listed(one, unit, read[id_of(of_)], scores[id_of(one)]) for one, unit, of_ in rows]


def _listed(scoring: Assessment, unit: str, criteria: Criteria, scores: Sequence[Score]) -> Listed:
    own = summed(criteria.all, {one.criterion: one.points for one in scores})
    checked = summed(criteria.all, {one.criterion: one.checked for one in scores})
    return Listed(scoring, unit, criteria, own, checked)


async def _scores(session: AsyncSession, numbers: Sequence[int]) -> dict[int, list[Score]]:
    found: dict[int, list[Score]] = defaultdict(list)
    if not numbers:
        return found
    for row in (await session.exec(select(Score).where(col(Score.assessment_id).in_(numbers)))).all():
        found[row.assessment_id].append(row)
    return found


async def sheet(session: AsyncSession, scoring: Assessment, criteria: Criteria) -> Sheet:
    """Read a scoring with its points and what proves each."""
    scores = {one.criterion: one for one in (await _scores(session, [id_of(scoring)]))[id_of(scoring)]}
    people = {
        number for one in scores.values() for number in (one.said_by, one.checked_by, one.owner_id) if number
    }
    named = await session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people)))
    unit = await session.get_one(Unit, scoring.unit_id)
    names = {id_ or 0: name for id_, name in named.all()}
    return Sheet(scoring, unit.name, criteria, scores, names, await _proofs(session, scoring))


async def _proofs(session: AsyncSession, scoring: Assessment) -> dict[str, list[Proof]]:
    found: Any = (
        sa.select(ScoreProof, col(StoredFile.size), col(StoredFile.mime), col(Person.name), col(Unit.name))
        .join(StoredFile, col(StoredFile.sha256) == col(ScoreProof.sha256))
        .join(Person, col(Person.id) == col(ScoreProof.sent_by))
        .join(Unit, col(Unit.id) == col(Person.unit_id))
        .where(col(ScoreProof.assessment_id) == scoring.id)
        .order_by(col(ScoreProof.id))
    )
    by_criterion: dict[str, list[Proof]] = defaultdict(list)
    for row, size, mime, by, unit in (await session.exec(found)).all():
        by_criterion[row.criterion].append(Proof(row, size, mime, by, unit))
    return by_criterion


async def linkable(session: AsyncSession, of: Reach) -> list[tuple[int, str, str]]:
    """Return the newest files of tasks that somebody oversees: number, file, task."""
    mine = await overseen_ever(session, of.person)
    found = (
        select(Evidence.id, Evidence.name, Task.title)
        .join(Task, col(Task.id) == Evidence.task_id)
        .where(mine)
        .order_by(col(Evidence.id).desc())
    )
    rows = (await session.exec(found.limit(LINKED))).all()
    return [(id_ or 0, name, title) for id_, name, title in rows]
