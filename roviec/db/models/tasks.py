"""Plans, targets and tasks, and everything that officials send about a task."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row, enum
from roviec.tasks.deadlines import Kind, Recurrence
from roviec.tasks.lifecycle import State


class Part(StrEnum):
    """A unit's part in a task."""

    lead = "lead"
    partner = "partner"


class Plan(Row):
    """The document that assigns; number and date may be blank, as in real ones."""

    id: int | None = Field(default=None, primary_key=True)
    number: str | None = None
    kind: str = ""
    issuer: str = ""
    place: str | None = None
    issued: date | None = None
    subject: str
    signer: str | None = None
    sha256: str | None = Field(default=None, unique=True)
    created_at: datetime


class Target(Row):
    """A row of a target table: index or component, baseline, goal, responsible units."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    index: str
    component: str | None = None
    baseline: float | None = None
    baseline_rank: str | None = None
    goal: float | None = None
    goal_op: str = ">="
    goal_rank: str | None = None
    year: int | None = None
    responsible: list[str] = Field(default_factory=list, sa_type=JSON)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    """The first responsible unit that is one of ours, or the one that was set."""
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    measure_id: int | None = Field(default=None, foreign_key="measure.id")
    """The figure that says how far it is."""
    dropped_on: date | None = None
    """The day on which a corrected document no longer held it."""
    former: str = ""
    """The unit that it was of, before that went into this one."""


COUNTED = (
    *("state", "completed_on", "due", "original_due", "created_at"),
    *("hour", "hour_on", "completed_hour"),
)


class Task(Row):
    """What must be done, by when, and the words it came from; punctuality is never stored."""

    __table_args__ = (
        sa.Index("ix_task_open", "state", "due"),
        # Everything that the digest counts by, so that counting reads no task.
        sa.Index("ix_task_counted", *COUNTED),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    ref: str = ""
    title: str
    product: str = ""
    component: str = ""
    quote: str = ""
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    assigned_by: int | None = Field(default=None, foreign_key="person.id")
    state: State = Field(default=State.assigned, sa_type=enum(State))
    percent: int = 0
    due: date | None = None
    hour: time | None = None
    """The hour of a deadline that names one; it belongs to `hour_on` and goes where the deadline moves."""
    hour_on: date | None = None
    original_due: date | None = None
    due_kind: Kind = Field(default=Kind.none, sa_type=enum(Kind))
    due_words: str = ""
    due_why: str = ""
    recurrence: Recurrence | None = Field(default=None, sa_type=enum(Recurrence))
    created_at: datetime = Field(index=True)
    completed_on: date | None = None
    """The day the lead said it was done; lateness is counted to it."""
    completed_hour: time | None = None
    """The office's hour of that; None where only the day is known."""


class TaskUnit(Row):
    """A unit that leads or takes part, and the person who answers for it there."""

    __table_args__ = (
        sa.UniqueConstraint("task_id", "unit_id", "part"),
        sa.Index("ix_taskunit_unit_id", "unit_id", "is_open"),
        sa.Index("ix_taskunit_person_id", "person_id", "is_open"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    part: Part = Field(sa_type=enum(Part))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    is_open: bool = True
    """Whether its task is, so that nobody's open tasks are looked for among all that they ever did."""


class TaskEvent(Row):
    """One change, append-only: what, who, when, through which channel, and what was before."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str = ""
    kind: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone: bool = False


class Evidence(Row):
    """A file that shows the result (tài liệu kiểm chứng)."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    sha256: str = Field(foreign_key="storedfile.sha256")
    name: str
    note: str = ""
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime


class Obstacle(Row):
    """What stands in the way, shown until somebody who can has resolved it."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    words: str
    raised_by: int = Field(foreign_key="person.id")
    raised_at: datetime
    resolved_by: int | None = Field(default=None, foreign_key="person.id")
    resolved_at: datetime | None = Field(default=None, index=True)
    answer: str = ""


class Verdict(StrEnum):
    """What became of a request for an extension."""

    asked = "asked"
    granted = "granted"
    refused = "refused"
    withdrawn = "withdrawn"


class Extension(Row):
    """A request for a later date; the chain of them stays on the task."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    due_before: date | None = None
    wished: date
    reason: str = ""
    verdict: Verdict = Field(default=Verdict.asked, sa_type=enum(Verdict), index=True)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, index=True)
    granted_until: date | None = None
    note: str = ""


class Told(Row):
    """A step of the ladder that a person heard about a task, for the last day on time that it then had."""

    __table_args__ = (sa.UniqueConstraint("task_id", "person_id", "due", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    due: date
    step: str
    on: date


class Snooze(Row):
    """A person's wish to hear of a task later; the deadline does not move."""

    __table_args__ = (sa.UniqueConstraint("task_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    until: date


class Shift(Row):
    """The last day on time that a task had before the office changed its days off: its people hear if it moved."""

    task_id: int = Field(primary_key=True, foreign_key="task.id")
    due: date
    before: date
    at: datetime
    """When the change has held long enough to be told."""


class HeldKind(StrEnum):
    """What waits for its hour: word of a task that is given, or a reminder that was asked for."""

    assigned = "assigned"
    handed = "handed"
    moved = "moved"
    recall = "recall"


class Held(Row):
    """Word of a task to a person that waits for its hour; it is written then, if it is still true."""

    __table_args__ = (sa.UniqueConstraint("task_id", "person_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    person_id: int = Field(foreign_key="person.id")
    kind: HeldKind = Field(sa_type=enum(HeldKind))
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who gives the task."""
    at: datetime = Field(index=True)
