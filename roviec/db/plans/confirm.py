"""Importing a reviewed draft: plan, targets, tasks and the draft's end in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.budget import ZONE
from roviec.db.measures.targets import rewrite
from roviec.db.models import Part, Person, Plan, Task, TaskUnit, Unit
from roviec.db.models.base import id_of
from roviec.db.models.plans import DraftState, ImportDraft, PlanVersion
from roviec.db.plans import changes, drafts, revise, versions
from roviec.db.plans.changes import unit_of
from roviec.db.plans.errors import NothingToImport, RowsUnclear
from roviec.db.plans.outcome import Imported, share_out
from roviec.db.tasks.assign import NewTask, assign_task
from roviec.db.tasks.events import By
from roviec.tasks.plans.roster import Roster, head
from roviec.tasks.plans.rows import Row, kept


async def confirm(
    session: AsyncSession, *, draft: ImportDraft, actor: Person | None, now: datetime, channel: str
) -> Imported:
    """Import a draft that the caller has locked; raise `AlreadyImported`, `RowsUnclear` or `NothingToImport`."""
    await versions.alone(session)
    await versions.refuse_known(session, draft.sha256)
    rows, roster = await drafts.rows_of(session, draft)
    wanted = kept(rows)
    if unclear := [row for row in wanted if row.blocked]:
        numbers = ", ".join(str(row.n + 1) for row in unclear[:12])
        raise RowsUnclear(count=len(unclear), rows=numbers)
    targets = draft.reading["targets"]
    if not wanted and not targets:
        raise NothingToImport
    work = Work(session, roster, actor, now, channel)
    plan = await _plan(session, draft, now)
    done = Imported(plan, 0, len(targets))
    if draft.replaces_id is None:
        await work.assign(done, plan, wanted)
    else:
        done.changes = await changes.of(session, plan, wanted, roster)
        await work.assign(done, plan, done.changes.added)
        await revise.apply(work.session, done, roster, actor=actor, now=now, channel=channel)
    by, today = By(actor, now, channel), now.astimezone(ZONE).date()
    await rewrite(session, plan, targets, roster, today=today, by=by)
    done.version = await _close(session, draft, done, now)
    await audit.record(
        session,
        audit.Act.plan,
        actor=actor.id if actor else None,
        at=now,
        channel=channel,
        subject=f"plan/{plan.id}",
        sha256=draft.sha256,
        added=len(done.added),
    )
    return done


async def _plan(session: AsyncSession, draft: ImportDraft, now: datetime) -> Plan:
    """Return the new plan of a draft, or the one that it corrects, with the document's header."""
    header = draft.reading["document"]
    plan = await session.get(Plan, draft.replaces_id) if draft.replaces_id else None
    if plan is None:
        plan = Plan(subject="", created_at=now)
    plan.number = header["number"] or plan.number
    plan.kind, plan.issuer = header["kind"] or plan.kind, header["issuer"] or plan.issuer
    plan.place, plan.signer = header["place"] or plan.place, header["signer"] or plan.signer
    plan.issued = date.fromisoformat(header["issued"]) if header["issued"] else plan.issued
    plan.subject = header["subject"] or plan.subject or draft.name
    plan.sha256 = draft.sha256
    session.add(plan)
    await session.flush()
    return plan


async def _close(session: AsyncSession, draft: ImportDraft, done: Imported, now: datetime) -> int:
    draft.state, draft.plan_id, draft.closed_at = DraftState.imported, done.plan.id, now
    version = PlanVersion(
        plan_id=id_of(done.plan),
        sha256=draft.sha256,
        name=draft.name,
        person_id=draft.person_id,
        at=now,
        counts={"added": len(done.added), "targets": done.targets},
    )
    session.add(version)
    await session.flush()
    return id_of(version)


@dataclass(frozen=True)
class Work:
    """What assigning a row needs beside the row."""

    session: AsyncSession
    roster: Roster
    actor: Person | None
    now: datetime
    channel: str

    async def assign(self, done: Imported, plan: Plan, rows: Sequence[Row]) -> None:
        """Assign each row as a task of the plan, and note whom it concerns."""
        for row in rows:
            task = await assign_task(
                self.session,
                new=await self._new(row),
                plan=plan,
                actor=self.actor,
                now=self.now,
                channel=self.channel,
            )
            await name_people(self.session, task, row)
            done.added.append(task)
            await share_out(self.session, done, self.roster, task, "added")

    async def _new(self, row: Row) -> NewTask:
        leads = await self._units(row.leads)
        helpers = await self._units(row.helpers)
        leader = head(self.roster, row.leader)
        return NewTask(
            title=row.title,
            leads=leads,
            partners=[unit for unit in helpers if unit not in leads],
            deadline=row.deadline,
            product=row.product,
            component=row.component,
            quote=row.quote,
            ref=row.ref,
            leader=await self.session.get(Person, leader.id) if leader else None,
        )

    async def _units(self, codes: Sequence[str]) -> list[Unit]:
        ids = dict.fromkeys(unit_of(code, self.roster.people) for code in codes)
        return [await self.session.get_one(Unit, one) for one in ids]


async def name_people(session: AsyncSession, task: Task, row: Row) -> None:
    """Give a lead unit's part to the person whom the document names there."""
    for code in row.leads:
        if code.startswith("p"):
            person = await session.get_one(Person, int(code[1:]))
            mine = sa.update(TaskUnit).where(
                col(TaskUnit.task_id) == task.id,
                col(TaskUnit.unit_id) == person.unit_id,
                col(TaskUnit.part) == Part.lead,
            )
            await session.exec(mine.values(person_id=person.id))
