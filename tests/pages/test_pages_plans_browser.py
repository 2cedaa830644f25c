"""A document reviewed in a real browser without a script, by keyboard, on a phone and on a desk."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from roviec.db.models import Task
from tests.chromium import needs_chromium
from tests.pages.conftest import HOME, MONEY, Pages
from tests.pages.plan_stage import AT, forwarded, letter, nearby, read_all
from tests.pages.test_pages_browser import WIDTHS, browsing, look, served

__all__ = ["nearby"]
pytestmark = needs_chromium


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_leader_uploads_reviews_and_assigns(pages: Pages, width: int, tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach.txt"
    document.write_bytes(letter(("trước 30/6/2026", "trước 12/6/2026")))
    async with served(pages) as address, browsing(width) as page:
        await page.goto(address + await pages.link(pages.chair))
        await page.get_by_role("button", name="Mở trang").click()
        await page.get_by_role("link", name="Nhiệm vụ", exact=True).first.click()
        await page.get_by_role("link", name="Văn bản", exact=True).click()
        await look(page, "van-ban-trong", tmp_path)
        await page.get_by_label("Văn bản (Word").set_input_files(document)
        await page.get_by_role("button", name="Đọc văn bản").click()
        await expect(page.get_by_text("Văn bản đang được đọc")).to_be_visible()
        await look(page, "van-ban-dang-doc", tmp_path)
        await read_all(pages)
        await page.get_by_role("link", name="Xem kết quả").click()
        await expect(page.get_by_role("heading", name="Kế hoạch 41/KH-UBND")).to_be_visible()
        await look(page, "doi-chieu", tmp_path)
        rows, paper = page.locator(".side").first, page.locator(".side").last
        above, beside = await rows.bounding_box(), await paper.bounding_box()
        assert above is not None
        assert beside is not None
        assert (beside["y"] > above["y"]) == (width < 700)
        await page.get_by_role("link", name="Xem dòng 4 trước").press("Enter")
        await expect(page.get_by_role("heading", name="Sửa dòng 4")).to_be_visible()
        assert "lấy ý kiến người dân" in (await page.locator("mark.here").text_content() or "")
        await look(page, "doi-chieu-mot-dong", tmp_path)
        await page.get_by_label("Giao cho", exact=True).fill("Phong tai chinh")
        await page.get_by_label("Đơn vị phối hợp").or_(page.get_by_label("Phối hợp")).fill(HOME)
        await page.get_by_label("Hạn", exact=True).fill("bao giờ cũng được")
        await page.get_by_role("button", name="Lưu dòng này").press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Chưa hiểu thời hạn")
        await look(page, "doi-chieu-chua-duoc", tmp_path)
        assert await page.get_by_label("Phối hợp").input_value() == HOME
        await page.get_by_label("Hạn", exact=True).fill("trước 20/9/2026")
        await page.get_by_role("button", name="Lưu dòng này").press("Enter")
        await expect(page.get_by_role("status").first).to_contain_text("Đã lưu dòng 4.")
        await page.get_by_role("link", name="Quá hạn").press("Enter")
        await look(page, "doi-chieu-qua-han", tmp_path)
        await page.get_by_role("button", name="Giao tất cả").press("Enter")
        await expect(page.get_by_role("status").first).to_contain_text("4 nhiệm vụ")
        await look(page, "van-ban-da-giao", tmp_path)
        await page.get_by_role("link", name="Về danh sách văn bản").click()
        await look(page, "van-ban", tmp_path)
    found = await pages.chat.rows(Task, Task.id == 4)
    assert [str(task.due) for task in found] == ["2026-09-20"]


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_corrected_version_says_what_changes(pages: Pages, width: int, tmp_path: Path) -> None:
    clear = ("Tổ khảo sát hài lòng", HOME)
    first = await forwarded(pages, pages.chair, letter(clear))
    await pages.chair.acts(f"plan.all:{first}")
    changes = (clear, ("trước 15/7/2026", "trước 31/7/2026"), ("2. Phòng Tài chính", "2. Phòng Nội vụ"))
    second = await forwarded(pages, pages.chair, letter(*changes), "ke-hoach-sua.txt")
    async with served(pages) as address, browsing(width) as page:
        await page.goto(address + await pages.link(pages.chair))
        await page.get_by_role("button", name="Mở trang").click()
        await page.goto(f"{address}{AT}/{second}")
        await expect(page.get_by_text("So với bản đã giao")).to_be_visible()
        await expect(page.locator(".compared")).to_contain_text(MONEY)
        await look(page, "so-sanh", tmp_path)
        await page.get_by_role("button", name="Bỏ văn bản này").click()
        await look(page, "van-ban-da-bo", tmp_path)
        await page.get_by_role("button", name="Lấy lại văn bản").click()
        await expect(page.get_by_text("So với bản đã giao")).to_be_visible()
