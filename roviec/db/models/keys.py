"""Keys with which other programs read: a person's calendar, the office's data. Only their hashes are kept."""

from datetime import date, datetime

from roviec.db.models.base import Field, Row


class FeedKey(Row):
    """The key of a person's calendar; a new one ends the one before."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    key_hash: str = Field(unique=True)
    made_at: datetime


class ApiKey(Row):
    """A key with which a program of the office reads its data."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    key_hash: str = Field(unique=True)
    made_at: datetime
    ended_at: datetime | None = None
    used_on: date | None = None
    """The last day on which it was used."""
