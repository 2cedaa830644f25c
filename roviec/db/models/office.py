"""What the office decides for itself: days off, and small facts that outlive a restart."""

from datetime import date
from typing import Any

from roviec.db.models.base import JSON, Field, Row


class DayOff(Row):
    """A day that differs from the seeded calendar; an entry here wins."""

    day: date = Field(primary_key=True)
    working: bool
    note: str = ""


class Fact(Row):
    """A named value: the demo's clock, the key of the spent tokens, the heartbeat of a worker."""

    name: str = Field(primary_key=True)
    value: dict[str, Any] = Field(sa_type=JSON)
