"""What a finished run leaves: an answer of nobody, its figures, and the windows that watch for crowds."""

from datetime import timedelta

import pytest

from roviec.db import surveys
from roviec.db.models import Answer, Burst, Fact, Response, SpentToken, SurveyRun, Tally
from roviec.db.surveys import bursts, finish, runs
from roviec.survey.quality import Flag
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, SECOND, TODAY, Town
from tests.office import OFFICE


async def test_a_finished_run_is_an_answer_of_nobody(town: Town) -> None:
    given = {"thai-do": 4, "kenh": [3, 1], "y-kien": "Tốt", "x": None}
    await town.finish(await town.begin(), given)
    (response,) = await town.rows(Response)
    assert (response.campaign_id, response.unit_id, response.on, response.flags) == (
        *(2, town.units[BELOW].id, TODAY, []),
    )
    assert len(response.key) == 32
    rows = sorted(await town.rows(Answer), key=lambda one: (one.item, one.position))
    assert [(one.item, one.position, one.number, one.words) for one in rows] == [
        ("kenh", 0, 3, None),
        ("kenh", 1, 1, None),
        ("thai-do", 0, 4, None),
        ("y-kien", 0, None, "Tốt"),
    ]
    assert await town.rows(SurveyRun) == []
    assert town.eraser.asked == [("since", "a", "begun a", NOW, NOW + 600 * SECOND)]
    (spent,) = await town.rows(SpentToken)
    assert (spent.token, spent.campaign_id) == (runs.token(town.opened[BELOW], await town.chat("a")), 2)
    for step in (town.begin(), finish.spend(town.session, campaign=town.opened[BELOW], token=spent.token)):
        with pytest.raises(runs.AnsweredAlready):
            await step
    assert await town.begin(unit=ASIDE)
    await town.finish(await town.begin("b"), {})
    assert len(await town.rows(Response)) == 2


async def test_a_hasty_answer_is_marked_and_counted_apart(town: Town) -> None:
    town.opened[BELOW] = await town.open(BELOW, form_code="mot-cua")
    form = await surveys.form_of(town.session, town.opened[BELOW])
    criteria = [item for content in form.contents for item in content.criteria][:5]
    for chat, seconds in (("a", 9), ("b", 10)):
        await town.finish(await town.begin(chat), dict.fromkeys(criteria, 5), seconds=seconds)
    assert sorted(one.flags for one in await town.rows(Response)) == [[], [str(Flag.SPEEDER)]]
    kept = {(one.flagged, one.n5) for one in await town.rows(Tally) if one.part in criteria}
    assert kept == {(True, 1), (False, 1)}


async def test_responses_of_one_network_or_at_night_are_counted_by_the_day(town: Town) -> None:
    for n in range(11):
        whence = {"network": "net" if n < 7 else "", "at_night": n < 6}
        await town.finish(await town.begin(f"{n}"), {"thai-do": 4}, **whence)
    (burst,) = await town.rows(Burst)
    assert (burst.campaign_id, burst.unit_id, burst.on) == (2, town.units[BELOW].id, TODAY)
    assert (burst.responses, burst.same_network, burst.at_night) == (11, 7, 6)
    await bursts.join(town.session, old=town.units[BELOW].id or 0, into=town.units[ASIDE].id or 0)
    await bursts.join(town.session, old=town.units[OFFICE].id or 0, into=town.units[ASIDE].id or 0)
    (moved,) = await town.rows(Burst)
    assert (moved.unit_id, moved.responses) == (town.units[ASIDE].id, 11)
    assert (moved.same_network, moved.at_night) == (7, 6)


async def test_windows_and_the_days_key_are_forgotten_once_they_are_over(town: Town) -> None:
    mark = await surveys.network_mark(town.session, "203.0.113.0/24", NOW)
    assert len(mark) == 16
    (secret,) = [row.value for row in await town.rows(Fact) if row.name == "survey.network"]
    assert (secret["day"], len(bytes.fromhex(secret["key"]))) == (TODAY.isoformat(), 16)
    assert await surveys.network_mark(town.session, "203.0.113.0/24", NOW + timedelta(hours=9)) == mark
    assert await surveys.network_mark(town.session, "203.0.114.0/24", NOW) != mark
    await town.finish(await town.begin(), {}, network=mark)
    for minutes, forgotten in ((0, 0), (14, 0), (16, 2), (17, 0)):
        assert await surveys.forget_windows(town.session, NOW + timedelta(minutes=minutes)) == forgotten
    assert await surveys.network_mark(town.session, "203.0.113.0/24", NOW + DAY) != mark
    assert await surveys.forget_windows(town.session, NOW + DAY) == 0
    assert await surveys.forget_windows(town.session, NOW + 2 * DAY) == 1
    assert await surveys.forget_windows(town.session, NOW + DAY) == 0
