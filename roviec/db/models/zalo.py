"""What the Official Account's channel must remember: its tokens, who spoke when, and the approved templates."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row


class OaToken(Row):
    """The pair of tokens of an app, sealed. `version` counts the pairs: who holds an older one must read anew."""

    app_id: str = Field(primary_key=True)
    oa_id: str = ""
    sealed: str = Field(sa_type=sa.Text)
    version: int = 1
    obtained_at: datetime
    expires_at: datetime
    claimed_until: datetime | None = None
    """Until then nobody exchanges the refresh token: the last try was refused."""
    trouble: str = ""
    """The platform's words when it last refused to renew; empty when it did."""


class OaVisitor(Row):
    """When somebody last interacted, to the hour, and how many free answers are left."""

    user_id: str = Field(primary_key=True)
    last_seen: datetime | None = None
    remaining: int | None = None


class OaTemplate(Row):
    """A template that the platform knows, and the purpose that the office gave it."""

    id: str = Field(primary_key=True)
    purpose: str | None = Field(default=None, unique=True)
    name: str = ""
    status: str = ""
    tag: str = ""
    blanks: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Its parameters: [name, longest, required] each."""
    by_uid: bool = True
    """False once the platform refused to send it to a UID."""
    updated_at: datetime
