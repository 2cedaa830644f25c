"""The open tasks that somebody oversees: counted, by unit, by document, one page at a time, or looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.below import below
from roviec.db.lateness import task_is_over, task_was_late
from roviec.db.models import Obstacle, Part, Person, Plan, Role, Task, TaskUnit, Unit
from roviec.db.tasks import standing
from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import OPEN, State
from roviec.tasks.punctuality import near_until
from roviec.tasks.questions import Which

Condition = sa.ColumnElement[bool]
BATCH, BATCHES = 200, 25
_LONGEST_WAIT = timedelta(days=3 * 366)
_TOLD: tuple[Any, ...] = (
    *(Task.title, Task.product, Task.ref, Task.quote),
    *(Plan.number, Plan.kind, Plan.subject, Plan.issuer),
)
"""Where words are looked for."""
_ACCENTED = frozenset("aeiouyd")


@dataclass(frozen=True)
class Days:
    """What "late" and "soon" mean: the office's moment and its calendar."""

    at: At
    calendar: Calendar

    @property
    def today(self) -> date:
        """Return the office's date."""
        return self.at.day


@dataclass(frozen=True)
class Look:
    """Which tasks somebody wants to see, within those that they oversee."""

    which: Which = Which.open
    unit: int | None = None
    plan: int | None = None
    person: int | None = None
    leader: int | None = None
    """In charge of it."""
    component: str | None = None
    until: date | None = None
    """Due by this day."""


@dataclass(frozen=True)
class Counts:
    """How many tasks are open, and of these late, soon due, and blocked."""

    open: int = 0
    late: int = 0
    soon: int = 0
    blocked: int = 0


@dataclass(frozen=True)
class Group:
    """A unit or a document, with its tasks counted."""

    id: int
    name: str
    counts: Counts


async def overseen(session: AsyncSession, person: Person) -> Condition:
    """Return the open tasks of whoever asks: the office's for its leaders, a head's unit and those below, else one's own."""
    return sa.and_(col(Task.state).in_(OPEN), await overseen_ever(session, person))


async def overseen_ever(session: AsyncSession, person: Person) -> Condition:
    """Return the same with those that are done or cancelled."""
    if await standing.over_all(session, person):
        return sa.true()
    parts = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead)
    if person.role != Role.leader:
        return col(Task.id).in_(parts.where(TaskUnit.person_id == person.id))
    led = col(Task.id).in_(parts.where(col(TaskUnit.unit_id).in_(below([person.unit_id]))))
    named = or_(col(Task.leader_id) == person.id, col(Task.assigned_by) == person.id)
    return or_(led, named)


def is_which(which: Which, days: Days) -> Condition:
    """Return the condition of one kind; one that waits for confirmation is judged by when it was done."""
    due, done = col(Task.due), col(Task.completed_on)
    passed = task_is_over(due, days.at, days.calendar)
    if which is Which.late:
        late = task_was_late(due, days.calendar, (days.today - _LONGEST_WAIT, days.today))
        judged = sa.case((done.is_(None), passed), else_=late)
        return sa.and_(judged, col(Task.state) != State.suspended)
    if which is Which.soon:
        near = sa.and_(sa.not_(passed), due <= near_until(days.today, days.calendar))
        return sa.and_(done.is_(None), near, col(Task.state) != State.suspended)
    if which is Which.blocked:
        return col(Task.id).in_(select(Obstacle.task_id).where(col(Obstacle.resolved_at).is_(None)))
    return sa.true()


def counted(days: Days) -> list[Any]:
    """Return the columns that count tasks: all, late, soon, blocked."""
    kinds = (Which.late, Which.soon, Which.blocked)
    return [
        func.count(),
        *(func.coalesce(func.sum(sa.case((is_which(one, days), 1))), 0) for one in kinds),
    ]


async def counts(session: AsyncSession, scope: Condition, days: Days) -> Counts:
    """Count the tasks of a scope, in one query."""
    row = (await session.exec(select(*counted(days)).select_from(Task).where(scope))).one()
    return Counts(*row)


async def by_unit(
    session: AsyncSession, scope: Condition, days: Days, *, offset: int, limit: int
) -> list[Group]:
    """Count the tasks of each unit that leads any, those with most late ones first."""
    late = counted(days)[1]
    found = (
        select(Unit.id, Unit.name, *counted(days))
        .select_from(Task)
        .join(TaskUnit)
        .join(Unit)
        .where(scope, TaskUnit.part == Part.lead)
        .group_by(col(Unit.id), col(Unit.name))
        .order_by(late.desc(), col(Unit.id))
    )
    rows = (await session.exec(found.offset(offset).limit(limit))).all()
    return [Group(row[0] or 0, row[1], Counts(*row[2:])) for row in rows]


async def by_plan(
    session: AsyncSession, scope: Condition, days: Days, *, offset: int, limit: int
) -> list[Group]:
    """Count the tasks of each document, those with most late ones first."""
    late = counted(days)[1]
    found = (
        select(Plan.id, Plan.kind, Plan.number, Plan.subject, *counted(days))
        .select_from(Task)
        .join(Plan)
        .where(scope)
        .group_by(col(Plan.id), col(Plan.kind), col(Plan.number), col(Plan.subject))
        .order_by(late.desc(), col(Plan.id))
    )
    rows = (await session.exec(found.offset(offset).limit(limit))).all()
    return [
        Group(row[0] or 0, " ".join(p for p in (row[1], row[2], row[3]) if p), Counts(*row[4:]))
        for row in rows
    ]


async def page(
    session: AsyncSession, scope: Condition, look: Look, days: Days, *, offset: int, limit: int
) -> tuple[int, list[Task]]:
    """Return how many tasks are looked at, and some of them, the earliest due first."""
    wanted = sa.and_(scope, is_which(look.which, days), *narrowed(look))
    total = (await session.exec(select(func.count()).select_from(Task).where(wanted))).one()
    order = (col(Task.due).is_(None), col(Task.due), col(Task.id))
    found = select(Task).where(wanted).order_by(*order).offset(offset).limit(limit)
    return total, list((await session.exec(found)).all())


def narrowed(look: Look) -> list[Condition]:
    """Return the conditions of a look, but for its kind."""
    parts = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead)
    found: list[Condition] = []
    if look.unit is not None:
        found.append(col(Task.id).in_(parts.where(TaskUnit.unit_id == look.unit)))
    if look.person is not None:
        found.append(col(Task.id).in_(parts.where(TaskUnit.person_id == look.person)))
    if look.plan is not None:
        found.append(col(Task.plan_id) == look.plan)
    if look.leader is not None:
        found.append(col(Task.leader_id) == look.leader)
    if look.component is not None:
        found.append(col(Task.component) == look.component)
    if look.until is not None:
        found.append(col(Task.due) <= look.until)
    return found


async def people_like(session: AsyncSession, name: str, *, limit: int) -> Sequence[Person]:
    """Return who is called so, else those whose names hold it, with or without accents; nobody who has left."""
    here, order = col(Person.left_on).is_(None), col(Person.id)
    same = select(Person).where(Person.folded == fold(name), here).order_by(order).limit(limit)
    if exact := (await session.exec(same)).all():
        return exact
    # Whole words: «An» is no part of «Lan».
    folded: Any = " " + col(Person.folded) + " "
    part = select(Person).where(folded.contains(f" {fold(name)} ", autoescape=True), here)
    return (await session.exec(part.order_by(order).limit(limit))).all()


async def find(session: AsyncSession, scope: Condition, words: str, *, limit: int) -> list[Task]:
    """Return some tasks that hold every one of `words`, in their own text or their document's.

    A letter that may bear an accent matches any in the database; what comes back is compared folded.
    """
    wanted = fold(words).split()
    where = [or_(*(one.ilike(_pattern(word), escape="\\") for one in _TOLD)) for word in wanted]
    order = (col(Task.due).is_(None), col(Task.due), col(Task.id))
    query = select(Task, Plan).join(Plan, col(Plan.id) == Task.plan_id, isouter=True).where(scope, *where)
    found: list[Task] = []
    for batch in range(BATCHES):
        rows = (await session.exec(query.order_by(*order).offset(batch * BATCH).limit(BATCH))).all()
        found += [task for task, plan in rows if _holds(task, plan, wanted)]
        if len(found) >= limit or len(rows) < BATCH:
            break
    return found[:limit]


def _pattern(word: str) -> str:
    """Return the LIKE pattern of a folded word."""
    escaped = {"%": "\\%", "_": "\\_", "\\": "\\\\"}
    return f"%{''.join('_' if ch in _ACCENTED else escaped.get(ch, ch) for ch in word)}%"


def _holds(task: Task, plan: Plan | None, wanted: list[str]) -> bool:
    own = [task.title, task.product, task.ref, task.quote]
    theirs = [plan.number or "", plan.kind, plan.subject, plan.issuer] if plan else []
    text = fold(" ".join([*own, *theirs]))
    return all(word in text for word in wanted)
