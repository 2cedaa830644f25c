"""What waits for whom: the list of decisions holds exactly what its reader may decide, whoever reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Extension, Obstacle, Part, Person, Role, Task, TaskUnit, Unit
from roviec.db.tasks import standing, views
from roviec.errors import PersonError
from roviec.tasks.lifecycle import State

NOW = datetime(2026, 6, 15, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PLACES = ("office", "department", "other")
RELATIONS = ("stranger", "leads", "assigned", "owns", "owns and leads", "asks", "partner", "asks and leads")


@dataclass
class Stage:
    """A unit tree, somebody who works on the tasks and somebody who is in charge of them."""

    session: AsyncSession
    units: dict[str, Unit]
    worker: Person
    chief: Person

    @classmethod
    async def of(cls, session: AsyncSession) -> "Stage":
        office = await people.add_unit(session, name="UBND xã Bình Lư")
        units = {
            "office": office,
            "department": await people.add_unit(session, name="Phòng Kinh tế", parent=office),
            "other": await people.add_unit(session, name="Phòng Văn hóa", parent=office),
        }
        worker = await people.add_person(
            session, name="Lò Thị Lan", unit=units["department"], role=Role.official
        )
        chief = await people.add_person(session, name="Giàng A Páo", unit=units["other"], role=Role.leader)
        return cls(session, units, worker, chief)

    async def task(self, me: Person, relation: str, state: State) -> Task:
        """Add a task to which `me` stands in a relation, with a request for time and an obstacle."""
        task = Task(title=relation, state=state, created_at=NOW, leader_id=self.chief.id)
        task.leader_id = me.id if "leads" in relation else self.chief.id
        task.assigned_by = me.id if relation == "assigned" else None
        self.session.add(task)
        await self.session.flush()
        owner = me if "owns" in relation else self.worker
        part = TaskUnit(
            task_id=task.id, unit_id=self.units["department"].id, part=Part.lead, person_id=owner.id
        )
        self.session.add(part)
        if relation == "partner":
            unit = self.units["office"].id
            self.session.add(TaskUnit(task_id=task.id, unit_id=unit, part=Part.partner, person_id=me.id))
        by = me.id if "asks" in relation else owner.id
        wished = date(2026, 7, 1)
        self.session.add(Extension(task_id=task.id, asked_by=by, asked_at=NOW, wished=wished))
        self.session.add(Obstacle(task_id=task.id, words="thiếu kinh phí", raised_by=by, raised_at=NOW))
        await self.session.flush()
        return task


@pytest.mark.parametrize(("role", "place"), list(product(Role, PLACES)))
async def test_the_list_holds_what_may_be_decided_and_nothing_else(
    db: Database, role: Role, place: str
) -> None:
    async with db.write() as session:
        stage = await Stage.of(session)
        me = await people.add_person(session, name="Nguyễn Văn Bình", unit=stage.units[place], role=role)
        tasks = [
            await stage.task(me, relation, state)
            for relation, state in product(RELATIONS, (State.waiting, State.refused, State.doing, State.done))
        ]
        found = await views.waiting_for(session, me)
        for task in tasks:
            mine = await _may_decide(session, task, me)
            is_open = task.state != State.done
            own = "asks" in task.title or "owns" in task.title
            assert (task in found.completions) == (mine and task.state == State.waiting), task
            assert (task in found.refusals) == (mine and task.state == State.refused), task
            for listed in (found.extensions, found.obstacles):
                assert (task in [t for _, t in listed]) == (mine and is_open and not own), task


async def _may_decide(session: AsyncSession, task: Task, person: Person) -> bool:
    try:
        await standing.find_to_decide(session, task.id or 0, person)
    except PersonError:
        return False
    return True


async def test_who_left_decides_nothing(db: Database) -> None:
    async with db.write() as session:
        stage = await Stage.of(session)
        await stage.task(stage.chief, "leads", State.waiting)
        assert len(await views.waiting_for(session, stage.chief)) == 3
        stage.chief.left_on = NOW.date()
        assert len(await views.waiting_for(session, stage.chief)) == 0
