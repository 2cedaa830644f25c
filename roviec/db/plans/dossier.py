"""Everything that proves a plan: its documents, and what was sent for each of its tasks, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Evidence, Person, Plan, PlanVersion, StoredFile, Task, Unit
from roviec.db.tasks import export
from roviec.db.tasks.export import TaskRow
from roviec.errors import PersonError


class NoSuchPlan(PersonError):
    """Không có văn bản số {number}. Ông/Bà xem số của văn bản bằng: roviec plan list."""


@dataclass(frozen=True)
class Proof:
    """A file sent for a task."""

    task_id: int
    sha256: str
    name: str
    note: str
    size: int
    by: str
    unit: str
    at: datetime


@dataclass(frozen=True)
class Material:
    """What a dossier is made of; tasks are in their order, each with its proofs as they came."""

    plan: Plan
    versions: Sequence[PlanVersion]
    tasks: Sequence[TaskRow]
    proofs: Sequence[Proof]


async def material(session: AsyncSession, plan_id: int) -> Material:
    """Read everything about a plan; raise `NoSuchPlan`."""
    plan = await session.get(Plan, plan_id)
    if plan is None:
        raise NoSuchPlan(number=plan_id)
    mine = select(Task.id).where(Task.plan_id == plan_id)
    versions = select(PlanVersion).where(PlanVersion.plan_id == plan_id).order_by(col(PlanVersion.id))
    sent = (
        select(Evidence, StoredFile.size, Person.name, Unit.name)
        .join(StoredFile)
        .join(Person)
        .join(Unit)
        .where(col(Evidence.task_id).in_(mine))
        .order_by(col(Evidence.task_id), col(Evidence.id))
    )
    proofs = [
        Proof(one.task_id, one.sha256, one.name, one.note, size, by, unit, one.sent_at)
        for one, size, by, unit in (await session.exec(sent)).all()
    ]
    return Material(plan, (await session.exec(versions)).all(), await export.rows(session, ids=mine), proofs)
