"""Runs of a survey row by row: begun once, stale, moved to another chat."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState

from roviec.db import people, surveys
from roviec.db.models import CounterCode, Inbox, Role, SpentToken, SurveyRun
from roviec.db.surveys import campaigns, codes, finish, moves, runs
from roviec.survey.session import Session
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, SECOND, TODAY, Town
from tests.office import OFFICE


async def test_a_run_begins_once_and_keeps_what_led_to_it(town: Town) -> None:
    address = await town.chat("a")
    address.language = "en"
    run = await town.begin()
    assert (run.address_id, run.campaign_id, run.unit_id) == (address.id, 2, town.units[BELOW].id)
    assert (run.begun_with, run.code_hash, run.started_at, run.updated_at) == ("begun a", None, NOW, NOW)
    assert surveys.state_of(run).language == "en"
    assert await town.begin(now=NOW + DAY) is run
    assert run.started_at == NOW
    other, beside = await town.begin(unit=ASIDE), await town.begin("b")
    assert await surveys.runs_of(town.session, address) == [run, other]
    assert await surveys.runs_of(town.session, await town.chat("b")) == [beside]
    state = surveys.state_of(run)
    surveys.save_run(run, replace(state, answers={"thai-do": 4}), NOW + SECOND)
    assert (surveys.state_of(run).answers, run.updated_at) == ({"thai-do": 4}, NOW + SECOND)
    assert isinstance(state, Session)
    for channel, chat, is_answering in (("web", "a", True), ("web", "c", False), ("plain", "a", False)):
        assert await surveys.is_answering(town.session, channel=channel, chat=chat) is is_answering


async def test_a_button_calls_a_run_of_its_own_chat_and_time(town: Town) -> None:
    run = await town.begin()
    mine = surveys.ref(run)
    assert mine == surveys.RunRef(run.id or 0, int(NOW.timestamp()) % 65536)
    here, there = await town.chat("a"), await town.chat("b")
    assert await surveys.run_of(town.session, run=mine, address=here) is run
    assert await surveys.run_of(town.session, run=mine, address=there) is None
    for other in (replace(mine, began=mine.began ^ 1), replace(mine, number=99)):
        assert await surveys.run_of(town.session, run=other, address=here) is None


async def test_a_run_that_ended_is_gone_for_the_rest_of_its_transaction(town: Town) -> None:
    run = await town.begin()
    mine, here = surveys.ref(run), await town.chat("a")
    await town.finish(run, {"thai-do": 4})
    assert await surveys.run_of(town.session, run=mine, address=here) is None
    assert run not in town.session


async def test_ending_a_run_compares_nothing_that_the_session_has_in_hand(town: Town) -> None:
    first, second = await town.begin(), await town.begin("b")
    changing: list[object] = []

    def hear(state: ORMExecuteState) -> None:
        changing.extend([state.statement] if state.is_delete or state.is_update else [])

    event.listen(town.session.sync_session, "do_orm_execute", hear)
    await town.finish(first, {"thai-do": 4})
    there = await town.chat("b")
    await surveys.forget_run(town.session, run=second, address=there, traces=town.traces, now=NOW)
    assert changing == []


@pytest.mark.parametrize(
    "text",
    [
        "12-3fa",
        "1-0",
        f"{2**31 - 1}-ffff",
        f"{2**31}-1",
        "",
        "12",
        "12-",
        "-1",
        "012-3",
        "1-03",
        "1-3FA",
        "x-1",
    ],
)
async def test_a_run_is_written_in_one_way(text: str) -> None:
    good = text in ("12-3fa", "1-0", f"{2**31 - 1}-ffff")
    try:
        assert str(surveys.RunRef.read(text)) == text
    except ValueError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("works", "unit", "may"),
    [
        (OFFICE, OFFICE, False),
        (OFFICE, BELOW, False),
        (BELOW, OFFICE, False),
        (BELOW, BELOW, False),
        (BELOW, ASIDE, True),
        (None, BELOW, True),
    ],
)
async def test_who_works_above_or_below_does_not_answer(
    town: Town, works: str | None, unit: str, may: bool
) -> None:
    person = works and await people.add_person(
        town.session, name="Mai", unit=town.units[works], role=Role.official
    )
    (await town.chat("a")).person_id = person.id if person else None
    if may:
        assert await town.begin(unit=unit)
        return
    with pytest.raises(runs.NotForStaff):
        await town.begin(unit=unit)


async def test_a_code_is_taken_by_who_begins_and_waits_again_when_they_leave(town: Town) -> None:
    town.opened[BELOW] = campaign = await town.open(BELOW, by_code=True)
    made = await surveys.make_codes(
        town.session, campaign_id=campaign.id or 0, unit=town.units[BELOW], count=2
    )
    one, two = map(people.hashed, made)
    with pytest.raises(codes.CodeNeeded):
        await town.begin()
    run = await town.begin(code_hash=one)
    assert (run.code_hash, [row.code_hash for row in await town.rows(CounterCode)]) == (one, [two])
    with pytest.raises(codes.CodeTaken):
        await town.begin("b", code_hash=one)
    assert await town.begin(code_hash=two) is run
    address = await town.chat("a")
    for code, address_id, found in (
        (made[0], address.id, run),
        (made[1], address.id, None),
        (made[0], 99, None),
    ):
        assert await surveys.run_begun_with(town.session, code, address_id=address_id) is found
    await surveys.forget_run(town.session, run=run, address=address, traces=town.traces, now=NOW)
    back = {row.code_hash: (row.campaign_id, row.unit_id) for row in await town.rows(CounterCode)}
    assert back == dict.fromkeys((one, two), (campaign.id, town.units[BELOW].id))
    with pytest.raises(finish.RunGone):
        await surveys.forget_run(town.session, run=run, address=address, traces=town.traces, now=NOW)


@pytest.mark.parametrize(("ago", "erased"), [(timedelta(), 0), (-SECOND, 0), (SECOND, 1)])
async def test_a_run_is_stale_when_nobody_touched_it_since(town: Town, ago: timedelta, erased: int) -> None:
    run = await town.begin()
    run.updated_at = NOW - ago
    await town.begin("b")
    await town.session.flush()
    count = await surveys.erase_stale_runs(town.session, before=NOW, traces=town.traces, now=NOW)
    assert (count, len(await town.rows(SurveyRun))) == (erased, 2 - erased)
    assert town.eraser.asked == [("since", "a", "begun a", NOW, NOW)] * erased


@pytest.mark.parametrize(("seconds", "moved"), [(-1, True), (0, False), (1, False)])
async def test_a_run_goes_on_elsewhere_for_an_hour(town: Town, seconds: int, moved: bool) -> None:
    run = await town.begin()
    run.moved_from = ["before"]
    surveys.save_run(run, replace(surveys.state_of(run), answers={"thai-do": 4}), NOW)
    code = await surveys.move_code(town.session, run=run, now=NOW)
    assert (len(code), await surveys.run_to_move(town.session, code)) == (surveys.TOKEN_LENGTH, run)
    assert await surveys.run_to_move(town.session, "NOBODY") is None
    there, now = await town.chat("b"), NOW + surveys.MOVE_LIFE + seconds * SECOND
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    move = surveys.move_run(
        town.session, run=run, to=there, row=row, traces=town.traces, today=TODAY, now=now
    )
    if not moved:
        with pytest.raises(moves.MoveExpired):
            await move
        return
    old = runs.token(town.opened[BELOW], await town.chat("a"))
    await town.begin("b")
    new = await move
    assert (new.address_id, new.campaign_id, new.unit_id) == (there.id, 2, town.units[BELOW].id)
    assert (new.begun_with, new.started_at, new.updated_at) == ("typed", NOW, now)
    assert (new.moved_from, surveys.state_of(new).answers) == (["before", old], {"thai-do": 4})
    assert [one.id for one in await town.rows(SurveyRun)] == [new.id]
    await town.finish(new, {"thai-do": 4})
    assert {one.token for one in await town.rows(SpentToken)} == {
        *("before", old, runs.token(town.opened[BELOW], there)),
    }


async def test_a_code_typed_where_the_run_is_ends_and_an_answer_there_is_not_lost(town: Town) -> None:
    run, other = await town.begin(), await town.begin("b")
    here, there = await town.chat("a"), await town.chat("b")
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    more = {"row": row, "traces": town.traces, "today": TODAY, "now": NOW}
    code = await surveys.move_code(town.session, run=run, now=NOW)
    assert await surveys.move_run(town.session, run=run, to=here, **more) is run
    assert (run.move_hash, run.move_until) == (None, None)
    await town.session.flush()
    assert await surveys.run_to_move(town.session, code) is None
    with pytest.raises(moves.MoveExpired):
        await surveys.move_run(town.session, run=run, to=there, **more)
    await surveys.move_code(town.session, run=run, now=NOW)
    surveys.save_run(other, replace(surveys.state_of(other), answers={"thai-do": 1}), NOW)
    with pytest.raises(moves.RunHere):
        await surveys.move_run(town.session, run=run, to=there, **more)
    with pytest.raises(campaigns.CampaignAhead):
        await surveys.move_run(town.session, run=run, to=there, **more | {"today": TODAY - DAY})
