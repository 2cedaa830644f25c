"""Bringing work in: plans, targets, and tasks with their units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Part, Person, Plan, Task, TaskUnit, Unit
from roviec.db.tasks.events import By, record
from roviec.folding import nfc
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import day


@dataclass(frozen=True)
class NewTask:
    """A task to assign: what, who, by when, and the words it came from."""

    title: str
    leads: Sequence[Unit]
    partners: Sequence[Unit] = ()
    deadline: Deadline = field(default_factory=lambda: Deadline(Kind.none))
    product: str = ""
    component: str = ""
    quote: str = ""
    ref: str = ""
    leader: Person | None = None


async def assign_task(
    session: AsyncSession,
    *,
    new: NewTask,
    plan: Plan | None,
    actor: Person | None,
    now: datetime,
    channel: str = "",
) -> Task:
    """Create a task and give it to whoever answers for it in each of its units."""
    task = Task(
        plan_id=plan.id if plan else None,
        ref=new.ref,
        title=nfc(new.title).strip(),
        product=new.product,
        component=new.component,
        quote=new.quote,
        leader_id=new.leader.id if new.leader else None,
        assigned_by=actor.id if actor else None,
        due=new.deadline.due,
        hour=new.deadline.at,
        hour_on=new.deadline.due if new.deadline.at else None,
        original_due=new.deadline.due,
        due_kind=new.deadline.kind,
        due_words=new.deadline.words,
        due_why=new.deadline.explanation,
        recurrence=new.deadline.recurrence,
        created_at=now,
    )
    session.add(task)
    await session.flush()
    for part, units in ((Part.lead, new.leads), (Part.partner, new.partners)):
        for unit in units:
            await _take_part(session, task, unit, part)
    await record(session, task, Verb.assign, by=By(actor, now, channel), due=new.deadline.due)
    return task


async def _take_part(session: AsyncSession, task: Task, unit: Unit, part: Part) -> None:
    person = await people.in_charge(session, unit.id or 0)
    session.add(
        TaskUnit(
            task_id=task.id or 0, unit_id=unit.id or 0, part=part, person_id=person.id if person else None
        )
    )
    await session.flush()


def fixed(due: date | None) -> Deadline:
    """Return the deadline of a date that was given as such."""
    if due is None:
        return Deadline(Kind.none)
    words = day(due)
    return Deadline(Kind.fixed, due=due, words=words, explanation=f"Hạn ghi đúng ngày {words}.")
