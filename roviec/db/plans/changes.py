"""What a corrected document changes in the tasks of its plan. The comparison is pure; `of` reads the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Plan, Task, TaskUnit
from roviec.db.models.base import id_of
from roviec.folding import fold
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.plans.roster import PersonEntry, Roster, head
from roviec.tasks.plans.rows import Row
from roviec.tasks.titles import work_of

SAME = 72.0
Parts = dict[tuple[int, str], list[str]]


@dataclass(frozen=True)
class Kept:
    """A task that stays, the row that now describes it, and what is different."""

    task: Task
    row: Row
    due: bool
    lead: bool
    words: bool = False
    """Its title or product reads otherwise."""
    partners: bool = False
    leader: int | None = None
    """Who is newly in charge of it."""
    before: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The codes of the units that led it and that took part."""

    @property
    def is_same(self) -> bool:
        """Whether the task stays as it is."""
        return not (self.due or self.lead or self.words or self.partners or self.leader)


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
        return sum(one.is_same for one in self.kept)

    @property
    def other(self) -> list[Kept]:
        """The tasks that read otherwise, or have other partners, with the same deadline and lead."""
        return [one for one in self.kept if not (one.due or one.lead or one.is_same)]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.untouched < len(self.kept))


async def of(session: AsyncSession, plan: Plan, rows: Sequence[Row], roster: Roster) -> Changes:
    """Return what `rows` change in a plan."""
    found = select(Task).where(Task.plan_id == plan.id).order_by(col(Task.id))
    tasks = list((await session.exec(found)).all())
    parts = await _parts(session, [id_of(task) for task in tasks])
    groups = _groups(tasks)
    pairs = _paired([_text(group[-1]) for group in groups], [fold(row.quote or row.title) for row in rows])
    kept = [_kept(_present(groups[i]), rows[j], parts, roster) for i, j in sorted(pairs.items())]
    gone = [group for i, group in enumerate(groups) if i not in pairs]
    return Changes(
        added=[row for j, row in enumerate(rows) if j not in pairs.values()],
        removed=[task for group in gone for task in group if task.state not in FINAL],
        kept=kept,
    )


async def _parts(session: AsyncSession, tasks: Sequence[int]) -> Parts:
    """Return (task, part) → codes of its units."""
    found = select(TaskUnit.task_id, TaskUnit.part, TaskUnit.unit_id).where(col(TaskUnit.task_id).in_(tasks))
    codes: Parts = {}
    for task, part, unit in (await session.exec(found.order_by(col(TaskUnit.id)))).all():
        codes.setdefault((task, part), []).append(f"u{unit}")
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


def _kept(task: Task, row: Row, parts: Parts, roster: Roster) -> Kept:
    if task.state in FINAL:
        return Kept(task, row, due=False, lead=False)
    led, helped = (parts.get((id_of(task), part), []) for part in (Part.lead, Part.partner))
    leader = head(roster, row.leader)
    return Kept(
        task,
        row,
        due=_is_moved(task, row),
        lead=_is_other(row.leads, led),
        words=_bare(row.title, row.product) not in (_bare(task.title, task.product), _as_work(task, row)),
        partners=_is_other(row.helpers, helped),
        leader=leader.id if leader and leader.id != task.leader_id else None,
        before=(tuple(led), tuple(helped)),
    )


def _as_work(task: Task, row: Row) -> list[str]:
    """Return the words of a task whose title is still the document's whole sentence, as they are titled today."""
    leads, partners = ([who.name for who in part] for part in (row.lead, row.partners))
    title = work_of(task.title, leads=leads, partners=partners, due_words=task.due_words)
    return _bare(title, task.product)


def _bare(*words: str) -> list[str]:
    """Return words as they are compared: a full stop or a space more is no change."""
    return [" ".join(fold(one).split()).strip(" .;") for one in words]


def _is_other(codes: Sequence[str], units: Sequence[str]) -> bool:
    """Tell whether others are named than the units that have a part; of people named it can't be told here."""
    return all(code.startswith("u") for code in codes) and set(codes) != set(units)


def _is_moved(task: Task, row: Row) -> bool:
    """Tell whether the document now gives another deadline; extensions and occurrences do not count."""
    if row.recurrence is not None and task.recurrence == row.recurrence:
        return fold(task.due_words) != fold(row.words)
    # An extension moved `due`; what the document said is in `original_due`.
    said = task.hour if task.hour_on == task.original_due else None
    return task.original_due != row.due or said != row.at


def unit_of(code: str, people: Sequence[PersonEntry]) -> int:
    """Return the unit of a code: itself, or the one where the person works."""
    if code.startswith("u"):
        return int(code[1:])
    return next(person.unit_id for person in people if person.id == int(code[1:]))
