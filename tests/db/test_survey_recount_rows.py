"""What is kept of answers as they come is what counting them all again finds, whatever the form, mark, place and day."""

import random
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Answer, Burst, Response, Spread, Tally, TallyMonth
from roviec.db.models.base import id_of
from roviec.db.surveys import export, finish, recount, spreads, tallies, wide
from roviec.db.surveys.places import WAITING, Place
from roviec.survey.load import shipped
from roviec.survey.moments import of_response
from roviec.survey.quality import Flag
from roviec.survey.questionnaire import Kind
from roviec.survey.tally import GRADES
from tests.db.asked import asked
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, TODAY, Town

LEAST, FORM = 3, shipped()["mot-cua"]


def answers(form: Any, rng: random.Random) -> dict[str, Any]:
    """Answer some questions of a form."""
    asked = [item for item in form.items if rng.random() < 0.8 and item.kind is not Kind.MULTI]
    most = {item.id: item.levels or len(item.options) for item in asked}
    return {
        item: rng.choice([None, *range(1, count + 1)]) if count else "Tốt" for item, count in most.items()
    }


async def keep(session: AsyncSession, at: Place, form: Any, given: dict[str, Any], on: date = TODAY) -> None:
    await finish.keep_response(
        session,
        campaign_id=at.campaign_id,
        unit_id=at.unit_id,
        form=form,
        answers=given,
        found=[Flag.SPEEDER] if at.flagged else [],
        minimum_cell=LEAST,
        today=on,
        now=datetime.combine(on, NOW.timetz()),
    )


async def kept(town: Town, table: Any) -> list[tuple[Any, ...]]:
    names = table.__table__.columns.keys()
    return sorted(tuple(map(str, (getattr(row, name) for name in names))) for row in await town.rows(table))


@pytest.mark.parametrize("code", shipped())
async def test_counting_again_finds_what_was_kept_and_restores_what_was_lost(town: Town, code: str) -> None:
    session, form, rng = town.session, shipped()[code], random.Random(code)
    one = await town.open(BELOW, form_code=code)
    for n in range(30):
        unit = id_of(town.units[rng.choice((BELOW, ASIDE))])
        # One a day: of several a day another block may be the first that is enough.
        at = Place(id_of(one), unit, rng.random() < 0.3)
        await keep(session, at, form, answers(form, rng), TODAY + n * DAY)
    assert await recount.rebuild(session, minimum_cell=LEAST)
    tables = (Tally, TallyMonth, Spread)
    before = [await kept(town, table) for table in tables]
    graded = {row.part for row in await town.rows(Tally)} & {GRADES}
    assert bool(graded) == (code == "ho-so")
    # An office that kept its answers before there were grades: the others stay in their blocks.
    for table in (Tally, TallyMonth):
        await session.exec(sa.delete(table).where(col(table.part) == GRADES))
    assert await recount.rebuild(session, minimum_cell=LEAST)
    assert [await kept(town, table) for table in tables] == before
    for table in tables:
        await session.exec(sa.delete(table))
        again = (await recount.rebuild(session, minimum_cell=LEAST), await kept(town, table))
        assert again == (not before[tables.index(table)], before[tables.index(table)])


async def test_the_spread_of_a_merged_unit_goes_to_the_other_month_by_month(town: Town) -> None:
    session, form = town.session, shipped()["mot-cua"]
    below, aside = id_of(town.units[BELOW]), id_of(town.units[ASIDE])
    items = form.contents[0].criteria
    one, two = (of_response(form.contents, dict.fromkeys(items, level)) for level in (2, 5))
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    for unit, flagged, on, moments in (
        *((below, False, may, one), (below, True, may, two), (below, False, june, two)),
        *((aside, False, june, one), (below, False, WAITING, one), (aside, False, WAITING, two)),
    ):
        row = {"campaign_id": 2, "unit_id": unit, "flagged": flagged, "on": on}
        session.add(Spread(**row, people=moments.people, numbers=moments.listed()))
    await session.flush()
    await spreads.join(session, old=below, into=aside, minimum_cell=3, today=TODAY)
    found = {(row.unit_id, row.flagged, row.on): row.numbers for row in await town.rows(Spread)}
    assert found == {
        (aside, False, may): one.listed(),
        (aside, True, may): two.listed(),
        (aside, False, june): (one + two).listed(),
        (aside, False, WAITING): (one + two).listed(),
    }


@pytest.mark.parametrize("last", [None, TODAY, TODAY + DAY])
@pytest.mark.parametrize("more", [WAITING, TODAY + 2 * DAY])
async def test_a_month_that_runs_is_read_from_its_sum_unless_something_moved_after_the_span(
    sqlite: Database, last: date | None, more: date
) -> None:
    """What waits belongs to no day: else no office would ever read its running month as one."""
    async with sqlite.write() as session:
        town, at = await Town.of(session), Place(2, 2, flagged=False)
        for on in (TODAY, more):
            session.add(Tally(**at.columns, part="a", on=on, n1=LEAST))
        session.add(TallyMonth(**at.columns, part="a", on=date(2026, 6, 1), n1=LEAST))
        await town.session.flush()
        with asked(session) as statements:
            found = await tallies.moved(session, first=date(2026, 6, 1), last=last)
        read = [one for one in statements if "sum(" in one]
        by_days = last == TODAY and more != WAITING
        assert [" FROM tallymonth " in one for one in read] == ([False] if by_days else [True])
        assert found == {"a": (LEAST, 0, 0, 0, 0)}


async def test_what_tells_who_one_is_in_one_form_does_not_in_another(town: Town) -> None:
    one, other = await town.open(BELOW, form_code="sipas-2026"), await town.open(BELOW, form_code="mot-cua")
    for n, campaign in enumerate((one, one, one, other)):
        unit = id_of(town.units[BELOW])
        town.session.add(Response(key=f"{n}", campaign_id=id_of(campaign), unit_id=unit, on=TODAY, flags=[]))
        await town.session.flush()
        town.session.add(Answer(response_key=f"{n}", item="a.gender", position=0, number=1 + (n == 2)))
    await town.session.flush()
    plan = await export.prepare(town.session, minimum_cell=2)
    said = [(line.response, line.number) async for part in export.lines(town.session, plan) for line in part]
    assert said == [("0", 1), ("1", 1), ("2", None), ("3", 1)]
    rows = [row async for row in wide.responses(town.session, plan, frozenset((id_of(one), id_of(other))))]
    assert [row.given["a.gender"].withheld for row in rows] == [number is None for _, number in said]


async def test_answers_are_taken_away_a_few_at_a_time(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever there are: a year of a province does not fit into the memory of a small machine."""
    monkeypatch.setattr(export, "_CHUNK", 2)
    for n in range(7):
        at = Place(2, id_of(town.units[BELOW]), flagged=False)
        await keep(town.session, at, FORM, {"thai-do": 1 + n % 5})
    plan = await export.prepare(town.session, minimum_cell=1)
    assert [len(part) async for part in export.lines(town.session, plan)] == [2, 2, 2, 1]
    # By day there are as many as that.
    assert await town.rows(Burst) == []
