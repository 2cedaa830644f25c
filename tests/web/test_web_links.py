"""Links of invitations and surveys on the page: what happens at once, and what waits for a press."""

from sqlmodel import col, select
from web_site import Site, opened, said

from roviec.db import surveys
from roviec.db.models import Inbox
from roviec.survey.load import shipped_text


async def test_a_link_with_an_invitation_does_nothing_without_a_press(site: Site) -> None:
    _, code = await site.person("Lò Thị Mai")
    browser = site.browser()
    page = (await browser.get(f"/?code={code}")).text
    assert 'data-first=""' in page
    assert f'data-words="/start {code}"' in page
    assert "Dùng mã này" in page


async def test_the_link_of_a_survey_goes_to_its_consent_at_once(site: Site) -> None:
    """Nothing is tied to anybody there, and the question about consent comes first."""
    office = await site.house.unit("UBND xã Bình Lư")
    async with site.house.db.write() as session:
        await surveys.keep_form(session, source=shipped_text("mot-cua"))
        campaign = await surveys.open_campaign(
            session, form_code="mot-cua", unit=office, opens=site.house.clock().date()
        )
        token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=office)
    page = (await site.browser().get(f"/?code={token}")).text
    assert f'data-first="/start {token}"' in page
    assert "Dùng mã này" not in page


async def test_only_the_posts_of_a_run_carry_the_mark_of_their_network(site: Site) -> None:
    office = await site.house.unit("UBND xã Bình Lư")
    async with site.house.db.write() as session:
        await surveys.keep_form(session, source=shipped_text("mot-cua"))
        campaign = await surveys.open_campaign(
            session, form_code="mot-cua", unit=office, opens=site.house.clock().date()
        )
        token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=office)
    # What is decided on arrival is never stored.
    site.house.road.at_once = False
    browser = site.browser()
    await opened(browser)
    rows: list[Inbox] = []
    for words in (f"/start {token}", "1", "/huy"):
        await said(browser, words)
        async with site.house.db.read() as session:
            rows += (await session.exec(select(Inbox).order_by(col(Inbox.place)))).all()
        await site.house.settle()
    assert "net" not in rows[0].payload
    marks = {row.payload["net"] for row in rows[1:] if row.payload}
    assert len(marks) == 1
    assert "127.0.0" not in str(marks)
