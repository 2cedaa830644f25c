"""Targets, figures and scores in a real browser, without a script, on an old phone and on a desk."""

from pathlib import Path

import pytest

from tests.chromium import needs_chromium
from tests.pages.conftest import HOME, Pages
from tests.pages.test_pages_browser import WIDTHS, browsing, look, served
from tests.pages.test_pages_glance import answered, surveyed, waits
from tests.pages.test_pages_targets import target

pytestmark = needs_chromium


async def furnish(pages: Pages) -> None:
    """Give the office two targets and values of one, answers to a survey, feedback that waits."""
    survey = await surveyed(pages)
    for level in (3, 4, 4, 5, 5):
        await answered(pages, survey, 1, level)
    for days in (2, 12, 40):
        await waits(pages, HOME, days)
    await target(pages)
    await target(pages, None, index="SIPAS", component=None, goal=90.0, goal_op=">=")
    for words in ("năm 2023: 70", "năm 2024: 71,5", "năm 2025: 76,5"):
        await pages.chair.acts("target.say:1")
        await pages.chair.says(words)
    await pages.chair.acts("target.goal:1")
    await pages.chair.says("từ 80 trở lên")
    await pages.chair.says("Theo Công văn 12/UBND ngày 5/6/2026")


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_leader_looks_at_everything(pages: Pages, width: int, tmp_path: Path) -> None:
    await furnish(pages)
    async with served(pages) as address, browsing(width) as page:
        await page.goto(address + await pages.link(pages.chair))
        async with page.expect_navigation():
            await page.get_by_role("button", name="Mở trang").click()
        if await page.get_by_role("link", name="Kết quả", exact=True).count():
            await page.get_by_role("link", name="Kết quả", exact=True).click()
        await page.get_by_role("link", name="Chỉ tiêu", exact=True).first.click()
        await look(page, "chi-tieu", tmp_path)
        await page.get_by_role("link", name="Cải cách thể chế").first.click()
        await look(page, "mot-chi-tieu", tmp_path)
        await page.goto(address + "/trang/so-lieu")
        await look(page, "so-lieu", tmp_path)
        await page.get_by_label("Tên số liệu").fill("Hồ sơ tiếp nhận")
        await page.get_by_label("Đơn vị phụ trách").select_option(label="Phòng Nội vụ")
        await page.locator("#add button").click()
        await page.get_by_role("link", name="Hồ sơ tiếp nhận").click()
        await look(page, "mot-so-lieu", tmp_path)
        await page.goto(address + "/trang/cham-diem")
        await page.get_by_label("Đơn vị tự chấm").select_option(label="Phòng Nội vụ")
        await look(page, "cham-diem", tmp_path)
        await page.locator("#open button").click()
        await page.get_by_role("link", name="Phòng Nội vụ, 2026").click()
        await look(page, "mot-dot-cham", tmp_path)
        await page.locator(".tasks a").first.click()
        await page.locator("#points-tu-cham").fill("9,5")
        await page.get_by_role("button", name="Tự chấm điểm").click()
        await look(page, "mot-tieu-chi", tmp_path)
        await page.goto(address + "/trang/khao-sat")
        await look(page, "khao-sat", tmp_path)
        await page.goto(address + "/trang/chi-tieu/1")
        await page.locator("summary", has_text="Nhập kết quả").click()
        await page.get_by_role("textbox", name="Kết quả").fill("mười")
        await page.locator("details[open] button").click()
        await look(page, "chi-tieu-chua-duoc", tmp_path)
