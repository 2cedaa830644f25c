"""A person with a phone, in a real browser."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from web_house import NOW, PNG, House, Stage, served

from roviec.db import outbox, people, sessions, webchat
from roviec.db.models import Role
from roviec.db.models.delivery import Lane
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from roviec.web.identity import chat_of
from tests.chromium import chromium, needs_chromium
from tests.ports import free_port

LEVELS = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
CHOICES = tuple(Choice(label, f"q:{n}") for n, label in enumerate(LEVELS, 1))
pytestmark = needs_chromium


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: troubles.append(str(e)))
    yield page
    expected = (
        "ERR_CONNECTION_REFUSED",
        "ERR_INCOMPLETE_CHUNKED",
        "503",
        "ERR_CONNECTION_RESET",
        "ERR_FAILED",
        # What was asked for whoever was shown before is answered so.
        "409",
    )
    assert [t for t in troubles if not any(e in t for e in expected)] == []


async def picture(page: Page, name: str, tmp_path: Path) -> None:
    """Wait for the whole page; keep a screenshot where SCREENSHOTS says: to draw one takes as long as half a test."""
    await page.wait_for_load_state()
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def chat_id(page: Page) -> str:
    return str(await page.locator("#chat").get_attribute("data-chat"))


async def said(house: House, chat: str, text: str) -> None:
    async with asyncio.timeout(10):
        while text not in [line.body.get("text") for line in await house.lines(chat)]:
            await asyncio.sleep(0.05)


async def test_a_person_writes_presses_a_button_and_sends_a_photo(phone: Page, house: House, tmp_path: Path):
    async with served(house.app, free_port()) as address:
        await phone.goto(f"{address}/?code=QR-7")
        chat = await chat_id(phone)
        assert phone.url == f"{address}/"
        await expect(phone.locator("#asks")).to_contain_text("mã QR-7")
        assert await house.inbox() == []
        await picture(phone, "ma", tmp_path)
        await phone.get_by_role("button", name="Dùng mã này").click()
        await expect(phone.locator("#asks")).to_be_hidden()
        await said(house, chat, "/start QR-7")
        await expect(phone.locator(".line")).to_have_count(0)
        await house.hears("Xin chào Ông/Bà. Đây là trang trò chuyện của UBND xã.", "out/1", chat)
        await phone.get_by_label("Nội dung tin nhắn").fill("Cho tôi hỏi về hồ sơ đất đai <b>")
        await phone.keyboard.press("Enter")
        await expect(phone.locator(".said:not(.pending) .bubble")).to_contain_text("hồ sơ đất đai <b>")
        await house.hears(
            "Ông/Bà hài lòng thế nào với thái độ của công chức? Xem https://dichvucong.gov.vn/hoi-dap.",
            "out/2",
            chat,
            title="Câu 3/10",
            choices=CHOICES,
        )
        await expect(phone.locator(".choices button")).to_have_text(
            [f"{n}. {c}" for n, c in enumerate(LEVELS, 1)]
        )
        await expect(phone.locator(".bubble a")).to_have_attribute(
            "href", "https://dichvucong.gov.vn/hoi-dap"
        )
        await picture(phone, "phone-question", tmp_path)
        await phone.get_by_role("button", name="2. Không hài lòng").focus()
        await phone.keyboard.press("Enter")
        await said(house, chat, "Không hài lòng")
        await expect(phone.get_by_role("button", name="2. Không hài lòng")).to_have_attribute(
            "aria-pressed", "true"
        )
        await house.hears("Ông/Bà có thể gửi ảnh.", "out/3", chat, title="Câu 4/10", choices=CHOICES[:2])
        await expect(phone.locator(".choices.old")).to_have_count(1)
        chart = house.deps.files.keep(PNG)
        await house.awaits_a_file(chat)
        await phone.locator("#files").set_input_files(
            {"name": "hien-truong.png", "mimeType": "image/png", "buffer": PNG}
        )
        await expect(phone.locator(f".said:not(.pending) img[src='/chat/file/{chart}']")).to_have_count(1)
        await until_loaded(phone)
        await picture(phone, "phone-answered", tmp_path)
        assert [row.payload["kind"] for row in await house.inbox()] == ["text", "text", "choice", "file"]
        assert await phone.evaluate("document.documentElement.scrollWidth") == 360


async def until_loaded(page: Page) -> None:
    """Wait for every picture; the page forbids `eval`, by which Playwright would wait in it."""
    async with asyncio.timeout(10):
        while not await page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth)"):
            await asyncio.sleep(0.05)


async def test_the_page_comes_back_after_the_server_restarted(phone: Page, house: House, tmp_path: Path):
    port = free_port()
    async with served(house.app, port) as address:
        await phone.goto(address)
        chat = await chat_id(phone)
        await said(house, chat, "/start")
        await house.hears("một", "out/1", chat)
        await expect(phone.locator(".heard")).to_have_count(1)
    await expect(phone.locator("#offline")).to_have_text("Mất kết nối, đang kết nối lại…")
    await phone.locator("#text").fill("xong rồi")
    await phone.get_by_role("button", name="Gửi", exact=True).click()
    again = phone.get_by_role("button", name="Gửi lại")
    await expect(again).to_be_visible()
    await picture(phone, "phone-offline", tmp_path)
    await house.hears("hai", "out/2", chat)
    back = house.again()
    async with served(back.app, port):
        await expect(phone.locator(".heard")).to_have_count(2, timeout=15_000)
        await expect(phone.locator("#offline")).to_be_hidden()
        await again.click()
        await expect(phone.locator(".said:not(.pending)")).to_have_count(1)
        assert [line.body["text"] for line in await house.lines(chat)] == ["/start", "một", "hai", "xong rồi"]


async def test_erased_answers_leave_the_page_and_the_closing_words_stay(phone: Page, house: House):
    async with served(house.app, free_port()) as address:
        await phone.goto(address)
        chat = await chat_id(phone)
        await said(house, chat, "/start")
        await house.hears("Chào", "out/1", chat)
        await echo(house, chat, "Câu 1", choices=CHOICES)
        await phone.get_by_role("button", name="1. Rất không hài lòng").click()
        await expect(phone.locator(".said:not(.pending)")).to_have_count(1)
        await echo(house, chat, "Đã ghi: 1. Rất không hài lòng")
        await expect(phone.locator(".heard")).to_have_count(3)
        async with house.deps.db.write() as session:
            now = house.deps.clock()
            first = next(line.key for line in await house.lines(chat) if line.kind == "said")
            await webchat.wipe(session, chat=chat, first=first, since=now, now=now)
        await house.hears("Xin cảm ơn", "out/3", chat)
        await expect(phone.locator(".line .bubble").last).to_contain_text("Xin cảm ơn")
        await expect(phone.locator(".line")).to_have_count(2)
        await expect(phone.locator(".said")).to_have_count(0)
        await expect(phone.locator("#log")).not_to_contain_text("Rất không hài lòng")
        assert await phone.locator(".line").last.locator("time").count() == 0
        # Neither does a page that was away bring anything back.
        await phone.reload()
        await expect(phone.locator(".line")).to_have_count(2)
        await expect(phone.locator("#log")).not_to_contain_text("Rất không hài lòng")


async def echo(house: House, chat: str, words: str, **more: Any) -> None:
    """Answer in the chat without a key, as the road does."""
    (letter,) = outbox.letters(
        channel="web", chat=chat, messages=[Outgoing(words)], lane=Lane.reply, now=house.deps.clock()
    )
    async with house.deps.db.write() as session:
        await outbox.put(session, [letter])
    await house.hears(words, f"outbox/{letter['id']}", chat, **more)


async def test_a_refused_line_stays_with_its_reason(phone: Page, house: House):
    async with served(house.app, free_port()) as address:
        await phone.goto(address)
        await said(house, await chat_id(phone), "/start")
        await phone.route("**/chat/say", lambda r: r.fulfill(status=503, json={"error": "Hệ thống đang bận"}))
        await phone.locator("#text").fill("một việc")
        await phone.keyboard.press("Enter")
        await expect(phone.locator(".failed")).to_contain_text("Hệ thống đang bận")
        await phone.unroute("**/chat/say")
        await phone.get_by_role("button", name="Gửi lại").press("Enter")
        await expect(phone.locator(".said:not(.pending):not(.failed)")).to_have_count(1)


async def test_the_secret_changes_under_an_open_page_and_an_ended_session_is_told(
    phone: Page, house: House, tmp_path: Path
):
    async with house.deps.db.write() as session:
        unit = await people.add_unit(session, name="UBND xã Đại Lãnh")
        person = await people.add_person(session, name="Lò Thị Mai", unit=unit, role=Role.official)
        code = await people.invite(session, person=person, now=NOW)
    async with served(house.app, free_port()) as address:
        await phone.goto(address)
        chat = await chat_id(phone)
        (before,) = await phone.context.cookies()
        await phone.get_by_label("Nội dung tin nhắn").fill(code)
        await phone.keyboard.press("Enter")
        await expect(phone.locator(".said:not(.pending) .bubble")).to_contain_text(code)
        (after,) = await phone.context.cookies()
        assert after["value"] != before["value"]
        await house.hears("Kính chào Ông/Bà Lò Thị Mai.", "out/1", chat)
        await expect(phone.locator(".heard .bubble")).to_contain_text("Lò Thị Mai")
        assert await chat_id(phone) == chat
        async with house.deps.db.write() as session:
            await sessions.end_chat(session, chat)
        await house.hears("Không ai đọc được tin này.", "out/2", chat)
        await expect(phone.locator(".offline").last).to_contain_text("Phiên trước trên trình duyệt này")
        await expect(phone.locator(".line")).to_have_count(0)
        assert await chat_id(phone) != chat
        await picture(phone, "phien-het", tmp_path)


@pytest.mark.parametrize(("name", "width", "height"), [("phone", 360, 740), ("desktop", 1280, 800)])
async def test_the_demonstration_changes_person_and_time(
    phone: Page, house: House, tmp_path: Path, name: str, width: int, height: int
):
    demo = house.again(demo=Stage())
    await phone.set_viewport_size({"width": width, "height": height})
    boss = chat_of("demo-chi")
    for persona in Stage().people():
        await demo.lets_in(f"demo-{persona.id}")
    await demo.hears(
        "Có 2 việc chờ Ông/Bà xác nhận.", "out/1", boss, title="Việc cần duyệt", choices=CHOICES[:3]
    )
    async with served(demo.app, free_port()) as address:
        await phone.goto(address)
        await said(demo, chat_of("demo-an"), "/start")
        await demo.hears("Chào ông An. Ông có 3 việc sắp đến hạn.", "out/2", chat_of("demo-an"))
        await expect(phone.locator(".heard")).to_have_count(1)
        if name == "desktop":
            await expect(phone.locator("button[data-persona=chi] .unread")).to_have_text("1")
        await phone.get_by_role("button", name="+1 tuần").click()
        await expect(phone.locator("#clock")).to_have_text("Thứ Hai, 6/7/2026 07:30")
        await expect(phone.locator("#told")).to_contain_text("2 người được nhắc việc")
        await picture(phone, f"demo-{name}", tmp_path)
        if name == "phone":
            await phone.get_by_role("combobox", name="Xem với vai").select_option("chi")
        else:
            await phone.locator("button[data-persona=chi]").click()
        await expect(phone.locator(".who p")).to_contain_text("Lê Minh Chí")
        await expect(phone.locator(".choices button")).to_have_count(3)
        await picture(phone, f"demo-{name}-leader", tmp_path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= width


async def test_a_wide_window_shows_the_plain_chat(phone: Page, house: House, tmp_path: Path):
    await phone.set_viewport_size({"width": 1280, "height": 800})
    async with served(house.app, free_port()) as address:
        await phone.goto(address)
        chat = await chat_id(phone)
        await said(house, chat, "/start")
        sha256 = house.deps.files.keep(b"%PDF-1.7")
        files = (FileOut(sha256, "Bao-cao-tuan-26.pdf", "application/pdf"),)
        await house.hears(
            "Bản tin tuần 26", "out/1", chat, files=files, link="/x", link_label="Mở trang theo dõi"
        )
        await house.hears("Ông/Bà có hài lòng không?", "out/2", chat, title="Câu 1/10", choices=CHOICES)
        await expect(phone.locator(".choices button")).to_have_count(5)
        await expect(phone.get_by_role("link", name="Tệp: Bao-cao-tuan-26.pdf")).to_be_visible()
        await picture(phone, "desktop-plain", tmp_path)
