"""Forms, campaigns and links as stored: versions never change, dates and tokens are checked."""

from datetime import date

import pytest

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Campaign, CampaignLink, Form, Unit
from roviec.db.surveys.campaigns import CampaignUnknown, DatesReversed
from roviec.db.surveys.forms import FormUnknown, VersionTaken
from tests.handlers.survey_stage import short_form

DAY = date(2026, 6, 29)


async def unit(db: Database) -> Unit:
    async with db.write() as session:
        return await people.add_unit(session, name="UBND xã Đại Lãnh")


async def test_a_version_is_stored_once_and_never_changes(db: Database) -> None:
    async with db.write() as session:
        first = await surveys.keep_form(session, source=short_form())
        again = await surveys.keep_form(session, source="# ghi chú\n" + short_form())
        assert (again.id, again.source) == (first.id, short_form())
        with pytest.raises(VersionTaken, match="phiên bản 1"):
            await surveys.keep_form(session, source=short_form().replace("Thái độ", "Tinh thần"))
        newer = await surveys.keep_form(session, source=short_form("2").replace("Thái độ", "Tinh thần"))
        assert newer.id != first.id


async def test_a_campaign_is_pinned_to_the_newest_version_of_its_day(db: Database) -> None:
    of = await unit(db)
    async with db.write() as session:
        await surveys.keep_form(session, source=short_form())
        campaign = await surveys.open_campaign(session, form_code="thu", unit=of, opens=DAY)
        await surveys.keep_form(session, source=short_form("2"))
        assert (await surveys.form_of(session, campaign)).version == "1"
        later = await surveys.open_campaign(session, form_code="thu", unit=of, opens=DAY)
        assert (await surveys.form_of(session, later)).version == "2"
        assert campaign.salt != later.salt


async def test_a_campaign_needs_a_known_form_and_dates_in_order(db: Database) -> None:
    of = await unit(db)
    async with db.write() as session:
        with pytest.raises(FormUnknown, match="mot-cua"):
            await surveys.open_campaign(session, form_code="khong-co", unit=of, opens=DAY)
        with pytest.raises(DatesReversed, match="1/6/2026"):
            await surveys.open_campaign(
                session, form_code="mot-cua", unit=of, opens=DAY, closes=date(2026, 6, 1)
            )
        with pytest.raises(CampaignUnknown):
            await surveys.campaign_link(session, campaign_id=99, unit=of)


async def test_a_token_fits_a_deep_link_and_only_its_hash_is_kept(db: Database) -> None:
    of = await unit(db)
    async with db.write() as session:
        campaign = await surveys.open_campaign(session, form_code="mot-cua", unit=of, opens=DAY)
        token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=of)
        assert len(token) <= 32
        assert token.isascii()
        assert token.isalnum()
        link = await session.get_one(CampaignLink, 1)
        assert token not in link.token_hash
        for typed in (token, token.lower(), f" {token[:4]} {token[4:]} "):
            found = await surveys.campaign_of(session, typed)
            assert found is not None
            assert (found[0].id, found[1].id) == (campaign.id, of.id)
        assert await surveys.campaign_of(session, token[:-1]) is None


async def test_only_campaigns_of_the_day_are_open(db: Database) -> None:
    of = await unit(db)
    async with db.write() as session:
        for opens, closes in (
            (DAY, None),
            (date(2026, 6, 30), None),
            (date(2026, 1, 1), date(2026, 6, 28)),
            (date(2026, 1, 1), DAY),
        ):
            await surveys.open_campaign(session, form_code="mot-cua", unit=of, opens=opens, closes=closes)
        found = await surveys.open_campaigns(session, today=DAY)
    assert [(c.opens, c.closes) for c, _, _ in found] == [(date(2026, 1, 1), DAY), (DAY, None)]
    assert all(isinstance(c, Campaign) and isinstance(f, Form) for c, _, f in found)
