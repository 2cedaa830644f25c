"""The road's tables: what arrived, what leaves, where each conversation stands, what was said once.

What is done leaves its table: nothing that stays tells when or how often a chat spoke (docs/decisions/0005). Rows
that stay have random ids, and their place in the order is cleared.
"""

import secrets
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row, enum
from roviec.db.models.columns import UNSET
from roviec.db.slots import slot_of

_RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""On SQLite the type that makes a primary key the row's own number: any other has a hidden one that counts."""
PLACES = sa.Sequence("outbox_place", metadata=Row.metadata)
"""On PostgreSQL the order in which messages are written."""


def random_id() -> int:
    """Return an id that tells neither order nor number."""
    return secrets.randbits(62)


def _slot(context: Any) -> int:
    row = context.get_current_parameters(isolate_multiinsert_groups=True)
    return slot_of(row["channel"], row["chat"])


def slot() -> Any:
    """Return the column of a chat's slot (`db/slots.py`): no row can be written without it, whoever writes it."""
    return Field(default=UNSET, sa_column_kwargs={"default": _slot})


class Arrival(StrEnum):
    """How far a payload is that is still to be worked on."""

    new = "new"
    fetching = "fetching"
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


class Inbox(Row):
    """A raw payload that is still to be worked on; it leaves with the transaction that decides it."""

    __table_args__ = (
        sa.UniqueConstraint("channel", "external_id"),
        sa.Index("ix_inbox_open", "state", "place"),
        sa.Index("ix_inbox_chat", "channel", "chat", "state"),
    )

    place: int | None = Field(default=None, primary_key=True)
    """Where it stands among those that wait: given anew to later ones."""
    id: int = Field(default_factory=random_id, sa_type=_RANDOM)
    """What others call it for good, whether it was ever stored or not."""
    channel: str
    external_id: str
    chat: str
    slot: int = slot()
    payload: dict[str, Any] = Field(sa_type=JSON)
    files: list[Any] = Field(default_factory=list, sa_type=JSON)
    state: Arrival = Field(default=Arrival.new, sa_type=enum(Arrival))
    tries: int = 0
    error: str | None = None
    received_at: datetime | None = None


class Seen(Row):
    """A payload that was accepted, so that its repetition is recognised: a keyed hash, in its own order."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    digest: str = Field(primary_key=True)
    month: int = Field(index=True)
    """202606: how long it is kept."""


class Outbox(Row):
    """One rendered message to send; `key` is unique where a second one must never be written.

    What was sent and is needed no more is deleted; see `outbox.mark_sent`.
    """

    __table_args__ = (
        sa.Index("ix_outbox_open", "channel", "state", "lane", "place"),
        sa.Index("ix_outbox_chat", "channel", "chat", "state", "place"),
        sa.Index("ix_outbox_external", "channel", "chat", "external_id"),
    )

    id: int = Field(default_factory=random_id, primary_key=True, sa_type=_RANDOM)
    place: int | None = Field(default=None, index=True, sa_type=_RANDOM)
    """Its order among those that wait; cleared when it was sent."""
    channel: str
    chat: str
    slot: int = slot()
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
    tries: int = 0
    possibly_twice: bool = False
    external_id: str | None = None
    error: str | None = None
    created_at: datetime
    sent_at: datetime | None = None


class Conversation(Row):
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


class Notice(Row):
    """Something said once: unique per kind, subject and period."""

    __table_args__ = (sa.UniqueConstraint("kind", "subject", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject: str
    period: str
    at: datetime
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class StoredFile(Row):
    """A file kept under its checksum."""

    sha256: str = Field(primary_key=True)
    mime: str
    size: int
    stored_at: datetime


class FileContent(Row):
    """The bytes of a file, where the office keeps its files in the database."""

    sha256: str = Field(primary_key=True)
    data: bytes
    kept_at: datetime


class ReportRequest(Row):
    """A chat that waits for a digest made now; one of each period at a time."""

    __table_args__ = (sa.UniqueConstraint("address_id", "period"),)

    # An id that was used once must never name another request: the answer's key is made of it.
    id: int = Field(default_factory=random_id, primary_key=True, sa_type=_RANDOM)
    address_id: int = Field(foreign_key="address.id", ondelete="CASCADE")
    period: str = ""
    """The key of a period (`tasks/reporting.py`); this week without one."""
    asked_at: datetime
    tries: int = 0


class DigestEdit(Row):
    """A correction of a period's digest before it goes, append-only: the last one holds, each says who and when."""

    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(index=True)
    remark: str = ""
    left_out: list[str] = Field(default_factory=list, sa_type=JSON)
    """The parts that are left out, as `reports/model.py` names them."""
    person_id: int = Field(foreign_key="person.id")
    at: datetime


class SentTally(Row):
    """How many messages of a day left and were deleted: a sum over everybody."""

    on: date = Field(primary_key=True)
    count: int


class WebStream(Row):
    """A web chat's stream: with a new epoch every page of it begins anew."""

    chat: str = Field(primary_key=True)
    epoch: str
    hushed_on: date | None = None
    """The day of an erasure: lines of that day carry no time."""


class WebEvent(Row):
    """One line of a web chat's ordered stream: what the person said or heard, numbered from 1 without a gap."""

    __table_args__ = (sa.UniqueConstraint("chat", "key"), {"sqlite_with_rowid": False})

    chat: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: str
    kind: str
    body: dict[str, Any] = Field(sa_type=JSON)
    at: datetime
