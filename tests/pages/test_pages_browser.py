"""The pages in a real browser: on an old phone and on a desk, entered by a link from a messenger, without a script."""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Page, expect

from roviec.db.models import Role
from roviec.tasks.lifecycle import State
from roviec.web.app import close
from tests.chat import OFFICE
from tests.chromium import chromium, needs_chromium
from tests.pages.conftest import MONEY, Pages

pytestmark = needs_chromium
WIDTHS = (360, 1366)
# What a finger must hit, what a reader must hear, and what may not happen on a narrow screen.
FAULTS = """() => {
  const faults = [];
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  for (const e of document.querySelectorAll('a, button, select, summary, textarea, input:not([type=hidden])')) {
    if (!seen(e) || e.closest('.skip, .hidden')) continue;
    const target = e.matches('input[type=checkbox]') ? e.closest('label') : e;
    const box = target.getBoundingClientRect();
    if (box.height < 43.5) faults.push('low: ' + e.outerHTML.slice(0, 90) + ' ' + box.height);
  }
  for (const e of document.querySelectorAll('select, textarea, input:not([type=hidden])')) {
    const words = e.labels && [...e.labels].map((l) => l.textContent.trim()).join('');
    if (!words && !e.ariaHidden && !e.ariaLabel) faults.push('unlabelled: ' + e.outerHTML.slice(0, 90));
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('twice: ' + id);
  for (const e of document.querySelectorAll('a, button'))
    if (!e.textContent.trim() && !e.ariaLabel) faults.push('nameless: ' + e.outerHTML);
  if (document.querySelectorAll('h1').length !== 1) faults.push('headings: ' + document.querySelectorAll('h1').length);
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wide: ' + document.documentElement.scrollWidth);
  return faults;
}"""


@asynccontextmanager
async def served(pages: Pages, **more: Any) -> AsyncIterator[str]:
    """Serve the pages; return their address."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    app = pages.app(public_url=address, **more)
    # The links of the chat lead here too.
    house = replace(pages.chat.parts.house, public_url=address)
    pages.chat.parts.house = pages.chat.dispatcher.house = house
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        yield address
    finally:
        close(app)
        server.should_exit = True
        await serving


@asynccontextmanager
async def browsing(width: int) -> AsyncIterator[Page]:
    """A page of a browser without scripts; whatever it complains of fails the test."""
    troubles: list[str] = []
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": width, "height": 740})
        page.set_default_timeout(10_000)
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        yield page
    assert [one for one in troubles if "422" not in one and "401" not in one] == []


async def look(page: Page, name: str, tmp_path: Path) -> None:
    """Check what is on the screen and keep a picture where SCREENSHOTS says."""
    # Who has just pressed something looks at a page that is on its way.
    await page.wait_for_load_state()
    assert page.viewport_size is not None
    if folder := os.environ.get("SCREENSHOTS"):
        path = Path(folder) / f"{name}-{page.viewport_size['width']}.png"
        await page.screenshot(path=path, full_page=True)
    assert await page.evaluate(FAULTS) == [], name


async def busy(pages: Pages) -> int:
    """Give the office something to show; return the number of a task that waits."""
    plan = await pages.plan("Cải cách hành chính năm 2026 của xã", "41/KH-UBND")
    first = await pages.assign(
        "Rà soát, công khai toàn bộ thủ tục hành chính tại Bộ phận Một cửa",
        due=date(2026, 6, 10), plan_id=plan, component="Cải cách thủ tục hành chính",
    )  # fmt: skip
    other = await pages.assign(
        "Báo cáo kết quả kiểm soát thủ tục quý II", due=date(2026, 6, 17), plan_id=plan
    )
    await pages.assign("Công khai dự toán thu chi ngân sách", MONEY, due=date(2026, 7, 15))
    await pages.mai.says("vướng kinh phí in tài liệu, xin lùi 5 ngày")
    await pages.mai.acts(f"task.open:{other}")
    await pages.mai.says("xong 60%, vướng máy in hỏng, xin lùi 5 ngày")
    await pages.mai.acts(f"task.done:{first}")
    await pages.mai.sends_file("bien-ban.pdf", b"%PDF-1.4", mime="application/pdf", text="biên bản công khai")
    return first


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_leader_gets_in_from_a_messenger_decides_and_leaves(
    pages: Pages, width: int, tmp_path: Path
) -> None:
    task = await busy(pages)
    async with served(pages) as address, browsing(width) as page:
        root, boss = await pages.chat.unit(OFFICE), Role.leader
        zalo = await pages.chat.official("Lê Minh Chí", root, boss, "Phó Chủ tịch", channel="plain")
        await zalo.says("/trang")
        found = re.search(r"http\S+", zalo.last["text"])
        assert found is not None
        await page.goto(found[0])
        await look(page, "cua", tmp_path)
        await page.get_by_role("button", name="Mở trang").click()
        await expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
        await look(page, "tong-quan", tmp_path)
        for path, name in (
            ("/trang/viec", "danh-sach"),
            ("/trang/viec?muc=qua-han&don-vi=2", "danh-sach-loc"),
            ("/trang/viec?tim=khong+co", "danh-sach-trong"),
            ("/trang/theo/don-vi", "theo-don-vi"),
            ("/trang/lich", "lich"),
            ("/trang/giao", "giao-viec"),
            ("/trang/phien", "phien"),
            (f"/trang/viec/{task}", "nhiem-vu"),
        ):
            await page.goto(address + path)
            await look(page, name, tmp_path)
        await page.locator("summary", has_text="Trả lại").click()
        await page.get_by_label("Nội dung cần bổ sung").fill("ừ")
        await look(page, "nhiem-vu-mo", tmp_path)
        await page.locator("details[open] button").click()
        await expect(page.get_by_role("alert")).to_contain_text("viết rõ thêm")
        await look(page, "nhiem-vu-chua-duoc", tmp_path)
        await page.get_by_label("Nội dung cần bổ sung").fill("Bổ sung danh mục thủ tục")
        await page.locator("details[open] button").click()
        await expect(page.get_by_role("status").first).to_contain_text("trả lại")
        await look(page, "nhiem-vu-xong", tmp_path)
        await page.get_by_role("button", name="Thoát").click()
        await expect(page.get_by_role("heading", name="Đã thoát")).to_be_visible()
        await page.goto(address + "/trang")
        await expect(page.locator("body")).to_contain_text("gửi /trang")
    assert (await pages.task(task)).state is State.returned


async def test_the_keyboard_alone_assigns_and_confirms_several(pages: Pages, tmp_path: Path) -> None:
    task = await busy(pages)
    async with served(pages), browsing(360) as page:
        link = await pages.link(pages.admin)
        await page.goto(pages.chat.parts.house.public_url + link)
        await page.keyboard.press("Tab")
        await expect(page.locator(".skip")).to_be_focused()
        await page.get_by_role("button", name="Mở trang").press("Enter")
        await page.get_by_role("link", name="Nhiệm vụ", exact=True).first.press("Enter")
        await page.get_by_role("link", name="Giao việc", exact=True).press("Enter")
        await page.get_by_label("Việc cần làm").fill("Lập danh sách hộ nghèo năm 2026")
        await page.get_by_label("Đơn vị chủ trì").select_option(label=MONEY)
        await page.get_by_label("Thời hạn").fill("trước 30/7")
        await page.locator("main button").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Lập danh sách hộ nghèo")
        await page.get_by_role("link", name="Nhiệm vụ", exact=True).first.press("Enter")
        await page.locator(f"input[value='{task}']").press("Space")
        await page.get_by_label("Việc cần làm").select_option("xac_nhan")
        await page.get_by_role("button", name="Thực hiện").press("Enter")
        await expect(page.get_by_role("status").first).to_contain_text("Đã thực hiện 1/1")
        await look(page, "danh-sach-xong", tmp_path)
        for path, name in (("don-vi", "don-vi"), ("don-vi/2", "mot-don-vi"), ("nhap", "nhap-bang")):
            await page.goto(f"{pages.chat.parts.house.public_url}/trang/{path}")
            await look(page, name, tmp_path)
    assert (await pages.task(task)).state is State.done
