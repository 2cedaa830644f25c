"""The digest's figures: one function per figure, each answering "as of" a moment.

Tasks are counted four ways. Counted: every open task, and every task done since 1 January of the year of the
digest. Cancelled ones are left out, suspended ones counted apart. One that waits for confirmation is still
open, but judged by when its lead said it was done. A task belongs to each unit that leads it, so units may
add up to more than the total, where it counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.budget import ZONE
from roviec.db.models import (
    Address,
    Extension,
    Inbox,
    Obstacle,
    Outbox,
    Person,
    SentTally,
    Target,
    TaskEvent,
)
from roviec.db.models.delivery import Arrival, Departure
from roviec.db.models.tasks import Verdict
from roviec.db.standings import Standing, tasks_as_of
from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At, is_late
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome, outcome


@dataclass(frozen=True)
class Counts:
    """Tasks four ways; `total` is their sum. `past_original` cuts across the four."""

    ways: Counter[Outcome] = field(default_factory=Counter)
    past_original: int = 0
    """Met or within only because the deadline was moved: the original one has passed."""

    def __add__(self, more: "Counts") -> "Counts":
        """Return both together."""
        return Counts(self.ways + more.ways, self.past_original + more.past_original)

    def __getitem__(self, way: Outcome) -> int:
        """Return how many tasks count as `way`."""
        return self.ways[way]

    @property
    def open(self) -> int:
        """Return how many are not done."""
        return self[Outcome.within] + self[Outcome.overdue]

    @property
    def total(self) -> int:
        """Return how many are counted."""
        return sum(self.ways.values())


class Matter(StrEnum):
    """What a leader is asked to settle."""

    completion = "completion"
    extension = "extension"
    obstacle = "obstacle"
    refusal = "refusal"


@dataclass(frozen=True)
class Waiting:
    """What waits for a leader: since which day, said by whom and in what words, on which task."""

    matter: Matter
    task: Standing
    since: date
    by: str = ""
    words: str = ""
    wished: date | None = None
    by_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """As of which moment something is asked, in which zone, and of which lead units: None means all."""

    moment: datetime
    zone: tzinfo
    unit_ids: tuple[int, ...] | None = None

    def on(self, moment: datetime) -> date:
        """Return the office's date of a moment."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True)
class Delivery:
    """What the bot itself did in a span: sent, given up; not readable; people it cannot reach now."""

    sent: int = 0
    dead: int = 0
    quarantined: int = 0
    unreachable: int = 0


def way(task: Standing, *, at: At, calendar: Calendar) -> Outcome | None:
    """Return which of the four ways a task counts at a moment; None for a suspended or cancelled one."""
    if task.state in (State.suspended, State.cancelled):
        return None
    is_done = task.state == State.done
    if is_done and task.completed_on is None:
        return Outcome.met
    return outcome(_judged(task), at, calendar, is_done=is_done)


def done_before(task: Standing, since: date) -> bool:
    """Tell whether a task was done too long ago to count."""
    return task.state == State.done and task.completed_on is not None and task.completed_on < since


def counts(
    tasks: Iterable[Standing], *, at: At, since: date, calendar: Calendar
) -> tuple[Counts, dict[int | None, Counts]]:
    """Count tasks four ways at a moment, in all and under each unit that leads them; None holds those that nobody leads.

    Those done before `since` are left out.
    """
    found: dict[tuple[tuple[int, ...], Outcome, bool], int] = defaultdict(int)
    for task in tasks:
        its = way(task, at=at, calendar=calendar)
        if its is not None and not done_before(task, since):
            past = its in (Outcome.met, Outcome.within) and past_original(task, at, calendar)
            found[tuple(unit for unit, _ in task.leads), its, past] += 1
    total, units = Counts(), dict[int | None, Counts]()
    for (leads, its, past), count in found.items():
        alike = Counts(Counter({its: count}), count if past else 0)
        total += alike
        for unit in leads or (None,):
            units[unit] = units.get(unit, Counts()) + alike
    return total, units


async def completions_waiting(session: AsyncSession, scope: Scope) -> list[Waiting]:
    """Return the completions that nobody has confirmed, since the day the lead said it was done."""
    tasks = await tasks_as_of(session, moment=scope.moment, unit_ids=scope.unit_ids, states=(State.waiting,))
    today = scope.on(scope.moment)
    return [Waiting(Matter.completion, task, min(task.completed_on or today, today)) for task in tasks]


async def refusals_waiting(session: AsyncSession, scope: Scope) -> list[Waiting]:
    """Return the tasks that their lead refused and that nobody has assigned anew."""
    tasks = await tasks_as_of(session, moment=scope.moment, unit_ids=scope.unit_ids, states=(State.refused,))
    if not tasks:
        return []
    last = (
        select(TaskEvent.task_id, func.max(TaskEvent.at))
        .where(col(TaskEvent.task_id).in_([task.id for task in tasks]), col(TaskEvent.at) <= scope.moment)
        .group_by(col(TaskEvent.task_id))
    )
    since = dict((await session.exec(last)).all())
    return [Waiting(Matter.refusal, task, scope.on(since.get(task.id, scope.moment))) for task in tasks]


async def extensions_waiting(session: AsyncSession, scope: Scope) -> list[Waiting]:
    """Return the requests for a later date that were not decided at the moment, on tasks still open."""
    asked = col(Extension.asked_at) <= scope.moment
    undecided = (
        sa.and_(asked, col(Extension.verdict) == Verdict.asked),
        sa.and_(asked, col(Extension.decided_at) > scope.moment),
    )
    return [
        Waiting(Matter.extension, task, scope.on(one.asked_at), who, one.reason, one.wished, one.asked_by)
        for one, who, task in await _on_open_tasks(session, Extension, undecided, scope)
    ]


async def obstacles_open(session: AsyncSession, scope: Scope) -> list[Waiting]:
    """Return the obstacles that nobody had resolved at the moment, on tasks still open."""
    raised = col(Obstacle.raised_at) <= scope.moment
    unresolved = (
        sa.and_(raised, col(Obstacle.resolved_at).is_(None)),
        sa.and_(raised, col(Obstacle.resolved_at) > scope.moment),
    )
    return [
        Waiting(Matter.obstacle, task, scope.on(one.raised_at), who, one.words, by_id=one.raised_by)
        for one, who, task in await _on_open_tasks(session, Obstacle, unresolved, scope)
    ]


async def _on_open_tasks(
    session: AsyncSession, table: Any, either: Sequence[sa.ColumnElement[bool]], scope: Scope
) -> list[tuple[Any, str, Standing]]:
    """Return the rows of a table that one of the conditions finds, who wrote each, and its task if still open."""
    who, when = _AUTHORS[table]
    ids = sa.union(*(sa.select(table.id).where(condition) for condition in either))
    rows = select(table, Person.name).join(Person, col(Person.id) == who).where(table.id.in_(ids))
    found = (await session.exec(rows.order_by(when, table.id))).all()
    if not found:
        return []
    about: Any = select(table.task_id).where(table.id.in_(ids))
    tasks = await tasks_as_of(session, moment=scope.moment, unit_ids=scope.unit_ids, ids=about)
    open_ = {task.id: task for task in tasks if task.state not in (State.done, State.cancelled)}
    return [(one, name, open_[one.task_id]) for one, name in found if one.task_id in open_]


_AUTHORS: dict[Any, tuple[Any, Any]] = {
    Extension: (Extension.asked_by, Extension.asked_at),
    Obstacle: (Obstacle.raised_by, Obstacle.raised_at),
}


async def satisfaction_goals(session: AsyncSession, *, year: int) -> dict[str, float]:
    """Return the goals set for satisfaction in percent: "" is the overall one, else the folded component.

    The newest year up to `year` wins over older ones, and one without a year comes last.
    """
    aimed = (col(Target.goal).is_not(None), col(Target.dropped_on).is_(None))
    found = await session.exec(select(Target).where(*aimed).order_by(col(Target.id)))
    about = [t for t in found.all() if is_satisfaction(t) and (t.year is None or t.year <= year)]
    about.sort(key=lambda t: (t.year or 0, t.id or 0))
    return {fold(t.component or ""): t.goal for t in about if t.goal is not None}


async def delivery(session: AsyncSession, *, since: datetime, moment: datetime) -> Delivery:
    """Return what the bot sent and gave up after `since` up to `moment`."""
    span = (col(Outbox.created_at) > since, col(Outbox.created_at) <= moment)
    states = dict((await session.exec(
        select(Outbox.state, func.count()).where(*span).group_by(col(Outbox.state))
    )).all())  # fmt: skip
    # Answers are deleted once they were sent; a sum of each day stays.
    span_of_days = (col(SentTally.on) > _on(since, ZONE), col(SentTally.on) <= _on(moment, ZONE))
    answers = (await session.exec(select(func.sum(SentTally.count)).where(*span_of_days))).one() or 0
    bad = select(func.count()).where(Inbox.state == Arrival.quarantined, col(Inbox.received_at) > since)
    # Begun with the few addresses that do not work, not with all that do.
    other = aliased(Address)
    works = sa.exists().where(col(other.person_id) == col(Address.person_id), col(other.reachable).is_(True))
    lost = select(func.count(func.distinct(Address.person_id))).where(
        col(Address.reachable).is_(False), col(Address.person_id).is_not(None), ~works
    )
    return Delivery(
        states.get(Departure.sent, 0) + answers,
        states.get(Departure.dead, 0),
        (await session.exec(bad)).one(),
        (await session.exec(lost)).one(),
    )


def _judged(task: Standing) -> Standing:
    """Return a task as lateness sees it: what is open again is not done, whatever its row remembers."""
    return task if task.state in (State.done, State.waiting) else replace(task, completed_on=None)


def past_original(task: Standing, at: At, calendar: Calendar) -> bool:
    """Tell whether a task counts as late by its first deadline."""
    if task.original_due is None:
        return False
    return is_late(replace(_judged(task), due=task.original_due), at, calendar)


def is_satisfaction(target: Target) -> bool:
    """Tell whether a target is of the satisfaction index or a part of it."""
    words = fold(f"{target.index} {target.component or ''}")
    return "sipas" in words or "hai long" in words


def _on(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
