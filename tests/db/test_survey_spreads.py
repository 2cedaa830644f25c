"""How people differ, months and rulings, row by row: they move with the figures and are proved equal to the answers."""

import asyncio
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, surveys
from roviec.db.answers import Chosen
from roviec.db.engine import Database
from roviec.db.models import Campaign, Received, Response, Spread, Tally, TallyMonth
from roviec.db.models.base import id_of
from roviec.db.surveys import course, finish, recount, rulings, spreads, tallies
from roviec.db.surveys.places import WAITING, Span, month_of, next_month
from roviec.reports.ranking import gather_units
from roviec.reports.satisfaction import gather_index
from roviec.survey.load import shipped
from roviec.survey.moments import Moments, of_response
from roviec.survey.tally import people_of
from tests import office
from tests.db.asked import asked
from tests.office import HANOI

FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria
TODAY = date(2026, 6, 29)
LEAST = 3
DAY = timedelta(days=1)


async def opened(session: AsyncSession, unit: str = "Một") -> Campaign:
    of = await office.unit(session, unit)
    return await surveys.open_campaign(session, form_code="mot-cua", unit=of, opens=TODAY)


async def answer(
    session: AsyncSession, campaign: Campaign, level: int, *, on: date = TODAY, unit: int | None = None
) -> None:
    from datetime import datetime

    await finish.keep_response(
        session,
        campaign_id=id_of(campaign),
        unit_id=unit or campaign.unit_id,
        form=FORM,
        answers=dict.fromkeys(ITEMS, level),
        found=(),
        minimum_cell=LEAST,
        today=on,
        now=datetime.combine(on, datetime.min.time(), tzinfo=HANOI),
    )


async def spread(session: AsyncSession) -> dict[date | str, int]:
    rows = (await session.exec(select(Spread).execution_options(populate_existing=True))).all()
    return {"waits" if row.on == WAITING else row.on: row.people for row in rows}


async def test_the_spread_moves_with_the_people_of_the_form(sqlite: Database) -> None:
    async with sqlite.write() as session:
        campaign = await opened(session)
        for n in range(LEAST - 1):
            await answer(session, campaign, 4)
            assert await spread(session) == {"waits": n + 1}
        await answer(session, campaign, 5)
        assert await spread(session) == {date(2026, 6, 1): LEAST}
        for _ in range(LEAST + 1):
            await answer(session, campaign, 2, on=TODAY + timedelta(days=1))
        assert await spread(session) == {date(2026, 6, 1): 2 * LEAST, "waits": 1}
        kept = await answers.moments(session, chosen=Chosen())
        wanted = [of_response(FORM.contents, dict.fromkeys(ITEMS, level)) for level in (4, 4, 5, 2, 2, 2)]
        assert kept == sum(wanted, Moments())
        people = (await answers.figures(session, chosen=Chosen()))[people_of("")]
        assert people[0] == kept.people


async def test_the_index_is_read_from_what_is_kept_and_never_from_answers(sqlite: Database) -> None:
    """What it costs does not grow with the answers: no statement of it reads one."""
    async with sqlite.write() as session:
        campaign = await opened(session)
        for n in range(7):
            await answer(session, campaign, 4, on=TODAY + timedelta(days=n))
    async with sqlite.read() as session:
        for gather in (gather_index, gather_units):
            with asked(session) as statements:
                assert await gather(
                    session, today=TODAY + timedelta(days=6), headline="mean", minimum_cell=LEAST
                )
            assert len(statements) > 3
            assert not [one for one in statements if re.search(r"\b(FROM|JOIN) (response|answer)\b", one)]
        for last in range(7):
            chosen = Chosen(date_from=TODAY, date_to=TODAY + timedelta(days=last))
            assert await answers.responses(session, chosen=chosen) == last + 1


async def test_everything_that_is_kept_is_proved_by_the_answers(sqlite: Database) -> None:
    async with sqlite.write() as session:
        campaign = await opened(session)
        for n in range(20):
            await answer(session, campaign, 1 + n % 5, on=TODAY + timedelta(days=n))
        assert await recount.rebuild(session, minimum_cell=LEAST)
        for table in (TallyMonth, Spread, Received):
            row = (await session.exec(select(table).limit(1))).one()
            if isinstance(row, Received):
                row.responses += 1
            elif isinstance(row, Spread):
                row.numbers = [row.numbers[0], row.numbers[1] + 1, *row.numbers[2:]]
            else:
                row.n1 += 1
            await session.flush()
            assert not await recount.rebuild(session, minimum_cell=LEAST)
            assert await recount.rebuild(session, minimum_cell=LEAST)
        before = await answers.figures(session, chosen=Chosen())
        session.expunge_all()
        assert await answers.figures(session, chosen=Chosen()) == before


DAYS = st.dates(date(2025, 11, 1), date(2026, 3, 31))


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_day_lies_in_a_whole_month_or_in_an_edge_and_never_in_both(first, last, day) -> None:
    span = Span(first, last)
    since, until = span.months()
    in_month = since <= month_of(day) < until
    in_edge = sum(begin <= day < end for begin, end in span.edges())
    inside = (first is None or first <= day) and (last is None or day <= last)
    assert in_month + in_edge == inside
    assert not any(begin <= WAITING < end for begin, end in span.edges())
    assert not since <= month_of(WAITING) < until
    assert next_month(month_of(day)) > day


async def test_any_span_gives_what_its_days_give(sqlite: Database) -> None:
    async with sqlite.write() as session:
        campaign = await opened(session)
        start = date(2026, 1, 20)
        for n in range(60):
            await answer(session, campaign, 1 + n % 5, on=start + timedelta(days=2 * n))
        rows = (await session.exec(select(Tally).where(Tally.on < WAITING, Tally.part == ITEMS[0]))).all()
        for first, last in ((None, None), (1, 40), (0, 12), (12, 70), (30, 200), (50, 51)):
            begin = None if first is None else start + timedelta(days=first)
            end = None if last is None else start + timedelta(days=last)
            found = await answers.figures(session, chosen=Chosen(date_from=begin, date_to=end))
            wanted = sum(
                row.n1 + row.n2 + row.n3 + row.n4 + row.n5
                for row in rows
                if (begin is None or row.on >= begin) and (end is None or row.on <= end)
            )
            assert sum(found.get(ITEMS[0], (0,))) == wanted


async def test_a_day_that_is_left_out_takes_whole_blocks_along(sqlite: Database) -> None:
    async with sqlite.write() as session:
        campaign = await opened(session)
        unit = await office.unit(session, "Một")
        for on, level in ((TODAY, 2), (TODAY + timedelta(days=1), 5)):
            for _ in range(LEAST):
                await answer(session, campaign, level, on=on)
        everything = await answers.figures(session, chosen=Chosen())
        assert everything[ITEMS[0]] == (0, 3, 0, 0, 3)
        later = TODAY + timedelta(days=1)
        await rulings.decide(
            session, campaign=campaign, unit=unit, on=later, left_out=True, reason=" máy  lạ "
        )
        assert (await answers.figures(session, chosen=Chosen()))[ITEMS[0]] == (0, 3, 0, 0, 0)
        assert await answers.figures(session, chosen=Chosen(), without=()) == everything
        assert await answers.days_left_out(session, chosen=Chosen()) == 1
        # A day counts where it lies in the span, and what still waits belongs to no day.
        await answer(session, campaign, 1, on=later)
        for first, last, counts in ((None, TODAY, (0, 3, 0, 0, 0)), (later, None, (0, 0, 0, 0, 0))):
            chosen = Chosen(date_from=first, date_to=last)
            assert (await answers.figures(session, chosen=chosen))[ITEMS[0]] == counts
        days = {"first": None, "last": None, "days": [(id_of(unit), TODAY)]}
        for first, last, out in (
            (None, None, 3),
            (TODAY, TODAY, 3),
            (later, None, 0),
            (None, TODAY - DAY, 0),
        ):
            days |= {"first": first, "last": last}
            found = await tallies.left_out(session, "unit_id", **days)
            assert found.get(id_of(unit), {}).get(ITEMS[0], (0,) * 5)[1] == out
        assert await tallies.left_out(session, "unit_id", first=None, last=None, days=[]) == {}
        waits = [(id_of(unit), tallies.WAITING)]
        assert await tallies.left_out(session, "unit_id", first=None, last=None, days=waits) == {}
        everything = await answers.figures(session, chosen=Chosen(), without=())
        assert [row.reason for row in await rulings.every(session, campaign_id=id_of(campaign))] == ["máy lạ"]
        await rulings.decide(session, campaign=campaign, unit=unit, on=later, left_out=False, reason="đã rõ")
        assert await answers.figures(session, chosen=Chosen()) == everything
        with pytest.raises(rulings.ReasonMissing):
            await rulings.decide(session, campaign=campaign, unit=unit, on=later, left_out=True, reason="  ")


async def test_targets_and_course_of_a_merged_unit_go_to_the_other(sqlite: Database) -> None:
    async with sqlite.write() as session:
        campaign = await opened(session)
        one, two = await office.unit(session, "Một"), await office.unit(session, "Hai")
        for unit, population, error in ((one, 400, 50), (two, 600, 40)):
            await course.set_target(session, campaign=campaign, unit=unit, population=population, error=error)
            await course.note_time(session, campaign_id=id_of(campaign), unit_id=id_of(unit), seconds=200)
        await rulings.decide(session, campaign=campaign, unit=one, on=TODAY, left_out=True, reason="máy lạ")
        for _ in range(LEAST - 1):
            await answer(session, campaign, 4)
            await answer(session, campaign, 5, unit=id_of(two))
        for join in (course.join, rulings.join):
            await join(session, old=id_of(one), into=id_of(two))
        await spreads.join(session, old=id_of(one), into=id_of(two), minimum_cell=LEAST, today=TODAY)
        found = await surveys.courses(session, campaign)
        joined = found[id_of(two)]
        assert (joined.population, joined.error, sum(joined.times)) == (1000, 40, 2)
        assert await rulings.is_out(session, campaign_id=id_of(campaign), unit_id=id_of(two), on=TODAY)
        assert await spread(session) == {date(2026, 6, 1): 2 * (LEAST - 1)}
        with pytest.raises(course.TargetUnfit):
            await course.set_target(session, campaign=campaign, unit=two, population=0, error=50)
        assert len((await session.exec(select(Response))).all()) == 2 * (LEAST - 1)


async def test_many_who_finish_at_once_are_all_counted(db: Database) -> None:
    async with db.write() as session:
        campaign = await opened(session)

    async def one(n: int) -> None:
        async with db.write() as session:
            await answer(session, campaign, 1 + n % 5)
            await course.note_time(
                session, campaign_id=id_of(campaign), unit_id=campaign.unit_id, seconds=30 * n
            )

    await asyncio.gather(*(one(n) for n in range(20)))
    async with db.write() as session:
        assert await recount.rebuild(session, minimum_cell=LEAST)
        (going,) = (await surveys.courses(session, campaign)).values()
        assert (going.finished, sum(going.times)) == (20, 20)
        assert sum((await spread(session)).values()) == 20
