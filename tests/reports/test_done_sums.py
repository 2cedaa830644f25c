"""What was done is counted once and kept: whoever changes it, by whatever way, the sums are what a person would count."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from report_house import NOW, TODAY, House
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import done, figures
from roviec.db.counting import AsOf, task_counts
from roviec.db.engine import Database
from roviec.db.figures import Counts
from roviec.db.models import DoneChange, DoneCount, DoneTally, Part, Task, TaskUnit
from roviec.db.standings import standing
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State
from tests.examples import examples

YEAR = date(2026, 1, 1)
WALKS = min(examples(20), 400)
SEEDED = Calendar.seeded(range(2025, 2028))
CALENDARS = [SEEDED, replace(SEEDED, day_off=DayOff.next_working_day)]
DAYS = (None, YEAR - timedelta(days=1), YEAR, *(TODAY + timedelta(days=n) for n in range(-9, 1)))
STATES = (State.done, State.done, State.doing)
TABLES = (DoneChange, DoneCount, DoneTally)


class Walk:
    """Tasks that change behind the back of every verb, counted now and then."""

    def __init__(self, session: AsyncSession, rng: random.Random) -> None:
        self.session, self.rng, self.house = session, rng, House(session)
        self.units: list[int] = []
        self.tasks: list[int] = []
        self.calendar = rng.choice(CALENDARS)

    async def start(self) -> None:
        self.units = [await self.house.unit(f"Đơn vị {n}") for n in range(3)]
        for _ in range(6):
            await self.new()

    def some(self) -> dict[str, Any]:
        day = self.rng.choice
        return {"state": day(STATES), "due": day(DAYS), "completed_on": day(DAYS), "original_due": day(DAYS)}

    async def new(self) -> None:
        leads = self.rng.sample(self.units, self.rng.choice([0, 1, 1, 2]))
        self.tasks.append(await self.house.task(*leads, created=NOW - timedelta(days=40), **self.some()))

    async def change(self) -> None:
        names = self.rng.sample(["state", "due", "completed_on", "original_due"], self.rng.choice([1, 1, 4]))
        changed = {name: value for name, value in self.some().items() if name in names}
        await self.session.exec(sa.update(Task).where(col(Task.id) == self.any()).values(changed))

    async def another_lead(self) -> None:
        taken = select(TaskUnit.task_id).where(TaskUnit.unit_id == (unit := self.rng.choice(self.units)))
        mine = sa.and_(col(TaskUnit.task_id) == self.any(), col(TaskUnit.task_id).not_in(taken))
        await self.session.exec(sa.update(TaskUnit).where(mine, first_lead()).values(unit_id=unit))

    async def no_lead(self) -> None:
        await self.session.exec(sa.delete(TaskUnit).where(col(TaskUnit.task_id) == self.any()))

    async def gone(self) -> None:
        task = self.any()
        await self.session.exec(sa.delete(TaskUnit).where(col(TaskUnit.task_id) == task))
        await self.session.exec(sa.delete(Task).where(col(Task.id) == task))

    async def partner(self) -> None:
        mine = col(TaskUnit.task_id) == self.any()
        part = self.rng.choice(list(Part))
        await self.session.exec(sa.update(TaskUnit).where(mine).values(part=part))

    async def count(self) -> None:
        await done.begin_anew(self.session, since=YEAR, calendar=self.calendar)
        most = self.rng.choice([1, 2, 500])
        await done.count_changed(self.session, since=YEAR, calendar=self.calendar, most=most)

    async def other_calendar(self) -> None:
        self.calendar = self.rng.choice(CALENDARS)

    def any(self) -> int:
        return self.rng.choice(self.tasks)

    async def kept(
        self, without: Sequence[int], scope: Any
    ) -> tuple[Counts, dict[int | None, Counts]] | None:
        left_out: Any = select(Task.id).where(col(Task.id).in_(without))
        found = await done.kept(
            self.session, since=YEAR, calendar=self.calendar, without=left_out, scope=scope
        )
        if found is None:
            return None
        assert min(found.values(), default=1) > 0
        total, units = Counts(), dict[int | None, Counts]()
        for alike, count in found.items():
            total += alike.counted(count)
            for unit in alike.leads or (None,):
                units[unit] = units.get(unit, Counts()) + alike.counted(count)
        return total, units

    async def by_hand(self, without: Sequence[int], scope: Any) -> tuple[Counts, dict[int | None, Counts]]:
        ids: Any = select(Task.id).where(col(Task.id).not_in(without), Task.state == State.done)
        tasks = [
            one
            for one in await standing(self.session, ids, None)
            if one.completed_on and (scope is None or {*scope} & {unit for unit, _ in one.leads})
        ]
        asked: Any = {"at": At(TODAY), "since": YEAR, "calendar": self.calendar}
        return figures.counts(tasks, **asked)


def first_lead() -> sa.ColumnElement[bool]:
    first = sa.select(sa.func.min(TaskUnit.id)).group_by(col(TaskUnit.task_id))
    return col(TaskUnit.id).in_(first)


STEPS = (Walk.new, Walk.change, Walk.change, Walk.another_lead, Walk.no_lead, Walk.gone, Walk.partner)
COUNTS = (Walk.count, Walk.count, Walk.count, Walk.other_calendar)


@pytest.mark.hypothesis  # so that `make search` takes it along
@pytest.mark.parametrize("seed", range(WALKS))
async def test_the_sums_are_what_a_person_would_count(db: Database, seed: int) -> None:
    rng = random.Random(seed)
    async with db.engine.connect() as connection, connection.begin() as outer:
        session = AsyncSession(connection, expire_on_commit=False)
        walk = Walk(session, rng)
        await walk.start()
        for _ in range(15):
            await rng.choice(STEPS)(walk)
            if rng.random() < 0.4:
                await rng.choice(COUNTS)(walk)
            without = rng.sample(walk.tasks, rng.randrange(3))
            scope = rng.choice([None, None, walk.units[:1], walk.units[1:]])
            if (kept := await walk.kept(without, scope)) is not None:
                assert kept == await walk.by_hand(without, scope)
        await session.close()
        await outer.rollback()


async def test_where_much_has_changed_the_sums_do_not_serve(db: Database, monkeypatch: Any) -> None:
    async with db.write() as session:
        walk = Walk(session, random.Random(1))
        await walk.start()
        await done.begin_anew(session, since=YEAR, calendar=walk.calendar)
        assert await walk.kept([], None) == await walk.by_hand([], None)
        monkeypatch.setattr(done, "MOST", 1)
        assert await walk.kept([], None) is None


async def test_sums_end_with_what_they_count(db: Database) -> None:
    async with db.write() as session:
        walk = Walk(session, random.Random(1))
        await walk.start()
        for _ in range(3):
            await walk.count()
        await session.exec(sa.update(Task).values(state=State.doing))
        while await done.count_changed(session, since=YEAR, calendar=walk.calendar):
            pass
        for table in TABLES:
            assert (await session.exec(select(sa.func.count()).select_from(table))).one() == 0


async def test_another_year_or_calendar_is_behind_until_it_is_counted_anew(db: Database) -> None:
    async with db.write() as session:
        asked = {"since": YEAR, "calendar": SEEDED}
        assert await done.is_behind(session, **asked)
        assert await done.begin_anew(session, **asked)
        assert not await done.begin_anew(session, **asked)
        assert not await done.is_behind(session, **asked)
        for other in (
            asked | {"since": date(2027, 1, 1)},
            asked | {"calendar": SEEDED.edited(off=[TODAY])},
            asked | {"calendar": CALENDARS[1]},
        ):
            assert await done.is_behind(session, **other)


async def test_a_change_that_lands_while_the_clock_counts_is_not_lost(postgres_url: str) -> None:
    db = Database(postgres_url)
    since: Any = {"since": YEAR, "calendar": SEEDED}
    async with db.write() as session:
        house = House(session)
        task = await house.task(await house.unit("Một"), state=State.done, due=TODAY, completed_on=TODAY)
        await done.begin_anew(session, **since)
    late = sa.update(Task).where(col(Task.id) == task).values(due=TODAY - timedelta(days=30))
    async with AsyncSession(db.engine) as slow:
        await slow.exec(late)
        async with db.write() as session:
            assert await done.count_changed(session, **since) == 1
        await slow.commit()
    async with db.write() as session:
        assert await done.is_behind(session, **since)
        assert await done.count_changed(session, **since) == 1
        assert [row.late for row in (await session.exec(select(DoneTally))).all()] == [True]
    await db.dispose()


async def test_the_office_and_each_unit_count_the_same_from_the_sums(db: Database) -> None:
    """One that nobody leads, one that two lead, one too late, one on time by a moved deadline alone."""
    async with db.write() as session:
        house = House(session)
        one, two = await house.unit("Một"), await house.unit("Hai")
        due = TODAY - timedelta(days=20)
        told: Any = {"state": State.done, "created": NOW - timedelta(days=60)}
        for leads, last, first, finished in (
            ((), due, due, due),
            ((one, two), due, due, due),
            ((one,), due, due, due + timedelta(days=3)),
            ((two,), due, due - timedelta(days=9), due),
        ):
            await house.task(*leads, due=last, original_due=first, completed_on=finished, **told)
        moment = AsOf(NOW, TODAY)
        asked: Any = {"now": moment, "before": moment, "since": YEAR, "calendar": SEEDED}
        before = await task_counts(session, **asked)
        await done.begin_anew(session, since=YEAR, calendar=SEEDED)
        assert await done.count_changed(session, since=YEAR, calendar=SEEDED) > 0
        after = await task_counts(session, **asked)
        assert after == before
        assert {unit: counts.total for unit, counts in after[0].units.items()} == {None: 1, one: 2, two: 2}
        assert (after[0].total.total, after[0].total.past_original) == (4, 1)


async def test_sums_of_a_year_that_is_over_are_no_fault_before_the_clock_has_ticked(db: Database) -> None:
    async with db.write() as session:
        house, last = House(session), date(2025, 6, 9)
        await house.task(await house.unit("Một"), state=State.done, due=last, completed_on=last)
        asked: Any = {"since": date(2025, 1, 1), "calendar": SEEDED}
        await done.begin_anew(session, **asked)
        await done.count_changed(session, **asked)
        assert await done.out_of_step(session) == 0
