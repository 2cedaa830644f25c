"""axe-core over every page: the office's, the forms, the web chat; on a phone and on a desk; and what a finger must hit."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page
from starlette.routing import Route

from roviec.db import people
from roviec.db.surveys.doors import make_door
from roviec.survey.modes import Mode
from roviec.web.office.routes import ROUTES
from tests.chat import OFFICE
from tests.chromium import chromium, needs_chromium
from tests.handlers.survey_stage import open_survey
from tests.pages.conftest import HOME, Pages
from tests.pages.plan_stage import forwarded, letter, nearby
from tests.pages.test_pages_browser import FAULTS, WIDTHS, busy, served
from tests.pages.test_pages_figures_browser import furnish as measures

__all__ = ["nearby"]
AXE = Path(__file__).parents[2] / ".venv" / "axe" / "axe.min.js"
AXE_SUM = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
"""Of axe-core 4.14.1, which tests/tools.sh fetches (Deque Systems, MPL 2.0); without it the rest is tried."""
pytestmark = [
    needs_chromium,
    pytest.mark.timeout(600),
]
RUN = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run(document, {runOnly: tags, resultTypes: ['violations']});
  return found.violations.map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 120)}`);
}"""
# Addresses that are no pages: files, and a door that a link of one use opens.
NO_PAGES = (
    *(
        "/trang/viec.{kind}",
        "/trang/viec/{id}/tep/{file}",
        "/trang/vao",
        "/trang/ra",
        "/trang/can-bo/giay-moi",
    ),
    *("/trang/thong-bao/{id}.{kind}", "/trang/thong-bao/{id}/tep/{file}"),
    *("/trang/cham-diem/{id}.xlsx", "/trang/cham-diem/{id}.zip", "/trang/cham-diem/{id}/tep/{file}"),
)
AT = {
    "/trang/can-bo/{id}": ("/trang/can-bo/3",),
    "/trang/so-lieu/{id}": ("/trang/so-lieu/1",),
    "/trang/cham-diem/{id}": ("/trang/cham-diem/1",),
    "/trang/thong-bao/{id}": ("/trang/thong-bao/1",),
    # Its address is found on the page before.
    "/trang/cham-diem/{id}/{criterion}": (),
    "/trang/chi-tieu/{id}": ("/trang/chi-tieu/1", "/trang/chi-tieu/2"),
    "/trang/theo/{by}": ("/trang/theo/don-vi", "/trang/theo/van-ban"),
    "/trang/viec/{id}": ("/trang/viec/1", "/trang/viec/2"),
    "/trang/don-vi/{id}": ("/trang/don-vi/2",),
    "/trang/van-ban/{id}": (
        "/trang/van-ban/1",
        "/trang/van-ban/1?dong=0",
        "/trang/van-ban/1?dong=3",
        "/trang/van-ban/2",
    ),
    "/trang/ban-tin/viec": ("/trang/ban-tin/viec?cach=within", "/trang/ban-tin/viec?cach=late"),
}
"""Addresses of the pages whose paths hold something."""


def pages_of_the_office() -> list[str]:
    """Return the address of every page, and fail for one of which nobody said how it is opened."""
    found: list[str] = []
    for route in ROUTES:
        assert isinstance(route, Route)
        if "GET" not in (route.methods or ()) or route.path in NO_PAGES:
            continue
        assert "{" not in route.path or route.path in AT, f"say in AT how {route.path} is opened"
        found += AT.get(route.path, (route.path,))
    return [*dict.fromkeys(found), "/trang/viec?tim=khong+co", "/trang/khong-co"]


async def faults(page: Page) -> list[str]:
    """Return what axe, a finger and a narrow screen complain of, on a phone and on a desk."""
    await page.wait_for_load_state()
    if AXE.exists():
        await page.evaluate(AXE.read_text())
    found: list[str] = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 740})
        found += [f"{width}: {one}" for one in await page.evaluate(FAULTS)]
        if AXE.exists():
            found += [f"{width}: {one}" for one in await page.evaluate(RUN)]
    return found


def test_axe_is_the_one_that_we_know() -> None:
    if not AXE.exists():
        pytest.skip("axe-core could not be fetched with npm: only targets and widths are tried")
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SUM


async def furnished(pages: Pages) -> None:
    await busy(pages)
    await measures(pages)
    await forwarded(pages, pages.admin, letter(("trước 30/6/2026", "trước 12/6/2026")))
    done = await forwarded(pages, pages.admin, letter(("Tổ khảo sát hài lòng", HOME)), "khac.txt")
    await pages.admin.acts(f"plan.all:{done}")
    await pages.admin.says("/thongbao Họp giao ban lúc 14 giờ.")
    await pages.admin.presses("Gửi tới")


async def begun(page: Page, address: str) -> None:
    """Ask for a figure and begin a self-scoring: their pages have something to show."""
    await page.goto(address + "/trang/so-lieu")
    await page.get_by_label("Tên số liệu").fill("Hồ sơ tiếp nhận")
    await page.get_by_label("Đơn vị phụ trách").select_option(label=HOME)
    await page.locator("#add button").click()
    await page.goto(address + "/trang/cham-diem")
    await page.get_by_label("Đơn vị tự chấm").select_option(label=HOME)
    await page.locator("#open button").click()


async def first_criterion(page: Page, address: str) -> str:
    """Return the address of the first criterion of the scoring."""
    await page.goto(address + "/trang/cham-diem/1")
    path = await page.locator(".tasks a").first.get_attribute("href")
    assert path is not None
    return path


async def test_no_page_of_the_office_has_a_fault(pages: Pages) -> None:
    await furnished(pages)
    wrong: dict[str, list[str]] = {}
    async with served(pages) as address, chromium() as browser:
        page = await browser.new_page()
        link = await pages.link(pages.admin)
        await page.goto(address + link)
        wrong[link] = await faults(page)
        await page.get_by_role("button", name="Mở trang").click()
        await begun(page, address)
        for path in [*pages_of_the_office(), await first_criterion(page, address)]:
            await page.goto(address + path)
            wrong[path] = await faults(page)
        await page.goto(address + "/trang/viec/1")
        for summary in await page.locator("details:not([open]) > summary").all():
            if await summary.is_visible():
                await summary.click()
        wrong["every form of a task open"] = await faults(page)
    assert "\n".join(f"{path}: {one}" for path, found in wrong.items() for one in found) == ""


async def test_no_form_and_no_chat_has_a_fault(pages: Pages) -> None:
    campaign, _ = await open_survey(pages.chat)
    async with pages.chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        door = await make_door(session, campaign_id=campaign, unit=where, mode=Mode.OWN, desk="")
    wrong: dict[str, list[str]] = {}
    more: dict[str, Any] = {"receive": pages.chat.road.receive}
    async with served(pages, **more) as address, chromium() as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/phieu/{door}")
        for step in range(14):
            wrong[f"form, page {step}"] = await faults(page)
            if not await go_on(page):
                break
        await page.goto(f"{address}/api/")
        wrong["api"] = await faults(page)
        await page.goto(address + "/khong-co")
        wrong["not found"] = await faults(page)
        await page.goto(address)
        await page.locator("textarea, input[type=text]").first.fill("xin chào")
        await page.keyboard.press("Enter")
        await page.get_by_text("xin chào").wait_for()
        await page.wait_for_timeout(500)
        await pages.chat.settle()
        await page.get_by_text(re.compile("Góp ý|khảo sát|phản ánh", re.IGNORECASE)).first.wait_for()
        await page.wait_for_timeout(1000)  # What arrives fades in.
        wrong["chat"] = await faults(page)
    assert "\n".join(f"{path}: {one}" for path, found in wrong.items() for one in found) == ""


async def go_on(page: Page) -> bool:
    """Answer whatever a form asks and go on; False at its end."""
    for one in ("button[value=begin]", ".level", "button.main", "form button[type=submit]"):
        button = page.locator(f"main {one}, {one}").first
        if await button.count() and await button.is_visible():
            before = page.url, await page.locator("main").inner_text()
            await button.click()
            await page.wait_for_load_state()
            return (page.url, await page.locator("main").inner_text()) != before
    return False
