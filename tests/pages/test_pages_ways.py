"""The ways between the pages: in groups that fit a phone, each reached by keyboard, for those whose pages they lead to."""

import re

import pytest

from roviec.db.models import Role
from roviec.texts import catalogue
from roviec.web.office.ways import ways_of
from tests.chromium import chromium, needs_chromium
from tests.pages.conftest import Pages
from tests.pages.test_pages_browser import served
from tests.pages.test_pages_rights import opened

MINE = {
    Role.official: ["Tổng quan: Tổng quan, Phiên đăng nhập", "Nhiệm vụ: Nhiệm vụ, Lịch", "Chỉ tiêu"],
    Role.leader: [
        "Tổng quan: Tổng quan, Thông báo, Phiên đăng nhập",
        "Nhiệm vụ: Nhiệm vụ, Lịch, Giao việc, Văn bản",
        "Kết quả: Chỉ tiêu, Bản tin, Khảo sát, phản ánh",
    ],
    Role.admin: [
        "Tổng quan: Tổng quan, Thông báo, Phiên đăng nhập",
        "Nhiệm vụ: Nhiệm vụ, Lịch, Giao việc, Văn bản",
        "Kết quả: Chỉ tiêu, Bản tin, Khảo sát, phản ánh",
        "Cơ quan: Cán bộ, Đơn vị, Thiết lập, Tin lỗi",
    ],
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_the_ways_to_its_pages(role: Role) -> None:
    said = []
    for here in ("home", "tasks", "figures", "people"):
        ways = ways_of(catalogue("vi"), role, here)
        label = next((one.label for one in ways.groups if one.is_here), None)
        if label is not None:
            pages = ", ".join(one.label for one in ways.pages)
            said.append(f"{label}: {pages}" if pages else label)
    assert said == MINE[role]


@pytest.mark.parametrize("who", ["chair", "head", "mai", "admin"])
async def test_every_way_leads_to_a_page_that_says_where_it_is(pages: Pages, who: str) -> None:
    async with opened(pages, who) as browser:
        seen, wanted = set(), ["/trang"]
        while wanted:
            path = wanted.pop()
            seen.add(path)
            text = await browser.opens(path)
            assert browser.status == 200, path
            ways = re.findall(r'<nav class="ways.*?</nav>', text, re.DOTALL)
            assert sum(way.count('aria-current="page"') for way in ways) == 1, path
            for found in re.findall(r'href="([^"]*)"', "".join(ways)):
                if found not in seen and found not in wanted:
                    wanted.append(found)
    assert len(seen) == {"mai": 5, "admin": 14}.get(who, 10)


@needs_chromium
@pytest.mark.parametrize("width", [360, 700, 1366])
async def test_they_fit_and_are_reached_by_keyboard(pages: Pages, width: int) -> None:
    async with served(pages) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": width, "height": 740})
        await page.goto(address + await pages.link(pages.admin))
        await page.get_by_role("button", name="Mở trang").click()
        for path in ("/trang", "/trang/thong-bao", "/trang/viec", "/trang/khao-sat", "/trang/don-vi"):
            await page.goto(address + path)
            lines = page.locator("nav.ways")
            assert await lines.count() == 2
            for n in range(2):
                box = await lines.nth(n).bounding_box()
                assert box is not None
                assert box["height"] < 60, (path, n, "wraps")
                sizes = (
                    "e => [e.scrollWidth <= e.clientWidth, ...[...e.children].map(a => a.offsetHeight >= 44)]"
                )
                assert all(await lines.nth(n).evaluate(sizes)), (path, n)
        links = await page.locator("nav.ways a").all_inner_texts()
        reached: list[str] = []
        for _ in range(len(links) + 6):
            await page.keyboard.press("Tab")
            reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
        assert links == [one for one in reached if one in links][: len(links)]
        await page.locator("nav.ways a").nth(2).focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/trang/chi-tieu")
