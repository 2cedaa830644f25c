"""A citizen who asked to speak with somebody of the office, and what both wrote: days only, no moments."""

import secrets
from datetime import date
from typing import Any

from roviec.db.models.base import JSON, Field, Row


def _name() -> int:
    return secrets.randbits(31)


class Reception(Row):
    """One talk; erased as a whole some days after its end, or with its chat."""

    # An id that was used once must never name another talk, and none tells how many there were.
    id: int = Field(default_factory=_name, primary_key=True)
    address_id: int = Field(foreign_key="address.id", ondelete="CASCADE", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who of the office answers; empty until somebody does."""
    asked_on: date
    spoken_on: date
    ended_on: date | None = None
    unanswered: int = 0
    """How many messages of the citizen wait for an answer."""
    lines: list[Any] = Field(default_factory=list, sa_type=JSON)
    """What was written, the oldest first: [is of the office, words]."""
