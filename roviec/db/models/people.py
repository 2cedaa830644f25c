"""Units, people, the addresses they are reached at, and the codes that link the two."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa

from roviec.db.models.base import Field, Row, enum


class Role(StrEnum):
    """What a person may do."""

    official = "official"
    leader = "leader"
    admin = "admin"


class Unit(Row):
    """A unit (đơn vị); the one without a parent is the office itself."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    folded: str = Field(index=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id")


class FormerUnit(Row):
    """A unit that was merged into another: its number, which printed codes and old buttons carry, leads there."""

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    unit_id: int = Field(foreign_key="unit.id", index=True)
    on: date


class Person(Row):
    """Somebody on the roster; `left_on` is set when they leave and nothing is deleted."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    folded: str = Field(index=True)
    position: str = ""
    phone: str | None = Field(default=None, unique=True)
    email: str | None = None
    """Where they are told that something waits in the web chat, if no browser of theirs can be."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: Role = Field(default=Role.official, sa_type=enum(Role))
    left_on: date | None = None
    remind_at: time | None = None
    """The hour (the office's time) at which they want the day's reminder; the office's own without one."""


class Away(StrEnum):
    """How far an absence is."""

    planned = "planned"
    running = "running"
    over = "over"


class Absence(Row):
    """Days on which somebody is away, and who stands in for them; both days count."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    stand_in_id: int = Field(foreign_key="person.id")
    first: date
    last: date
    state: Away = Field(default=Away.planned, sa_type=enum(Away), index=True)
    made_at: datetime


class Address(Row):
    """A chat on a channel; `person_id` is empty for a citizen or a stranger."""

    __table_args__ = (sa.UniqueConstraint("channel", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    """The unit whose group chat this is."""
    reachable: bool = True
    preferred_at: datetime | None = None
    """When its person chose to hear here; the latest choice holds."""
    language: str = "vi"
    linked_at: datetime | None = None


class Invitation(Row):
    """A one-time code; only its hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    expires_at: datetime
    used_at: datetime | None = None
    wrong_tries: int = 0
