"""What a corrected document changes in the tasks of its plan. The comparison is pure; `of` reads the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Plan, Task, TaskUnit
from roviec.folding import fold
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.plans.roster import PersonEntry
from roviec.tasks.plans.rows import Row

SAME = 72.0
T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """A task that stays, the row that now describes it, and what is different."""

    task: Task
    row: Row
    due: bool
    lead: bool


@dataclass(frozen=True)
class Changes:
    """What comes in, what goes, what stays; a removed task is one that is still open."""

    added: Sequence[Row]
    removed: Sequence[Task]
    kept: Sequence[Kept]

    @property
    def due(self) -> list[Kept]:
        """The tasks with another deadline."""
        return [one for one in self.kept if one.due]

    @property
    def lead(self) -> list[Kept]:
        """The tasks with another lead."""
        return [one for one in self.kept if one.lead]

    @property
    def untouched(self) -> int:
        """How many tasks stay as they are."""
        return sum(not one.due and not one.lead for one in self.kept)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.due or self.lead)


async def of(session: AsyncSession, plan: Plan, rows: Sequence[Row]) -> Changes:
    """Return what `rows` change in a plan."""
    found = select(Task).where(Task.plan_id == plan.id).order_by(col(Task.id))
    tasks = list((await session.exec(found)).all())
    leads = await _leads(session, [task.id or 0 for task in tasks])
    groups = _groups(tasks)
    pairs = _paired([_text(group[-1]) for group in groups], [fold(row.quote or row.title) for row in rows])
    kept = [_kept(_present(groups[i]), rows[j], leads) for i, j in sorted(pairs.items())]
    gone = [group for i, group in enumerate(groups) if i not in pairs]
    return Changes(
        added=[row for j, row in enumerate(rows) if j not in pairs.values()],
        removed=[task for group in gone for task in group if task.state not in FINAL],
        kept=kept,
    )


async def _leads(session: AsyncSession, tasks: Sequence[int]) -> dict[int, set[str]]:
    """Return task → codes of its lead units and of the people who answer there."""
    found = select(TaskUnit).where(TaskUnit.part == Part.lead, col(TaskUnit.task_id).in_(tasks))
    codes: dict[int, set[str]] = {}
    for part in (await session.exec(found)).all():
        codes.setdefault(part.task_id, set()).add(f"u{part.unit_id}")
    return codes


def _groups(tasks: Sequence[Task]) -> list[list[Task]]:
    """Return the tasks with the occurrences of a recurring one together, the first written first."""
    groups: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.ref, _text(task)), []).append(task)
    return list(groups.values())


def _present(group: Sequence[Task]) -> Task:
    """Return the occurrence that a correction is about: the latest open one, else the latest."""
    return next((task for task in reversed(group) if task.state not in FINAL), group[-1])


def _text(task: Task) -> str:
    return fold(task.quote or task.title)


def _paired(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return old index → new index, the most alike first, each used once."""
    pairs: dict[int, int] = {}
    for i, text in enumerate(old):
        same = [j for j, other in enumerate(new) if other == text and j not in pairs.values()]
        if same:
            pairs[i] = same[0]
    scored = [
        (fuzz.ratio(text, other, score_cutoff=SAME), -i, -j)
        for i, text in enumerate(old)
        if i not in pairs
        for j, other in enumerate(new)
        if j not in pairs.values()
    ]
    for score, i, j in sorted(scored, reverse=True):
        if score and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def _kept(task: Task, row: Row, leads: dict[int, set[str]]) -> Kept:
    if task.state in FINAL:
        return Kept(task, row, due=False, lead=False)
    due = _is_moved(task, row)
    units = {code for code in row.leads if code.startswith("u")}
    has_person = any(code.startswith("p") for code in row.leads)
    lead = not has_person and units != leads.get(task.id or 0, set())
    return Kept(task, row, due=due, lead=lead)


def _is_moved(task: Task, row: Row) -> bool:
    """Tell whether the document now gives another deadline; extensions and occurrences do not count."""
    if row.recurrence is not None and task.recurrence == row.recurrence:
        return fold(task.due_words) != fold(row.words)
    # An extension moved `due`; what the document said is in `original_due`.
    return task.original_due != row.due


def unit_of(code: str, people: Sequence[PersonEntry]) -> int:
    """Return the unit of a code: itself, or the one where the person works."""
    if code.startswith("u"):
        return int(code[1:])
    return next(person.unit_id for person in people if person.id == int(code[1:]))
