"""What opens a survey, row by row: campaigns, links, codes for the counter, forms."""

from typing import Any

import pytest

from roviec.db import people, surveys
from roviec.db.models import CampaignLink, CounterCode
from roviec.db.surveys import campaigns, codes, forms
from tests.db.survey_town import ASIDE, BELOW, DAY, TODAY, Town
from tests.handlers.survey_stage import short_form
from tests.office import OFFICE


async def test_a_campaign_is_opened_as_it_was_asked_for(town: Town) -> None:
    one = await town.open(BELOW, closes=TODAY, by_code=True)
    two = await town.open(BELOW)
    assert (one.form_id, one.unit_id, one.opens, one.closes, one.by_code) == (
        *(1, town.units[BELOW].id, TODAY, TODAY, True),
    )
    assert (two.closes, two.by_code, two.words) == (None, False, {})
    assert (len(one.salt), one.salt == two.salt) == (32, False)
    with pytest.raises(campaigns.DatesReversed) as refused:
        await town.open(BELOW, closes=TODAY - DAY)
    assert refused.value.values == {"opens": "29/6/2026", "closes": "28/6/2026"}


async def test_a_form_that_speaks_of_the_office_says_its_name(town: Town) -> None:
    shipped = await town.open(BELOW, form_code="ho-so")
    form = await surveys.form_of(town.session, shipped)
    assert {"office", "desk"} <= set(form.words)
    assert shipped.words == {"office": OFFICE, "desk": BELOW}
    assert (await town.open(OFFICE, form_code="ho-so")).words == {"office": OFFICE}
    source = (
        short_form("2")
        .replace('title = "Phiếu thử"', 'title = "Phiếu thử"\nwords = { office = "cơ quan" }', 1)
        .replace("Thái độ phục vụ của công chức.", "Thái độ phục vụ tại {office}.")
    )
    await surveys.keep_form(town.session, source=source)
    named = await town.open(BELOW)
    assert named.words == {"office": OFFICE}


@pytest.mark.parametrize(
    ("opens", "closes", "refused", "said"),
    [
        (0, None, None, ""),
        (0, 0, None, ""),
        (-9, 0, None, ""),
        (1, None, campaigns.CampaignAhead, "30/6/2026"),
        (1, 2, campaigns.CampaignAhead, "30/6/2026"),
        (-9, -1, campaigns.CampaignOver, "28/6/2026"),
    ],
)
async def test_what_is_open_is_listed_and_may_be_answered(
    town: Town, opens: int, closes: int | None, refused: Any, said: str
) -> None:
    until = None if closes is None else TODAY + closes * DAY
    one = await town.open(ASIDE, opens=TODAY + opens * DAY, closes=until)
    listed = await surveys.open_campaigns(town.session, today=TODAY)
    assert [found[0].id for found in listed] == [*([] if refused else [one.id]), 3, 2, 1]
    assert [(found[1].id, found[2].code) for found in listed][-1] == (town.units[OFFICE].id, "thu")
    if refused is None:
        surveys.check_open(one, TODAY)
        return
    with pytest.raises(refused) as why:
        surveys.check_open(one, TODAY)
    assert why.value.values == {"day": said}


async def test_a_link_and_a_code_lead_to_their_own_campaign_and_unit(town: Town) -> None:
    session, campaign = town.session, town.opened[BELOW]
    token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=town.units[ASIDE])
    assert len(token) == surveys.TOKEN_LENGTH
    (link,) = await town.rows(CampaignLink)
    assert (link.campaign_id, link.unit_id) == (campaign.id, town.units[ASIDE].id)
    assert await surveys.campaign_of(session, token.lower()) == (campaign, town.units[ASIDE], None)
    [code] = await surveys.make_codes(session, campaign_id=campaign.id or 0, unit=town.units[OFFICE], count=1)
    assert len(code) == surveys.TOKEN_LENGTH
    assert await surveys.campaign_of(session, code) == (campaign, town.units[OFFICE], people.hashed(code))
    assert await surveys.campaign_of(session, "NOBODY") is None
    for unknown in (
        surveys.campaign_link(session, campaign_id=99, unit=town.units[OFFICE]),
        surveys.make_codes(session, campaign_id=99, unit=town.units[OFFICE], count=1),
    ):
        with pytest.raises(campaigns.CampaignUnknown) as refused:
            await unknown
        assert refused.value.values == {"campaign": 99}


@pytest.mark.parametrize(
    ("count", "made"), [(0, False), (1, True), (codes.MOST, True), (codes.MOST + 1, False)]
)
async def test_so_many_codes_are_printed_at_once(town: Town, count: int, made: bool) -> None:
    make = surveys.make_codes(town.session, campaign_id=1, unit=town.units[OFFICE], count=count)
    if not made:
        with pytest.raises(codes.CodesTooMany) as refused:
            await make
        assert refused.value.values == {"most": 2000}
        return
    assert len(set(await make)) == count
    assert len(await town.rows(CounterCode)) == count


async def test_codes_go_with_a_campaign_that_is_over_and_with_no_other(town: Town) -> None:
    for closes, count in ((TODAY - DAY, 2), (TODAY, 3), (None, 4)):
        one = await town.open(BELOW, opens=TODAY - 9 * DAY, closes=closes)
        await surveys.make_codes(town.session, campaign_id=one.id or 0, unit=town.units[BELOW], count=count)
    assert await surveys.forget_codes(town.session, today=TODAY) == 2
    assert await surveys.forget_codes(town.session, today=TODAY) == 0
    assert len(await town.rows(CounterCode)) == 7


async def test_a_form_is_stored_once_and_never_changed(town: Town) -> None:
    same = await surveys.keep_form(town.session, source=short_form())
    newer = await surveys.keep_form(town.session, source=short_form("2"))
    assert (same.id, newer.id, newer.version, newer.title) == (1, 2, "2", "Phiếu thử")
    assert (newer.code, newer.source) == ("thu", short_form("2"))
    assert (await forms.latest_form(town.session, "thu")).id == newer.id
    with pytest.raises(forms.VersionTaken) as taken:
        await surveys.keep_form(town.session, source=short_form().replace("Họp dân", "Họp thôn"))
    assert taken.value.values == {"code": "thu", "version": "1"}
    with pytest.raises(forms.FormUnknown) as unknown:
        await forms.latest_form(town.session, "x")
    assert unknown.value.values["code"] == "x"
    assert "ho-so, " in unknown.value.values["known"] or ", ho-so" in unknown.value.values["known"]
