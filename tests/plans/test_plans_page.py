"""The page beside the chat: opened by the reviewer alone, corrected and confirmed there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx
import pytest
from sqlmodel import select

from roviec.db import people, sessions
from roviec.db.models import DraftKey, ImportDraft, Person, Task, UnitAlias, WebPass
from roviec.texts import catalogue
from roviec.web.app import Deps, build
from tests.chat import Talker
from tests.plans.conftest import Office, count, letter, tasks

OURS = {"sec-fetch-site": "same-origin"}


@asynccontextmanager
async def browser(
    office: Office, *, of: Talker | str | None = "chair", **headers: str
) -> AsyncIterator[httpx.AsyncClient]:
    """Open a browser in which somebody has let themselves in: the chairman, who reviews, or another, or nobody."""
    parts = office.house.parts
    deps = Deps(
        db=parts.db,
        files=parts.files,
        channel=parts.web,
        wake=lambda: None,
        clock=office.house.clock,
        office="UBND xã Bình Lư",
        public_url="http://localhost",
        max_file=200_000,
        demo=None,
        house=parts.house,
    )
    transport = httpx.ASGITransport(app=build(deps), raise_app_exceptions=False)
    who = office.chair if of == "chair" else of
    cookies = {"rv_review": await session_of(office, who)} if isinstance(who, Talker) else {}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=OURS | headers, cookies=cookies
    ) as client:
        yield client


async def session_of(office: Office, who: Talker) -> str:
    """Return the secret of a session that a pass opened for somebody."""
    secret, now = sessions.new_secret(), office.house.clock()
    async with office.house.db.write() as session:
        of = who.person.id if who.person else None
        await sessions.begin(session, secret, chat=None, person_id=of, now=now, life=sessions.Life())
    return secret


def link_of(who: Talker) -> str:
    """Return the path of the link in the last message."""
    return "/" + str(who.last["link"]).split("/", 3)[3]


@pytest.fixture
async def key(office: Office) -> str:
    """The key of the chairman's draft, from the link in the chat."""
    await office.forwards(office.chair, letter())
    return str(office.chair.last["link"]).partition("key=")[2]


async def acts(client: httpx.AsyncClient, key: str, **body: Any) -> httpx.Response:
    return await client.post("/plan/1", json={"key": key} | body)


async def test_the_page_shows_rows_beside_the_text_with_every_quote_where_it_stands(
    office: Office, key: str
) -> None:
    async with browser(office) as page:
        answer = await page.get(f"/plan/1?key={key}")
    assert answer.status_code == 200
    text = unescape(re.findall(r'id="paper"[^>]*>(.*?)</div>', answer.text, re.DOTALL)[0])
    spans = re.findall(r'data-row="\d+" data-spans="\[\[(\d+), (\d+)\]\]"', answer.text)
    quotes = re.findall(r"<blockquote>(.*?)</blockquote>", answer.text)
    assert len(spans) == len(quotes) == 4
    for (start, end), quote in zip(spans, quotes, strict=True):
        assert " ".join(text[int(start) : int(end)].split()) == unescape(quote)
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|<style", answer.text)


async def test_an_unknown_lead_is_chosen_remembered_and_everything_is_assigned(
    office: Office, key: str
) -> None:
    async with browser(office) as page:
        refused = await acts(page, key, do="confirm")
        assert (refused.status_code, "Còn 1 dòng chưa rõ đơn vị: 4" in refused.json()["error"]) == (400, True)
        chosen = await acts(page, key, do="lead", row=3, place=0, words="phong van hoa", remember=True)
        assert list(chosen.json()["rows"]) == ["3"]
        assert "Phòng Văn hóa" in chosen.json()["rows"]["3"]
        assert "Cần xem" not in chosen.json()["rows"]["3"]
        dated = await acts(page, key, do="due", row=0, words="trước 15/8")
        assert "15/8/2026" in dated.json()["rows"]["0"]
        assert (await acts(page, key, do="drop", row=1)).status_code == 200
        done = await acts(page, key, do="confirm")
        assert "3 nhiệm vụ" in done.json()["done"][0]
        assert (await acts(page, key, do="confirm")).status_code == 403
    assert [str(task.due) for task in await tasks(office)] == ["2026-08-15", "2026-07-15", "2026-09-30"]
    assert await count(office, UnitAlias) == 1
    await office.house.settle()
    assert "Ông/Bà được giao 1 nhiệm vụ" in await office.lan.reads()


async def test_the_page_opens_in_the_browser_of_the_reviewers_web_chat_and_of_no_other(
    office: Office, key: str
) -> None:
    secrets = {}
    for who in (office.chair, office.vice, office.house.person("nguoi-la")):
        secrets[who.chat], now = sessions.new_secret(), office.house.clock()
        async with office.house.db.write() as session:
            life, secret = sessions.Life(), secrets[who.chat]
            await sessions.begin(session, secret, chat=who.chat, now=now, life=life)
    for chat, secret in secrets.items():
        async with browser(office, of=None) as page:
            page.cookies.set("rv_chat", secret)
            fits = chat == office.chair.chat
            assert (await page.get(f"/plan/1?key={key}")).status_code == (200 if fits else 403)
            assert (await page.get("/plan/1")).status_code == 403  # the session without the key
            assert (await acts(page, "", do="confirm")).status_code == 403
            answer = await acts(page, key, do="drop", row=0)
            assert answer.status_code == (200 if fits else 403)


async def test_the_key_alone_shows_a_door_and_nothing_of_the_plan(office: Office, key: str) -> None:
    for of in (None, office.vice):
        async with browser(office, of=of) as page:
            answer = await page.get(f"/plan/1?key={key}")
            assert answer.status_code == 403
            assert "trên chính thiết bị của Ông/Bà" in answer.text
            assert "Rà soát" not in answer.text
            assert (await acts(page, key, do="confirm")).status_code == 403
    assert await count(office, Task) == 0


async def test_a_pass_opens_one_browser_after_a_press_and_only_once(office: Office, key: str) -> None:
    path = link_of(office.chair)
    once = path.partition("once=")[2].partition("&")[0]
    async with browser(office, of=None) as first, browser(office, of=None) as second:
        for _ in range(2):  # a messenger that looks at the link uses nothing up
            door = await first.get(path)
            assert (door.status_code, "Mở trang đối chiếu" in door.text, "Rà soát" in door.text) == (
                200,
                True,
                False,
            )
        entered = await first.post("/plan/1/enter", data={"key": key, "once": once})
        assert (entered.status_code, entered.headers["location"]) == (303, f"/plan/1?key={key}")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert (await first.get(f"/plan/1?key={key}")).status_code == 200
        assert (await second.post("/plan/1/enter", data={"key": key, "once": once})).status_code == 403
        assert (await second.get(path)).status_code == 403
        office.house.clock.forward(hours=336)
        assert (await first.get(f"/plan/1?key={key}")).status_code == 403


async def test_a_pass_ends_after_half_an_hour_and_a_new_one_comes_through_the_chat(
    office: Office, key: str
) -> None:
    old = link_of(office.chair)
    office.house.clock.forward(minutes=30)
    async with browser(office, of=None) as page:
        assert (await page.get(old)).status_code == 403
        foreign = await page.post("/plan/1/resend", data={"key": "0" * 32})
        assert foreign.status_code == 403
        sent = await page.post("/plan/1/resend", data={"key": key})
        assert "Đã gửi liên kết mới" in sent.text
        await office.house.settle()
        assert "Liên kết mới" in await office.chair.reads()
        assert await office.vice.reads() == ""
        for _ in range(5):
            last = await page.post("/plan/1/resend", data={"key": key})
        assert last.status_code == 429


async def test_a_pass_of_somebody_else_or_from_another_site_opens_nothing(office: Office, key: str) -> None:
    async with office.house.db.write() as session:
        vice = office.vice.person.id if office.vice.person else 0
        theirs = await sessions.new_pass(session, person_id=vice or 0, now=office.house.clock())
    once = link_of(office.chair).partition("once=")[2].partition("&")[0]
    async with browser(office, of=None) as page:
        assert (await page.post("/plan/1/enter", data={"key": key, "once": theirs})).status_code == 403
        assert (await page.post("/plan/1/enter", data={"key": "0" * 32, "once": once})).status_code == 403
    async with browser(office, of=None, **{"sec-fetch-site": "cross-site"}) as page:
        assert (await page.post("/plan/1/enter", data={"key": key, "once": once})).status_code == 403
    async with office.house.db.read() as session:
        kept = (await session.exec(select(WebPass.token_hash))).all()
    assert once not in kept
    assert sessions.hashed(once) in kept


async def test_who_has_left_opens_nothing_with_the_session_of_before(office: Office, key: str) -> None:
    async with browser(office) as page:
        assert (await page.get(f"/plan/1?key={key}")).status_code == 200
        async with office.house.db.write() as session:
            chair = await session.get_one(Person, office.chair.person.id if office.chair.person else 0)
            await people.leave(session, person=chair, today=office.house.clock().date())
        assert (await page.get(f"/plan/1?key={key}")).status_code == 403
        assert (await acts(page, key, do="drop", row=0)).status_code == 403


@pytest.mark.parametrize(
    "draft", ["1", "2", "99999999999999999999", pytest.param("9" * 5000, id="5000 digits")]
)
async def test_a_wrong_key_and_a_draft_that_does_not_exist_look_alike(
    office: Office, key: str, draft: str
) -> None:
    async with browser(office) as page:
        answers = [await page.get(f"/plan/{draft}?key={wrong}") for wrong in ("", "0" * 32, "x" * 500)]
        if draft != "1":
            answers.append(await page.get(f"/plan/{draft}?key={key}"))
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1


async def test_a_key_expires_and_is_kept_only_as_a_hash(office: Office, key: str) -> None:
    async with office.house.db.read() as session:
        kept = (await session.exec(select(DraftKey))).one()
        draft = (await session.exec(select(ImportDraft))).one()
    assert key not in kept.key_hash + str(draft)
    office.house.clock.forward(days=3)
    async with browser(office) as page:
        assert "đã hết hạn" in (await page.get(f"/plan/1?key={key}")).json()["error"]


async def test_a_key_ends_with_the_role_of_its_reviewer(office: Office, key: str) -> None:
    async with office.house.db.write() as session:
        me = await session.get_one(Person, office.chair.person.id if office.chair.person else 0)
        me.left_on = office.house.clock().date()
    async with browser(office) as page:
        assert (await page.get(f"/plan/1?key={key}")).status_code == 403


async def test_another_sites_post_changes_nothing(office: Office, key: str) -> None:
    async with browser(office, **{"sec-fetch-site": "cross-site"}) as page:
        assert (await acts(page, key, do="drop", row=0)).status_code == 403
    async with browser(office) as page:
        assert "Đã bỏ" not in (await page.get(f"/plan/1?key={key}")).text


BROKEN: tuple[dict[str, Any], ...] = (
    {"do": "lead", "row": 9, "place": 0, "words": "x"},
    {"do": "lead", "row": 0, "place": 5, "code": "u1"},
    {"do": "lead", "row": 0, "place": "0", "code": "u1"},
    {"do": "lead", "row": 0, "place": 0, "code": "u99"},
    {"do": "lead", "row": 0, "place": 0, "words": 5},
    {"do": "due", "row": 0, "words": "bao giờ cũng được"},
    {"do": "due", "row": 0, "words": "x" * 300},
    {"do": "drop", "row": None},
    {"do": "nothing", "row": 0},
    {"do": "fixes"},
    {},
)


async def test_a_broken_post_is_refused_with_a_sentence(office: Office, key: str) -> None:
    async with browser(office) as page:
        for body in BROKEN:
            answer = await acts(page, key, **body)
            assert (answer.status_code in (400, 413), "error" in answer.json()) == (True, True), (
                body,
                answer.text,
            )
        assert (await page.post("/plan/1", content=b"[1]")).status_code == 400
        assert (await page.post("/plan/1", content=b"{" * 9000)).status_code == 413


async def test_what_a_document_says_is_never_markup(office: Office) -> None:
    evil = ("Rà soát,", '<script>alert(1)</script>" onclick="x Rà soát,')
    await office.forwards(office.chair, letter("<img src=x onerror=alert(1)>", evil))
    link = str(office.chair.last["link"]).partition("key=")[2]
    async with browser(office) as page:
        html = (await page.get(f"/plan/1?key={link}")).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_page_speaks_both_languages() -> None:
    keys = [{k for k in catalogue(lang).sentences if k.startswith("web.plan")} for lang in ("vi", "en")]
    assert keys[0] == keys[1]
