"""Who may read the pages: browsers that the server let in, and passes that let one in."""

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field, SQLModel


class WebSession(SQLModel, table=True):
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


class WebPass(SQLModel, table=True):
    """A token that opens a session for a person once; only its hash is kept."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    expires_at: datetime
