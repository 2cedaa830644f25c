"""Who may read the pages: browsers that the server let in, and passes that let one in."""

from datetime import datetime
from typing import Any, ClassVar

from roviec.db.models.base import JSON, Field, Row


class WebSession(Row):
    """A browser that holds a secret of ours, of which only the hash is kept.

    A citizen's says of time no more than the quarter in which it ends: a finer one would tell on which day the
    chat came, and so which answers may be its own.
    """

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    secret_hash: str = Field(primary_key=True)
    chat: str | None = Field(default=None, index=True)
    """The web chat that it reads; None for a browser that only opens the pages of a person."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Whom it was linked to: when the chat is somebody else's or nobody's, it reads nothing any more."""
    until: datetime
    """When it ends for a citizen; for an official it counts from `seen_at`."""
    seen_at: datetime | None = None
    device: str = ""
    renewed_by: str | None = None
    """The post whose answer brought the next secret: this one may only repeat it."""
    parent: str | None = None
    """The hash of the secret before this one, where there was one."""
    push: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """Where the browser may be knocked at, as it said: it ends with the session."""


class Knock(Row):
    """A web chat that heard something unasked which no page of it has shown yet; gone once it was seen."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    chat: str = Field(primary_key=True)
    first: str | None = None
    """The key of the first line that nobody was told of; None where all were."""
    due_at: datetime | None = Field(default=None, index=True)
    """When to knock, or to try again."""
    tries: int = 0
    told_at: datetime | None = None
    by_mail: bool = False
    """The last knock was a mail: there is one an hour at most."""


class WebPass(Row):
    """A token that opens a session for a person once; only its hash is kept."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    expires_at: datetime
