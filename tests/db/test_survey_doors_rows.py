"""The doors of the pages row by row: what a code opens, for whom and how; who held the pen; what is taken away."""

from typing import Any

import pytest

from roviec.db import people, surveys
from roviec.db.models import (
    CampaignCourse,
    CampaignLink,
    Fact,
    Inbox,
    OaTemplate,
    Outbox,
    Response,
    SpentToken,
)
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Departure, Lane
from roviec.db.surveys import campaigns, codes, doors, dossiers, export, forms, ratings, runs, wide
from roviec.db.surveys.doors import Opened
from roviec.survey.load import shipped
from roviec.survey.modes import Mode
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, TODAY, Town
from tests.handlers.survey_stage import short_form
from tests.office import OFFICE


@pytest.mark.parametrize("mode", Mode)
async def test_a_door_opens_its_campaign_at_its_unit_in_its_mode(town: Town, mode: Mode) -> None:
    session, one, unit = town.session, town.opened[BELOW], town.units[ASIDE]
    plain = await doors.make_door(session, campaign_id=2, unit=unit)
    code = await doors.make_door(session, campaign_id=2, unit=unit, mode=mode, desk="Quầy 3")
    assert (len(code), len(await town.rows(CampaignLink))) == (surveys.TOKEN_LENGTH, 2)
    assert await doors.opened(session, code, None) == Opened(one, unit, mode, "Quầy 3")
    assert await doors.opened(session, plain.lower(), await town.chat("a")) == Opened(one, unit)
    assert await doors.opened(session, "NOBODY", await town.chat("a")) is None
    with pytest.raises(campaigns.CampaignUnknown) as unknown:
        await doors.make_door(session, campaign_id=99, unit=unit)
    assert unknown.value.values == {"campaign": 99}


async def test_a_slip_opens_for_anybody_until_it_is_used_and_then_for_one_browser(town: Town) -> None:
    session, unit = town.session, town.units[BELOW]
    one = await town.open(BELOW, by_code=True)
    (code,) = await surveys.make_codes(session, campaign_id=id_of(one), unit=unit, count=1)
    here, there, hashed = await town.chat("a"), await town.chat("b"), people.hashed(code)
    for address in (None, here, there):
        assert await doors.opened(session, code, address) == Opened(one, unit, code_hash=hashed)
    run = await town.begin("a", campaign=one, code_hash=hashed)
    assert await doors.opened(session, code, here) == Opened(one, unit, code_hash=hashed)
    await town.begin("b", ASIDE)
    for address in (None, there):
        assert await doors.opened(session, code, address) is None
    door = Opened(one, unit, code_hash=hashed)
    for hold in (False, True):
        assert await doors.run_at(session, door, here, hold=hold) is run
        assert await doors.run_at(session, door, there, hold=hold) is None
        assert await doors.run_at(session, Opened(town.opened[BELOW], unit), here, hold=hold) is None
        assert await doors.run_at(session, Opened(one, unit, dossier="x"), here, hold=hold) is None


@pytest.mark.parametrize("mode", Mode)
async def test_a_browser_has_answered_a_campaign_once_but_a_kiosk_never(town: Town, mode: Mode) -> None:
    door, other = (Opened(town.opened[name], town.units[name], mode) for name in (BELOW, ASIDE))
    here, there = await town.chat("a"), await town.chat("b")
    await town.finish(await town.begin("a"), {"thai-do": 4})
    answered = [await doors.has_answered(town.session, *at) for at in ((door, here), (other, here))]
    assert answered == [mode is Mode.OWN, False]
    assert not await doors.has_answered(town.session, door, there)
    assert not await doors.has_answered(town.session, door, None)


@pytest.mark.parametrize("mode", Mode)
async def test_who_held_the_pen_stands_at_a_response_and_paper_took_no_time(town: Town, mode: Mode) -> None:
    """Who types or asks sends many in few minutes; a slip of the counter is for who comes alone."""
    helped = mode in (Mode.INTERVIEWER, Mode.PAPER)
    one = await town.open(BELOW, by_code=True)
    begun = {"campaign": one, "mode": mode}
    if not helped:
        with pytest.raises(codes.CodeNeeded):
            await town.begin("0", **begun)
        one.by_code = False
    for n in range(2):
        run = await town.begin(f"{n}", **begun)
        assert run.mode == mode
        await town.finish(run, {"thai-do": 4}, seconds=1)
    assert {row.mode for row in await town.rows(Response)} == {mode.value if helped else ""}
    windows = [row.value["count"] for row in await town.rows(Fact) if row.name.startswith("survey.window.")]
    assert windows == ([] if helped else [2])
    timed = [sum(row.times) for row in await town.rows(CampaignCourse)]
    assert timed == ([] if mode is Mode.PAPER else [2])


async def test_a_run_that_goes_on_elsewhere_is_taken_as_it_was(town: Town) -> None:
    run, there = await town.begin(mode=Mode.INTERVIEWER, row=None), await town.chat("b")
    assert run.begun_with == ""
    run.reminded, run.code_hash, run.dossier = True, "c", "R2-2-x"
    before = run.model_dump()
    await surveys.move_code(town.session, run=run, now=NOW)
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    more = {"row": row, "traces": town.traces, "today": TODAY, "now": NOW}
    moved = await surveys.move_run(town.session, run=run, to=there, **more)
    old = runs.token(town.opened[BELOW], await town.chat("a"))
    here = {"id": moved.id, "address_id": there.id, "begun_with": "typed", "moved_from": [old]}
    assert moved.model_dump() == before | here


# Invitations


async def invited(town: Town, unit: str = BELOW) -> tuple[Any, str]:
    session = town.session
    session.add(OaTemplate(id="555", purpose=ratings.PURPOSE, status="ENABLE", updated_at=NOW))
    one = await town.open(unit, form_code="ho-so", by_code=True)
    asked = {"campaign_id": id_of(one), "unit": town.units[unit], "dossier": dossiers.Dossier("+84912345678")}
    later = NOW + DAY
    await surveys.ask_rating(session, **asked, today=TODAY, now=NOW, at=later)
    (row,) = await town.rows(Outbox)
    assert (row.not_before, row.lane) == (later, Lane.reminder)
    return one, row.key.removeprefix("rating/").removesuffix("/0")


async def test_an_invitation_opens_its_own_question_for_whoever_has_it(town: Town) -> None:
    one, name = await invited(town)
    unit, code = town.units[BELOW], dossiers.page_code(name)
    door = Opened(one, unit, dossier=name)
    for typed in (code, code.lower(), code.upper()):
        assert await doors.opened(town.session, typed, None) == door
    for forged in (code[:-1] + ("0" if code[-1] != "0" else "1"), f"{code}0", f"x{code}"):
        assert await doors.opened(town.session, forged, None) is None
        assert dossiers.of_page(forged) in ("", name[:-1] + forged[-1])
    here, there = await town.chat("a"), await town.chat("b")
    run = await town.begin("a", campaign=one, dossier=name)
    assert (run.dossier, run.code_hash) == (name, None)
    assert await doors.run_at(town.session, door, here) is run
    assert await doors.run_at(town.session, Opened(one, unit), here) is None
    assert not await doors.has_answered(town.session, door, here)
    await town.finish(run, {"chung": 4})
    for address in (None, here, there):
        assert await doors.has_answered(town.session, door, address)
    assert not await doors.has_answered(town.session, Opened(one, unit), here)
    spent = [(row.token, row.campaign_id) for row in await town.rows(SpentToken)]
    assert spent == [(dossiers.token(one, name), one.id)]
    (row,) = await town.rows(Outbox)
    assert (row.chat, row.body, row.state) == ("", {}, Departure.sent)
    with pytest.raises(runs.AnsweredAlready):
        await town.begin("b", campaign=one, dossier=name)


# Forms and what is taken away


async def test_every_form_that_can_be_opened_is_named_by_its_newest_title(town: Town) -> None:
    newer = short_form("2").replace("Phiếu thử", "Phiếu mới")
    await surveys.keep_form(town.session, source=newer)
    known = await forms.known_forms(town.session)
    titles = {code: form.title["vi"] for code, form in shipped().items()}
    assert known == sorted((titles | {"thu": "Phiếu mới"}).items())
    assert await forms.stored_text(town.session, "thu", "2") == newer
    assert await forms.stored_text(town.session, "thu", "1") == short_form()
    for code, version in (("thu", "3"), ("x", "1"), ("mot-cua", "1")):
        with pytest.raises(forms.VersionUnknown) as unknown:
            await forms.stored_text(town.session, code, version)
        assert unknown.value.values == {"code": code, "version": version}


async def test_responses_are_taken_away_as_rows_of_one_form(town: Town) -> None:
    session, one = town.session, town.opened[BELOW]
    with pytest.raises(wide.NoAnswersYet):
        await wide.form_answered(session)
    for chat, given in (("a", {"thai-do": 4, "kenh": [3, 1], "y-kien": "Tốt"}), ("b", {"thai-do": 2})):
        await town.finish(await town.begin(chat), given)
    await town.finish(await town.begin("c", OFFICE), {"thai-do": 1})
    form, answered = await wide.form_answered(session)
    assert (form.code, answered) == ("thu", {1, 2})
    assert (await wide.form_answered(session, 2))[1] == {2}
    with pytest.raises(wide.NoAnswersYet):
        await wide.form_answered(session, 3)
    plan = await export.prepare(session, minimum_cell=1)
    rows = [row async for row in wide.responses(session, plan, frozenset({2}))]
    assert [row.key for row in rows] == sorted(row.key for row in rows)
    assert {(row.campaign, row.unit, row.on) for row in rows} == {(2, BELOW, TODAY.isoformat())}
    said = [
        {item: (list(one.numbers), one.words, one.withheld) for item, one in row.given.items()}
        for row in rows
    ]
    assert sorted(said, key=len) == [
        {"thai-do": ([2], None, False)},
        {"thai-do": ([4], None, False), "kenh": ([3, 1], None, False), "y-kien": ([], "Tốt", False)},
    ]
    assert len([row async for row in wide.responses(session, plan, answered)]) == 3
    assert [row async for row in wide.responses(session, plan, frozenset())] == []
    asked = await export.forms(session)
    assert {number: form.code for number, form in asked.items()} == {1: "thu", 2: "thu", 3: "thu"}
    town.opened[BELOW] = other = await town.open(BELOW, form_code="mot-cua")
    await town.finish(await town.begin("d"), {})
    with pytest.raises(wide.FormsDiffer) as differ:
        await wide.form_answered(session)
    version = shipped()["mot-cua"].version
    assert differ.value.values == {"known": f"1 (thu 1); 2 (thu 1); {other.id} (mot-cua {version})"}
    assert (await wide.form_answered(session, other.id))[1] == {other.id}
    assert one.id == 2
