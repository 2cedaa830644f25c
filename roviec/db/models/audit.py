"""What people changed: a chain of rows, each sealed with the one before it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row


class AuditEntry(Row):
    """One change by somebody of the office; citizens never stand here, nor what they said."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    place: int | None = Field(default=None, unique=True)
    """Its number in the chain, from 1 without a gap; empty only inside the transaction that writes it."""
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    """Empty for the command line, where `data` names the user of the machine."""
    channel: str
    what: str
    subject: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    prev: str = Field(default="", sa_type=sa.String(64))
    hash: str = Field(default="", sa_type=sa.String(64))
