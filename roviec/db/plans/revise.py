"""Applying a corrected document to the tasks of its plan: what they have achieved stays."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Part, Person, Task, TaskUnit
from roviec.db.models.base import id_of
from roviec.db.plans.changes import Kept, unit_of
from roviec.db.plans.outcome import Imported, share_out
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.db.tasks.standing import owners
from roviec.tasks import lifecycle
from roviec.tasks.lifecycle import FINAL, Verb
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row

REASON = "Không còn trong bản sửa đổi của văn bản."
REVISE = "revise"


async def apply(
    session: AsyncSession,
    done: Imported,
    roster: Roster,
    *,
    actor: Person | None,
    now: datetime,
    channel: str,
) -> None:
    """Cancel what is gone, move what is moved, hand over what has another lead; record each."""
    assert done.changes is not None
    for task in done.changes.removed:
        await share_out(session, done, roster, task, "removed")
        before = events.snapshot(task)
        task.state = lifecycle.after(task.state, Verb.cancel)
        await events.record(
            session, task, Verb.cancel, by=By(actor, now, channel), before=before, reason=REASON
        )
    for one in done.changes.kept:
        _reword(one)
        one.task.leader_id = one.leader or one.task.leader_id
        answered = await owners(session, one.task)
        if one.due or one.lead or one.partners:
            await _change(session, one, roster, actor, now, channel)
        if one.lead:
            await share_out(session, done, roster, one.task, "added")
            for person_id in set(answered) - set(await owners(session, one.task)):
                done.share(person_id).removed.append(one.task)
        elif one.due:
            await share_out(session, done, roster, one.task, "moved")


def _reword(one: Kept) -> None:
    """Take over the words of the corrected document; a closed task keeps the ones it was closed under."""
    if one.task.state not in FINAL:
        task, row = one.task, one.row
        task.title, task.quote, task.ref = row.title, row.quote, row.ref
        task.product, task.component = row.product, row.component


async def _change(
    session: AsyncSession, one: Kept, roster: Roster, actor: Person | None, now: datetime, channel: str
) -> None:
    task, row, before = one.task, one.row, events.snapshot(one.task)
    old = task.original_due
    if one.due:
        _redate(task, row)
    if one.lead:
        units = [unit_of(code, roster.people) for code in row.leads]
        if not await _relead(session, task, units) and (task.state, Verb.hand_over) in lifecycle.TABLE:
            task.state = lifecycle.after(task.state, Verb.hand_over)
    if one.partners:
        await _rehelp(session, task, [unit_of(code, roster.people) for code in row.helpers])
    await events.record(
        session,
        task,
        REVISE,
        by=By(actor, now, channel),
        before=before,
        due_before=old,
        due=task.original_due,
    )


async def _rehelp(session: AsyncSession, task: Task, units: Sequence[int]) -> None:
    """Let these units take part in a task and no others, but those that lead it."""
    found = select(TaskUnit).where(TaskUnit.task_id == task.id)
    parts = (await session.exec(found)).all()
    leads = {part.unit_id for part in parts if part.part == Part.lead}
    wanted = [unit for unit in dict.fromkeys(units) if unit not in leads]
    for part in parts:
        if part.part == Part.partner and part.unit_id not in wanted:
            await session.delete(part)
    there = {part.unit_id for part in parts if part.part == Part.partner}
    for unit in wanted:
        if unit not in there:
            person = await people.in_charge(session, unit)
            person_id = person.id if person else None
            session.add(TaskUnit(task_id=id_of(task), unit_id=unit, part=Part.partner, person_id=person_id))
    await session.flush()


def _redate(task: Task, row: Row) -> None:
    """Take over the new deadline; an extension that reaches further stays granted."""
    is_extended = task.due is not None and task.original_due is not None and task.due > task.original_due
    task.due_kind, task.due_words, task.due_why = row.kind, row.words, row.why
    task.recurrence = row.recurrence
    further = is_extended and row.due is not None and task.due is not None and task.due > row.due
    task.due = task.due if further else row.due
    task.original_due = row.due
    task.hour, task.hour_on = row.at, row.due if row.at else None


async def _relead(session: AsyncSession, task: Task, units: Sequence[int]) -> bool:
    """Give a task to these units; return True when one of the old ones goes on with it."""
    found = select(TaskUnit).where(TaskUnit.task_id == task.id, TaskUnit.part == Part.lead)
    old = {part.unit_id: part for part in (await session.exec(found)).all()}
    gone = [part.id for unit, part in old.items() if unit not in units]
    await session.exec(sa.delete(TaskUnit).where(col(TaskUnit.id).in_(gone)))
    helped = (col(TaskUnit.task_id) == task.id, col(TaskUnit.part) == Part.partner)
    # Who leads a task now helps with it no longer.
    await session.exec(sa.delete(TaskUnit).where(*helped, col(TaskUnit.unit_id).in_(units)))
    for unit in dict.fromkeys(units):
        if unit not in old:
            person = await people.in_charge(session, unit)
            person_id = person.id if person else None
            session.add(TaskUnit(task_id=id_of(task), unit_id=unit, part=Part.lead, person_id=person_id))
    await session.flush()
    return any(unit in units for unit in old)
