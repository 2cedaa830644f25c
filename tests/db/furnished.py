"""A commune at work, in rows: units below units, people of each role, tasks of every kind, added out of order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Person, Plan, Role, Task, TaskUnit, Unit
from roviec.tasks.lifecycle import State
from tests import office
from tests.office import HANOI, OFFICE

NOW = datetime(2026, 7, 3, 8, 0, tzinfo=HANOI)
TODAY = NOW.date()
HOME, MONEY, DESK = "Phòng Nội vụ", "Phòng Tài chính", "Điểm phục vụ thôn Đông"


@dataclass
class Commune:
    """Units, people and tasks by their names."""

    session: AsyncSession
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)

    @classmethod
    async def of(cls, session: AsyncSession) -> "Commune":
        """Read the commune that `furnish` left in a database."""
        units, people, tasks, plans = [
            list((await session.exec(select(table).order_by(col(table.id)))).all())
            for table in (Unit, Person, Task, Plan)
        ]
        by_name = {one.name: one for one in units}, {one.name: one for one in people}
        return cls(session, *by_name, {one.title: one for one in tasks}, plans)

    def id(self, name: str) -> int:
        """Return the id of a unit, a person or a task."""
        found: Any = (self.units | self.people | self.tasks)[name]
        return int(found.id)

    def names(self, tasks: Iterable[Task]) -> list[str]:
        """Return the titles of tasks, in their order."""
        return [task.title for task in tasks]

    async def task(
        self,
        title: str,
        due: str | None,
        leads: dict[str, str],
        partners: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Add a task; its units each with whoever answers there."""
        parts, day = (
            [(Part.lead, leads), (Part.partner, partners or {})],
            date.fromisoformat(due) if due else None,
        )
        units = [[self.units[unit] for unit in named] for _, named in parts]
        task = await office.task(self.session, title, *units[0], partners=units[1], now=NOW, due=day)
        for name, value in more.items():
            setattr(task, name, value)
        for part, named in parts:
            for unit, person in named.items():
                mine = (
                    TaskUnit.task_id == task.id,
                    TaskUnit.unit_id == self.units[unit].id,
                    TaskUnit.part == part,
                )
                (await self.session.exec(select(TaskUnit).where(*mine))).one().person_id = self.people[
                    person
                ].id
        self.tasks[title] = task
        await self.session.flush()

    async def answers(self, title: str, part: Part = Part.lead) -> list[int | None]:
        """Return who answers for a task in its units."""
        found = select(TaskUnit.person_id).where(TaskUnit.task_id == self.id(title), TaskUnit.part == part)
        return list((await self.session.exec(found.order_by(col(TaskUnit.id)))).all())


async def furnish(session: AsyncSession) -> Commune:
    """Fill an empty database."""
    made = Commune(session)
    for name, above in ((OFFICE, OFFICE), (HOME, OFFICE), (MONEY, OFFICE), (DESK, HOME)):
        made.units[name] = await office.unit(session, name, above)
    for name, unit, role in (
        ("Sơn", OFFICE, Role.leader),
        ("Hạnh", HOME, Role.leader),
        ("Mai", HOME, Role.official),
        ("Páo", HOME, Role.official),
        ("Huy", MONEY, Role.official),
        ("Lan", DESK, Role.official),
        ("Cũ", HOME, Role.official),
        ("Phó", HOME, Role.leader),
        ("Hoa", OFFICE, Role.admin),
    ):
        made.people[name] = await office.person(session, name, made.units[unit], role)
    made.people["Cũ"].left_on = date(2026, 5, 1)
    for subject in ("Kế hoạch một", "Kế hoạch hai"):
        plan = Plan(subject=subject, created_at=NOW)
        session.add(plan)
        made.plans.append(plan)
    await session.flush()
    one, two = (plan.id for plan in made.plans)
    son = made.id("Sơn")
    await made.task("muộn", "2026-07-10", {HOME: "Mai"}, state=State.accepted, plan_id=one)
    await made.task("không hạn", None, {HOME: "Páo"}, plan_id=one)
    await made.task("sớm", "2026-07-01", {HOME: "Mai"}, {MONEY: "Huy"}, plan_id=one, leader_id=son)
    await made.task("xong", "2026-06-01", {HOME: "Mai"}, state=State.done, plan_id=one)
    await made.task("hủy", "2026-06-02", {HOME: "Mai"}, state=State.cancelled, plan_id=one)
    await made.task("tiền", "2026-07-05", {MONEY: "Huy"}, {HOME: "Páo"}, leader_id=made.id("Mai"))
    await made.task("hai nơi", "2026-07-01", {HOME: "Mai", DESK: "Lan"}, plan_id=one)
    await made.task("ở điểm", "2026-07-02", {DESK: "Lan"}, plan_id=two)
    waiting = {"state": State.waiting, "completed_on": date(2026, 7, 1)}
    await made.task("chờ", "2026-07-01", {MONEY: "Huy"}, **waiting)
    await made.task("hoãn", "2026-07-04", {MONEY: "Huy"}, state=State.suspended)
    return made
