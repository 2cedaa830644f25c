"""The kept figures row by row: what waits, what moves, what is shown; and single answers to take away."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import surveys
from roviec.db.engine import Database
from roviec.db.models import Answer, Campaign, Response, Tally
from roviec.db.surveys import export, recount, tallies
from roviec.db.surveys.places import WAITING, Place
from roviec.going import heard
from roviec.survey.load import shipped
from roviec.survey.tally import people_of
from tests import office

TODAY = date(2026, 6, 29)
DAY = timedelta(days=1)
FORM = shipped()["mot-cua"]
ONE, TWO = FORM.contents[0].criteria[:2]
LEAST = 3


async def place(
    session: AsyncSession, unit: str = "Một", form: str = "mot-cua", *, flagged: bool = False
) -> Place:
    """Return the one campaign's place at a unit."""
    of = await office.unit(session, unit)
    known = (await session.exec(select(Campaign))).first()
    campaign = known or await surveys.open_campaign(session, form_code=form, unit=of, opens=TODAY)
    return Place(campaign.id or 0, of.id or 0, flagged)


async def add(session: AsyncSession, at: Place, levels: dict[str, int], today: date = TODAY) -> None:
    counts: Any = {part: tuple(int(level == n) for n in range(1, 6)) for part, level in levels.items()}
    await tallies.add(session, place=at, addition=counts, minimum_cell=LEAST, today=today)


async def kept(session: AsyncSession) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return {(unit, flagged, part, day or "waits"): counts}."""
    rows = (await session.exec(select(Tally).execution_options(populate_existing=True))).all()
    return {
        (row.unit_id, row.flagged, row.part, "waits" if row.on == WAITING else row.on): (
            *(row.n1, row.n2, row.n3, row.n4, row.n5),
        )
        for row in rows
    }


async def test_a_part_moves_with_enough_people_and_no_other_with_it(sqlite: Database) -> None:
    async with sqlite.write() as session:
        at, marked, other = [
            await place(session, unit, flagged=flagged)
            for unit, flagged in (("Một", False), ("Một", True), ("Hai", False))
        ]
        mine = at.unit_id, False
        await add(session, at, {})
        assert await kept(session) == {}
        await add(session, at, {ONE: 1, TWO: 5})
        for elsewhere in (marked, other):
            await add(session, elsewhere, {ONE: 1, TWO: 1})
        await add(session, at, {ONE: 2})
        waits = {key: counts for key, counts in (await kept(session)).items() if key[:2] == mine}
        assert waits == {(*mine, ONE, "waits"): (1, 1, 0, 0, 0), (*mine, TWO, "waits"): (0, 0, 0, 0, 1)}
        assert await tallies.waiting(session) == {ONE, TWO}
        assert await tallies.waiting(session, col(Tally.part) == TWO) == {TWO}
        await add(session, at, {ONE: 5}, TODAY + DAY)
        found = await kept(session)
        assert found.pop((*mine, ONE, TODAY + DAY)) == (1, 1, 0, 0, 1)
        assert {key[3] for key in found} == {"waits"}
        here = (col(Tally.unit_id) == at.unit_id, col(Tally.flagged).is_(False))
        assert await tallies.waiting(session, *here) == {TWO}
        assert len(found) == 5
        for level in (1, 2, 3):
            await add(session, at, {ONE: level}, TODAY + DAY)
        assert (await kept(session))[*mine, ONE, TODAY + DAY] == (2, 2, 1, 0, 1)


async def test_what_waits_elsewhere_does_not_move_with_it(sqlite: Database) -> None:
    async with sqlite.write() as session:
        at, *others = [
            await place(session, unit, flagged=flagged)
            for unit, flagged in (("Một", False), ("Một", True), ("Hai", False))
        ]
        for elsewhere in others:
            session.add(Tally(**elsewhere.columns, part=ONE, on=WAITING, n1=LEAST))
        # Since fewer are enough: it moves with an answer of its own.
        session.add(Tally(**at.columns, part=TWO, on=WAITING, n1=LEAST))
        await session.flush()
        for _ in range(LEAST):
            await add(session, at, {ONE: 2})
        assert {key: sum(counts) for key, counts in (await kept(session)).items()} == {
            (at.unit_id, False, ONE, TODAY): LEAST,
            (at.unit_id, False, TWO, "waits"): LEAST,
            **{(one.unit_id, one.flagged, ONE, "waits"): LEAST for one in others},
        }


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, 15),
        (None, WAITING, 15),
        (None, TODAY, 11),
        (TODAY, TODAY, 10),
        (TODAY, None, 14),
        (TODAY + DAY, None, 4),
        (None, TODAY - DAY, 1),
        (None, TODAY - 2 * DAY, 0),
    ],
)
async def test_what_is_shown_moved_between_two_days(
    sqlite: Database, first: date | None, last: date | None, shown: int
) -> None:
    async with sqlite.write() as session:
        at = await place(session)
        days = ((TODAY - DAY, 1), (TODAY, 10), (TODAY + DAY, 4), (WAITING, 2))
        blocks = [(at, ONE, on, (count, 2 * count, 3, 4, 5)) for on, count in days]
        await tallies.write(session, [*blocks, (at, TWO, WAITING, (2, 0, 0, 0, 0))])
        found = await tallies.moved(session, first=first, last=last)
        assert {part: counts[:2] for part, counts in found.items()} == (
            {ONE: (shown, 2 * shown)} if shown else {}
        )
        days = {15: 3, 11: 2, 10: 1, 14: 2, 4: 1, 1: 1}.get(shown, 0)
        assert [counts[2:] for counts in found.values()] == (
            [(3 * days, 4 * days, 5 * days)] if shown else []
        )
        assert (
            await tallies.moved(session, lambda table: [col(table.part) == TWO], first=first, last=last) == {}
        )


async def test_the_figures_of_a_merged_unit_go_to_the_other(sqlite: Database) -> None:
    async with sqlite.write() as session:
        one, two, marked = [
            await place(session, unit, flagged=flagged)
            for unit, flagged in (("Một", False), ("Hai", False), ("Một", True))
        ]
        for at, on, count in (
            (one, TODAY, 3),
            (two, TODAY, 4),
            (one, WAITING, 2),
            (two, WAITING, 1),
            (marked, WAITING, 1),
        ):
            session.add(Tally(**at.columns, part=ONE, on=on, n4=count))
        await session.flush()
        await tallies.join(session, old=one.unit_id, into=two.unit_id, minimum_cell=LEAST, today=TODAY + DAY)
        assert await kept(session) == {
            (two.unit_id, False, ONE, TODAY): (0, 0, 0, 7, 0),
            (two.unit_id, False, ONE, TODAY + DAY): (0, 0, 0, 3, 0),
            (two.unit_id, True, ONE, "waits"): (0, 0, 0, 1, 0),
        }


async def answered(session: AsyncSession, at: Place, key: str, on: date, levels: dict[str, Any]) -> None:
    flags = ["speeder"] if at.flagged else []
    of = {"campaign_id": at.campaign_id, "unit_id": at.unit_id}
    session.add(Response(key=key, on=on, flags=flags, **of))
    await session.flush()
    for item, given in levels.items():
        for position, number in enumerate(given if isinstance(given, list) else [given]):
            value = {"words": number} if isinstance(number, str) else {"number": number}
            session.add(Answer(response_key=key, item=item, position=position, **value))
    await session.flush()


async def test_figures_are_counted_anew_from_the_answers_alone(sqlite: Database) -> None:
    async with sqlite.write() as session:
        at, marked = await place(session), await place(session, flagged=True)
        assert not await tallies.is_empty(session)
        assert await recount.rebuild(session, minimum_cell=LEAST)
        for n in range(4):
            on = TODAY + n * DAY
            await answered(session, at, f"k{n}", on, {ONE: 5, TWO: 1 + n, "x": [5, 4], "khac": "tốt"})
        await answered(session, marked, "m", TODAY, {ONE: 2})
        assert await tallies.is_empty(session)
        steps: list[tuple[object, ...]] = []
        with heard(lambda *step: steps.append(step)):
            assert not await recount.rebuild(session, minimum_cell=LEAST)
        assert steps == [("responses", "", 5, 5)]
        found = await kept(session)
        mine, flagged = (at.unit_id, False), (at.unit_id, True)
        third = TODAY + 2 * DAY
        assert found[*mine, ONE, third] == (0, 0, 0, 0, 3)
        assert found[*mine, ONE, "waits"] == (0, 0, 0, 0, 1)
        assert found[*mine, TWO, third] == (1, 1, 1, 0, 0)
        assert found[*mine, TWO, "waits"] == (0, 0, 0, 1, 0)
        assert found[*mine, people_of(""), third] == (3, 0, 0, 0, 0)
        assert found[*flagged, ONE, "waits"] == (0, 1, 0, 0, 0)
        assert not await tallies.is_empty(session)
        assert await recount.rebuild(session, minimum_cell=LEAST)
        # What agrees in sum stays in its blocks.
        row = (await session.exec(select(Tally).where(Tally.on == third, Tally.part == ONE))).one()
        row.on = third + DAY
        await session.flush()
        assert await recount.rebuild(session, minimum_cell=LEAST)
        row.n5 += 1
        await session.flush()
        assert not await recount.rebuild(session, minimum_cell=LEAST)
        assert await kept(session) == found


async def test_single_answers_lose_what_few_share(sqlite: Database) -> None:
    rated, trait = shipped()["sipas-2026"].contents[0].criteria[0], "a.gender"
    async with sqlite.write() as session:
        at, other = [await place(session, unit, "sipas-2026") for unit in ("Một", "Hai")]
        for n in range(LEAST):
            await answered(session, at, f"a{n}", TODAY, {rated: n + 1, trait: 1})
        await answered(session, at, "b", TODAY, {trait: 2, "y-kien": "Tốt"})
        await answered(session, at, "b2", TODAY, {"q2": [3, 1]})
        await answered(session, other, "c", TODAY, {rated: 5, trait: 1})
        plan = await export.prepare(session, minimum_cell=LEAST)
        assert (set(plan.plain), set(plan.vague)) == ({"b", "c"}, {"c"})
        assert (at.campaign_id, trait) in plan.traits
        assert (at.campaign_id, rated) not in plan.traits
        found = [line async for part in export.lines(session, plan) for line in part]
        assert {(line.campaign, len(line.on)) for line in found if line.response != "c"} == {
            (at.campaign_id, 10)
        }
        assert [(one.response, one.unit, one.item, one.number, one.words, one.on) for one in found] == [
            *(
                ("a0", "Một", trait, 1, None, "2026-06-29"),
                ("a0", "Một", rated, 1, None, "2026-06-29"),
                ("a1", "Một", trait, 1, None, "2026-06-29"),
                ("a1", "Một", rated, 2, None, "2026-06-29"),
                ("a2", "Một", trait, 1, None, "2026-06-29"),
                ("a2", "Một", rated, 3, None, "2026-06-29"),
                ("b", "Một", trait, None, None, "2026-06-29"),
                ("b", "Một", "y-kien", None, "Tốt", "2026-06-29"),
                ("b2", "Một", "q2", 3, None, "2026-06-29"),
                ("b2", "Một", "q2", 1, None, "2026-06-29"),
                ("c", "Hai", trait, None, None, "2026-06"),
                ("c", "Hai", rated, 5, None, "2026-06"),
            )
        ]
