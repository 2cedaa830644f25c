"""How campaigns go, place by place: samples, days, how people differ, what was decided of a day; and places that join."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col

from roviec.db import surveys
from roviec.db.models import (
    Burst,
    CampaignCourse,
    CampaignTarget,
    DayRuling,
    Received,
    Response,
    Spread,
)
from roviec.db.surveys import course, received, rulings, spreads, suspicion
from roviec.db.surveys.places import Place
from roviec.survey.course import Course, counted
from roviec.survey.evidence import Day
from roviec.survey.load import shipped
from roviec.survey.moments import Moments, of_response
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, TODAY, Town
from tests.office import OFFICE

FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria


async def test_a_sample_is_worked_out_from_people_and_an_allowed_error(town: Town) -> None:
    one, unit = town.opened[BELOW], town.units[BELOW]
    for population, error, fits in (
        *((0, 50, False), (1, 50, True), (400, 4, False), (400, 5, True), (400, 200, True)),
        *((400, 201, False), (-1, 50, False), (1200, 50, True)),
    ):
        setting = course.set_target(town.session, campaign=one, unit=unit, population=population, error=error)
        if fits:
            needed = await setting
            (row,) = await town.rows(CampaignTarget)
            assert (row.campaign_id, row.unit_id, row.population, row.error) == (
                2,
                unit.id,
                population,
                error,
            )
            continue
        with pytest.raises(course.TargetUnfit):
            await setting
    assert needed == 300
    first = town.opened[OFFICE]
    for of, people_there in ((first, 900), (town.opened[ASIDE], 800)):
        await course.set_target(town.session, campaign=of, unit=unit, population=people_there, error=50)
    assert await course.populations(town.session, [1, 2]) == {unit.id: 1200}
    assert await course.populations(town.session, [1, 2, 3]) == {unit.id: 800}
    assert await course.populations(town.session, []) == {}


async def test_how_a_campaign_goes_is_told_place_by_place(town: Town) -> None:
    session, one = town.session, town.opened[BELOW]
    below, aside = town.units[BELOW], town.units[ASIDE]
    assert await surveys.courses(session, one) == {below.id: Course()}
    for chat, unit, at in (
        ("a", BELOW, "thai-do"),
        ("b", BELOW, "kenh"),
        ("c", ASIDE, "kenh"),
        ("f", ASIDE, None),
    ):
        run = await town.begin(chat, unit, campaign=one)
        state = replace(surveys.state_of(run), position=at)
        surveys.save_run(run, state, NOW)
    await town.begin("elsewhere", OFFICE)
    await town.finish(await town.begin("d", campaign=one), {"thai-do": 4}, seconds=200)
    await town.finish(await town.begin("e", campaign=one), {}, seconds=-9)
    for n, place in enumerate(("kenh", "kenh", None)):
        run = await town.begin(f"left {n}", campaign=one)
        surveys.save_run(run, replace(surveys.state_of(run), position=place), NOW)
        address = await town.chat(f"left {n}")
        await surveys.forget_run(session, run=run, address=address, traces={}, now=NOW)
    await course.set_target(session, campaign=one, unit=aside, population=40, error=50)
    await session.flush()
    found = await surveys.courses(session, one)
    assert found == {
        below.id: Course(
            finished=2,
            waiting=2,
            left={"kenh": 2, "": 1},
            stand={"thai-do": 1, "kenh": 1},
            times=tuple(counted(counted((), 200), 0)),
        ),
        aside.id: Course(waiting=2, stand={"kenh": 1, "": 1}, population=40, error=50),
    }
    assert list(found) == sorted(found)


async def test_two_places_that_become_one_add_up_what_they_know(town: Town) -> None:
    session, (office, below, aside) = (
        town.session,
        (town.units[name].id or 0 for name in (OFFICE, BELOW, ASIDE)),
    )
    for row in (
        *(CampaignCourse(campaign_id=2, unit_id=below, left={"a": 1, "b": 2}, times=counted((), 0)),),
        *(CampaignCourse(campaign_id=2, unit_id=aside, left={"b": 3}, times=[]),),
        *(CampaignCourse(campaign_id=3, unit_id=below, left={"c": 1}, times=[]),),
        *(CampaignCourse(campaign_id=2, unit_id=office, left={"d": 1}, times=[]),),
        CampaignTarget(campaign_id=2, unit_id=below, population=400, error=30),
        CampaignTarget(campaign_id=2, unit_id=aside, population=600, error=50),
        CampaignTarget(campaign_id=3, unit_id=below, population=7, error=60),
        CampaignTarget(campaign_id=1, unit_id=office, population=1, error=60),
        DayRuling(campaign_id=2, unit_id=below, on=TODAY, left_out=True, reason="máy lạ"),
        DayRuling(campaign_id=2, unit_id=aside, on=TODAY, left_out=False, reason="đã rõ"),
        DayRuling(campaign_id=2, unit_id=below, on=TODAY + DAY, left_out=False, reason="đông"),
        DayRuling(campaign_id=2, unit_id=aside, on=TODAY + DAY, left_out=True, reason="lặp"),
        DayRuling(campaign_id=2, unit_id=below, on=TODAY - DAY, left_out=True, reason="hai máy"),
        DayRuling(campaign_id=2, unit_id=aside, on=TODAY - DAY, left_out=True, reason="một máy"),
        DayRuling(campaign_id=3, unit_id=below, on=TODAY, left_out=True, reason="đêm"),
        DayRuling(campaign_id=1, unit_id=office, on=TODAY, left_out=True, reason="khác"),
    ):
        session.add(row)
    await session.flush()
    for join in (course.join, rulings.join):
        await join(session, old=below, into=aside)
    session.expire_all()
    went = {(row.campaign_id, row.unit_id): (row.left, row.times) for row in await town.rows(CampaignCourse)}
    assert went == {
        (2, aside): ({"a": 1, "b": 5}, counted((), 0)),
        (3, aside): ({"c": 1}, []),
        (2, office): ({"d": 1}, []),
    }
    wanted = {
        (row.campaign_id, row.unit_id): (row.population, row.error) for row in await town.rows(CampaignTarget)
    }
    assert wanted == {(2, aside): (1000, 30), (3, aside): (7, 60), (1, office): (1, 60)}
    ruled = {
        (row.campaign_id, row.unit_id, row.on): (row.left_out, row.reason)
        for row in await town.rows(DayRuling)
    }
    assert ruled == {
        (2, aside, TODAY): (True, "máy lạ"),
        (2, aside, TODAY + DAY): (True, "lặp"),
        (2, aside, TODAY - DAY): (True, "một máy"),
        (3, aside, TODAY): (True, "đêm"),
        (1, office, TODAY): (True, "khác"),
    }


async def test_days_of_two_places_are_counted_and_added_up(town: Town) -> None:
    session, (below, aside) = town.session, (town.units[name].id or 0 for name in (BELOW, ASIDE))
    for number, unit, on, times in (
        *((2, below, TODAY, 2), (2, below, TODAY + DAY, 1), (3, below, TODAY, 1)),
        *((2, aside, TODAY, 3), (1, aside, TODAY, 1)),
    ):
        for _ in range(times):
            await received.add(session, campaign_id=number, unit_id=unit, on=on)
    assert await received.count(session) == 8
    assert await received.count(session, col(Received.unit_id) == below, col(Received.on) == TODAY) == 3
    assert await received.count(session, col(Received.unit_id) == 99) == 0
    for old, into in ((below, aside), (below, aside), (99, below)):
        await received.join(session, old=old, into=into)
    kept = {(row.campaign_id, row.unit_id, row.on): row.responses for row in await town.rows(Received)}
    assert kept == {
        (2, aside, TODAY): 5,
        (2, aside, TODAY + DAY): 1,
        (3, aside, TODAY): 1,
        (1, aside, TODAY): 1,
    }


async def test_how_people_differ_is_told_by_place_or_by_mark(town: Town) -> None:
    session, (below, aside) = town.session, (town.units[name].id or 0 for name in (BELOW, ASIDE))
    one, two = (of_response(FORM.contents, dict.fromkeys(ITEMS, level)) for level in (2, 5))
    for place, moments, on in (
        *((Place(2, below, False), one, date(2026, 5, 31)), (Place(2, below, False), two, TODAY)),
        *((Place(2, below, True), one, TODAY), (Place(2, aside, False), two, TODAY)),
        *((Place(3, below, False), two, TODAY), (Place(2, below, False), Moments(), TODAY)),
    ):
        await spreads.add(session, place=place, moments=moments, minimum_cell=1, today=on)
    mine = (col(Spread.campaign_id) == 2,)
    for key, first, last, sums in (
        ("unit_id", None, None, {below: one + one + two, aside: two}),
        ("flagged", None, None, {0: one + two + two, 1: one}),
        ("unit_id", None, date(2026, 5, 31), {below: one}),
        ("unit_id", None, date(2026, 5, 1), {below: one}),
        ("unit_id", date(2026, 5, 31), TODAY, {below: one + one + two, aside: two}),
        ("unit_id", TODAY, None, {below: one + two, aside: two}),
        ("unit_id", date(2026, 7, 1), None, {}),
        ("unit_id", None, date(2026, 4, 30), {}),
    ):
        assert await spreads.moved_by(session, key, *mine, first=first, last=last) == sums
    await spreads.add(session, place=Place(3, aside, False), moments=one, minimum_cell=2, today=TODAY)
    kept = {
        Place(2, below, False): one + two,
        Place(2, below, True): one,
        Place(2, aside, False): two,
        Place(3, below, False): two,
        Place(3, aside, False): one,
    }
    assert await spreads.kept(session) == kept
    days = {place: {TODAY - DAY: one, TODAY: one + one} for place in list(kept)[:2]}
    await spreads.write(session, days, minimum_cell=2)
    rows = {(row.unit_id, row.flagged, row.on): row.people for row in await town.rows(Spread)}
    assert rows == dict.fromkeys([(below, False, date(2026, 6, 1)), (below, True, date(2026, 6, 1))], 3)
    await spreads.write(session, {}, minimum_cell=2)
    assert await town.rows(Spread) == []


# Its days


async def test_a_decision_about_a_day_has_a_reason_and_the_last_one_holds(town: Town) -> None:
    place = {"campaign": town.opened[BELOW], "unit": town.units[BELOW]}
    key = {"campaign_id": 2, "unit_id": town.units[BELOW].id or 0}
    for reason, stands in (("", False), (" \n ", False), ("x", True), ("x" * 500, True), ("x" * 501, False)):
        deciding = rulings.decide(town.session, **place, on=TODAY, left_out=True, reason=reason)
        if stands:
            await deciding
            assert [row.reason for row in await rulings.every(town.session, campaign_id=2)] == [reason]
            continue
        with pytest.raises(rulings.ReasonMissing) as refused:
            await deciding
        assert refused.value.values == {"most": 500}
    for on, left_out in ((TODAY, False), (TODAY + DAY, True), (TODAY - DAY, True)):
        row = await rulings.decide(town.session, **place, on=on, left_out=left_out, reason=f" {on.day}  x")
        assert (row.campaign_id, row.unit_id, row.on, row.left_out) == (*key.values(), on, left_out)
        assert await rulings.is_out(town.session, **key, on=on) is left_out
    assert not await rulings.is_out(town.session, **key, on=TODAY + 2 * DAY)
    found = await rulings.every(town.session, campaign_id=2)
    assert [(row.on, row.reason) for row in found] == [
        (TODAY + n * DAY, f"{(TODAY + n * DAY).day} x") for n in (1, 0, -1)
    ]
    assert await rulings.every(town.session, campaign_id=1) == []


async def test_what_is_counted_of_a_day_is_that_days_alone(town: Town) -> None:
    below, aside = town.units[BELOW].id or 0, town.units[ASIDE].id or 0
    days: list[tuple[int, int, date, list[str]]] = [
        *((2, below, TODAY, []), (2, below, TODAY, ["speeder"]), (2, below, TODAY, ["x", "y"])),
        *((2, below, TODAY + DAY, []), (2, aside, TODAY, ["speeder"]), (3, below, TODAY, [])),
    ]
    for n, (number, unit, on, marks) in enumerate(days):
        town.session.add(Response(key=f"{n}", campaign_id=number, unit_id=unit, on=on, flags=marks))
    more = {"responses": 12, "same_network": 7, "at_night": 3}
    town.session.add(Burst(campaign_id=2, unit_id=below, on=TODAY, **more))
    town.session.add(Burst(campaign_id=3, unit_id=aside, on=TODAY, **more))
    await town.session.flush()
    found = await suspicion.days(town.session, campaign_id=2)
    assert sorted(found, key=lambda one: (one.unit, one.on)) == [
        Day(below, TODAY, 3, 2, 12, 7, 3),
        Day(below, TODAY + DAY, 1, 0),
        Day(aside, TODAY, 1, 1),
    ]
