"""The office's days off on a page: entered, swapped and taken back by admins alone, by the rules of /lichnghi."""

from datetime import date

import pytest

from roviec.db.models import AuditEntry, DayOff
from roviec.handlers.choices.calendar import DaysAsk, DaysDrop, Kind
from tests.pages.conftest import Pages, form_with

AT = "/trang/ngay-nghi"


async def entered(pages: Pages) -> dict[date, bool]:
    """Return the days that the office has entered, with whether they are worked."""
    return {one.day: one.working for one in await pages.chat.rows(DayOff)}


async def test_days_are_entered_swapped_and_taken_back(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        assert AT in await browser.opens("/trang/lich")
        await browser.opens(AT)
        year = both.chat.now.year
        form = form_with(browser.text, "viec", DaysAsk(Kind.off).pack())
        text = await browser.sends(form, viec=DaysAsk(Kind.off).pack(), loi="24/11 Ngày Văn hóa Việt Nam")
        assert browser.status == 200
        assert f"24/11/{year}" in text
        assert "Ngày Văn hóa Việt Nam" in text
        assert await entered(both) == {date(year, 11, 24): False}
        # The same form once more does nothing more.
        await browser.sends(form, viec=DaysAsk(Kind.off).pack(), loi="25/11 nghỉ thêm")
        assert await entered(both) == {date(year, 11, 24): False}
        await browser.opens(AT)
        drop = form_with(browser.text, "viec", DaysDrop(date(year, 11, 24), date(year, 11, 24)).pack())
        await browser.sends(drop)
        assert await entered(both) == {}
    acts = [entry.what for entry in await both.chat.rows(AuditEntry)]
    assert [what for what in acts if what.startswith("days_")] == ["days_set", "days_dropped"]


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        (Kind.off, "30 tháng 2", ""),
        (Kind.off, "hôm nào đó", ""),
        (Kind.swap, "24/11", "hai ngày"),
        (Kind.off, "24/11, 27/11", "từng đợt một"),
    ],
)
async def test_what_can_t_be_read_stays_in_its_field_and_changes_nothing(
    pages: Pages, kind: Kind, words: str, said: str
) -> None:
    async with pages.browser(pages.admin) as browser:
        await browser.opens(AT)
        await browser.sends(
            form_with(browser.text, "viec", DaysAsk(Kind.off).pack()), viec=DaysAsk(kind).pack(), loi=words
        )
        assert browser.status == 422
        assert 'role="alert"' in browser.text
        assert said in browser.text
        assert f'value="{words}"' in browser.text
    assert await entered(pages) == {}


async def test_a_choice_that_this_page_does_not_offer_is_refused(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        await browser.opens("/trang")
        for choice in ("task.cancel:1", "days.ask", "days.ask:nothing", "", "days.drop:2026-13-01:x"):
            await browser.posts(AT, {"khoa": browser.token, "lan": "0" * 16, "viec": choice, "loi": "24/11"})
            assert browser.status in (400, 409, 422), choice
    assert await entered(pages) == {}


async def test_nobody_but_an_admin_sees_or_changes_them(pages: Pages) -> None:
    for who in (pages.chair, pages.head, pages.mai):
        async with pages.browser(who) as browser:
            assert AT not in await browser.opens("/trang/lich")
            await browser.opens(AT)
            assert browser.status == 403
            await browser.opens("/trang")
            fields = {
                "khoa": browser.token,
                "lan": "0" * 16,
                "viec": DaysAsk(Kind.off).pack(),
                "loi": "24/11",
            }
            await browser.posts(AT, fields)
            assert browser.status == 403
    assert await entered(pages) == {}
