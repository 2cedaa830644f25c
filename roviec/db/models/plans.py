"""Bringing plans in: drafts under review, imported versions, other names of units."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row, enum


class DraftState(StrEnum):
    """How far the import of a document is."""

    reading = "reading"
    ready = "ready"
    failed = "failed"
    imported = "imported"
    dropped = "dropped"


class ImportDraft(Row):
    """A document on its way in: what was read from it, and what the person decided about each row."""

    __table_args__ = (sa.Index("ix_import_draft_open", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who reviews it; empty for an import from the command line."""
    address_id: int | None = Field(default=None, foreign_key="address.id", ondelete="SET NULL")
    """The chat that the document came through, where the summary is sent."""
    sha256: str = Field(index=True)
    name: str
    state: DraftState = Field(default=DraftState.reading, sa_type=enum(DraftState))
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    rows: list[Any] = Field(default_factory=list, sa_type=JSON)
    replaces_id: int | None = Field(default=None, foreign_key="plan.id")
    """The plan that this document corrects, as recognised or chosen."""
    similar_id: int | None = Field(default=None, foreign_key="plan.id")
    """A plan that it may correct: the person is asked."""
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    tries: int = 0
    error: str = ""
    created_at: datetime
    closed_at: datetime | None = None


class PlanVersion(Row):
    """A document that was imported into a plan, the first one and each correction."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    sha256: str = Field(unique=True)
    name: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class UnitAlias(Row):
    """Another name of a unit: a former one, an abbreviation; one name may stand for several units."""

    __table_args__ = (sa.UniqueConstraint("unit_id", "folded"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    alias: str
    folded: str = Field(index=True)
