"""Reading tasks for a screen: everything a card or a list shows, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences
from roviec.db.absences import StandIn
from roviec.db.feedback.find import of_task
from roviec.db.models import (
    Evidence,
    Extension,
    Feedback,
    Obstacle,
    Part,
    Person,
    Plan,
    StoredFile,
    Task,
    TaskEvent,
    TaskUnit,
    Unit,
)
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import requests, standing
from roviec.tasks.lifecycle import FINAL, OPEN, State, Verb

DIRECTIVES = 3


@dataclass(frozen=True)
class UnitPart:
    """A unit's part in a task, and who answers for it there."""

    part: Part
    unit: Unit
    person: Person | None


@dataclass(frozen=True)
class TaskCard:
    """A task with everything its card shows."""

    task: Task
    plan: Plan | None
    parts: Sequence[UnitPart]
    leader: Person | None
    obstacles: Sequence[Obstacle]
    extensions: Sequence[Extension]
    evidence: Sequence[Evidence]
    feedback: Feedback | None
    directives: Sequence[tuple[TaskEvent, str]]
    """The newest words of leaders to its people, with who wrote them."""
    away: Sequence[StandIn] = ()
    """Which of its leads are away today."""

    def units(self, part: Part) -> str:
        """Return the names of the units of one part, each with its person."""
        return "; ".join(_unit_line(p) for p in self.parts if p.part == part)


def _unit_line(part: UnitPart) -> str:
    return f"{part.unit.name} ({part.person.name})" if part.person else part.unit.name


async def card(session: AsyncSession, task: Task) -> TaskCard:
    """Gather what a task's card shows."""
    parts = (
        select(TaskUnit, Unit, Person)
        .join(Unit, col(Unit.id) == TaskUnit.unit_id)
        .join(Person, col(Person.id) == TaskUnit.person_id, isouter=True)
        .where(TaskUnit.task_id == task.id)
        .order_by(col(TaskUnit.id))
    )
    files = select(Evidence).where(Evidence.task_id == task.id).order_by(col(Evidence.id))
    rows = (await session.exec(parts)).all()
    leads = [row.person_id for row, _, _ in rows if row.part == Part.lead and row.person_id]
    return TaskCard(
        task=task,
        plan=await session.get(Plan, task.plan_id) if task.plan_id else None,
        parts=[UnitPart(row.part, unit, person) for row, unit, person in rows],
        leader=await session.get(Person, task.leader_id) if task.leader_id else None,
        obstacles=await requests.open_obstacles(session, task),
        extensions=await requests.chain(session, task),
        evidence=list((await session.exec(files)).all()),
        feedback=await of_task(session, task.id),
        directives=await _directives(session, task),
        away=await absences.standing_in(session, leads),
    )


async def _directives(session: AsyncSession, task: Task) -> list[tuple[TaskEvent, str]]:
    found = (
        select(TaskEvent, Person.name)
        .join(Person)
        .where(TaskEvent.task_id == task.id, TaskEvent.kind == Verb.direct)
        .order_by(col(TaskEvent.id).desc())
    )
    return list((await session.exec(found.limit(DIRECTIVES))).all())


async def evidence(
    session: AsyncSession, task: Task, *, offset: int, limit: int
) -> list[tuple[Evidence, StoredFile, str]]:
    """Return some files of a task, the first sent first, with what they are and who sent them."""
    found = (
        select(Evidence, StoredFile, Person.name)
        .join(StoredFile, col(StoredFile.sha256) == Evidence.sha256)
        .join(Person, col(Person.id) == Evidence.sent_by)
        .where(Evidence.task_id == task.id)
        .order_by(col(Evidence.id))
    )
    return list((await session.exec(found.offset(offset).limit(limit))).all())


async def evidence_file(
    session: AsyncSession, task: Task, evidence_id: int
) -> tuple[Evidence, StoredFile] | None:
    """Return one file of a task, None where it has none of this number."""
    found = (
        select(Evidence, StoredFile)
        .join(StoredFile, col(StoredFile.sha256) == Evidence.sha256)
        .where(Evidence.task_id == task.id, Evidence.id == evidence_id)
    )
    return (await session.exec(found)).first()


@dataclass(frozen=True)
class Waiting:
    """What waits for a leader's decision."""

    completions: Sequence[Task]
    extensions: Sequence[tuple[Extension, Task]]
    obstacles: Sequence[tuple[Obstacle, Task]]
    refusals: Sequence[Task]

    def __len__(self) -> int:
        return len(self.completions) + len(self.extensions) + len(self.obstacles) + len(self.refusals)


async def waiting_for(session: AsyncSession, person: Person) -> Waiting:
    """Return everything that waits for `person`'s decision, the oldest first; never their own requests."""
    theirs = await standing.decidable(session, person)
    asked = (
        select(Extension, Task)
        .join(Task)
        .where(Extension.verdict == Verdict.asked, col(Task.state).not_in(FINAL), theirs)
        .where(Extension.asked_by != person.id)
        .order_by(col(Extension.id))
    )
    blocked = (
        select(Obstacle, Task)
        .join(Task)
        .where(col(Obstacle.resolved_at).is_(None), col(Task.state).not_in(FINAL), theirs)
        .where(Obstacle.raised_by != person.id)
        .order_by(col(Obstacle.id))
    )
    return Waiting(
        completions=await _in_state(session, State.waiting, theirs),
        extensions=list((await session.exec(asked)).all()),
        obstacles=list((await session.exec(blocked)).all()),
        refusals=await _in_state(session, State.refused, theirs),
    )


async def waits_for(session: AsyncSession, person: Person) -> sa.ColumnElement[bool]:
    """Return the rule of `waiting_for` as a condition on `Task`."""
    asked = select(Extension.task_id).where(
        Extension.verdict == Verdict.asked, Extension.asked_by != person.id
    )
    blocked = select(Obstacle.task_id).where(
        col(Obstacle.resolved_at).is_(None), Obstacle.raised_by != person.id
    )
    waits = sa.or_(
        col(Task.state).in_((State.waiting, State.refused)),
        col(Task.id).in_(asked),
        col(Task.id).in_(blocked),
    )
    # By the states that are open and not without those that are not: the others are never looked at.
    return sa.and_(col(Task.state).in_(OPEN), waits, await standing.decidable(session, person))


async def units_of(session: AsyncSession, tasks: Sequence[Task], part: Part = Part.lead) -> dict[int, str]:
    """Return the names of the units that have a part in some tasks."""
    found = (
        select(TaskUnit.task_id, Unit.name)
        .join(Unit)
        .where(TaskUnit.part == part, col(TaskUnit.task_id).in_([task.id for task in tasks]))
        .order_by(col(TaskUnit.id))
    )
    names: dict[int, list[str]] = {}
    for task_id, name in (await session.exec(found)).all():
        names.setdefault(task_id, []).append(name)
    return {task_id: "; ".join(of) for task_id, of in names.items()}


async def _in_state(session: AsyncSession, state: State, theirs: sa.ColumnElement[bool]) -> list[Task]:
    found = select(Task).where(Task.state == state, theirs).order_by(col(Task.completed_on), col(Task.id))
    return list((await session.exec(found)).all())


async def led_by(session: AsyncSession, *, unit_id: int, ref: str) -> Task:
    """Return the one task of a plan's place that a unit leads."""
    mine = select(Task).join(TaskUnit).where(Task.ref == ref, TaskUnit.unit_id == unit_id)
    return (await session.exec(mine.where(TaskUnit.part == Part.lead))).one()
