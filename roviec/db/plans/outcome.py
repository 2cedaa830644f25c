"""What an import did, and who must hear of it."""

from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Plan, Task, TaskUnit
from roviec.db.plans.changes import Changes
from roviec.tasks.plans.roster import Roster


@dataclass
class Imported:
    """What an import did; `owners` says who must hear of which tasks, and in what way."""

    plan: Plan
    version: int
    targets: int = 0
    added: list[Task] = field(default_factory=list)
    changes: Changes | None = None
    owners: dict[int, "Share"] = field(default_factory=dict)
    unowned: list[str] = field(default_factory=list)
    """Units that lead a task and where nobody answers for it."""

    def share(self, person_id: int) -> "Share":
        """Return what one person must hear."""
        return self.owners.setdefault(person_id, Share())


@dataclass
class Share:
    """What an import means to one person."""

    added: list[Task] = field(default_factory=list)
    moved: list[Task] = field(default_factory=list)
    removed: list[Task] = field(default_factory=list)


async def share_out(session: AsyncSession, done: Imported, roster: Roster, task: Task, how: str) -> None:
    """Note who must hear of a task, and the lead units where nobody will."""
    leads = select(TaskUnit.unit_id, TaskUnit.person_id).where(
        TaskUnit.task_id == task.id, TaskUnit.part == Part.lead
    )
    labels = roster.labels
    for unit_id, person_id in (await session.exec(leads.order_by(col(TaskUnit.id)))).all():
        if person_id is None:
            name = labels.get(f"u{unit_id}", "")
            done.unowned += [name] if name not in done.unowned else []
        elif task not in (tasks := getattr(done.share(person_id), how)):
            tasks.append(task)
