"""What the office makes known to its people, and who has read it when."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row


class Announcement(Row):
    """Words or files for some units or everyone; never changed once it is made."""

    id: int | None = Field(default=None, primary_key=True)
    words: str
    files: list[Any] = Field(default_factory=list, sa_type=JSON)
    """[{"sha256", "name", "mime"}, …]"""
    audience: str = ""
    """The names of the units as they then were; "" is everyone."""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """Empty for the command line."""
    made_at: datetime
    read_by: date | None = None
    """By when it must have been read."""
    remind_on: date
    """When those who have not read it are reminded, once."""


class Receipt(Row):
    """One person's copy of an announcement: sent, reminded, read."""

    __table_args__ = (sa.Index("ix_receipt_unsent", "sent_at", "tried_at"),)

    announcement_id: int = Field(primary_key=True, foreign_key="announcement.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    tried_at: datetime | None = None
    """When it was first to be sent; without `sent_at` the person had no chat that could be reached."""
    sent_at: datetime | None = None
    reminded_at: datetime | None = None
    read_at: datetime | None = None
    channel: str = ""
    """Where they said that they have read it."""
