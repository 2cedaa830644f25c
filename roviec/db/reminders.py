"""What the clock reads and writes: open tasks and who hears of them, what was said, what must be said once.

A round reads everything in a few queries, whatever the number of tasks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences, pauses
from roviec.db.inbox import insert
from roviec.db.models import (
    Address,
    Fact,
    Notice,
    Outbox,
    Part,
    Person,
    Role,
    Snooze,
    Task,
    TaskUnit,
    Told,
    Unit,
)
from roviec.db.models.delivery import Departure
from roviec.tasks.deciding import head_above
from roviec.tasks.lifecycle import WORKING, State

_HEARD = (*WORKING, State.refused)
HEARTBEAT = "heartbeat"
"""The fact {"at": ISO moment} that each tick renews."""
OWN_HOUR = "own_hour"
"""The kind of notice that closes the day of whoever has an hour of their own."""
Ids = sa.Select[Any]
"""A query for the ids of people."""
Pair = tuple[int, int]
"""A task and a person."""
Heard = tuple[date, str]
"""A deadline and the step that was said of it."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """The columns of an open task that decide who hears of it today."""

    id: int
    title: str
    state: State
    due: date | None
    created_at: datetime
    completed_on: date | None
    leader_id: int | None
    assigned_by: int | None
    hour: time | None = None
    hour_on: date | None = None
    completed_hour: time | None = None


@dataclass(frozen=True, slots=True)
class PartOf:
    """A unit's part in a task and the person who answers for it."""

    unit_id: int
    person_id: int | None
    lead: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the roster today."""

    id: int
    name: str
    unit_id: int
    role: Role
    remind_at: time | None = None
    """The hour of their own for the day's reminder."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A reachable chat of a person."""

    id: int
    channel: str
    chat: str
    language: str
    preferred_at: datetime | None = None


@dataclass(frozen=True)
class Roster:
    """Who works here today; units by id with their parent, addresses in the order they were linked."""

    members: Mapping[int, Member]
    parents: Mapping[int, int | None]
    leaders: Mapping[int, int]
    """The first leader of each unit that has one."""
    addresses: Mapping[int, Sequence[Reached]]
    avoided: Collection[str] = ()
    """Channels that come after all others where a person has several."""
    deputies: Mapping[int, int | None] = field(default_factory=dict)
    """Who hears today instead of each person who is away; None where nobody is left to."""

    def head_of(self, unit_id: int | None) -> int | None:
        """Return the leader of a unit, or of the nearest unit above it that has one."""
        return head_above(unit_id, leaders=self.leaders, parents=self.parents)

    @property
    def head(self) -> int | None:
        """Return the leader of the office itself."""
        roots = [unit for unit, parent in self.parents.items() if parent is None]
        return self.leaders.get(min(roots)) if roots else None

    def present(self, person_id: int | None) -> int | None:
        """Return `person_id` if that person still works here."""
        return person_id if person_id in self.members else None

    def at_work(self, person_id: int | None) -> int | None:
        """Return `person_id` if that person works here and is not away today."""
        return None if person_id in self.deputies else self.present(person_id)

    def hears_for(self, person_id: int | None) -> int | None:
        """Return who hears what is meant for a person: whoever stands in, while they are away."""
        return self.deputies.get(person_id, person_id) if person_id is not None else None

    def with_role(self, *roles: Role) -> list[int]:
        """Return everyone of some roles, in the order of the roster."""
        return [member.id for member in self.members.values() if member.role in roles]


async def roster(session: AsyncSession, *, now: datetime, among: Sequence[Ids]) -> Roster:
    """Read those of the people `among` who have not left, the units and the reachable addresses.

    Leaders, admins and who is away or stands in are always in it; a morning concerns few of a large office.
    """
    chosen = sa.union(*among, _LEADING, *absences.both_ends())
    columns = (Person.id, Person.name, Person.unit_id, Person.role, Person.remind_at)
    found = sa.select(*(col(column) for column in columns)).where(col(Person.left_on).is_(None))
    found = found.where(col(Person.id).in_(chosen))
    people = [Member(*row) for row in await _rows(session, found.order_by(col(Person.id)))]
    leaders: dict[int, int] = {}
    for person in people:
        if person.role == Role.leader:
            leaders.setdefault(person.unit_id, person.id)
    parents = dict((await session.exec(select(Unit.id, Unit.parent_id))).all())
    addresses, avoided = await _addresses(session, chosen), await pauses.avoided(session, now=now)
    deputies = await absences.deputies(session)
    return Roster({p.id: p for p in people}, parents, leaders, addresses, avoided, deputies)  # type: ignore[arg-type]


async def own_hours(session: AsyncSession, *, period: str) -> dict[int, time]:
    """Return the hours of those who have one of their own and were not looked at in a period."""
    seen = select(Notice.subject).where(Notice.kind == OWN_HOUR, Notice.period == period)
    found = sa.select(col(Person.id), col(Person.remind_at)).where(
        col(Person.remind_at).is_not(None), col(Person.left_on).is_(None)
    )
    done = set((await session.exec(seen)).all())
    return {one: at for one, at in await _rows(session, found) if str(one) not in done}


_LEADING: Ids = sa.select(col(Person.id)).where(col(Person.role).in_((Role.leader, Role.admin)))
NOBODY: Sequence[Ids] = ()
"""Nobody but those who are always read."""


def concerned(*, until: date) -> Sequence[Ids]:
    """Return the queries for those whom what `due_tasks` returns concerns: who has a part, is in charge or gave it."""
    parts = sa.select(col(TaskUnit.person_id)).join(Task, col(Task.id) == col(TaskUnit.task_id))
    of_tasks = (sa.select(col(who)) for who in (Task.leader_id, Task.assigned_by))
    return [found.where(_due(until)) for found in (parts, *of_tasks)]


async def names(session: AsyncSession, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those who have not left, by id."""
    found = sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_(list(ids)))
    return dict(await _rows(session, found.where(col(Person.left_on).is_(None))))


async def _addresses(session: AsyncSession, chosen: sa.CompoundSelect[Any]) -> dict[int, list[Reached]]:
    columns = (
        *(Address.person_id, Address.id, Address.channel, Address.chat),
        *(Address.language, Address.preferred_at),
    )
    mine = sa.select(*(col(column) for column in columns)).where(
        col(Address.person_id).in_(chosen), col(Address.reachable).is_(True)
    )
    reached: dict[int, list[Reached]] = defaultdict(list)
    for person_id, *row in await _rows(session, mine.order_by(col(Address.id))):
        reached[person_id].append(Reached(*row))
    return reached


async def _rows(session: AsyncSession, query: Any) -> Sequence[Any]:
    rows: Sequence[Any] = (await session.exec(query)).all()
    return rows


def _due(until: date) -> sa.ColumnElement[bool]:
    """Return what a round looks at: what falls due by `until`, and what waits to be confirmed."""
    near = col(Task.state).in_(_HEARD) & (col(Task.due) <= until)
    return sa.or_(near, col(Task.state) == State.waiting)


def _columns() -> Any:
    names = ("id", "title", "state", "due", "created_at", "completed_on", "leader_id", "assigned_by")
    return sa.select(*(getattr(Task, name) for name in (*names, "hour", "hour_on", "completed_hour")))


async def due_tasks(session: AsyncSession, *, until: date) -> list[OpenTask]:
    """Return the tasks that fall due by `until` or are late, and those that wait to be confirmed."""
    found = _columns().where(_due(until)).order_by(col(Task.due), col(Task.id))
    return [OpenTask(*row) for row in await _rows(session, found)]


async def still(session: AsyncSession, task_ids: Iterable[int]) -> dict[int, OpenTask]:
    """Return tasks as they stand at this moment, by id."""
    found = _columns().where(col(Task.id).in_(list(task_ids)))
    return {row[0]: OpenTask(*row) for row in await _rows(session, found)}


async def parts(session: AsyncSession, *, until: date) -> dict[int, list[PartOf]]:
    """Return the units and people of the tasks that `due_tasks` returns."""
    found = sa.select(
        col(TaskUnit.task_id), col(TaskUnit.unit_id), col(TaskUnit.person_id), col(TaskUnit.part)
    ).join(Task, col(Task.id) == col(TaskUnit.task_id))
    rows = await _rows(session, found.where(_due(until)).order_by(col(TaskUnit.id)))
    by_task: dict[int, list[PartOf]] = defaultdict(list)
    for task_id, unit_id, person_id, part in rows:
        by_task[task_id].append(PartOf(unit_id, person_id, part == Part.lead))
    return by_task


async def told(session: AsyncSession, *, until: date, recent: date) -> dict[Pair, frozenset[Heard]]:
    """Return the (due, step) that each person heard of each task.

    An owner's late steps belong to one day each: those from before `recent` are left out.
    """
    found = (
        sa.select(col(Told.task_id), col(Told.person_id), col(Told.due), col(Told.step))
        .join(Task, col(Task.id) == col(Told.task_id))
        .where(_due(until), sa.or_(col(Told.step).not_like("owner+%"), col(Told.on) >= recent))
    )
    heard: dict[Pair, set[Heard]] = defaultdict(set)
    for task_id, person_id, due, step in await _rows(session, found):
        heard[task_id, person_id].add((due, step))
    return {pair: frozenset(steps) for pair, steps in heard.items()}


async def snoozes(session: AsyncSession, *, today: date) -> dict[Pair, date]:
    """Return until when each person does not want to hear of a task."""
    waiting = select(Snooze).where(col(Snooze.until) > today)
    return {(one.task_id, one.person_id): one.until for one in (await session.exec(waiting)).all()}


async def remember(
    session: AsyncSession, *, person_id: int, steps: Iterable[tuple[int, date, str]], today: date
) -> None:
    """Note the steps (task, due, step) that a person hears today."""
    rows = [
        {"task_id": task, "person_id": person_id, "due": due, "step": step, "on": today}
        for task, due, step in steps
    ]
    if rows:
        await session.exec(insert(session, Told).values(rows).on_conflict_do_nothing())


async def beat(session: AsyncSession, *, now: datetime) -> None:
    """Note that the clock ticked."""
    value = {"at": now.isoformat()}
    row = insert(session, Fact).values({"name": HEARTBEAT, "value": value})
    await session.exec(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def was_said(session: AsyncSession, *, kind: str, period: str, subject: str = "all") -> bool:
    """Tell whether something was said."""
    found = select(Notice.id).where(Notice.kind == kind, Notice.subject == subject, Notice.period == period)
    return (await session.exec(found)).first() is not None


async def closed(session: AsyncSession, *, kinds: Iterable[str], periods: Iterable[str]) -> set[str]:
    """Return the kinds of notice that close one of the periods for everybody."""
    found = select(Notice.kind).where(
        col(Notice.kind).in_(list(kinds)), Notice.subject == "all", col(Notice.period).in_(list(periods))
    )
    return set((await session.exec(found)).all())


async def said_to(session: AsyncSession, *, kind: str, period: str) -> set[str]:
    """Return the subjects to whom something was said in a period."""
    found = select(Notice.subject).where(Notice.kind == kind, Notice.period == period)
    return set((await session.exec(found)).all())


async def say_once(
    session: AsyncSession,
    *,
    kind: str,
    period: str,
    now: datetime,
    subject: str = "all",
    data: Mapping[str, Any] | None = None,
) -> bool:
    """Claim the right to say something; False when it was said before, whoever said it."""
    row = {"kind": kind, "subject": subject, "period": period, "at": now, "data": dict(data or {})}
    claim = insert(session, Notice).values(row).on_conflict_do_nothing().returning(col(Notice.id))
    return (await session.exec(claim)).first() is not None


async def cut_off(session: AsyncSession, *, since: datetime, channels: Iterable[str]) -> list[int]:
    """Return the people for whom something was given up after `since` and who have no reachable address now."""
    reached = select(Address.person_id).where(
        col(Address.person_id).is_not(None), col(Address.reachable).is_(True)
    )
    given_up = (
        select(Outbox.person_id)
        .where(col(Outbox.channel).in_(list(channels)), Outbox.state == Departure.dead)
        .where(col(Outbox.created_at) > since, col(Outbox.person_id).is_not(None))
        .where(col(Outbox.person_id).not_in(reached))
        .distinct()
    )
    return sorted(person for person in (await session.exec(given_up)).all() if person is not None)


async def said_by_kind(session: AsyncSession) -> dict[str, int]:
    """Count what was said once, by its kind."""
    kinds = select(Notice.kind, sa.func.count()).group_by(col(Notice.kind))
    return dict((await session.exec(kinds)).all())
