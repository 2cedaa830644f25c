"""Who somebody is to a task, and so what they may do with it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Part, Person, Role, Task, TaskUnit
from roviec.errors import PersonError
from roviec.tasks import deciding
from roviec.tasks.lifecycle import FINAL, State


class TaskUnknown(PersonError):
    """Không tìm thấy nhiệm vụ này. Ông/Bà gửi /viec để xem các việc của mình."""


class NotYourTask(PersonError):
    """Nhiệm vụ này không giao cho Ông/Bà nên chưa có gì thay đổi. Ông/Bà gửi /viec để xem việc của mình."""


class NotYoursToDecide(PersonError):
    """Việc này do lãnh đạo phụ trách quyết định nên chưa có gì thay đổi. Ông/Bà liên hệ lãnh đạo phụ trách."""


class NotYourOwnWork(PersonError):
    """Ông/Bà đang trực tiếp thực hiện nhiệm vụ này nên không tự xác nhận được; lãnh đạo phụ trách sẽ xác nhận."""


@dataclass(frozen=True)
class Standing:
    """What a person is to a task; several may hold at once."""

    owner: bool = False
    unit_head: bool = False
    partner: bool = False
    boss: bool = False

    @property
    def works(self) -> bool:
        """May report progress, send evidence, ask for time."""
        return self.owner or self.unit_head

    @property
    def any(self) -> bool:
        """May see the task."""
        return self.owner or self.unit_head or self.partner or self.boss


async def of(session: AsyncSession, task: Task, person: Person) -> Standing:
    """Return what `person` is to `task`."""
    parts = (await session.exec(select(TaskUnit).where(TaskUnit.task_id == task.id))).all()
    leads = [p for p in parts if p.part == Part.lead]
    return Standing(
        owner=any(p.person_id == person.id for p in leads),
        unit_head=person.role == Role.leader and any(p.unit_id == person.unit_id for p in leads),
        partner=any(
            p.part == Part.partner and (p.person_id == person.id or p.unit_id == person.unit_id)
            for p in parts
        ),
        boss=person.id in (task.leader_id, task.assigned_by) or await _over_all(session, person),
    )


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
    if not standing.works:
        raise NotYourTask
    return task


async def find_to_decide(session: AsyncSession, task_id: int, person: Person) -> Task:
    """Return a task that `person` may decide about; raise otherwise."""
    task, standing = await find(session, task_id, person)
    if standing.owner and not _is_head_of_office(standing, task, person):
        raise NotYourOwnWork
    if not standing.boss:
        raise NotYoursToDecide
    return task


async def decidable(session: AsyncSession, person: Person) -> sa.ColumnElement[bool]:
    """Return the rule of `find_to_decide` as a condition on `Task`, for lists."""
    if person.left_on is not None:
        return sa.false()
    named = or_(col(Task.leader_id) == person.id, col(Task.assigned_by) == person.id)
    boss = sa.true() if await _over_all(session, person) else named
    owned = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, TaskUnit.person_id == person.id)
    return sa.and_(boss, or_(col(Task.id).not_in(owned), col(Task.leader_id) == person.id))


async def _over_all(session: AsyncSession, person: Person) -> bool:
    """Tell whether `person` heads the office or administers it: boss of every task."""
    office = await people.office(session)
    at_the_top = office is not None and person.unit_id == office.id and person.role == Role.leader
    return at_the_top or person.role == Role.admin


def _is_head_of_office(standing: Standing, task: Task, person: Person) -> bool:
    """The head of the office has nobody above to confirm: what they lead themselves they may close."""
    return standing.boss and person.id == task.leader_id


async def deciders(session: AsyncSession, task: Task) -> list[int]:
    """Return who must hear of requests: the leader in charge, else who assigned, else the head of the office."""
    office = await people.office(session)
    head = await people.head_of(session, office.id or 0) if office else None
    return deciding.deciders(
        leader=await people.present_id(session, task.leader_id),
        assigner=await people.present_id(session, task.assigned_by),
        head=head.id if head else None,
        admins=[p.id or 0 for p in await people.with_role(session, Role.admin)],
    )


async def owners(session: AsyncSession, task: Task, part: Part = Part.lead) -> list[int]:
    """Return the people who answer for the task in its lead (or partner) units."""
    found = select(TaskUnit.person_id).where(TaskUnit.task_id == task.id, TaskUnit.part == part)
    return [p for p in (await session.exec(found)).all() if p is not None]


async def of_unit(session: AsyncSession, unit_id: int) -> list[Task]:
    """Return the open tasks that a unit leads, the earliest due first."""
    led = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, TaskUnit.unit_id == unit_id)
    found = select(Task).where(col(Task.id).in_(led), col(Task.state).not_in(FINAL))
    return list(
        (await session.exec(found.order_by(col(Task.due).is_(None), col(Task.due), col(Task.id)))).all()
    )


async def mine(session: AsyncSession, person: Person) -> list[Task]:
    """Return the open tasks that `person` carries out or heads, the earliest due first."""
    heads = person.role == Role.leader
    my_part = or_(
        col(TaskUnit.person_id) == person.id, (col(TaskUnit.unit_id) == person.unit_id) if heads else False
    )
    found = (
        select(Task)
        .where(
            col(Task.id).in_(select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, my_part)),
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
    mine = select(TaskUnit.task_id).where(TaskUnit.person_id == person.id)
    found = select(Task.id, Task.leader_id).where(
        or_(col(Task.id).in_(mine), col(Task.leader_id) == person.id), col(Task.state).not_in(FINAL)
    )
    rows = (await session.exec(found)).all()
    led = {task or 0 for task, leader in rows if leader == person.id}
    with_part = set((await session.exec(mine)).all())
    return {task or 0 for task, _ in rows} & with_part, led
