"""A person presses «Bật thông báo» in a real browser; what its worker shows names nothing of the message."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from test_web_browser import browser, chat_id, picture, said
from web_house import NOW, House, served

from roviec.channels.webchat.push import Push
from roviec.channels.webchat.vapid import Vapid
from roviec.db import people, pushes
from roviec.db.models import Knock, Role
from tests.chromium import chromium, needs_chromium
from tests.fakes.push_service import Browser
from tests.ports import free_port

__all__ = ["browser"]
pytestmark = needs_chromium
ENDPOINT = "https://push.example/send/abc"
# No browser without a way to its maker's push service can subscribe: that one call is played.
PLAYED = """
(() => {
  let held = null;
  const said = %s;
  const made = (key) => ({
    options: { applicationServerKey: key }, toJSON: () => said,
    unsubscribe: async () => { held = null; return true; },
  });
  PushManager.prototype.getSubscription = async () => held;
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("bad options");
    return held = made(options.applicationServerKey);
  };
})();
"""


@pytest.fixture
async def office(house: House, tmp_path: Path) -> AsyncIterator[House]:
    push = Push(Vapid(tmp_path / "push.key"))
    yield house.again(push=push)
    await push.close()


async def link(house: House, chat: str) -> None:
    """Make the browser of a chat an official's."""
    async with house.deps.db.write() as session:
        unit = await people.add_unit(session, name="UBND xã")
        lan = await people.add_person(session, name="Lan", unit=unit, role=Role.official)
        place = await people.address_of(session, channel="web", chat=chat)
        await people.give(session, place, lan, NOW)


async def opened(browser: Any, address: str, permissions: list[str]) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    await context.grant_permissions(permissions, origin=address)
    page: Page = await context.new_page()
    page.set_default_timeout(10_000)
    await page.add_init_script(PLAYED % json.dumps(Browser().subscription(ENDPOINT)))
    await page.goto(address)
    return page


async def test_a_press_turns_it_on_and_another_one_off(browser: Any, office: House, tmp_path: Path) -> None:
    async with served(office.app, free_port()) as address:
        page = await opened(browser, address, ["notifications"])
        chat = await chat_id(page)
        await said(office, chat, "/start")
        # A stranger is offered nothing.
        await expect(page.locator("#knock")).to_be_hidden()
        await link(office, chat)
        await page.reload()
        await page.get_by_role("button", name="Bật thông báo").click()
        off = page.get_by_role("button", name="Tắt thông báo")
        await expect(off).to_have_attribute("aria-pressed", "true")
        await picture(page, "thong-bao", tmp_path)
        async with office.deps.db.read() as session:
            assert ((await pushes.push_of(session, chat)) or {})["endpoint"] == ENDPOINT
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await off.click()
        await expect(page.get_by_role("button", name="Bật thông báo")).to_be_visible()
        async with office.deps.db.read() as session:
            assert await pushes.push_of(session, chat) is None


async def test_a_browser_that_blocks_notices_says_so(browser: Any, office: House) -> None:
    async with served(office.app, free_port()) as address:
        page = await opened(browser, address, [])
        chat = await chat_id(page)
        await said(office, chat, "/start")
        await link(office, chat)
        await page.reload()
        await page.evaluate("Notification.requestPermission = async () => 'denied'")
        await page.get_by_role("button", name="Bật thông báo").click()
        await expect(page.locator("#problem")).to_contain_text("Trình duyệt đang chặn thông báo")
        async with office.deps.db.read() as session:
            assert await pushes.push_of(session, chat) is None


async def test_the_button_comes_when_the_chat_is_linked_without_a_reload(browser: Any, office: House) -> None:
    async with served(office.app, free_port()) as address:
        page = await opened(browser, address, ["notifications"])
        chat = await chat_id(page)
        await said(office, chat, "/start")
        await link(office, chat)
        await page.evaluate("document.dispatchEvent(new Event('rv:again'))")
        await expect(page.get_by_role("button", name="Bật thông báo")).to_be_visible()


async def test_a_page_that_shows_a_reminder_says_so_and_no_knock_is_left(browser: Any, office: House) -> None:
    async with served(office.app, free_port()) as address:
        page = await opened(browser, address, ["notifications"])
        chat = await chat_id(page)
        await said(office, chat, "/start")
        await link(office, chat)
        async with office.deps.db.write() as session:
            await pushes.keep(session, chat=chat, push=Browser().subscription(ENDPOINT))
        await office.hears("Việc sắp đến hạn", "reminder/1/0", chat)
        async with asyncio.timeout(10):
            while await _knock(office, chat) is not None:
                await asyncio.sleep(0.05)
        await expect(page.locator(".heard")).to_have_count(1)


async def _knock(house: House, chat: str) -> Knock | None:
    async with house.deps.db.read() as session:
        return await session.get(Knock, chat)


async def test_the_worker_shows_that_something_is_here(office: House) -> None:
    async with served(office.app, free_port()) as address, chromium(whole=True) as browser:
        page = await opened(browser, address, ["notifications"])
        await page.evaluate(
            "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 0)"
        )
        inspector = await page.context.new_cdp_session(page)
        ids: list[str] = []
        inspector.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda e: ids.extend(r["registrationId"] for r in e["registrations"]),
        )
        await inspector.send("ServiceWorker.enable")
        async with asyncio.timeout(10):
            while not ids:
                await asyncio.sleep(0.05)
        words = json.dumps({"title": "UBND xã", "body": "Ông/Bà có tin mới từ UBND xã."})
        sent = {"origin": address, "registrationId": ids[0], "data": words}
        await inspector.send("ServiceWorker.deliverPushMessage", sent)
        shown = """navigator.serviceWorker.ready.then((w) => w.getNotifications())
            .then((all) => all.map((one) => [one.title, one.body, one.tag]))"""
        async with asyncio.timeout(10):
            while not (found := await page.evaluate(shown)):
                await asyncio.sleep(0.1)
        assert found == [["UBND xã", "Ông/Bà có tin mới từ UBND xã.", "tin-moi"]]
