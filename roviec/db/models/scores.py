"""Self-scoring (tự chấm điểm): sets of criteria, a unit's scores of a year, and what proves each."""

from datetime import date, datetime

import sqlalchemy as sa

from roviec.db.models.base import Field, Row


class CriteriaSet(Row):
    """A file of criteria in one version, which never changes: scores are of this very one."""

    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str
    version: str
    title: str
    source: str
    made_at: datetime


class Assessment(Row):
    """A unit's scoring of itself by a set for a year."""

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="criteriaset.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    year: int
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    opened_on: date
    closed_on: date | None = None
    former: str = ""
    """The unit that it was of, before that went into this one."""


class Score(Row):
    """The points of one criterion: the unit's own, and a reviewer's."""

    __table_args__ = (sa.UniqueConstraint("assessment_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    criterion: str
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who scores it; anybody of the unit without one."""
    points: float | None = None
    note: str = ""
    said_by: int | None = Field(default=None, foreign_key="person.id")
    said_at: datetime | None = None
    checked: float | None = None
    remark: str = ""
    checked_by: int | None = Field(default=None, foreign_key="person.id")
    checked_at: datetime | None = None


class ScoreProof(Row):
    """A file that proves a criterion: sent here, or linked from a task."""

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    criterion: str
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    """The file of a task that it is."""
    sha256: str = Field(foreign_key="storedfile.sha256")
    name: str
    note: str = ""
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime
