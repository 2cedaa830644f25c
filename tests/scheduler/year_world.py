"""A sample district through 2024: its units, people and tasks, and what they do on a day."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from year_oracle import HANOI, WORK, place

from roviec.db import people
from roviec.db.models import Address, Person, Role, Snooze, Task, TaskUnit, Unit
from roviec.db.tasks import assign, change, requests
from roviec.db.tasks.events import By
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings, parse
from roviec.tasks.lifecycle import State, Verb

CALENDAR = Calendar.seeded(range(2023, 2026))
OFFICES = (
    *("Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính", "Phòng Văn hóa", "Phòng Y tế", "Thanh tra"),
    *("Văn phòng", "Xã Bình Lư", "Xã Bản Bo", "Xã Khun Há", "Xã Tả Lèng", "Xã Hồ Thầu", "Thị trấn Tam Đường"),
)
RECURRING = (
    *("trước ngày 15 hàng tháng", "hàng tháng, trước ngày 25", "chậm nhất ngày 20 tháng cuối quý, hàng quý"),
    *("hàng quý", "định kỳ 6 tháng", "trước ngày 20/11 hằng năm", "thứ Sáu hằng tuần"),
)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HANOI)


async def found(session: AsyncSession, rng: random.Random) -> None:
    """Found the district: 14 units, 40 people, some of them out of reach."""
    root = await people.add_unit(session, name="UBND huyện Tam Đường")
    await _person(session, root, Role.leader, True)
    await _person(session, root, Role.leader, True)
    await _person(session, root, Role.admin, True)
    for name in OFFICES:
        unit = await people.add_unit(session, name=name, parent=root)
        if not name.startswith(
            ("Thanh tra", "Xã", "Văn phòng")
        ):  # nobody leads these: their head is the office's
            await _person(session, unit, Role.leader, True)
        for _ in range(rng.choice((2, 3))):
            await _person(session, unit, Role.official, rng.random() < 0.93)


async def _person(session: AsyncSession, unit: Unit, role: Role, reachable: bool) -> Person:
    count = len((await session.exec(select(Person.id))).all())
    person = await people.add_person(session, name=f"Người {count}", unit=unit, role=role)
    session.add(Address(channel="web", chat=f"chat {person.id}", person_id=person.id, reachable=reachable))
    return person


async def assign_some(session: AsyncSession, rng: random.Random, day: date, words: Sequence[str]) -> None:
    """Assign a task for each wording of a deadline."""
    units = (
        await session.exec(select(Unit).where(col(Unit.parent_id).is_not(None)).order_by(col(Unit.id)))
    ).all()
    leaders = await people.with_role(session, Role.leader)
    for text in words:
        lead, *others = rng.sample(list(units), 3)
        deadline = parse(text, issued=day, year=2024, calendar=CALENDAR, settings=DeadlineSettings())
        new = assign.NewTask(
            title=f"{text}: {rng.randrange(1000)}",
            leads=[lead, others[0]] if rng.random() < 0.1 else [lead],
            partners=others[1:] if rng.random() < 0.6 else [],
            deadline=deadline,
            leader=rng.choice(leaders) if rng.random() < 0.5 else None,
        )
        actor = rng.choice(leaders) if rng.random() < 0.7 else None
        await assign.assign_task(session, new=new, plan=None, actor=actor, now=moment(day, 0))


def wordings(rng: random.Random) -> dict[date, list[str]]:
    """When which tasks are assigned: most in January, the rest through the year."""
    plan: dict[date, list[str]] = {date(2024, 1, 2): ["Cả năm", "Cả năm", "trong năm 2024", *RECURRING]}
    for n in range(65):
        day = (
            rng.choice(WORK[place(date(2024, 1, 2)) : place(date(2024, 11, 20))])
            if n > 30
            else date(2024, 1, 3)
        )
        due = day + timedelta(days=rng.randrange(3, 150))
        text = (
            f"trước ngày {due.day}/{due.month}/{due.year}" if n % 5 else f"trong tháng {due.month}/{due.year}"
        )
        plan.setdefault(day, []).append(text)
    return plan


class Life:
    """What the people of the district do; every choice comes from one seed."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    async def day(self, session: AsyncSession, day: date) -> None:
        """Let a working day happen: at most a handful of tasks change."""
        tasks = (await session.exec(select(Task).where(col(Task.state).not_in(("done", "cancelled"))))).all()
        for task in tasks:
            if task.state == State.waiting:
                await self._decide(session, task, day)
            elif task.state == State.suspended and self._chance(0.1):
                await self._close(session, task, Verb.resume, day)
            else:
                await self._work(session, task, day)
        if self._chance(0.03):
            await self._someone_leaves(session, day)
        if self._chance(0.1):
            await self._reach(session)

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    async def _work(self, session: AsyncSession, task: Task, day: date) -> None:
        left = (task.due - day).days if task.due else 99
        worker = await self._worker(session, task) if self._chance(0.25 if left < 4 else 0.06) else None
        if worker is None:
            return
        said: dict[str, Any] = {"task": task, "by": By(worker, moment(day, 10), "web")}
        deed = self.rng.random()
        if (
            deed < 0.3
            and left < 20
            and task.state in (State.assigned, State.accepted, State.doing, State.returned)
        ):
            await change.complete(session, today=day, **said)
        elif deed < 0.4 and task.due and task.state not in (State.refused, State.suspended):
            wished = max(task.due, day) + timedelta(days=self.rng.randrange(2, 25))
            asked = await requests.ask_extension(session, wished=wished, reason="", today=day, **said)
            until = wished if self._chance(0.7) else None
            office = By(None, said["by"].now, "web")
            decided = {**said, "by": office, "extension": asked, "until": until, "note": ""}
            del decided["task"]
            await requests.decide_extension(session, **decided)
        elif deed < 0.6:
            until = WORK[place(day) + self.rng.randrange(1, 5)]
            await change.snooze(session, task=task, actor=worker, until=until)
        elif deed < 0.64:
            colleague = self.rng.choice(await people.staff(session, unit_id=worker.unit_id))
            if task.state != State.waiting:
                await change.hand_over(session, task=task, to=colleague, by=By(None, said["by"].now, "web"))
        elif deed < 0.66 and task.state == State.assigned:
            await change.refuse(session, reason="", **said)
        elif deed < 0.69 and task.state == State.assigned:
            await self._close(session, task, Verb.suspend, day)
        elif deed < 0.7:
            await self._close(session, task, Verb.cancel, day)

    async def _worker(self, session: AsyncSession, task: Task) -> Person | None:
        mine = (
            select(TaskUnit)
            .where(TaskUnit.task_id == task.id, TaskUnit.part == "lead")
            .order_by(col(TaskUnit.id))
        )
        part = (await session.exec(mine)).first()
        person = await session.get(Person, part.person_id) if part and part.person_id else None
        return person if person and person.left_on is None and person.unit_id == part.unit_id else None

    async def _decide(self, session: AsyncSession, task: Task, day: date) -> None:
        said: dict[str, Any] = {"task": task, "by": By(None, moment(day, 11), "web")}
        if self._chance(0.12):
            await change.confirm(session, **said)
        elif self._chance(0.03):
            await change.give_back(session, reason="", **said)

    async def _close(self, session: AsyncSession, task: Task, verb: Verb, day: date) -> None:
        await change.close(session, task=task, verb=verb, reason="", by=By(None, moment(day), "web"))

    async def _someone_leaves(self, session: AsyncSession, day: date) -> None:
        leaver = self.rng.choice((await people.with_role(session, Role.official)) or [None])
        if leaver is None:
            return
        staff = [p for p in await people.staff(session, unit_id=leaver.unit_id) if p.id != leaver.id]
        if staff and self._chance(0.6):
            await change.hand_over_everything(
                session, leaver=leaver, to=self.rng.choice(staff), now=moment(day)
            )
        await people.leave(session, person=leaver, today=day)
        unit = await session.get_one(Unit, leaver.unit_id)
        await _person(session, unit, Role.official, True)

    async def _reach(self, session: AsyncSession) -> None:
        """Somebody blocks the bot, or comes back."""
        addresses = (await session.exec(select(Address).order_by(col(Address.id)))).all()
        address = self.rng.choice(addresses)
        address.reachable = self.rng.random() < 0.7


__all__ = ["CALENDAR", "Life", "Snooze", "assign_some", "found", "moment", "wordings"]
