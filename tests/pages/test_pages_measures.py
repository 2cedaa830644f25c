"""Periodic figures on a page: defined by admins, entered by whoever owns them, open to whom they concern."""

import pytest

from roviec.db.models import AuditEntry, Measure, Measured
from tests.pages.conftest import HOME, Pages, form_with
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

AT = "/trang/so-lieu"
NEW = {"ten": "Hồ sơ tiếp nhận", "tinh-bang": "hồ sơ", "ky": "month", "ngay": "15"}


async def add(pages: Pages, **more: str) -> str:
    """Let the admin define a figure of the home unit on the page; return what is shown."""
    async with pages.browser(pages.admin) as browser:
        form = form_with(await browser.opens(AT), "ky", "month")
        return await browser.sends(form, **(NEW | {"don-vi": "2"} | more))


TABLE = rows("""
#                 chair head mai huy admin citizen left nobody
/trang/so-lieu    200   200  200 200 200   401     401  401
/trang/so-lieu/1  200   200  200 403 200   401     401  401
/trang/so-lieu/9  404   404  404 404 404   401     401  401
/trang/so-lieu/x  400   400  400 400 400   401     401  401
""")


@pytest.mark.parametrize("path", TABLE)
async def test_each_page_opens_for_those_it_is_for(both: Pages, path: str) -> None:
    await add(both)
    found = []
    for who in WHO:
        async with opened(both, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
            if browser.status == 200:
                assert ("Hồ sơ tiếp nhận" in browser.text) is (who != "huy")
                assert ('name="lam"' in browser.text or 'name="ten"' in browser.text) is (
                    who in ("chair", "admin")
                )
    assert found == TABLE[path]


async def test_an_admin_defines_a_rate_and_whoever_owns_its_parts_enters_them(both: Pages) -> None:
    assert HOME in await add(both)
    assert "Đã có số liệu «Hồ sơ tiếp nhận»" in await add(both)
    assert "Ngày hỏi là ngày trong tháng" in await add(both, ten="Hồ sơ trễ hạn", ngay="31")
    assert "Ông/Bà ghi tên số liệu" in await add(both, ten="x")
    assert "Chưa rõ mục tiêu" in await add(both, ten="Hồ sơ trễ hạn", **{"muc-tieu": "thấp"})
    await add(both, ten="Hồ sơ trễ hạn")
    assert "Tỷ lệ được tính từ hai số liệu khác nhau" in await add(both, ten="Tỷ lệ trễ hạn", tu="1", mau="1")
    await add(both, ten="Tỷ lệ trễ hạn", tu="2", mau="1", **{"muc-tieu": "dưới 1"})
    async with both.browser(both.mai) as browser:
        for number, words in ((1, "1.000 hồ sơ"), (2, "15")):
            await browser.opens(f"{AT}/{number}")
            await browser.presses(f"measure.say:{number}:2026-M05", words)
        assert "tháng 5 năm 2026: 15 hồ sơ" in browser.text
        text = await browser.opens(f"{AT}/3")
        assert "1,5% (tháng 5 năm 2026) · chưa đạt" in text
        assert "measure.say" not in text
    assert [one.value for one in await both.chat.rows(Measured)] == [1000.0, 15.0]
    assert "measure_value" in [one.what for one in await both.chat.rows(AuditEntry)]


async def test_an_admin_changes_and_ends_a_figure(both: Pages) -> None:
    await add(both)
    assert both.mai.person is not None
    async with both.browser(both.admin) as browser:
        form = form_with(await browser.opens(f"{AT}/1"), "lam", "sua")
        await browser.sends(form, nguoi=str(both.mai.person.id), ngay="20", **{"muc-tieu": "từ 90 trở lên"})
        (row,) = await both.chat.rows(Measure)
        assert (row.owner_id, row.ask_day, row.goal, row.goal_op) == (both.mai.person.id, 20, 90.0, ">=")
        end = form_with(browser.text, "lam", "ngung")
        await browser.sends(end)
        assert browser.status == 400
        await browser.sends(end, chac="1")
        assert "Đã ngừng theo dõi" in browser.text
        assert "Hồ sơ tiếp nhận" not in (await browser.opens(AT)).split('class="tasks"')[-1]
    (row,) = await both.chat.rows(Measure)
    assert row.ended_on is not None


@pytest.mark.parametrize("who", ["head", "mai"])
async def test_who_may_not_define_is_refused_by_a_forged_form(pages: Pages, who: str) -> None:
    await add(pages)
    async with pages.browser(getattr(pages, who)) as browser:
        await browser.opens("/trang")
        mine = {"khoa": browser.token, "lan": "0" * 16}
        await browser.posts(AT, NEW | {"ten": "Số khác", "don-vi": "2"} | mine)
        assert browser.status == 422
        for more in ({"lam": "sua", "ngay": "3"}, {"lam": "ngung", "chac": "1"}):
            await browser.posts(f"{AT}/1", more | mine | {"lan": "1" * 16})
            assert browser.status == 422
            assert "do lãnh đạo cơ quan hoặc quản trị viên thay đổi" in browser.text
    (row,) = await pages.chat.rows(Measure)
    assert (row.ask_day, row.ended_on) == (15, None)


async def test_no_form_of_a_stranger_is_taken(pages: Pages) -> None:
    await add(pages)
    for browser_of in (pages.nobody, pages.of_one_who_left):
        for path in (AT, f"{AT}/1"):
            async with browser_of() as browser:
                await browser.posts(path, NEW | {"khoa": "0" * 32, "lan": "0" * 16})
                assert browser.status == 401


@pytest.mark.parametrize("packed", ["task.confirm:1", "data.erase", "target.goal:1", "measure.list:0", ""])
async def test_a_figure_page_does_nothing_but_what_belongs_to_it(pages: Pages, packed: str) -> None:
    await add(pages)
    async with pages.browser(pages.admin) as browser:
        await browser.opens(f"{AT}/1")
        await browser.posts(f"{AT}/1", {"viec": packed, "khoa": browser.token, "lan": "0" * 16})
        assert browser.status == 400
