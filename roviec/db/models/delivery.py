"""The road's tables: what arrived, what leaves, where each conversation stands, what was said once."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from roviec.db.models.base import JSON, enum


class Arrival(StrEnum):
    """How far an arrived payload is."""

    new = "new"
    fetching = "fetching"
    done = "done"
    quarantined = "quarantined"


class Lane(IntEnum):
    """Who leaves first."""

    reply = 0
    reminder = 1
    bulk = 2


class Departure(StrEnum):
    """How far a message to send is."""

    queued = "queued"
    sending = "sending"
    sent = "sent"
    dead = "dead"


class Inbox(SQLModel, table=True):
    """A raw payload, stored before it is acknowledged; emptied when it held a survey answer."""

    __table_args__ = (
        sa.UniqueConstraint("channel", "external_id"),
        sa.Index("ix_inbox_open", "state", "id"),
        sa.Index("ix_inbox_chat", "channel", "chat", "state"),
        # An id that was used once must never name another row: order and keys are made of ids.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    external_id: str
    chat: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    files: list[Any] = Field(default_factory=list, sa_type=JSON)
    state: Arrival = Field(default=Arrival.new, sa_type=enum(Arrival))
    tries: int = 0
    error: str | None = None
    received_at: datetime | None = None


class Outbox(SQLModel, table=True):
    """One rendered message to send; `key` is unique where a second one must never be written."""

    __table_args__ = (
        sa.Index("ix_outbox_open", "channel", "state", "lane", "id"),
        sa.Index("ix_outbox_chat", "channel", "chat", "state", "id"),
        sa.Index("ix_outbox_external", "channel", "chat", "external_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    lane: int = Lane.reply
    body: dict[str, Any] = Field(sa_type=JSON)
    key: str | None = Field(default=None, unique=True)
    task_id: int | None = None
    """The task that the message is about, so that a reply to it is about the task too."""
    person_id: int | None = None
    """For whom it was written unasked: it may move to another address of theirs. An answer in a chat has none."""
    source: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The whole message before it was fitted to its channel, where fitting changed it."""
    tried: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The addresses that it moved away from, each with the ISO moment from which it may serve again, if ever."""
    state: Departure = Field(default=Departure.queued, sa_type=enum(Departure))
    not_before: datetime
    lease_until: datetime | None = None
    tries: int = 0
    possibly_twice: bool = False
    external_id: str | None = None
    error: str | None = None
    created_at: datetime
    sent_at: datetime | None = None


class Conversation(SQLModel, table=True):
    """Where a chat stands: the dialogue it is in, what the last numbers meant, the task talked of."""

    address_id: int = Field(primary_key=True, foreign_key="address.id", ondelete="CASCADE")
    dialogue: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    own: bool = False
    """The dialogue is the chat's own: it never follows its person to another chat."""
    stale_at: datetime | None = None
    """When the dialogue ends unanswered; without one it waits as long as the survey that it is about."""
    options: list[Any] = Field(default_factory=list, sa_type=JSON)
    first_number: int = 1
    options_until: datetime | None = None
    task_id: int | None = None
    updated_at: datetime


class Notice(SQLModel, table=True):
    """Something said once: unique per kind, subject and period."""

    __table_args__ = (sa.UniqueConstraint("kind", "subject", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject: str
    period: str
    at: datetime
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class StoredFile(SQLModel, table=True):
    """A file kept under its checksum."""

    sha256: str = Field(primary_key=True)
    mime: str
    size: int
    stored_at: datetime


class ReportRequest(SQLModel, table=True):
    """A chat that waits for a digest made now; one at a time."""

    # An id that was used once must never name another request: the answer's key is made of it.
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    address_id: int = Field(foreign_key="address.id", ondelete="CASCADE", unique=True)
    asked_at: datetime
    lease_until: datetime | None = None
    tries: int = 0


class WebEvent(SQLModel, table=True):
    """One line of a web chat's ordered stream: what the person said or heard."""

    __table_args__ = (
        sa.UniqueConstraint("chat", "key"),
        sa.Index("ix_web_event_stream", "chat", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    chat: str
    key: str
    kind: str
    body: dict[str, Any] = Field(sa_type=JSON)
    at: datetime
