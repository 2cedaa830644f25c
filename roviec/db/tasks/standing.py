"""Who somebody is to a task, and so what they may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db import absences, people
from roviec.db.below import below
from roviec.db.models import Part, Person, Role, Task, TaskEvent, TaskUnit, Unit
from roviec.errors import PersonError
from roviec.tasks import deciding
from roviec.tasks.lifecycle import FINAL, State, Verb


class TaskUnknown(PersonError):
    """Không tìm thấy nhiệm vụ này. Ông/Bà gửi /viec để xem các việc của mình."""


class NotYourTask(PersonError):
    """Nhiệm vụ này không giao cho Ông/Bà nên chưa có gì thay đổi. Ông/Bà gửi /viec để xem việc của mình."""


class NotYoursToDecide(PersonError):
    """Việc này do lãnh đạo phụ trách quyết định nên chưa có gì thay đổi. Ông/Bà liên hệ lãnh đạo phụ trách."""


class NotYourOwnWork(PersonError):
    """Ông/Bà đang trực tiếp thực hiện nhiệm vụ này nên không tự xác nhận được; lãnh đạo phụ trách sẽ xác nhận."""


class OnlyStandsIn(PersonError):
    """Ông/Bà làm thay nên chỉ báo tiến độ, hoàn thành, vướng mắc và gửi tài liệu; việc này chờ người được giao."""


@dataclass(frozen=True)
class Standing:
    """What a person is to a task; several may hold at once."""

    owner: bool = False
    unit_head: bool = False
    above: bool = False
    """Heads a unit above one that leads it."""
    partner: bool = False
    boss: bool = False
    stand_in: bool = False
    """Stands in for its owner, who is away."""
    watches: bool = False
    """Stands in for somebody else who may see it."""

    @property
    def works(self) -> bool:
        """May receive and refuse it, and ask for time."""
        return self.owner or self.unit_head

    @property
    def reports(self) -> bool:
        """May report progress, completion and obstacles, and send evidence."""
        return self.works or self.stand_in

    @property
    def directs(self) -> bool:
        """May hand it to a colleague and write to its people."""
        return self.unit_head or self.above or self.boss

    @property
    def any(self) -> bool:
        """May see the task."""
        reads = self.partner or self.stand_in or self.watches
        return reads or self.owner or self.directs


# Built once: they are asked at every step, and to build a statement costs more than to run it.
@cache
def _parts() -> SelectOfScalar[TaskUnit]:
    return select(TaskUnit).where(TaskUnit.task_id == sa.bindparam("task"))


@cache
def _given() -> Any:
    theirs = TaskUnit.task_id == sa.bindparam("task"), TaskUnit.part == sa.bindparam("in_part")
    return select(TaskUnit.person_id).where(*theirs).order_by(col(TaskUnit.id))


async def of(session: AsyncSession, task: Task, person: Person) -> Standing:
    """Return what `person` is to `task`, by themselves and for those who are away."""
    parts = (await session.exec(_parts(), params={"task": task.id})).all()
    own = await _own(session, task, parts, person)
    away = [await session.get_one(Person, one) for one in await absences.principals(session, person.id)]
    theirs = [await _own(session, task, parts, one) for one in away]
    return replace(own, stand_in=any(one.owner for one in theirs), watches=any(one.any for one in theirs))


async def _own(session: AsyncSession, task: Task, parts: Sequence[TaskUnit], person: Person) -> Standing:
    leads = [p for p in parts if p.part == Part.lead]
    heads = person.role == Role.leader
    return Standing(
        owner=any(p.person_id == person.id for p in leads),
        unit_head=heads and any(p.unit_id == person.unit_id for p in leads),
        above=heads and await _is_above(session, leads, person),
        partner=any(
            p.part == Part.partner and (p.person_id == person.id or p.unit_id == person.unit_id)
            for p in parts
        ),
        boss=person.id in (task.leader_id, task.assigned_by) or await over_all(session, person),
    )


async def _is_above(session: AsyncSession, leads: Sequence[TaskUnit], person: Person) -> bool:
    others = [part.unit_id for part in leads if part.unit_id != person.unit_id]
    if not others:
        return False
    theirs = below([person.unit_id]).subquery()
    found = sa.select(sa.exists().where(theirs.c.id.in_(others)))
    return bool((await session.exec(found)).scalar())  # type: ignore[call-overload]


async def find(session: AsyncSession, task_id: int, person: Person) -> tuple[Task, Standing]:
    """Return a task that `person` may see; raise otherwise."""
    task = await session.get(Task, task_id)
    if task is None:
        raise TaskUnknown
    standing = await of(session, task, person)
    if not standing.any:
        raise NotYourTask
    return task, standing


async def find_to_work(session: AsyncSession, task_id: int, person: Person) -> Task:
    """Return a task that `person` carries out; raise `NotYourTask` otherwise."""
    task, standing = await find(session, task_id, person)
    _require_works(standing)
    return task


async def find_to_report(session: AsyncSession, task_id: int, person: Person) -> Task:
    """Return a task that `person` carries out, or reports on for who is away; raise `NotYourTask` otherwise."""
    task, standing = await find(session, task_id, person)
    if not standing.reports:
        raise NotYourTask
    return task


async def _hold(session: AsyncSession, task: Task) -> None:
    """Let nobody else change a task until this transaction ends, and read what they have just changed.

    Every verb asks first whether its actor may: two people who decide at one moment decide one after the other.
    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        # What only refers to the task, such as a line of its history, need not wait.
        await session.refresh(task, with_for_update={"key_share": True})


async def check_works(session: AsyncSession, task: Task, person: Person | None) -> None:
    """Hold a task; raise `NotYourTask` or `OnlyStandsIn` unless `person` carries it out; None is the system itself."""
    await _hold(session, task)
    if person is not None:
        _require_works(await of(session, task, person))


def _require_works(standing: Standing) -> None:
    if not standing.works:
        raise OnlyStandsIn if standing.stand_in else NotYourTask


async def check_reports(session: AsyncSession, task: Task, person: Person | None) -> None:
    """Hold a task; raise `NotYourTask` unless `person` carries it out or stands in; None is the system itself."""
    await _hold(session, task)
    if person is not None and not (await of(session, task, person)).reports:
        raise NotYourTask


async def find_to_decide(session: AsyncSession, task_id: int, person: Person) -> Task:
    """Return a task that `person` may decide about; raise otherwise."""
    task, standing = await find(session, task_id, person)
    _require_decider(standing, task, person)
    return task


async def check_decides(session: AsyncSession, task: Task, person: Person | None) -> None:
    """Hold a task; raise like `find_to_decide` unless `person` may decide about it; None is the system itself."""
    await _hold(session, task)
    if person is not None:
        _require_decider(await of(session, task, person), task, person)


def _require_decider(standing: Standing, task: Task, person: Person) -> None:
    if (standing.owner or standing.stand_in) and not _is_head_of_office(standing, task, person):
        raise NotYourOwnWork
    if not standing.boss:
        raise NotYoursToDecide


async def check_hands_over(session: AsyncSession, task: Task, person: Person | None) -> None:
    """Hold a task; raise `NotYoursToDecide` unless `person` heads a lead unit or is the boss; None is the system itself."""
    await _hold(session, task)
    if person is not None and not (await of(session, task, person)).directs:
        raise NotYoursToDecide


async def decidable(session: AsyncSession, person: Person) -> sa.ColumnElement[bool]:
    """Return the rule of `find_to_decide` as a condition on `Task`, for lists."""
    if person.left_on is not None:
        return sa.false()
    named = or_(col(Task.leader_id) == person.id, col(Task.assigned_by) == person.id)
    boss = sa.true() if await over_all(session, person) else named
    theirs = [person.id, *await absences.principals(session, person.id)]
    owned = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, col(TaskUnit.person_id).in_(theirs))
    return sa.and_(boss, or_(col(Task.id).not_in(owned), col(Task.leader_id) == person.id))


async def over_all(session: AsyncSession, person: Person) -> bool:
    """Tell whether `person` heads the office or administers it: boss of every task."""
    office = await people.office(session)
    at_the_top = office is not None and person.unit_id == office.id and person.role == Role.leader
    return at_the_top or person.role == Role.admin


def _is_head_of_office(standing: Standing, task: Task, person: Person) -> bool:
    """The head of the office has nobody above to confirm: what they lead themselves they may close."""
    return standing.boss and person.id == task.leader_id


async def deciders(session: AsyncSession, task: Task) -> list[int]:
    """Return who must hear of requests: the leader in charge, else who assigned, else the head of the office.

    Who is away is passed over, and an assigner who stands in for the owner: they would decide on their own work.
    """
    office, instead = await people.office(session), await absences.deputies(session)
    head = await people.head_of(session, office.id or 0) if office else None
    busy = {instead.get(one) for one in await given_to(session, task)}

    def here(person_id: int | None) -> int | None:
        return person_id if person_id not in instead else None

    assigner = here(await people.present_id(session, task.assigned_by))
    return deciding.deciders(
        leader=here(await people.present_id(session, task.leader_id)),
        assigner=assigner if assigner not in busy else None,
        head=here(head.id) if head else None,
        admins=[p.id or 0 for p in await people.with_role(session, Role.admin) if p.id not in instead],
    )


async def unit_heads(session: AsyncSession, task: Task) -> list[int]:
    """Return the leaders of the task's lead units, one a unit; the office's own are deciders, not heads."""
    head = sa.func.min(col(Person.id))
    found = (
        select(head)
        .join(Unit)
        .join(TaskUnit, col(TaskUnit.unit_id) == Unit.id)
        .where(TaskUnit.task_id == task.id, TaskUnit.part == Part.lead, col(Unit.parent_id).is_not(None))
        .where(Person.role == Role.leader, col(Person.left_on).is_(None))
        .group_by(col(Unit.id))
        .order_by(head)
    )
    return [person for person in (await session.exec(found)).all() if person is not None]


async def concerned(session: AsyncSession, task: Task) -> list[int]:
    """Return everybody whom a change of the task concerns: its leads, its partners, the leader in charge."""
    leads, partners = await owners(session, task), await owners(session, task, Part.partner)
    boss = await people.present_id(session, task.leader_id)
    return list(dict.fromkeys([*leads, *partners, *([boss] if boss else [])]))


async def owners(session: AsyncSession, task: Task, part: Part = Part.lead) -> list[int]:
    """Return who answers for the task in its lead (or partner) units, and who stands in for those away."""
    return await absences.with_stand_ins(session, await given_to(session, task, part))


async def answered(session: AsyncSession, task: Task, asker: int) -> list[int]:
    """Return who hears the answer to a request: who asked, unless they have left, and who has the task now."""
    asked = await people.present_id(session, asker)
    return list(dict.fromkeys([*([asked] if asked else []), *await owners(session, task)]))


async def judged(session: AsyncSession, task: Task) -> list[int]:
    """Return who hears what is decided about a completion or a refusal: whoever reported it, and who has the task now."""
    said = select(TaskEvent.actor_id).where(
        TaskEvent.task_id == task.id,
        col(TaskEvent.kind).in_((Verb.complete, Verb.refuse)),
        col(TaskEvent.undone).is_(False),
    )
    reporter = (await session.exec(said.order_by(col(TaskEvent.id).desc()).limit(1))).first()
    return await answered(session, task, reporter) if reporter else await owners(session, task)


async def given_to(session: AsyncSession, task: Task, part: Part = Part.lead) -> list[int]:
    """Return the people to whom the task is given in its lead (or partner) units, away or not."""
    found = await session.exec(_given(), params={"task": task.id, "in_part": part})
    return [person for person in found.all() if person is not None]


async def of_unit(session: AsyncSession, unit_id: int) -> list[Task]:
    """Return the open tasks that a unit leads, the earliest due first."""
    led = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, TaskUnit.unit_id == unit_id)
    found = select(Task).where(col(Task.id).in_(led), col(Task.state).not_in(FINAL))
    return list(
        (await session.exec(found.order_by(col(Task.due).is_(None), col(Task.due), col(Task.id)))).all()
    )


async def mine(session: AsyncSession, person: Person) -> list[Task]:
    """Return the open tasks that `person` carries out, heads or stands in for, the earliest due first."""
    heads, is_open = person.role == Role.leader, col(TaskUnit.is_open).is_(True)
    theirs = [person.id, *await absences.principals(session, person.id)]
    my_part = or_(
        col(TaskUnit.person_id).in_(theirs), (col(TaskUnit.unit_id) == person.unit_id) if heads else False
    )
    found = (
        select(Task)
        .where(
            col(Task.id).in_(select(TaskUnit.task_id).where(is_open, TaskUnit.part == Part.lead, my_part)),
            col(Task.state).not_in(FINAL),
        )
        .order_by(col(Task.due).is_(None), col(Task.due), col(Task.id))
    )
    return list((await session.exec(found)).all())


async def to_accept(session: AsyncSession, *, plan_id: int, person: Person) -> list[Task]:
    """Return the tasks of a plan that were given to `person` and not accepted yet."""
    mine = select(TaskUnit.task_id).where(TaskUnit.person_id == person.id, TaskUnit.part == Part.lead)
    given = (Task.plan_id == plan_id, Task.state == State.assigned, col(Task.id).in_(mine))
    return list((await session.exec(select(Task).where(*given).order_by(col(Task.id)))).all())


async def open_work(session: AsyncSession, person: Person) -> tuple[set[int], set[int]]:
    """Return the ids of the open tasks in which a person has a part, and of those that they oversee."""
    is_open = col(TaskUnit.is_open).is_(True)
    mine = select(TaskUnit.task_id).where(TaskUnit.person_id == person.id, is_open)
    found = select(Task.id, Task.leader_id).where(
        or_(col(Task.id).in_(mine), col(Task.leader_id) == person.id), col(Task.state).not_in(FINAL)
    )
    rows = (await session.exec(found)).all()
    led = {task or 0 for task, leader in rows if leader == person.id}
    with_part = set((await session.exec(mine)).all())
    return {task or 0 for task, _ in rows} & with_part, led
