"""The digest's figures: one function per figure, each answering "as of" a moment.

Tasks are counted four ways. Counted: every open task, and every task done since 1 January of the year of the
digest. Cancelled ones are left out, suspended ones counted apart. One that waits for confirmation is still
open, but judged by the day its lead said it was done. A task belongs to each unit that leads it, so units may
add up to more than the total, where it counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

import sqlalchemy as sa
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
from roviec.db.standings import Standing
from roviec.folding import fold
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome, outcome


@dataclass(frozen=True)
class Counts:
    """Tasks four ways; `total` is their sum. `past_original` cuts across the four."""

    ways: Counter[Outcome] = field(default_factory=Counter)
    past_original: int = 0
    """Met or within only because the deadline was moved: the original one has passed."""

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


@dataclass(frozen=True)
class Delivery:
    """What the bot itself did in a span: sent, given up; not readable; people it cannot reach now."""

    sent: int = 0
    dead: int = 0
    quarantined: int = 0
    unreachable: int = 0


def way(task: Standing, *, day: date) -> Outcome | None:
    """Return which of the four ways a task counts on `day`; None for a suspended or cancelled one."""
    if task.state in (State.suspended, State.cancelled):
        return None
    if task.state == State.done:
        return outcome(task.due, day, done_on=task.completed_on or task.due or day)
    said_done = task.completed_on if task.state == State.waiting else None
    return outcome(task.due, said_done or day)


def counts(tasks: Iterable[Standing], *, day: date, since: date) -> Counts:
    """Count tasks four ways on `day`; those done before `since` are left out."""
    ways: Counter[Outcome] = Counter()
    past = 0
    for task in tasks:
        its = way(task, day=day)
        if its is None or _done_before(task, since):
            continue
        ways[its] += 1
        past += its in (Outcome.met, Outcome.within) and _past_original(task, day)
    return Counts(ways, past)


def counts_per_unit(tasks: Iterable[Standing], *, day: date, since: date) -> dict[int | None, Counts]:
    """Count tasks four ways under each unit that leads them; None holds those that nobody leads."""
    groups: dict[int | None, list[Standing]] = defaultdict(list)
    for task in tasks:
        if not task.leads:
            groups[None].append(task)
        for unit, _ in task.leads:
            groups[unit].append(task)
    return {unit: counts(group, day=day, since=since) for unit, group in groups.items()}


def completions_waiting(tasks: Iterable[Standing], *, day: date) -> list[Waiting]:
    """Return the completions that nobody has confirmed, since the day the lead said it was done."""
    waiting = (task for task in tasks if task.state == State.waiting)
    return [Waiting(Matter.completion, task, min(task.completed_on or day, day)) for task in waiting]


async def refusals_waiting(
    session: AsyncSession, *, tasks: Iterable[Standing], moment: datetime, zone: tzinfo
) -> list[Waiting]:
    """Return the tasks that their lead refused and that nobody has assigned anew."""
    refused = {task.id: task for task in tasks if task.state == State.refused}
    last = (
        select(TaskEvent.task_id, func.max(TaskEvent.at))
        .where(col(TaskEvent.task_id).in_(refused), col(TaskEvent.at) <= moment)
        .group_by(col(TaskEvent.task_id))
    )
    since = {task: at.astimezone(zone).date() for task, at in (await session.exec(last)).all()}
    today = moment.astimezone(zone).date()
    return [Waiting(Matter.refusal, task, since.get(id_, today)) for id_, task in refused.items()]


async def extensions_waiting(
    session: AsyncSession, *, tasks: Iterable[Standing], moment: datetime, zone: tzinfo
) -> list[Waiting]:
    """Return the requests for a later date that were not decided at `moment`, on tasks still open."""
    open_ = _open(tasks)
    undecided = sa.or_(col(Extension.verdict) == Verdict.asked, col(Extension.decided_at) > moment)
    found = await session.exec(
        select(Extension, Person.name)
        .join(Person, col(Person.id) == col(Extension.asked_by))
        .where(undecided, col(Extension.asked_at) <= moment)
        .order_by(col(Extension.asked_at), col(Extension.id))
    )
    return [
        Waiting(Matter.extension, open_[one.task_id], _on(one.asked_at, zone), who, one.reason, one.wished)
        for one, who in found.all()
        if one.task_id in open_
    ]


async def obstacles_open(
    session: AsyncSession, *, tasks: Iterable[Standing], moment: datetime, zone: tzinfo
) -> list[Waiting]:
    """Return the obstacles that nobody had resolved at `moment`, on tasks still open."""
    open_ = _open(tasks)
    unresolved = sa.or_(col(Obstacle.resolved_at).is_(None), col(Obstacle.resolved_at) > moment)
    found = await session.exec(
        select(Obstacle, Person.name)
        .join(Person, col(Person.id) == col(Obstacle.raised_by))
        .where(unresolved, col(Obstacle.raised_at) <= moment)
        .order_by(col(Obstacle.raised_at), col(Obstacle.id))
    )
    return [
        Waiting(Matter.obstacle, open_[one.task_id], _on(one.raised_at, zone), who, one.words)
        for one, who in found.all()
        if one.task_id in open_
    ]


async def satisfaction_goals(session: AsyncSession, *, year: int) -> dict[str, float]:
    """Return the goals set for satisfaction in percent: "" is the overall one, else the folded component.

    The newest year up to `year` wins over older ones, and one without a year comes last.
    """
    found = await session.exec(select(Target).where(col(Target.goal).is_not(None)).order_by(col(Target.id)))
    about = [t for t in found.all() if _is_satisfaction(t) and (t.year is None or t.year <= year)]
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
    linked = col(Address.person_id).is_not(None)
    reached = select(Address.person_id).where(linked, col(Address.reachable).is_(True))
    lost = select(func.count(func.distinct(Address.person_id))).where(
        linked, col(Address.person_id).not_in(reached)
    )
    return Delivery(
        states.get(Departure.sent, 0) + answers,
        states.get(Departure.dead, 0),
        (await session.exec(bad)).one(),
        (await session.exec(lost)).one(),
    )


def _open(tasks: Iterable[Standing]) -> dict[int, Standing]:
    return {task.id: task for task in tasks if task.state not in (State.done, State.cancelled)}


def _done_before(task: Standing, since: date) -> bool:
    return task.state == State.done and task.completed_on is not None and task.completed_on < since


def _past_original(task: Standing, day: date) -> bool:
    finished = task.completed_on if task.state in (State.done, State.waiting) else None
    return task.original_due is not None and task.original_due < (finished or day)


def _is_satisfaction(target: Target) -> bool:
    words = fold(f"{target.index} {target.component or ''}")
    return "sipas" in words or "hai long" in words


def _on(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
