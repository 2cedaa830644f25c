"""The tasks of an office as lists and tables of a page: by tab, narrowed, a page at a time, counted four ways by group.

What was done long ago costs nothing: open tasks and this month's are entries of an index, and a count ends at `MOST`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.lateness import task_was_late
from roviec.db.models import Part, Person, Plan, Role, Task, TaskUnit, Unit
from roviec.db.tasks import office, views
from roviec.db.tasks.office import Condition, Counts, Days, Look
from roviec.tasks.lifecycle import OPEN, State
from roviec.tasks.questions import Which

MOST = 2000
"""A list is counted up to here: nobody turns so many pages."""
OFFERED = 200


class Tab(StrEnum):
    """Which tasks a list shows, by the word that its address carries."""

    waiting = "cho-quyet-dinh"
    late = "qua-han"
    soon = "sap-den-han"
    blocked = "vuong-mac"
    open = "dang-mo"
    all = "tat-ca"

    @property
    def which(self) -> Which:
        """Return the kind of open tasks that it shows."""
        return Which(self.name) if self.name in set(Which) else Which.open


class By(StrEnum):
    """What tasks are grouped by, by the word that an address carries."""

    unit = "don-vi"
    leader = "lanh-dao"
    plan = "van-ban"
    component = "thanh-phan"


@dataclass(frozen=True)
class Listed:
    """A page of a list; `total` ends at `MOST`, and None where words were looked for."""

    tasks: Sequence[Task]
    total: int | None
    has_more: bool


async def scope_of(session: AsyncSession, person: Person, tab: Tab) -> Condition:
    """Return what somebody may see in a tab."""
    if tab is Tab.waiting:
        return await views.waits_for(session, person)
    everything = await office.overseen_ever(session, person)
    return everything if tab is Tab.all else sa.and_(col(Task.state).in_(OPEN), everything)


async def tab_counts(session: AsyncSession, person: Person, look: Look, days: Days) -> dict[Tab, int]:
    """Count the tasks of each tab that a look narrows."""
    narrow = office.narrowed(look)
    scope = sa.and_(await scope_of(session, person, Tab.open), *narrow)
    found = await office.counts(session, scope, days)
    counts = {
        Tab.late: found.late,
        Tab.soon: found.soon,
        Tab.blocked: found.blocked,
        Tab.open: found.open,
        Tab.all: await _count(session, sa.and_(await scope_of(session, person, Tab.all), *narrow)),
    }
    if person.role == Role.official:
        return counts
    waits = sa.and_(await scope_of(session, person, Tab.waiting), *narrow)
    return {Tab.waiting: await _count(session, waits)} | counts


async def _count(session: AsyncSession, condition: Condition) -> int:
    some = sa.select(Task.id).where(condition).limit(MOST).subquery()  # type: ignore[call-overload]
    return (await session.exec(select(func.count()).select_from(some))).one()


async def page(
    session: AsyncSession,
    person: Person,
    tab: Tab,
    look: Look,
    days: Days,
    *,
    words: str = "",
    offset: int,
    limit: int,
) -> Listed:
    """Return a page of a tab: the earliest due first, of all tasks the newest first."""
    kind = office.is_which(tab.which, days)
    wanted = sa.and_(await scope_of(session, person, tab), kind, *office.narrowed(look))
    if words:
        found = await office.find(session, wanted, words, limit=offset + limit + 1)
        return Listed(found[offset : offset + limit], None, len(found) > offset + limit)
    order = (col(Task.due).is_(None), col(Task.due), col(Task.id))
    newest = (col(Task.id).desc(),)
    ordered = select(Task).where(wanted).order_by(*(newest if tab is Tab.all else order))
    rows = (await session.exec(ordered.offset(offset).limit(limit + 1))).all()
    return Listed(rows[:limit], await _count(session, wanted), len(rows) > limit)


async def due_between(
    session: AsyncSession, person: Person, first: date, last: date, *, limit: int
) -> Sequence[Task]:
    """Return the open tasks that fall due on some days, the earliest first."""
    scope = await scope_of(session, person, Tab.open)
    found = select(Task).where(scope, col(Task.due).between(first, last), Task.state != State.suspended)
    return (await session.exec(found.order_by(col(Task.due), col(Task.id)).limit(limit))).all()


@dataclass(frozen=True)
class Row:
    """A task with everything that a file of a list shows."""

    task: Task
    leads: str
    partners: str
    leader: str
    plan: str


async def rows(session: AsyncSession, tasks: Sequence[Task]) -> list[Row]:
    """Return some tasks with the names of their units, leaders and documents."""
    leads = await views.units_of(session, tasks, Part.lead)
    partners = await views.units_of(session, tasks, Part.partner)
    people = select(Person).where(col(Person.id).in_({task.leader_id for task in tasks}))
    leaders = {one.id: one.name for one in (await session.exec(people)).all()}
    documents = select(Plan).where(col(Plan.id).in_({task.plan_id for task in tasks}))
    plans_ = {one.id: _called(one) for one in (await session.exec(documents)).all()}
    return [
        Row(
            task,
            leads.get(task.id or 0, ""),
            partners.get(task.id or 0, ""),
            leaders.get(task.leader_id, ""),
            plans_.get(task.plan_id, ""),
        )
        for task in tasks
    ]


def _called(plan: Plan) -> str:
    """Return a document by its number and subject."""
    return " ".join(filter(None, [plan.number, plan.subject]))


@dataclass(frozen=True)
class Ways:
    """A group of tasks: what is open, and what was done this month in time and late."""

    id: int | str
    name: str
    open: Counts
    met: int = 0
    late: int = 0


async def groups(
    session: AsyncSession,
    scope: Condition,
    by: By,
    days: Days,
    *,
    offset: int,
    limit: int,
    done: bool = True,
) -> list[Ways]:
    """Count the tasks of a scope by group, those with most late ones first; `done`: what was done this month, too."""
    key, name, joins = _keyed(by)
    late = office.counted(days)[1]
    found: Any = sa.select(key, name, *office.counted(days)).select_from(Task)
    for table, on in joins:
        found = found.join(table, on)
    found = found.where(col(Task.state).in_(OPEN), scope, key.is_not(None), sa.cast(key, sa.String) != "")
    found = found.group_by(key, name).order_by(late.desc(), func.count().desc(), key)
    rows = (await session.exec(found.offset(offset).limit(limit))).all()
    finished = await _done(session, scope, by, days, [row[0] for row in rows]) if done else {}
    return [Ways(row[0], row[1], Counts(*row[2:]), *finished.get(row[0], (0, 0))) for row in rows]


def _keyed(by: By) -> tuple[Any, Any, list[tuple[Any, Any]]]:
    """Return what names a group, what it is called, and what is joined for it."""
    if by is By.unit:
        leads = sa.and_(col(TaskUnit.task_id) == col(Task.id), col(TaskUnit.part) == Part.lead)
        return col(Unit.id), col(Unit.name), [(TaskUnit, leads), (Unit, col(Unit.id) == TaskUnit.unit_id)]
    if by is By.leader:
        return col(Person.id), col(Person.name), [(Person, col(Person.id) == Task.leader_id)]
    if by is By.plan:
        called = func.coalesce(col(Plan.number), "") + " " + col(Plan.subject)
        return col(Plan.id), func.trim(called), [(Plan, col(Plan.id) == Task.plan_id)]
    return col(Task.component), col(Task.component), []


async def _done(
    session: AsyncSession, scope: Condition, by: By, days: Days, keys: Sequence[int | str]
) -> dict[int | str, tuple[int, int]]:
    """Count what was done this month in each of some groups: in time, and late."""
    key, _, joins = _keyed(by)
    first = days.today.replace(day=1)
    late = task_was_late(col(Task.due), days.calendar, (first, days.today))
    many = func.coalesce(func.sum(sa.case((late, 1))), 0)
    found: Any = sa.select(key, func.count(), many).select_from(Task)
    for table, on in joins:
        found = found.join(table, on)
    done = (Task.state == State.done, col(Task.completed_on) >= first)
    rows = (await session.exec(found.where(*done, scope, key.in_(keys)).group_by(key))).all()
    return {row[0]: (row[1] - row[2], row[2]) for row in rows}


async def components(session: AsyncSession, scope: Condition) -> list[str]:
    """Return the components that open tasks of a scope name."""
    found = select(Task.component).where(col(Task.state).in_(OPEN), scope, Task.component != "").distinct()
    return sorted((await session.exec(found.limit(OFFERED))).all())


async def plans(session: AsyncSession) -> list[tuple[int, str]]:
    """Return the newest documents, each with its number and subject."""
    found = select(Plan).order_by(col(Plan.id).desc()).limit(OFFERED)
    newest = (await session.exec(found)).all()
    return [(plan.id or 0, _called(plan)) for plan in newest]
