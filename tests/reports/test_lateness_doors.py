"""Every door says of a task what the rule says: lists, counts, cards, digest, files, reminders; on both databases."""

import csv
import io
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from report_house import House
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import figures
from roviec.db.counting import AsOf, task_counts
from roviec.db.engine import Database
from roviec.db.figures import Scope
from roviec.db.models import Person, Role, Task, Unit
from roviec.db.reminders import concerned, due_tasks, roster
from roviec.db.reminders import parts as parts_of
from roviec.db.standings import tasks_as_of
from roviec.db.tasks import lists, office
from roviec.db.tasks.export import rows
from roviec.db.tasks.lists import By, Tab
from roviec.db.tasks.office import Days, Look
from roviec.handlers.tasks.show import due_said
from roviec.reports import tasks_out
from roviec.reports.gather import decisions
from roviec.scheduler.duties import Book, Duty, Rounds
from roviec.scheduler.wording import reminder
from roviec.tasks.calendar import HANOI, Calendar, DayOff
from roviec.tasks.ladder import Ladder
from roviec.tasks.lateness import at_of, is_late
from roviec.tasks.lifecycle import OPEN, State
from roviec.tasks.punctuality import Outcome, Punctuality, outcome, punctuality
from roviec.texts import catalogue
from roviec.web.api_shapes import TaskOut
from roviec.web.office.tasks import line
from tests import office as staff

SAY = catalogue("vi")
SEEDED = Calendar.seeded([2026])
CALENDARS = [SEEDED, replace(SEEDED, day_off=DayOff.next_working_day)]
YEAR = date(2026, 1, 1)
MOMENTS = [
    datetime(2026, 7, 3, 16, 30, tzinfo=HANOI),  # a Friday
    datetime(2026, 7, 3, 17, tzinfo=HANOI),
    datetime(2026, 7, 4, 9, tzinfo=HANOI),
    datetime(2026, 7, 6, 8, tzinfo=HANOI),
]
HOURS = (None, time(8), time(16, 30), time(17), time(23, 59))
LATE = ("quá hạn", "trễ hạn")


def a_task(rng: random.Random, today: date) -> dict[str, Any]:
    """Return the columns of a task near its deadline: the day itself is where a rule goes wrong."""
    near = [None, *(today + timedelta(days=n) for n in (-4, -1, 0, 0, 0, 1, 2))]
    due, hour = rng.choice(near), rng.choice(HOURS)
    told = {"due": due, "hour": hour, "hour_on": rng.choice([due, due, due, today]) if hour else None}
    state = rng.choice([State.doing, State.accepted, State.waiting, State.waiting, State.done, State.done])
    if state in (State.waiting, State.done):
        told |= {"completed_on": min(due or today, today), "completed_hour": rng.choice(HOURS)}
        told["completed_on"] += (
            timedelta(days=rng.choice([0, 0, 0, 1])) if due and due < today else timedelta()
        )
    return told | {"state": state, "original_due": rng.choice([due, *near])}


class Town:
    """Tasks of an office, each of a unit of its own, and the rule's word on them."""

    def __init__(self, session: AsyncSession, now: datetime, calendar: Calendar, chair: Person) -> None:
        self.session, self.now, self.calendar, self.chair = session, now, calendar, chair
        self.at, self.days = at_of(now, calendar), Days(at_of(now, calendar), calendar)
        self.tasks: dict[int, Task] = {}

    def late(self, *states: State) -> set[int]:
        """Return the units whose task of one of some states is late by the rule."""
        return {
            unit
            for unit, task in self.tasks.items()
            if task.state in states and is_late(task, self.at, self.calendar)
        }

    def unit_of(self, task_id: int | None) -> int:
        return next(unit for unit, task in self.tasks.items() if task.id == task_id)


@pytest.fixture(params=range(2), ids="seed {}".format)
async def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


async def furnished(session: AsyncSession, seed: int, now: datetime, calendar: Calendar) -> Town:
    rng, house = random.Random(seed), House(session)
    root = await house.unit("Ủy ban")
    chair = await staff.person(session, "Chủ tịch", await session.get_one(Unit, root), Role.leader)
    town = Town(session, now, calendar, chair)
    for n in range(30):
        unit = await house.unit(f"Đơn vị {n}", root)
        fields = a_task(rng, now.date())
        number = await house.task(unit, leader_id=chair.id, component=f"Mục {n}", **fields)
        town.tasks[unit] = await session.get_one(Task, number)
    return town


async def in_lists(town: Town) -> None:
    session, days, chair = town.session, town.days, town.chair
    late = await lists.page(session, chair, Tab.late, Look(), days, offset=0, limit=100)
    soon = await lists.page(session, chair, Tab.soon, Look(), days, offset=0, limit=100)
    assert {town.unit_of(task.id) for task in late.tasks} == town.late(*OPEN)
    assert {town.unit_of(task.id) for task in soon.tasks} == {
        unit
        for unit, task in town.tasks.items()
        if task.state in OPEN and punctuality(task, town.at, town.calendar) is Punctuality.near
    }
    counts = await lists.tab_counts(session, chair, Look(), days)
    assert (counts[Tab.late], counts[Tab.soon]) == (len(late.tasks), len(soon.tasks))
    scope = await office.overseen(session, chair)
    groups = await office.by_unit(session, scope, days, offset=0, limit=100)
    assert {one.id for one in groups if one.counts.late} == town.late(*OPEN)
    everything = await office.overseen_ever(session, chair)
    for by, ways in [
        (by, await lists.groups(session, everything, by, days, offset=0, limit=100)) for by in By
    ]:
        assert sum(one.open.late for one in ways) == (len(town.late(*OPEN)) if by is not By.plan else 0)
    done = sum(
        one.late for one in await lists.groups(session, everything, By.leader, days, offset=0, limit=9)
    )
    this_month = town.at.day.replace(day=1)
    assert done == sum(town.tasks[unit].completed_on >= this_month for unit in town.late(State.done))


async def in_words_and_colours(town: Town) -> None:
    for unit, task in town.tasks.items():
        is_so = is_late(task, town.at, town.calendar)
        assert any(word in due_said(SAY, task, town.now, town.calendar) for word in LATE) is is_so, unit
        assert (line(SAY, task, {}, town.days, town.now)["look"] == "late") is is_so


async def in_files_and_for_programs(town: Town) -> None:
    found = await rows(town.session)
    shapes = [TaskOut.of(row, now=town.at, calendar=town.calendar) for row in found]
    assert {town.unit_of(one.id) for one in shapes if one.is_late} == town.late(*State)
    table = tasks_out.as_csv(found, now=town.at, calendar=town.calendar, say=SAY).decode("utf-8-sig")
    told = [",".join(cells) for cells in list(csv.reader(io.StringIO(table)))[1:]]
    assert {
        town.unit_of(row.task.id)
        for row, cells in zip(found, told, strict=True)
        if any(word in cells for word in LATE)
    } == town.late(*State)


async def in_the_digest(town: Town) -> None:
    session, calendar = town.session, town.calendar
    now = AsOf(town.now, town.at.day)
    found, _ = await task_counts(
        session,
        now=now,
        before=AsOf(town.now - timedelta(days=7), town.at.day - timedelta(days=7)),
        since=YEAR,
        calendar=calendar,
    )
    for unit, task in town.tasks.items():
        way = outcome(task, town.at, calendar, is_done=task.state == State.done)
        assert found.units[unit].ways == Counter([way]), unit
    stood = await tasks_as_of(session, moment=town.now)
    assert found.total == figures.counts(stood, at=town.at, since=YEAR, calendar=calendar)[0]
    assert found.total[Outcome.overdue] == len(town.late(*OPEN))
    assert found.total[Outcome.late] == len(town.late(State.done))


async def in_what_waits(town: Town) -> None:
    found = await decisions(town.session, Scope(town.now, HANOI), town.at, town.calendar)
    assert {town.unit_of(one.item.task.id) for one in found if one.is_late} == {
        unit
        for unit, task in town.tasks.items()
        if task.state == State.waiting and is_late(still_open(task), town.at, town.calendar)
    }


def still_open(task: Task) -> Task:
    """Return a task as one that still waits for its leader, whose deadline goes on running."""
    return Task(title="", created_at=task.created_at, due=task.due, hour=task.hour, hour_on=task.hour_on)


async def in_reminders(town: Town) -> None:
    if not town.calendar.is_working(town.at.day):
        return
    until = town.at.day + timedelta(days=30)
    session = town.session
    book = Book(
        tasks=await due_tasks(session, until=until),
        parts=await parts_of(session, until=until),
        told={},
        snoozes={},
        roster=await roster(session, now=town.now, among=concerned(until=until)),
    )
    for duty in Rounds(book, town.at, town.calendar, Ladder()).duties().values():
        for one in duty.lines:
            task = town.tasks[town.unit_of(one.task.id)]
            is_so = is_late(task, town.at, town.calendar)
            said = reminder("Ông", Duty(lines=[one]), town.at.day, SAY).text
            assert one.is_over is is_so
            assert ("đã quá hạn" in said) is is_so


DOORS = [
    in_lists,
    in_words_and_colours,
    in_files_and_for_programs,
    in_the_digest,
    in_what_waits,
    in_reminders,
]


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda one: one.day_off)
async def test_all_doors_say_what_the_rule_says(db: Database, seed: int, calendar: Calendar) -> None:
    for now in MOMENTS:
        async with db.engine.connect() as connection, connection.begin() as outer:
            session = AsyncSession(connection, expire_on_commit=False)
            town = await furnished(session, seed, now.astimezone(UTC), calendar)
            assert any(
                task.due == town.at.day and is_late(task, town.at, calendar) for task in town.tasks.values()
            ) or not calendar.is_working(town.at.day)
            for door in DOORS:
                await door(town)
            await session.close()
            await outer.rollback()
