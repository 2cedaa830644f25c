"""What an admin does after the set-up: the steps tell how far the office is, channels are tried, a survey is opened."""

import re
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from roviec.db.models import AuditEntry, Campaign, CampaignLink
from roviec.web.deps import Finding
from tests.pages.conftest import HOME, Pages, form_with


async def test_the_steps_tell_how_far_the_office_is(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        text = await browser.opens("/trang/bat-dau")
        assert 'Việc tiếp theo: <a href="/trang/co-quan">' in text
        await browser.opens("/trang/co-quan")
        form = form_with(browser.text, "ngay", "0")
        text = await browser.sends(form, ten="UBND phường Mới", ngay=["0", "5"], mo="8h", dong="16:30")
        assert "Đã lưu thông tin cơ quan" in text
        assert pages.chat.parts.house.office == "UBND phường Mới"
        assert "UBND phường Mới" in await browser.opens("/trang")
        assert pages.chat.parts.house.calendar().week == {0, 5}
        text = await browser.opens("/trang/bat-dau")
        assert 'Việc tiếp theo: <a href="/trang/van-ban">' in text
        await pages.assign("Báo cáo quý II")
        assert 'Việc tiếp theo: <a href="/trang/bat-dau/khao-sat">' in await browser.opens("/trang/bat-dau")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"ten": " "}, "Chưa có tên cơ quan"),
        ({"ten": "Ủ" * 121}, "dài quá 120"),
        ({"mo": "25:00"}, "Giờ làm việc chưa đúng"),
        ({"mo": "17:00", "dong": "17:00"}, "Giờ làm việc chưa đúng"),
        ({"ngay": ["9", "la"]}, "Chưa chọn ngày"),
    ],
)
async def test_what_is_wrong_with_the_office_is_said_and_nothing_changes(
    pages: Pages, sent: dict[str, str], says: str
) -> None:
    before = pages.chat.parts.house.office
    async with pages.browser(pages.admin) as browser:
        await browser.opens("/trang/co-quan")
        form = form_with(browser.text, "ngay", "0")
        good = {"ten": "UBND xã", "ngay": ["0"], "mo": "07:30", "dong": "17:00"}
        assert says in await browser.sends(form, **good | sent)
        assert browser.status == 422
    assert pages.chat.parts.house.office == before


async def test_a_test_message_goes_where_the_admin_is_linked(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        text = await browser.opens("/trang/kenh")
        assert "[telegram]" in text
        form = form_with(text, "kenh", "web")
        assert "Đã gửi tin thử" in await browser.sends(form)
        await both.chat.settle()
        assert "Đây là tin thử" in await both.admin.reads()
        await browser.sends(form, kenh="telegram", lan="1" * 16)
        assert browser.status == 422
        assert "chưa liên kết kênh này" in browser.text


async def test_what_the_doctor_says_stands_on_the_page(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    async def doctor() -> list[Finding]:
        return [Finding("Mã bí mật của kênh: Telegram", False, "Ông/Bà đặt ROVIEC_TELEGRAM__TOKEN")]

    app = pages.app
    monkeypatch.setattr(pages, "app", lambda **changes: app(doctor=doctor, **changes))
    async with pages.browser(pages.admin) as browser:
        text = await browser.opens("/trang/kenh")
        assert "✗ Mã bí mật của kênh: Telegram" in text
        assert "ROVIEC_TELEGRAM__TOKEN" in text


@pytest.mark.parametrize("mode", ["kiosk", "interviewer", "paper"])
async def test_a_link_for_the_counter_the_team_or_paper_is_made_and_opens(pages: Pages, mode: str) -> None:
    unit = str(pages.mai.person.unit_id)  # type: ignore[union-attr]
    async with pages.browser(pages.admin) as browser:
        await browser.opens("/trang/bat-dau/khao-sat")
        opening = form_with(browser.text, "phieu", "mot-cua")
        text = await browser.sends(opening, phieu="mot-cua", **{"don-vi": unit})
        form, how = form_with(text, "dot", "1"), {"don-vi": unit, "kieu": mode, "kho": "A4"}
        text = await browser.sends(form, quay="Quầy số 3", **how)
        assert "Quầy số 3" in text
        found = re.search(r'href="[^"]*(/phieu/[^"]+)"', text)
        assert found is not None
        await browser.opens(found[1])
        assert browser.status == (200 if mode != "paper" else 403), "a browser of an admin's chat alone"
        for wrong in ({"kieu": "tat-ca"}, {"kho": "A0"}):
            await browser.sends(form, **(how | wrong))
            assert browser.status == 400
        await browser.sends(form, **(how | {"don-vi": "999"}))
        assert browser.status == 404
    (link,) = [one for one in await pages.chat.rows(CampaignLink) if one.mode]
    assert (link.mode, link.desk) == (mode, "Quầy số 3")


async def test_a_survey_is_opened_and_its_poster_printed(both: Pages) -> None:
    both.chat.parts.house = both.chat.dispatcher.house = replace(
        both.chat.parts.house, public_url="https://xa.gov.vn"
    )
    unit = both.mai.person.unit_id  # type: ignore[union-attr]
    async with both.browser(both.admin) as browser:
        await browser.opens("/trang/bat-dau/khao-sat")
        form = form_with(browser.text, "phieu", "mot-cua")
        text = await browser.sends(form, phieu="mot-cua", **{"don-vi": str(unit)})
        assert "Đã mở đợt" in text
        poster = form_with(text, "dot", "1")
        asked = {**poster.hidden, "don-vi": str(unit), "quay": "Quầy số 3", "kieu": "", "kho": "A5"}
        answer = await browser.client.post(poster.path, data=asked)
        assert answer.headers["content-type"] == "application/pdf"
        words = PdfDocument(answer.content)[0].get_textpage().get_text_range()
        assert HOME in words
        assert "Quầy số 3" in words
        assert "xa.gov.vn/phieu" in words
        await browser.sends(form, phieu="khong-co", lan="1" * 16, **{"don-vi": str(unit)})
        assert browser.status in (400, 422)
    assert len(await both.chat.rows(Campaign)) == 1
    assert "campaign_link" in {one.what for one in await both.chat.rows(AuditEntry)}
