"""What programs of the office read: the shapes of the answers, which the OpenAPI description is made of."""

from datetime import date, time

from pydantic import BaseModel, ConfigDict, Field

from roviec.db.models import Plan, Unit
from roviec.db.tasks.export import TaskRow
from roviec.reports.model import Digest
from roviec.tasks.calendar import Calendar
from roviec.tasks.hours import hour_of
from roviec.tasks.lateness import At, is_late
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome, days_late


class Shape(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(frozen=True)


class TaskOut(Shape):
    """A task; `days_late` counts calendar days, 0 in time and within the day whose hour has passed."""

    id: int
    plan_id: int | None
    document: str | None = Field(description="Number of the document that assigns it")
    ref: str
    title: str
    product: str
    component: str
    leads: str
    partners: str
    leader: str
    state: State
    percent: int
    due: date | None
    original_due: date | None
    due_hour: time | None = Field(description="The hour by which it is due on that day")
    completed_on: date | None
    completed_hour: time | None
    is_late: bool = Field(
        description="Done too late or, while open, late now; by its hour where it names one"
    )
    days_late: int
    open_obstacles: int
    evidence_files: int

    @classmethod
    def of(cls, row: TaskRow, *, now: At, calendar: Calendar) -> "TaskOut":
        """Return a task as it stands now."""
        task = row.task
        same = {name: getattr(task, name) for name in ("plan_id", "ref", "title", "product", "component")}
        days = {
            name: getattr(task, name) for name in ("due", "original_due", "completed_on", "completed_hour")
        }
        return cls(
            id=task.id or 0,
            **same,
            **days,
            document=row.plan.number if row.plan else None,
            leads=row.leads,
            partners=row.partners,
            leader=row.leader,
            state=task.state,
            percent=task.percent,
            due_hour=hour_of(task),
            is_late=is_late(task, now, calendar),
            days_late=days_late(task, now, calendar),
            open_obstacles=row.obstacles,
            evidence_files=row.evidence,
        )


class TasksOut(Shape):
    """A page of tasks; `next` is what to ask for with `after`, null on the last page."""

    items: list[TaskOut]
    next: int | None


class UnitOut(Shape):
    """A unit; the office itself has no parent."""

    id: int
    name: str
    parent_id: int | None

    @classmethod
    def of(cls, unit: Unit) -> "UnitOut":
        """Return a unit."""
        return cls(id=unit.id or 0, name=unit.name, parent_id=unit.parent_id)


class PlanOut(Shape):
    """A document that assigns."""

    id: int
    number: str | None
    kind: str
    issuer: str
    issued: date | None
    subject: str

    @classmethod
    def of(cls, plan: Plan) -> "PlanOut":
        """Return a document."""
        same = {name: getattr(plan, name) for name in ("number", "kind", "issuer", "issued", "subject")}
        return cls(id=plan.id or 0, **same)


class CountsOut(Shape):
    """Tasks four ways."""

    unit_id: int | None
    unit: str
    met: int
    late: int
    within: int
    overdue: int


class DigestOut(Shape):
    """The figures of a reporting period, and with what day they are compared."""

    period: str = Field(description="2026-W31, 2026-M07, 2026-Q3, 2026-H1 or 2026-Y1")
    first: date
    last: date
    as_of: date
    compared_with: date
    total: CountsOut
    before: CountsOut
    units: list[CountsOut]
    suspended: int
    waiting: int = Field(description="Matters that wait for a decision")

    @classmethod
    def of(cls, digest: Digest) -> "DigestOut":
        """Return the figures of a digest."""
        lines = [CountsOut(unit_id=one.unit_id, unit=one.name, **_ways(one.now)) for one in digest.units]
        whole = {"unit_id": None, "unit": digest.office}
        return cls(
            period=digest.period.key,
            first=digest.period.first,
            last=digest.period.last,
            as_of=digest.today,
            compared_with=digest.before,
            total=CountsOut(**whole, **_ways(digest.total.now)),
            before=CountsOut(**whole, **_ways(digest.total.before)),
            units=lines,
            suspended=digest.suspended,
            waiting=len(digest.decisions),
        )


def _ways(counts: object) -> dict[str, int]:
    return {str(way): counts[way] for way in Outcome}  # type: ignore[index]
