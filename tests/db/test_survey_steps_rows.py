"""What is done to a campaign that stands there: its steps, who may answer, whom it reminds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from roviec.db import surveys
from roviec.db.models import (
    Campaign,
    SurveyRun,
)
from roviec.db.models.base import id_of
from roviec.db.surveys import Standing, Step, campaigns
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, SECOND, TODAY, Town

STANDS = {
    "since today": ({"opens": 0}, Standing.running),
    "to its last day": ({"opens": -9, "closes": 0}, Standing.running),
    "from tomorrow": ({"opens": 1}, Standing.ahead),
    "paused": ({"opens": -9, "paused": True}, Standing.paused),
    "paused before it begins": ({"opens": 1, "paused": True}, Standing.ahead),
    "after its last day": ({"opens": -9, "closes": -1}, Standing.over),
    "paused and past": ({"opens": -9, "closes": -1, "paused": True}, Standing.over),
    "closed today": ({"opens": -9, "ended_on": 0}, Standing.over),
    "closed before it was to end": ({"opens": -9, "closes": 5, "ended_on": -2}, Standing.over),
    "closed before it begins": ({"opens": 3, "ended_on": 0}, Standing.over),
}
LAST = {
    "after its last day": -1,
    "paused and past": -1,
    "closed today": 0,
    "closed before it was to end": -2,
    "closed before it begins": 0,
}


def campaign(days: dict[str, int]) -> Campaign:
    paused = bool(days.get("paused"))
    on = {name: TODAY + n * DAY for name, n in days.items() if name != "paused"}
    return Campaign(form_id=1, unit_id=1, salt="s", paused=paused, **on)


@pytest.mark.parametrize("how", STANDS)
@pytest.mark.parametrize("step", Step)
def test_a_step_changes_what_it_says_and_nothing_of_what_is_over(how: str, step: Step) -> None:
    days, stands = STANDS[how]
    one = campaign(days)
    assert surveys.standing(one, TODAY) is stands
    before = (one.paused, one.ended_on)
    if stands is Standing.over:
        if step is Step.close:
            assert not surveys.take_step(one, step, today=TODAY)
        else:
            with pytest.raises(campaigns.CampaignOver) as refused:
                surveys.take_step(one, step, today=TODAY)
            last = TODAY + LAST[how] * DAY
            assert refused.value.values == {"day": f"{last.day}/{last.month}/{last.year}"}
        assert (one.paused, one.ended_on) == before
        return
    paused = before[0] if step is Step.close else step is Step.pause
    ended = TODAY if step is Step.close else None
    assert surveys.take_step(one, step, today=TODAY) is ((paused, ended) != before)
    assert (one.paused, one.ended_on) == (paused, ended)


@pytest.mark.parametrize("how", STANDS)
async def test_who_may_answer_is_listed_and_who_may_not_is_told_why(town: Town, how: str) -> None:
    days, stands = STANDS[how]
    kept = await town.open(ASIDE)
    for name, value in campaign(days).model_dump(include={"opens", "closes", "paused", "ended_on"}).items():
        setattr(kept, name, value)
    await town.session.flush()
    listed = await surveys.open_campaigns(town.session, today=TODAY)
    assert (kept in [one for one, _, _ in listed]) is (stands is Standing.running)
    every = await surveys.every_campaign(town.session)
    assert [(one.id, unit.name, form.code) for one, unit, form in every][:2] == [
        (4, ASIDE, "thu"),
        (3, ASIDE, "thu"),
    ]
    one, unit, form = await surveys.the_campaign(town.session, 2)
    assert (one.id, unit.name, form.code) == (2, BELOW, "thu")
    refusals = {
        Standing.ahead: campaigns.CampaignAhead,
        Standing.paused: campaigns.CampaignPaused,
        Standing.over: campaigns.CampaignOver,
    }
    if stands is Standing.running:
        surveys.check_open(kept, TODAY)
        return
    with pytest.raises(refusals[stands]):
        surveys.check_open(kept, TODAY)


async def test_what_the_office_says_about_a_campaign_is_kept(town: Town) -> None:
    about = surveys.About("Quý III/2026", ("Đất đai", "Hộ tịch"), "Mời tại quầy")
    one, plain = await town.open(BELOW, about=about), await town.open(BELOW)
    assert (one.period, one.services, one.invites) == ("Quý III/2026", ["Đất đai", "Hộ tịch"], "Mời tại quầy")
    assert (plain.period, plain.services, plain.invites, plain.paused, plain.ended_on) == (
        "",
        [],
        "",
        False,
        None,
    )
    with pytest.raises(campaigns.CampaignUnknown) as unknown:
        await surveys.the_campaign(town.session, 99)
    assert unknown.value.values == {"campaign": 99}


async def begun(town: Town, chat: str, ago: int, *, answered: bool = True, **more: object) -> SurveyRun:
    run = await town.begin(chat, **more)
    said = {"thai-do": 4} if answered else {}
    surveys.save_run(run, replace(surveys.state_of(run), answers=said), NOW - ago * SECOND)
    await town.session.flush()
    return run


async def test_a_run_that_waits_is_reminded_once_and_only_where_it_leads_on(town: Town) -> None:
    old = await begun(town, "old", 9)
    older, late = await begun(town, "older", 10), await begun(town, "late", 1)
    empty, closed = await begun(town, "empty", 8, answered=False), await begun(town, "closed", 7, unit=ASIDE)
    waits = [id_of(run) for run in (older, old, empty, closed)]
    assert await surveys.to_remind(town.session, before=NOW - SECOND, limit=9) == waits
    assert await surveys.to_remind(town.session, before=NOW - SECOND, limit=2) == waits[:2]
    assert await surveys.to_remind(town.session, before=NOW, limit=9) == [*waits, id_of(late)]
    town.opened[ASIDE].ended_on = TODAY
    told = [await surveys.take_to_remind(town.session, number, today=TODAY) for number in [*waits, 99]]
    assert [one and (one[0].chat, one[1].name) for one in told] == [
        ("older", BELOW),
        ("old", BELOW),
        *[None] * 3,
    ]
    await town.session.flush()
    assert await surveys.to_remind(town.session, before=NOW + DAY, limit=9) == [id_of(late)]
    assert await surveys.take_to_remind(town.session, id_of(old), today=TODAY) is None


async def test_a_code_that_waits_goes_the_day_after_its_campaign_was_closed(town: Town) -> None:
    one = await town.open(BELOW, opens=TODAY - 9 * DAY)
    await surveys.make_codes(town.session, campaign_id=id_of(one), unit=town.units[BELOW], count=2)
    one.ended_on = TODAY
    await town.session.flush()
    assert await surveys.forget_codes(town.session, today=TODAY) == 0
    assert await surveys.forget_codes(town.session, today=TODAY + timedelta(days=1)) == 2
