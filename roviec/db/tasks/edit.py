"""Changing what a task is: deadline, title, units, product, leader; each with a reason, the old value kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Part, Person, Task, TaskEvent, TaskUnit, Unit
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import events, requests, standing
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.folding import nfc
from roviec.tasks import lifecycle
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.hours import hour_of, written
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import day


class NothingToChange(PersonError):
    """Nhiệm vụ đã đúng như vậy nên không có gì thay đổi."""


class DueInThePast(PersonError):
    """Hạn mới {due} đã qua. Ông/Bà chọn một ngày từ hôm nay trở đi."""


class NotALeader(PersonError):
    """{name} không phải là lãnh đạo đang công tác nên không phụ trách nhiệm vụ được. Ông/Bà chọn người khác."""


@dataclass(frozen=True)
class Edit:
    """What is to be another; None stays as it is."""

    title: str | None = None
    product: str | None = None
    due: Deadline | None = None
    lead: Unit | None = None
    partners: Sequence[Unit] | None = None
    leader: Person | None = None


@dataclass(frozen=True)
class Edited:
    """What was changed, and whom it concerns."""

    event: TaskEvent
    changes: dict[str, tuple[str, str]]
    """The old and the new value of each field, as they are read."""
    given: list[int]
    """Who leads it now and must receive it."""
    told: list[int]
    """Everybody else who had or has a part in it."""


async def edit(session: AsyncSession, *, task: Task, edit: Edit, why: str, today: date, by: By) -> Edited:
    """Change a task with a reason; raise `NothingToChange` where it is so already."""
    await standing.check_decides(session, task, by.actor)
    lifecycle.after(task.state, Verb.edit)
    before, concerned = events.snapshot(task), await standing.concerned(session, task)
    changes, overtaken = _own(task, edit, today), list[int]()
    if "due" in changes:
        asked = await requests.open_extensions(session, task)
        overtaken = [one.id or 0 for one in asked]
        for one in asked:
            one.verdict = Verdict.withdrawn
    changes |= await _people(session, task, edit)
    if not changes:
        raise NothingToChange
    closed = {"overtaken": overtaken} if overtaken else {}
    event = await events.record(
        session, task, Verb.edit, by=by, before=before, changes=changes, reason=why, **closed
    )
    given = await standing.given_to(session, task) if "lead" in changes else []
    told = [*await standing.concerned(session, task), *concerned, *await requests.askers(session, event)]
    return Edited(event, changes, given, [p for p in dict.fromkeys(told) if p not in given])


def _own(task: Task, edit: Edit, today: date) -> dict[str, tuple[str, str]]:
    """Change the fields of the task itself; return what they were and are."""
    changes = {}
    for name in ("title", "product"):
        new, old = getattr(edit, name), getattr(task, name)
        if new is not None and nfc(new).strip() not in ("", old):
            setattr(task, name, nfc(new).strip())
            changes[name] = (old or "–", getattr(task, name))
    if edit.due is not None and (edit.due.due, edit.due.at) != (task.due, hour_of(task)):
        changes["due"] = (_shown(task.due, hour_of(task)), _shown(edit.due.due, edit.due.at))
        _set_due(task, edit.due, today)
    return changes


def _shown(due: date | None, hour: time | None) -> str:
    return f"{written(hour)} {day(due)}" if due and hour else day(due) if due else "–"


def _set_due(task: Task, deadline: Deadline, today: date) -> None:
    """Move the deadline; the first day that a task gets is its original one, and a series stays one."""
    if deadline.due is not None and deadline.due < today:
        raise DueInThePast(due=day(deadline.due))
    task.due = task.hour_on = deadline.due
    task.hour = deadline.at
    task.original_due = task.original_due or deadline.due
    if task.due_kind != Kind.recurring and task.recurrence is None:
        task.due_kind, task.due_words = deadline.kind, deadline.words
        task.due_why = deadline.explanation


async def _people(session: AsyncSession, task: Task, edit: Edit) -> dict[str, tuple[str, str]]:
    """Change who has a part in the task; return who they were and are."""
    changes: dict[str, tuple[str, str]] = {}
    if edit.lead is not None:
        changes |= await _set_lead(session, task, edit.lead)
    if edit.partners is not None:
        changes |= await _set_partners(session, task, edit.partners)
    if edit.leader is not None and edit.leader.id != task.leader_id:
        if edit.leader.left_on is not None or edit.leader.role == "official":
            raise NotALeader(name=edit.leader.name)
        old = await session.get(Person, task.leader_id) if task.leader_id else None
        task.leader_id = edit.leader.id
        changes["leader"] = (old.name if old else "–", edit.leader.name)
    return changes


async def _set_lead(session: AsyncSession, task: Task, unit: Unit) -> dict[str, tuple[str, str]]:
    """Give the task to another unit, which must receive it; also one that was refused."""
    old = await _units(session, task, Part.lead)
    if [one.id for one in old] == [unit.id]:
        return {}
    task.state = lifecycle.after(task.state, Verb.hand_over)
    await _replace(session, task, Part.lead, [unit])
    also = delete(TaskUnit).where(col(TaskUnit.task_id) == task.id, col(TaskUnit.unit_id) == unit.id)
    await session.exec(also.where(col(TaskUnit.part) == Part.partner))
    return {"lead": (_names(old), unit.name)}


async def _set_partners(
    session: AsyncSession, task: Task, units: Sequence[Unit]
) -> dict[str, tuple[str, str]]:
    """Set who takes part; a unit that leads is no partner."""
    leads = {one.id for one in await _units(session, task, Part.lead)}
    old = await _units(session, task, Part.partner)
    # Two names may mean one unit.
    new = list({one.id: one for one in units if one.id not in leads}.values())
    if {one.id for one in old} == {one.id for one in new}:
        return {}
    await _replace(session, task, Part.partner, new)
    return {"partners": (_names(old), _names(new))}


async def _units(session: AsyncSession, task: Task, part: Part) -> list[Unit]:
    found = select(Unit).join(TaskUnit)
    mine = found.where(TaskUnit.task_id == task.id, TaskUnit.part == part).order_by(col(TaskUnit.id))
    return list((await session.exec(mine)).all())


def _names(units: Sequence[Unit]) -> str:
    return "; ".join(unit.name for unit in units) or "–"


async def _replace(session: AsyncSession, task: Task, part: Part, units: Sequence[Unit]) -> None:
    """Let exactly these units have a part; whoever answers for one that stays goes on."""
    kept = [unit.id for unit in units]
    rows = (
        await session.exec(select(TaskUnit).where(TaskUnit.task_id == task.id, TaskUnit.part == part))
    ).all()
    for row in rows:
        if row.unit_id not in kept:
            await session.delete(row)
    there = {row.unit_id for row in rows}
    for unit in units:
        if unit.id not in there:
            person = await people.in_charge(session, unit.id or 0)
            session.add(
                TaskUnit(
                    task_id=task.id or 0,
                    unit_id=unit.id or 0,
                    part=part,
                    person_id=person.id if person else None,
                )
            )
    await session.flush()
