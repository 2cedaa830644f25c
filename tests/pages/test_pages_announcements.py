"""Announcements on pages: written once with files, sent by the chat's rules, counted by name, proven by a file."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from roviec.db.models import Announcement, AuditEntry, Receipt
from roviec.handlers.announcements.sending import remind_unread, send_announcements
from tests.pages.conftest import HOME, MONEY, Browser, Pages, form_with, forms_of
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

AT = "/trang/thong-bao"
NEW = f"{AT}/moi"
PDF = ("ket-qua.pdf", b"%PDF-1.4 results", "application/pdf")


async def write(
    browser: Browser, *files: tuple[str, bytes, str], units: tuple[int, ...] = (), **more: str
) -> str:
    """Fill the form of a new announcement in and send it as a browser does."""
    form = next(one for one in forms_of(await browser.opens(NEW)) if one.path == NEW)
    said = {**form.hidden, "noi-dung": "Kết quả PAR INDEX 2025: 88,60 điểm.", "chac": "1", **more}
    data: dict[str, str | list[str]] = {**said, "don-vi": [str(unit) for unit in units]}
    sent = [("files", one) for one in files] or [("files", ("", b"", "application/octet-stream"))]
    browser.last = await browser.client.post(NEW, data=data, files=sent)
    if browser.last.status_code == 303:
        await browser.opens(browser.last.headers["location"])
    return browser.text


async def deliver(pages: Pages) -> None:
    await send_announcements(pages.chat.db, pages.chat.house, pages.chat.now)
    await pages.chat.settle()


async def test_a_leader_writes_to_everyone_and_sees_who_has_not_read_it(both: Pages) -> None:
    async with both.browser(both.chair) as browser:
        assert "Chưa có thông báo nào" in await browser.opens(AT)
        text = await write(browser, PDF, han="trước 15/7")
        assert "Đã nhận thông báo gửi 4 người" in text
        assert "Đã đọc 0/4" in text
        await deliver(both)
        await both.mai.reads()
        both.mai.hears("Kết quả PAR INDEX 2025", "«Đã đọc», trước hết ngày 15/7/2026", "ket-qua.pdf")
        await both.mai.presses("Đã đọc")
        text = await browser.opens(f"{AT}/1")
        assert "Đã đọc 1/4" in text
        assert "3 người chưa xác nhận đã đọc" in text
        assert both.huy.person is not None
        assert both.huy.person.name in text
        assert both.mai.person is not None
        assert f"<li>{both.mai.person.name}" not in text
        assert (await browser.client.get(f"{AT}/1/tep/0")).content == PDF[1]
        text = await browser.sends(form_with(text, "lam", "nhac"))
        assert "sẽ được nhắc trong vài phút tới" in text
        assert await remind_unread(both.chat.db, both.chat.house, both.chat.now) == 3


async def test_the_record_is_taken_as_a_file_and_that_is_noted(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        await write(browser)
        await deliver(pages)
        answer = await browser.client.get(f"{AT}/1.xlsx")
        sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
        assert sum(row[0].value in (1, 2, 3, 4) for row in sheet.iter_rows()) == 4
        assert (await browser.client.get(f"{AT}/1.csv")).text.count("\n") == 5
        assert (await browser.client.get(f"{AT}/1.pdf")).status_code == 404
    acts = [one.what for one in await pages.chat.rows(AuditEntry)]
    assert acts.count("announce_results") == 2
    assert acts.count("announce") == 1


async def test_ticked_units_alone_hear_it(pages: Pages) -> None:
    money = await pages.chat.unit(MONEY)
    async with pages.browser(pages.admin) as browser:
        await write(browser, units=(money.id or 0, money.id or 0))
    (made,) = await pages.chat.rows(Announcement)
    assert made.audience == MONEY
    people = {one.person_id for one in await pages.chat.rows(Receipt)}
    assert pages.huy.person is not None
    assert pages.mai.person is not None
    assert pages.huy.person.id in people
    assert pages.mai.person.id not in people


REFUSED = (
    ({"chac": ""}, "đánh dấu ô xác nhận"),
    ({"noi-dung": "  "}, "Thông báo chưa có nội dung"),
    ({"noi-dung": "a" * 3001}, "dài quá 3000 ký tự"),
    ({"han": "khi nào rảnh"}, "Chưa rõ «khi nào rảnh»"),
    ({"han": "1/1/2020"}, "Chưa rõ «1/1/2020»"),
)


@pytest.mark.parametrize(("more", "why"), REFUSED)
async def test_what_is_refused_is_shown_again_and_nothing_is_sent(
    pages: Pages, more: dict[str, str], why: str
) -> None:
    home = (await pages.chat.unit(HOME)).id or 0
    async with pages.browser(pages.chair) as browser:
        text = await write(browser, units=(home,), **more)
        assert browser.status == 422
        assert why in text
        assert f'value="{home}" checked' in text
        assert more.get("noi-dung", "Kết quả PAR INDEX 2025")[:100].strip() in text
    assert await pages.chat.rows(Announcement) == []


async def test_the_files_of_a_refused_form_are_asked_for_again(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        assert "Ông/Bà chọn lại tệp trước khi gửi" in await write(browser, PDF, han="khi nào rảnh")
        text = await write(browser, ("virus.exe", b"MZ", "application/octet-stream"))
        assert browser.status == 422
        assert "virus.exe" in text


async def test_a_form_sent_twice_makes_one(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        form = next(one for one in forms_of(await browser.opens(NEW)) if one.path == NEW)
        for _ in range(2):
            data = {**form.hidden, "noi-dung": "Họp lúc 14 giờ", "chac": "1"}
            answer = await browser.client.post(NEW, data=data, files=[("files", ("", b"", "text/plain"))])
            assert answer.status_code == 303
        stranger = {**form.hidden, "text": "0" * 32, "noi-dung": "Giả", "chac": "1"}
        answer = await browser.client.post(NEW, data=stranger, files=[("files", ("", b"", "text/plain"))])
        assert answer.status_code == 409
    assert len(await pages.chat.rows(Announcement)) == 1


TABLE = rows("""
#                         chair head mai huy admin citizen left nobody
/trang/thong-bao          200   200  403 403 200   401     401  401
/trang/thong-bao/moi      200   200  403 403 200   401     401  401
/trang/thong-bao/1        200   404  403 403 200   401     401  401
/trang/thong-bao/1.csv    200   404  403 403 200   401     401  401
/trang/thong-bao/1/tep/0  200   404  403 403 200   401     401  401
/trang/thong-bao/1/tep/9  404   404  403 403 404   401     401  401
/trang/thong-bao/9        404   404  403 403 404   401     401  401
""")


@pytest.mark.parametrize("path", TABLE)
async def test_each_page_opens_for_those_it_is_for(pages: Pages, path: str) -> None:
    async with pages.browser(pages.chair) as browser:
        await write(browser, PDF)
    found = []
    for who in WHO:
        async with opened(pages, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
    assert found == TABLE[path]


async def test_only_who_may_see_it_lets_it_be_reminded_of(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        await write(browser)
        await deliver(pages)
    (before,) = await pages.chat.rows(Announcement)
    for who, status in (("head", 404), ("mai", 403), ("nobody", 401)):
        async with opened(pages, who) as browser:
            token = browser.token if who == "head" and await browser.opens("/trang/giao") else "0" * 32
            await browser.posts(f"{AT}/1", {"lam": "nhac", "khoa": token, "lan": "0" * 16})
            assert browser.status == status
    (after,) = await pages.chat.rows(Announcement)
    assert after.remind_on == before.remind_on
