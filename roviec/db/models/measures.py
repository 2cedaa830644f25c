"""Periodic figures (số liệu định kỳ): what is asked for, each value, and every change of a figure or a target."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row, enum
from roviec.tasks.reporting import Cycle


class Measure(Row):
    """A figure of which a value is stated for each period; one `over` another is computed and asked of nobody."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    folded: str = Field(index=True)
    noun: str = ""
    """What it counts: "hồ sơ", "%", "triệu đồng"."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who is asked; the head of the unit without one."""
    cycle: Cycle = Field(default=Cycle.month, sa_type=enum(Cycle))
    ask_day: int = 0
    """The day of a month on which the value of the period before is asked for; 0: nobody is asked."""
    over_id: int | None = Field(default=None, foreign_key="measure.id")
    under_id: int | None = Field(default=None, foreign_key="measure.id")
    goal: float | None = None
    goal_op: str = ">="
    made_at: datetime
    ended_on: date | None = None


class Measured(Row):
    """The value of a period as it stands; None: whoever answers has none yet."""

    __table_args__ = (sa.UniqueConstraint("measure_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    period: str
    until: date
    """The last day of the period."""
    value: float | None = None
    words: str = ""
    """What was written."""
    said_by: int | None = Field(default=None, foreign_key="person.id")
    said_at: datetime


class MeasureEvent(Row):
    """One change of a figure, of a value or of a target, append-only, with what was before."""

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int | None = Field(default=None, foreign_key="measure.id", index=True)
    target_id: int | None = Field(default=None, foreign_key="target.id", index=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str = ""
    kind: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = ""
