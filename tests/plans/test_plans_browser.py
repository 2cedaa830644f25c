"""The page of a draft on a phone, used with the keyboard."""

import asyncio
import socket
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import async_playwright

from roviec.web.app import Deps, build, close
from tests.plans.conftest import Office, letter, tasks

CHROMIUM = "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")


async def test_a_phone_shows_rows_first_and_the_keyboard_alone_corrects_and_assigns(office: Office) -> None:
    await office.forwards(office.chair, letter())
    path = str(office.chair.last["link"]).split("/", 3)[3]
    parts = office.house.parts
    deps = Deps(
        db=parts.db,
        files=parts.files,
        channel=parts.web,
        wake=lambda: None,
        clock=office.house.clock,
        office="UBND xã Bình Lư",
        public_url="http://localhost",
        max_file=1000,
        demo=None,
        house=parts.house,
    )
    app, door = build(deps), socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    troubles: list[str] = []
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: troubles.append(str(e)))
        await page.goto(f"http://127.0.0.1:{door.getsockname()[1]}/{path}")
        await page.get_by_text("Mở trang đối chiếu").click()
        await page.wait_for_url("**/plan/1?key=*")
        rows, paper = page.locator(".rows"), page.locator(".paper")
        above, below = await rows.bounding_box(), await paper.bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] < below["y"]
        await page.locator("#row-3 > summary").focus()
        await page.keyboard.press("Enter")
        assert "lấy ý kiến người dân" in (await page.locator("mark").text_content() or "")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.locator("#lead-3-0").focus()
        await page.keyboard.type("Phong van hoa")
        await page.keyboard.press("Enter")
        await page.locator("#status", has_text="Đã ghi.").wait_for()
        assert await page.evaluate("document.activeElement.closest('.row').id") == "row-3"
        await page.locator("button.main").focus()
        await page.keyboard.press("Enter")
        await page.locator("#status li", has_text="4 nhiệm vụ").wait_for()
        await browser.close()
    close(app)
    server.should_exit = True
    await serving
    assert troubles == []
    assert len(await tasks(office)) == 4
