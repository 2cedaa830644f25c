"""Attacks on sessions: forged, planted, expired, ended, and those of people who have left."""

import asyncio

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from web_site import Site, opened, read, said

from roviec.db import people, sessions
from roviec.db.models import Address, Person, Role, Unit
from roviec.handlers.codes import bare, code_in, codes_in
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.signing_off import sign_off
from roviec.texts import catalogue
from roviec.web.identity import chat_of

VI = catalogue("vi")

FORGED = ("a", "0", "x" * 43, "' OR 1=1 --", "../../etc", "A" * 200, "unissued-" + "k3Q" * 11)


@pytest.mark.parametrize("value", FORGED)
async def test_a_cookie_of_anybodys_making_reads_and_says_nothing(site: Site, value: str) -> None:
    async with site.browser(rv_chat=f'"{value}"' if " " in value else value) as forger:
        assert (await said(forger, "chào")).status_code in (401, 409)
        page = await forger.get("/")
        chat = page.text.split('data-chat="')[1].split('"')[0]
        assert page.cookies["rv_chat"] != value
        assert chat != chat_of(value)
        assert chat == chat_of(page.cookies["rv_chat"])


async def test_who_comes_with_an_old_cookie_gets_a_fresh_session_and_is_told_once(site: Site) -> None:
    async with site.browser(rv_chat="cookie-cua-phien-ban-truoc-0123456789") as person:
        over = VI("web.session.over")
        assert over in (await person.get("/")).text
        assert over not in (await person.get("/")).text
        assert (await said(person, "chào")).status_code == 202
    assert over not in (await site.browser().get("/")).text


async def test_only_hashes_of_secrets_are_kept(site: Site) -> None:
    browser, _, _ = await site.linked()
    secret = browser.cookies["rv_chat"]
    kept = str([row.model_dump() for row in await site.kept()])
    assert secret not in kept
    assert sessions.hashed(secret) in kept


async def test_a_planted_secret_reads_nothing_once_its_chat_is_linked(site: Site) -> None:
    """The attacker puts a session of theirs into the victim's browser and waits for the code."""
    person, code = await site.person("Lò Thị Mai")
    attacker = site.browser()
    chat = await opened(attacker)
    planted = attacker.cookies["rv_chat"]
    victim = site.browser(rv_chat=planted)
    assert await opened(victim) == chat
    answer = await said(victim, f"mã của tôi là {code.lower()} ạ", "post-voi-ma")
    assert answer.status_code == 202
    fresh = answer.cookies["rv_chat"]
    assert fresh != planted
    # Not a moment in between: the road has not even looked at the code yet.
    assert code.lower() not in await read(attacker)
    assert (await said(attacker, "/viec")).status_code == 409
    await site.house.settle()
    assert await site.owner(chat) == person.id
    assert "Lò Thị Mai" not in await read(attacker)
    own = await attacker.get("/")
    assert "Lò Thị Mai" not in own.text
    victim = site.browser(rv_chat=fresh)
    assert "Lò Thị Mai" in await read(victim)


async def test_an_answer_lost_on_the_way_can_be_asked_for_again_with_the_old_secret(site: Site) -> None:
    person, code = await site.person("Lò Thị Mai")
    browser = site.browser()
    chat = await opened(browser)
    old = browser.cookies["rv_chat"]
    lost = await said(browser, code, "post-mot-lan")
    again = await said(site.browser(rv_chat=old), code, "post-mot-lan")
    assert again.status_code == 202
    await site.house.settle()
    assert await site.owner(chat) == person.id
    assert await opened(site.browser(rv_chat=again.cookies["rv_chat"])) == chat
    # The secret that was lost is good for nothing.
    assert (await said(site.browser(rv_chat=lost.cookies["rv_chat"]), "/viec")).status_code == 409
    site.house.clock.forward(minutes=11)
    assert (await said(site.browser(rv_chat=old), code, "post-mot-lan")).status_code == 409


@pytest.mark.parametrize("way", ["typed", "asked", "command", "spaced"])
async def test_however_a_code_is_typed_the_secret_changes(site: Site, way: str) -> None:
    person, code = await site.person("Lò Thị Mai")
    browser = site.browser()
    chat, words = await opened(browser), {"command": f"/start {code}", "spaced": f" {code[:4]}-{code[4:]} "}
    before = browser.cookies["rv_chat"]
    if way == "asked":
        await browser.post("/chat/say", json={"id": "post-hoi-ma", "action": "code", "label": "x"})
        await site.house.settle()
    await said(browser, words.get(way, code))
    await site.house.settle()
    assert await site.owner(chat) == person.id
    assert browser.cookies["rv_chat"] != before


@given(st.text(max_size=40), st.booleans())
def test_every_code_that_a_message_may_hold_is_looked_at(text: str, is_command: bool) -> None:
    typed = f"/start {text}" if is_command else text
    rest = text.strip() if is_command else text
    for code in (bare(rest), bare(code_in(rest))):
        assert not code or code in codes_in(typed)


async def test_a_citizens_session_ends_after_its_days_and_tells_no_day(site: Site) -> None:
    browser = site.browser()
    chat = await opened(browser)
    (row,) = await site.kept()
    assert (row.seen_at, row.device, row.person_id) == (None, "", None)
    assert (row.until.month % 3, row.until.day, row.until.hour) == (1, 1, 0)
    site.house.clock.forward(days=180)
    assert await opened(browser) == chat
    site.house.clock.forward(days=300)
    assert await opened(browser) != chat


async def test_an_officials_session_ends_when_it_is_not_used(site: Site) -> None:
    browser, _, chat = await site.linked()
    site.house.clock.forward(days=13)
    assert await opened(browser) == chat
    site.house.clock.forward(days=13)
    assert await opened(browser) == chat
    site.house.clock.forward(days=14)
    assert (await said(browser, "/viec")).status_code == 409
    assert "event: moved" in await read(browser)
    assert await opened(browser) != chat


async def test_reminders_do_not_go_where_nobody_reads_any_more(site: Site) -> None:
    _, person, chat = await site.linked()
    site.house.clock.forward(days=15)
    assert await sign_off(site.house.db, site.house.parts.house, site.house.clock()) == 2
    assert await sign_off(site.house.db, site.house.parts.house, site.house.clock()) == 0
    assert await site.owner(chat) is None
    async with site.house.db.read() as session:
        assert await people.addresses(session, person.id or 0) == []


async def test_who_has_left_the_office_reads_nothing_any_more(site: Site) -> None:
    browser, person, chat = await site.linked()
    reading = asyncio.create_task(read_on(browser))
    await asyncio.sleep(0.3)
    async with site.house.db.write() as session:
        me = await session.get_one(Person, person.id)
        await people.leave(session, person=me, today=site.house.clock().date())
    await site.house.parts.web.send(
        chat, notice("Tin nội bộ sau khi nghỉ"), key="out/after", now=site.house.clock()
    )
    seen = await asyncio.wait_for(reading, 5)
    assert "Tin nội bộ" not in seen
    assert "event: moved" in seen
    assert (await said(browser, "/viec")).status_code == 409
    assert (await browser.get(f"/chat/file/{'0' * 64}")).status_code == 409
    assert await opened(browser) != chat


@pytest.mark.parametrize("how", ["only the roster says so", "the chat is somebody else's"])
async def test_a_session_dies_with_what_it_stood_for_however_that_ended(site: Site, how: str) -> None:
    browser, person, chat = await site.linked()
    async with site.house.db.write() as session:
        if how.startswith("only"):
            (await session.get_one(Person, person.id)).left_on = site.house.clock().date()
        else:
            other = await people.add_person(
                session, name="Vàng A Páo", unit=await unit(session), role=Role.leader
            )
            place = (await session.exec(select(Address).where(Address.chat == chat))).one()
            place.person_id = other.id
    assert (await said(browser, "/viec")).status_code == 409
    assert await opened(browser) != chat


async def test_thoat_ends_this_browser_and_tells_what_it_costs(site: Site) -> None:
    browser, _person, chat = await site.linked()
    await said(browser, "/thoat")
    await site.house.settle()
    assert "kênh duy nhất" in await read(browser)
    assert await opened(browser) == chat
    await browser.post("/chat/say", json={"id": "post-van-thoat", "action": "session.leave", "label": "x"})
    await site.house.settle()
    assert (await said(browser, "/viec")).status_code == 409
    page = await browser.get("/")
    assert VI("web.session.over") in page.text
    assert await site.owner(chat) is None


async def test_a_citizen_leaves_a_shared_computer_with_one_word(site: Site) -> None:
    browser = site.browser()
    chat = await opened(browser)
    secret = browser.cookies["rv_chat"]
    await said(browser, "/thoat")
    await site.house.settle()
    assert await opened(site.browser(rv_chat=secret)) != chat


async def test_a_person_sees_their_browsers_and_ends_one_from_another_channel(site: Site) -> None:
    browser, person, chat = await site.linked()
    phone = site.house.person("dien-thoai")
    async with site.house.db.write() as session:
        address = await people.address_of(session, channel="web", chat=phone.chat)
        address.person_id = person.id
    heard = await phone.says("/kenh")
    assert "Phiên trên trình duyệt" in heard
    heard = await phone.presses("Phiên trên trình duyệt")
    assert "1 phiên" in heard
    ending = next(c["action"] for c in phone.last["choices"] if "Kết thúc" in c["label"])
    stranger = site.house.person("nguoi-la")
    assert "dành cho cán bộ" in await stranger.acts(ending)
    assert await opened(browser) == chat
    assert "Đã kết thúc phiên đó" in await phone.acts(ending)
    assert await opened(browser) != chat
    assert "đã kết thúc rồi" in await phone.acts(ending)


async def test_erasing_everything_leaves_the_browser_a_strangers(site: Site) -> None:
    browser, _person, chat = await site.linked()
    await browser.post("/chat/say", json={"id": "post-xoa-het", "action": "data.erase", "label": "x"})
    await site.house.settle()
    assert await opened(browser) == chat
    (row,) = await site.kept()
    assert (row.person_id, row.seen_at, row.device, row.parent) == (None, None, "", None)


async def unit(session: AsyncSession) -> Unit:
    found = await people.office(session)
    assert found is not None
    return found


def notice(text: str) -> Outgoing:
    return Outgoing(text)


async def read_on(browser: httpx.AsyncClient) -> str:
    """Return everything that the stream sends until it ends."""
    async with browser.stream("GET", "/chat/stream") as answer:
        return "".join([piece async for piece in answer.aiter_text()])
