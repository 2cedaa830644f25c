"""The main job, end to end: `roviec demo` as a process, a phone's browser, a week in minutes."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.chromium import chromium

expect.set_options(timeout=120_000)
MAI, CHAIR, CITIZEN = "Lò Thị Mai", "Nguyễn Minh Sơn", "Bà Tẩn (65 tuổi)"


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a running demonstration."""
    roviec = Path(sys.executable).parent / "roviec"
    process = await asyncio.create_subprocess_exec(
        roviec, "demo", "--port", "0", "--folder", tmp_path / "demo", stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    line = (await asyncio.wait_for(process.stderr.readline(), 300)).decode()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert address, line
    yield address[0]
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 120) == 0


@pytest.fixture
async def phone(demo: str) -> AsyncIterator[Page]:
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
        page.set_default_timeout(120_000)
        await page.goto(f"{demo}/demo")
        yield page


async def become(page: Page, name: str) -> None:
    """Choose a persona in the list of the control strip."""
    box = page.locator("select")
    # By its value: what an option says changes with what its person has not read.
    await box.select_option(value=await box.locator(f'option[data-name^="{name}"]').get_attribute("value"))
    await expect(page.locator("select option:checked")).to_contain_text(name)
    await expect(page.locator(".line .bubble").first).to_be_visible()


async def says(page: Page, text: str) -> None:
    await page.locator("textarea, input[type=text]").last.fill(text)
    await page.keyboard.press("Enter")


async def presses(page: Page, label: str) -> None:
    await page.locator("button", has_text=label).last.click()


async def hears(page: Page, text: str, seconds: float = 120) -> None:
    await expect(page.locator(".line .bubble", has_text=text).last).to_be_visible(timeout=seconds * 1000)


async def shot(page: Page, name: str, _folder: Path) -> None:
    """Wait for the whole page; keep a screenshot where SCREENSHOTS says."""
    await page.wait_for_load_state()
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_a_week_of_the_sample_district_passes_on_a_phone(phone: Page, tmp_path: Path) -> None:
    await become(phone, MAI)
    await hears(phone, "Kính chào Ông/Bà Lò Thị Mai")
    await presses(phone, "Đến lần nhắc kế tiếp")
    await hears(phone, "nhắc vì còn 7 ngày làm việc", seconds=60)
    await says(phone, "da xong 80% roi, vuong kinh phi, xin lui 5 ngay")
    await hears(phone, "Tiến độ 80%")
    await shot(phone, "main-official", tmp_path)

    await become(phone, CHAIR)
    await hears(phone, "Lò Thị Mai báo vướng mắc: vuong kinh phi")
    await says(phone, "/duyet")
    await hears(phone, "Có 4 việc chờ quyết định")
    await presses(phone, "Gia hạn:")
    await presses(phone, "Đồng ý đến")
    await hears(phone, "Đã đồng ý gia hạn")
    await says(phone, "/tuan")
    await hears(phone, "bản tin tuần 48 năm 2024")
    await expect(phone.locator("img").last).to_be_visible()
    await shot(phone, "main-leader", tmp_path)

    await become(phone, CITIZEN)
    await presses(phone, "Trả lời khảo sát")
    await hears(phone, "có đồng ý tham gia không")
    await presses(phone, "Đồng ý tham gia")
    await presses(phone, "Đã đủ 18 tuổi")
    for n in range(1, 17):
        await hears(phone, f"Câu {n}/16.")
        await presses(phone, "5. Rất hài lòng")
    await hears(phone, "Câu hỏi thêm 1/2")
    await presses(phone, "5. Rất hài lòng")
    await hears(phone, "Câu hỏi thêm 2/2")
    await says(phone, "Cán bộ hướng dẫn rất tận tình")
    await hears(phone, "không thể truy ngược")
    await expect(phone.locator(".line", has_text="tận tình")).to_have_count(0)
    await shot(phone, "main-citizen", tmp_path)


async def test_the_demonstration_says_what_it_is_and_answers_on_loopback_only(demo: str) -> None:
    async with httpx.AsyncClient(base_url=demo, follow_redirects=True) as client:
        page = await client.get("/")
    assert "BẢN TRÌNH DIỄN" in page.text
    assert demo.startswith("http://127.0.0.1:")
