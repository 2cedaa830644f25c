"""The digest before it goes: looked at, corrected, sent, on a page and in a chat; each number opens its tasks, no others."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import delete

from roviec.db.models import ReportRequest
from roviec.db.models.delivery import DigestEdit
from roviec.scheduler.digest import send_digest, send_report
from tests.office import HANOI
from tests.pages.conftest import HOME, MONEY, Pages, forms_of
from tests.pages.test_pages_rights import opened
from tests.rights.cells import rows

AT = "/trang/ban-tin"
WHO = ("chair", "head", "admin", "mai", "citizen", "left", "nobody")
RIGHTS = rows("""
#          chair head admin mai citizen left nobody
page       200   200  200   403 401     401  401
rows       200   200  200   403 401     401  401
correct    303   422  303   403 401     401  401
hide       303   422  303   403 401     401  401
send       303   422  303   403 401     401  401
""")


async def busy(pages: Pages) -> None:
    today = pages.chat.now.date()
    await pages.assign("Rà soát thủ tục", due=today - timedelta(days=9))
    await pages.assign("Báo cáo quý", due=today + timedelta(days=20))
    await pages.assign("Lập dự toán", MONEY, due=today - timedelta(days=4))


async def form(pages: Pages, token: str, act: str, key: str, n: int) -> dict[str, str]:
    more = {
        "correct": {"viec": "digest.remark", "y-kien": "Các đơn vị tập trung việc quá hạn."},
        "hide": {"viec": f"digest.piece:{key}:delivery:0"},
        "send": {"viec": "digest.send", "nguoi": ""},
    }[act]
    return more | {"ky": key, "khoa": token, "lan": f"{n:016x}"}


def key_of(text: str) -> str:
    return next(one.hidden["ky"] for one in forms_of(text) if "ky" in one.hidden)


@pytest.mark.parametrize("act", RIGHTS)
async def test_who_sees_corrects_and_sends(pages: Pages, act: str) -> None:
    await busy(pages)
    found = []
    for n, who in enumerate(WHO):
        async with opened(pages, who) as browser:
            if act in ("page", "rows"):
                await browser.opens(AT if act == "page" else f"{AT}/viec?cach=overdue")
                found.append(str(browser.status))
                continue
            await browser.opens("/trang")
            token = browser.token if browser.status == 200 else "0" * 32
            answer = await browser.client.post(AT, data=await form(pages, token, act, "2026-W26", n))
            found.append(str(answer.status_code))
        # What was asked for would be drawn into the chats where the next ones ask for their link.
        async with pages.chat.db.write() as session:
            await session.exec(delete(ReportRequest))
    assert found == RIGHTS[act]
    assert len(await pages.chat.rows(DigestEdit)) == (2 if act in ("correct", "hide") else 0)


async def test_it_is_corrected_with_who_and_when_and_goes_so_to_every_reader(both: Pages) -> None:
    await busy(both)
    async with both.browser(both.chair) as browser:
        text = await browser.opens(AT)
        assert "Sẽ gửi lúc 7:30 ngày" in text
        key = key_of(text)
        for act, n in (("correct", 1), ("hide", 2)):
            await browser.posts(AT, await form(both, browser.token, act, key, n))
            assert browser.status == 200
        assert "Ý kiến của Nguyễn Minh Sơn: Các đơn vị tập trung việc quá hạn." in browser.text
        assert "Nguyễn Minh Sơn chỉnh lúc" in browser.text
        assert "Gửi lại phần gửi tin" in browser.text
    await both.chair.says("/tuan chinh")
    monday = both.chat.now + timedelta(days=7 - both.chat.now.weekday())
    both.chat.now = monday.astimezone(HANOI).replace(hour=7, minute=31)
    assert await send_digest(both.chat.db, both.chat.parts.house, both.chat.now) == 3
    await both.chat.settle()
    for who in (both.chair, both.head, both.admin):
        assert "Ý kiến của Nguyễn Minh Sơn: Các đơn vị tập trung việc quá hạn." in await who.reads()


async def test_the_chat_corrects_and_sends_what_the_page_shows(pages: Pages) -> None:
    await busy(pages)
    await pages.chair.says("/tuan chinh")
    pages.chair.hears("Chưa có ý kiến bổ sung")
    await pages.chair.presses("Ghi ý kiến")
    await pages.chair.says("Hoàn thành trước thứ Sáu.")
    pages.chair.hears("Ý kiến: Hoàn thành trước thứ Sáu.", "Nguyễn Minh Sơn chỉnh lúc")
    await pages.chair.presses("Bỏ phần phản ánh")
    pages.chair.hears("Không gửi phần phản ánh, kiến nghị.")
    (one, *_) = [found for found in await pages.chat.rows(DigestEdit) if found.remark]
    async with pages.browser(pages.admin) as browser:
        await browser.opens(f"{AT}?ky={one.period}")
        assert "Hoàn thành trước thứ Sáu." in browser.text
        await browser.posts(
            AT,
            {"ky": one.period, "viec": "digest.remark", "y-kien": "", "khoa": browser.token, "lan": "1" * 16},
        )
        assert "Ý kiến của" not in browser.text
    await pages.chair.presses("Gửi cho mọi người nhận")
    pages.chair.hears("Đang gửi bản tin cho 3 người")
    await pages.chat.settle()
    heard = await pages.head.reads()
    assert "bản tin tuần 25 năm 2026" in heard
    assert "Chỉnh bản tin" not in heard
    monday = pages.chat.now.astimezone(HANOI).replace(hour=7, minute=31)
    assert monday.weekday() < 5
    # Whoever had it by hand does not get it again by the clock.
    assert await send_digest(pages.chat.db, pages.chat.parts.house, pages.chat.now) == 0
    await pages.head.says("/tuan chinh")
    pages.head.hears("Chỉ lãnh đạo cơ quan và quản trị viên")


async def test_each_number_opens_as_many_tasks_of_the_reader_and_no_others(both: Pages) -> None:
    await busy(both)
    for who, names in ((both.chair, {HOME, MONEY}), (both.head, {HOME})):
        async with both.browser(who) as browser:
            text = await browser.opens(AT)
            links = re.findall(r'<a href="(/trang/ban-tin/viec[^"]*)">(\d+)</a>', text)
            assert links
            for path, count in links:
                listed = await browser.opens(unescape(path))
                assert listed.count('<a href="/trang/viec/') == int(count), path
                assert ("Lập dự toán" in listed) <= (MONEY in names)
            assert (MONEY in text) == (MONEY in names)
            money = (await both.chat.unit(MONEY)).id
            await browser.opens(f"{AT}/viec?cach=overdue&don-vi={money}")
            assert ("Lập dự toán" in browser.text) == (MONEY in names)


@pytest.mark.parametrize("key", ["2026-W99", "la", "9999-W01", "2026-W1", "../..", "2026-M13"])
async def test_a_period_that_there_is_none_is_a_sentence(pages: Pages, key: str) -> None:
    async with pages.browser(pages.chair) as browser:
        await browser.opens(f"{AT}?ky={key}")
        assert (browser.status, "Không có kỳ báo cáo này" in browser.text) == (422, True)
        await browser.posts(AT, await form(pages, browser.token, "send", key, 5))
        assert browser.status in (400, 422)
    assert await pages.chat.rows(ReportRequest) == []


async def test_a_monday_the_fifteenth_brings_one_message(pages: Pages) -> None:
    await busy(pages)
    house, db = pages.chat.parts.house, pages.chat.db
    for day in range(12, 20):
        now = pages.chat.now.astimezone(HANOI).replace(year=2026, month=6, day=day, hour=7, minute=35)
        sent = [await send_digest(db, house, now) > 0, await send_report(db, house, now) > 0]
        assert sum(sent) <= 1, now
        if day in (15, 16):
            assert sent == [day == 15, day == 16]
    assert date(2026, 6, 15).weekday() == 0
