"""Merging units: everything follows, figures stay right, and done again it changes nothing."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import merging, naming, people, units
from roviec.db.engine import Database
from roviec.db.models import (
    Burst,
    Campaign,
    CampaignCourse,
    CampaignTarget,
    DayRuling,
    Form,
    FormerUnit,
    ImportDraft,
    Part,
    Received,
    Spread,
    Tally,
    TallyMonth,
    TaskEvent,
    TaskUnit,
    Unit,
    UnitAlias,
)
from roviec.db.models.base import Row
from roviec.db.surveys import recount, tallies
from roviec.db.surveys.places import WAITING, Place
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from tests import office
from tests.db.two_units import INTO, LEAST, NOW, OLD, TODAY, fill, rows, two_units
from tests.office import OFFICE


async def merge(session: AsyncSession, old: str = OLD, into: str = INTO) -> units.Merged:
    by = By(None, NOW, "cli")
    return await units.merge(
        session, old=old, into=into, minimum_cell=LEAST, by=by, today=TODAY, why="Sắp xếp lại."
    )


def test_every_column_that_refers_to_a_unit_is_handled() -> None:
    """A new table with such a column is to be added to merging.py."""
    assert merging.referring() == merging.HANDLED


def test_every_column_that_is_named_so_refers_to_a_unit() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Row.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("unit_id")
    }
    assert columns <= merging.referring()


async def test_everything_follows(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
    async with db.write() as session:
        old = (await people.unit_named(session, OLD)).id
        before = {column: await _count(session, column, old) for column in merging.HANDLED}
        assert [column for column, count in before.items() if not count] == [], (
            "fill() must reach every column"
        )
        done = await merge(session)
        assert done.moved == merging.Moved(people=1, tasks=3, campaigns=1, feedback=1)
        assert len(done.told) == 2
    async with db.write() as session:
        assert {column: await _count(session, column, old) for column in merging.HANDLED} == dict.fromkeys(
            before, 0
        )
        assert await session.get(Unit, old) is None
        into = await people.unit_named(session, OLD)
        assert into.name == INTO
        assert (await naming.at(session, old)) == into
        assert (await naming.at(session, 900)) == into
        assert [one.alias for one in await rows(session, UnitAlias)] == ["Các phòng", "P. TC", OLD]
        draft = (await rows(session, ImportDraft))[0]
        assert draft.rows[0]["lead"][0]["meant"] == draft.rows[0]["lead"][0]["candidates"] == [f"u{into.id}"]


async def _count(session: AsyncSession, column: str, unit: int | None) -> int:
    table, _, name = column.partition(".")
    found = Row.metadata.tables[table]
    return (await session.exec(select(func.count()).select_from(found).where(found.c[name] == unit))).one()


async def test_a_unit_has_one_part_in_a_task_and_leads_before_it_helps(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
        await merge(session)
    async with db.read() as session:
        into = await people.unit_named(session, INTO)
        parts = await rows(session, TaskUnit)
        assert [
            (row.task_id, row.unit_id, row.part) for row in sorted(parts, key=lambda row: row.task_id)
        ] == [(n, into.id, Part.lead) for n in (1, 2, 3)]
        # Who answered stays; of two, the one of the unit that stays.
        names = [
            (await session.get_one(people.Person, row.person_id)).name
            for row in sorted(parts, key=lambda r: r.task_id)
        ]
        assert names == ["Lò Thị Mai", "Vi Xuân", "Vi Xuân"]
        noted = [event.data["changes"] for event in await rows(session, TaskEvent, TaskEvent.kind == "edit")]
        assert noted == [{"lead": [OLD, INTO]}, {"lead": [OLD, INTO]}, {"partners": [OLD, INTO]}]


async def test_figures_add_up_and_what_waits_moves_once_it_is_enough(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
        await merge(session)
    async with db.read() as session:
        kept = {(row.part, row.on): (row.n1, row.n2, row.n4, row.n5) for row in await rows(session, Tally)}
        assert kept == {("1", TODAY): (5, 0, 7, 6), ("2", WAITING): (0, 1, 0, 0)}
        assert [(row.responses, row.same_network) for row in await rows(session, Burst)] == [(32, 3)]
        months = [(row.n1, row.n4, row.n5) for row in await rows(session, TallyMonth)]
        assert months == [(5, 7, 6)]
        assert [row.numbers for row in await rows(session, Spread)] == [[13, 13, 58, 13, 58, 262]]
        assert [(row.on, row.responses) for row in await rows(session, Received)] == [(TODAY, 13)]
        targets = [(row.population, row.error) for row in await rows(session, CampaignTarget)]
        assert targets == [(1000, 40)]
        assert [(row.left, row.times) for row in await rows(session, CampaignCourse)] == [
            ({"a1": 3}, [3] * 12)
        ]
        assert [row.reason for row in await rows(session, DayRuling)] == ["máy lạ"]


BLOCKS = st.lists(st.integers(0, 9), min_size=4, max_size=4)


Work = Callable[[AsyncSession], Awaitable[None]]


@pytest.fixture(scope="module")
def tried(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Work], None]]:
    """What runs each example in the same empty database and takes back what it wrote."""
    path = tmp_path_factory.mktemp("merged") / "roviec.db"
    shutil.copyfile(tables, path)

    async def once(work: Work) -> None:
        async with db.write() as session:
            await work(session)
            await session.rollback()

    with asyncio.Runner() as runner:
        db = Database(f"sqlite+aiosqlite:///{path}")
        yield lambda work: runner.run(once(work))
        runner.run(db.dispose())


@given(BLOCKS, BLOCKS, st.integers(1, LEAST - 1), st.integers(1, LEAST - 1))
def test_no_view_after_a_merger_shows_fewer_people_than_one_may(
    tried: Callable[[Work], None], mine: list[int], theirs: list[int], waits: int, waits_too: int
) -> None:
    """Every block is of enough people or nothing, and so is every difference of views before and after."""

    async def work(session: AsyncSession) -> None:
        old, into = await _blocks(session, mine, theirs, waits, waits_too)
        before = await _shown(session)
        await tallies.join(session, old=old, into=into, minimum_cell=LEAST, today=TODAY)
        after = await _shown(session)
        moved = (waits + waits_too) * (waits + waits_too >= LEAST)
        assert sum(after.values()) == sum(before.values()) + moved
        for on, count in after.items():
            assert count - before.get(on, 0) == 0 or count - before.get(on, 0) >= LEAST
            assert count == 0 or count >= LEAST

    tried(work)


async def _blocks(session: AsyncSession, mine: list[int], theirs: list[int], *waits: int) -> tuple[int, int]:
    """Give two units blocks and what waits; return their numbers."""
    pair = await two_units(session)
    form = Form(code="a", version="1", title="A", checksum="x", source="y")
    session.add(form)
    await session.flush()
    campaign = Campaign(form_id=form.id or 0, unit_id=pair[0].id or 0, opens=TODAY, salt="x")
    session.add(campaign)
    await session.flush()
    for unit, blocks, waiting in zip(pair, (mine, theirs), waits, strict=True):
        place = Place(campaign.id or 0, unit.id or 0, flagged=False)
        found = [(date(2026, 6, 1 + n), count) for n, count in enumerate(blocks) if count >= LEAST]
        for on, count in [*found, (WAITING, waiting)]:
            session.add(Tally(**place.columns, part="1", on=on, n3=count))
    await session.flush()
    return pair[0].id or 0, pair[1].id or 0


async def _shown(session: AsyncSession) -> dict[date, int]:
    found = select(Tally.on, func.sum(Tally.n3)).where(Tally.on < WAITING).group_by(col(Tally.on))
    return {on: int(count) for on, count in (await session.exec(found)).all()}


async def test_the_figures_agree_with_the_answers_afterwards(db: Database) -> None:
    async with db.write() as session:
        await two_units(session)
        await merge(session)
        assert await recount.rebuild(session, minimum_cell=LEAST)


@pytest.mark.parametrize(
    ("old", "into", "error"),
    [
        (OLD, OLD, units.UnitIntoItself),
        (OFFICE, INTO, units.OfficeStays),
        (OLD, "Tổ thuế", units.UnitIntoItsOwn),
        (OLD, "Xưởng 9", naming.UnitUnknown),
        ("Phòng", INTO, naming.UnitAmbiguous),
    ],
)
async def test_what_makes_no_sense_is_refused(
    db: Database, old: str, into: str, error: type[PersonError]
) -> None:
    async with db.write() as session:
        await fill(session)
    with pytest.raises(error):
        async with db.write() as session:
            await merge(session, old, into)
    async with db.read() as session:
        assert len(await rows(session, Unit)) == 4


async def test_a_unit_may_go_into_the_office_and_its_own_units_with_it(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
        await merge(session, OLD, OFFICE)
        below = await people.unit_named(session, "Tổ thuế")
        assert below.parent_id == (await people.unit_named(session, OFFICE)).id


async def test_done_again_or_by_several_at_once_it_changes_nothing(db: Database) -> None:
    async with db.write() as session:
        await fill(session)

    async def one() -> units.Merged:
        async with db.write() as session:
            return await merge(session)

    done = await asyncio.gather(*(one() for _ in range(4)), one())
    assert sorted(merged.moved is None for merged in done) == [False, True, True, True, True]
    async with db.read() as session:
        assert len(await rows(session, TaskEvent, TaskEvent.kind == "edit")) == 3
        assert sum(row.responses for row in await rows(session, Burst)) == 32


async def test_both_ways_at_once_one_of_them_wins(db: Database) -> None:
    async with db.write() as session:
        await fill(session)

    async def one(old: str, into: str) -> units.Merged:
        async with db.write() as session:
            return await merge(session, old, into)

    done = await asyncio.gather(one(OLD, INTO), one(INTO, OLD), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Merged", "UnitIntoItself"]
    async with db.read() as session:
        assert len(await rows(session, FormerUnit)) == 2


async def test_whoever_assigns_meanwhile_meets_the_unit_that_stays_or_is_refused_whole(db: Database) -> None:
    async with db.write() as session:
        await fill(session)

    async def assign() -> None:
        async with db.write() as session:
            unit = await people.unit_named(session, OLD)
            await asyncio.sleep(0)
            await office.task(session, "Mới", unit, now=NOW)

    async def go() -> None:
        async with db.write() as session:
            await merge(session)

    async def tries() -> None:
        with suppress(IntegrityError):
            await assign()

    await asyncio.gather(go(), *(tries() for _ in range(5)))
    async with db.read() as session:
        known = {unit.id for unit in await rows(session, Unit)}
        assert {row.unit_id for row in await rows(session, TaskUnit)} <= known


async def test_the_number_of_a_merged_unit_is_never_given_again(db: Database) -> None:
    async with db.write() as session:
        await office.unit(session, INTO)
        last = (await office.unit(session, OLD)).id
        await merge(session)
    async with db.write() as session:
        assert (await office.unit(session, "Phòng mới")).id != last
        assert (await office.unit(session, "Phòng mới hơn")).id != last
        assert (await naming.at(session, last)) == await people.unit_named(session, INTO)
