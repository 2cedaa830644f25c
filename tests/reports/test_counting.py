"""What the database counts is what a person would count, task by task, on both databases; `make search`: in more offices."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from report_house import NOW, TODAY, House
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import done, figures
from roviec.db.counting import OPEN, AsOf, listed, task_counts
from roviec.db.engine import Database
from roviec.db.figures import Scope
from roviec.db.standings import Standing, tasks_as_of
from roviec.tasks.calendar import HANOI, Calendar, DayOff
from roviec.tasks.lifecycle import State
from tests.examples import examples

YEAR = date(2026, 1, 1)
WEEK = timedelta(days=7)
OFFICES = min(examples(20), 400)
MOMENTS = AsOf(NOW, TODAY), AsOf(NOW - WEEK, TODAY - WEEK)


@dataclass
class Story:
    """A task as it is now, and what its events say was before, the oldest first."""

    created: datetime
    leads: list[int]
    fields: dict[str, Any]
    events: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    def as_of(self, moment: datetime) -> dict[str, Any] | None:
        if self.created > moment:
            return None
        was = dict(self.fields)
        for at, before in reversed(self.events):
            if at > moment:
                was |= before
        return was


# Few days, so that they often meet: the day itself is where a rule goes wrong.
DAYS = (None, YEAR - timedelta(days=1), YEAR, *(TODAY + timedelta(days=n) for n in range(-10, 2)))
SEEDED = Calendar.seeded(range(2025, 2028))
CALENDARS = [SEEDED, replace(SEEDED, day_off=DayOff.next_working_day)]


def some_day(rng: random.Random) -> date | None:
    return rng.choice(DAYS)


def some_state(rng: random.Random) -> dict[str, Any]:
    return {"state": rng.choice(list(State)), "due": some_day(rng), "completed_on": some_day(rng)}


def a_story(rng: random.Random, units: list[int]) -> Story:
    ago = [NOW - timedelta(days=rng.choice([0, 1, 7, 8, 40]), hours=rng.choice([0, 5])) for _ in range(4)]
    created, *changes = sorted(ago)
    events = [(at, some_state(rng)) for at in changes[: rng.randrange(4)]]
    leads = rng.sample(units, rng.choice([0, 1, 1, 1, 2, 3]))
    return Story(created, leads, some_state(rng) | {"original_due": some_day(rng)}, events)


async def tell(house: House, story: Story) -> int:
    task = await house.task(*story.leads, created=story.created, **story.fields)
    for at, before in story.events:
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in before.items()}
        await house.event(task, at, **plain)
    return task


def stood(stories: dict[int, Story], moment: datetime, scope: Iterable[int] | None) -> list[Standing]:
    """Put every task back to where it stood, by hand."""
    return [
        Standing(id=task, title="", leads=tuple((unit, "") for unit in story.leads), **was)
        for task, story in stories.items()
        if (was := story.as_of(moment)) is not None
        if scope is None or set(scope) & set(story.leads)
    ]


@pytest.fixture
async def offices(db: Database):
    """Make random offices one after the other, each in a transaction that is taken back."""

    async def make(seed: int):
        rng = random.Random(seed)
        async with db.engine.connect() as connection, connection.begin() as outer:
            session = AsyncSession(connection, expire_on_commit=False)
            house = House(session)
            units = [await house.unit(f"Đơn vị {n}") for n in range(4)]
            stories = {}
            for _ in range(rng.randrange(25)):
                story = a_story(rng, units)
                stories[await tell(house, story)] = story
            if counted := rng.choice([None, *CALENDARS]):
                await done.begin_anew(session, since=YEAR, calendar=counted)
                await done.count_changed(session, since=YEAR, calendar=counted, most=rng.choice([5, 500]))
            scope = rng.choice([None, tuple(rng.sample(units, rng.randrange(4)))])
            yield house, stories, scope
            await session.close()
            await outer.rollback()

    return make


@pytest.mark.hypothesis  # so that `make search` takes it along
@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda one: one.day_off)
@pytest.mark.parametrize("seed", range(OFFICES))
async def test_the_database_counts_what_a_person_would(offices: Any, seed: int, calendar: Calendar) -> None:
    async for house, stories, scope in offices(seed):
        counted = await task_counts(
            house.session,
            now=MOMENTS[0],
            before=MOMENTS[1],
            since=YEAR,
            calendar=calendar,
            unit_ids=scope,
        )
        for found, at in zip(counted, MOMENTS, strict=True):
            tasks = stood(stories, at.moment, scope)
            by_hand = figures.counts(tasks, at=at.at(calendar), since=YEAR, calendar=calendar)
            assert (found.total, found.units) == by_hand
            assert found.suspended == sum(task.state == State.suspended for task in tasks)


@pytest.mark.parametrize("seed", range(20))
async def test_a_state_finds_the_tasks_that_were_in_it(offices: Any, seed: int) -> None:
    async for house, stories, scope in offices(seed):
        for at in MOMENTS:
            tasks = stood(stories, at.moment, scope)
            for states in ((State.waiting,), (State.refused, State.done), None):
                found = await tasks_as_of(house.session, moment=at.moment, unit_ids=scope, states=states)
                assert [(t.id, t.state, t.due, t.completed_on) for t in found] == [
                    (t.id, t.state, t.due, t.completed_on)
                    for t in tasks
                    if states is None or t.state in states
                ]
            waits = await figures.completions_waiting(house.session, Scope(at.moment, HANOI, scope))
            assert [one.task.id for one in waits] == [t.id for t in tasks if t.state == State.waiting]


@pytest.mark.parametrize("seed", range(20))
async def test_what_is_listed_is_the_head_of_the_whole_list(offices: Any, seed: int) -> None:
    async for house, stories, scope in offices(seed):
        for at in MOMENTS:
            tasks = stood(stories, at.moment, scope)
            asked = {"moment": at.moment, "since": YEAR, "unit_ids": scope}
            whole = [t.id for t in await listed(house.session, most=1000, **asked)]
            assert sorted(whole) == [t.id for t in tasks if not figures.done_before(t, YEAR)]
            states = {t.id: t.state for t in tasks}
            kinds = [0 if states[n] in OPEN else 1 if states[n] == State.done else 2 for n in whole]
            assert kinds == sorted(kinds)
            for most in (0, 1, 5):
                head = await listed(house.session, most=most, **asked)
                assert [t.id for t in head] == whole[:most]
