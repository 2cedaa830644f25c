"""What the page posts: kept once, in order, and refused with a sentence."""

import json
import unicodedata

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from web_house import CHAT, PNG, SECRET, House, visitor

ID = "0123456789abcdef"


def say(text: str, name: str = ID) -> dict[str, str]:
    return {"id": name, "text": text}


async def test_a_line_reaches_the_stream_and_the_inbox_and_wakes_the_road(
    page: httpx.AsyncClient, house: House
):
    answer = await page.post("/chat/say", json=say("xong rồi"))
    assert answer.status_code == 202
    (line,), (row,) = await house.lines(), await house.inbox()
    assert (line.kind, line.key, line.body) == ("said", f"in/{ID}", {"text": "xong rồi"})
    assert (row.channel, row.chat, row.external_id) == ("web", CHAT, f"{CHAT}/{ID}")
    assert row.payload == {"kind": "text", "text": "xong rồi"}
    assert house.woken


async def test_the_same_id_twice_changes_nothing_and_answers_the_same(page: httpx.AsyncClient, house: House):
    first = await page.post("/chat/say", json=say("một"))
    second = await page.post("/chat/say", json=say("hai"))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert [line.body["text"] for line in await house.lines()] == ["một"]
    assert len(await house.inbox()) == 1


async def test_a_late_repeat_does_not_bring_an_erased_line_back(page: httpx.AsyncClient, house: House):
    await page.post("/chat/say", json=say("5"))
    async with house.deps.db.write() as session:
        await session.exec(sa.text("DELETE FROM webevent"))  # type: ignore[call-overload]
    assert (await page.post("/chat/say", json=say("5"))).status_code == 202
    assert await house.lines() == []


async def test_a_pressed_button_is_a_choice(page: httpx.AsyncClient, house: House):
    body = {"id": ID, "action": "q:5", "message": "out/7", "label": "Rất hài lòng"}
    assert (await page.post("/chat/say", json=body)).status_code == 202
    assert (await house.inbox())[0].payload == {"kind": "choice", "text": "q:5", "message": "out/7"}
    assert (await house.lines())[0].body == {"text": "Rất hài lòng", "action": "q:5", "message": "out/7"}


async def test_decomposed_letters_are_composed(page: httpx.AsyncClient, house: House):
    await page.post("/chat/say", json=say(unicodedata.normalize("NFD", "Vướng mắc về đất đai")))
    assert (await house.inbox())[0].payload["text"] == "Vướng mắc về đất đai"


async def test_half_a_surrogate_pair_and_control_characters_are_survived(
    page: httpx.AsyncClient, house: House
):
    body = json.dumps(say("a\ud83d\x00c"))
    answer = await page.post("/chat/say", content=body)
    assert answer.status_code == 202
    assert (await house.inbox())[0].payload["text"] == "a\ufffdc"


async def test_twelve_thousand_letters_pass_and_one_more_does_not(page: httpx.AsyncClient, house: House):
    whole = unicodedata.normalize("NFD", "ế" * 12_000)
    assert (await page.post("/chat/say", json=say(whole))).status_code == 202
    answer = await page.post("/chat/say", json=say("ế" * 12_001, "another-id"))
    assert answer.status_code == 413
    assert "12.000 ký tự" in answer.json()["error"]
    assert len(await house.inbox()) == 1


async def test_a_huge_body_is_not_read_to_its_end(page: httpx.AsyncClient):
    assert (await page.post("/chat/say", content=b"[" * 2_000_000)).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 200_000,
        b'{"id": "0123456789abcdef"}',
        b'{"id": "0123456789abcdef", "text": "  "}',
        b'{"id": "../../etc", "text": "a"}',
        b'{"id": 7, "text": "a"}',
        b'{"id": "0123456789abcdef", "action": "", "label": "a"}',
        b'{"id": "0123456789abcdef", "action": ["x"], "label": "a"}',
    ],
)
async def test_nonsense_is_refused_with_a_sentence(page: httpx.AsyncClient, house: House, body: bytes):
    answer = await page.post("/chat/say", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Nội dung gửi lên chưa hợp lệ")
    assert await house.inbox() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost"}, 202),
        ({"sec-fetch-site": "cross-site", "origin": "http://localhost"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "same-origin"}, 202),
    ],
)
async def test_only_our_own_page_may_post(house: House, headers: dict[str, str], status: int):
    transport = httpx.ASGITransport(app=house.app)
    await house.awaits_a_file()
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as other:
        other.cookies.set("rv_chat", SECRET)
        answer = await other.post("/chat/say", json=say("chào"), headers=headers)
        upload = await other.post(
            "/chat/file", data={"id": "fedcba98"}, files={"files": PNG}, headers=headers
        )
    assert (answer.status_code, upload.status_code) == (status, status)


async def test_the_thirty_first_post_in_ten_seconds_is_asked_to_wait(page: httpx.AsyncClient, house: House):
    for n in range(30):
        assert (await page.post("/chat/say", json=say(str(n), f"number-{n:04}"))).status_code == 202
    answer = await page.post("/chat/say", json=say("30", "number-0030"))
    assert answer.status_code == 429
    assert "10 giây" in answer.json()["error"]
    async with visitor(house, "another-secret") as other:
        assert (await other.post("/chat/say", json=say("chào"))).status_code == 202


async def test_no_cookie_and_another_chat_are_told_apart(page: httpx.AsyncClient, house: House):
    assert (await page.post("/chat/say", json=say("a"), headers={"x-chat": "f" * 32})).status_code == 409
    page.cookies.clear()
    answer = await page.post("/chat/say", json=say("a"))
    assert answer.status_code == 401
    assert "cookie" in answer.json()["error"]
    assert await house.inbox() == []


async def test_a_locked_database_asks_to_try_again(
    page: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
):
    async def locked(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("roviec.db.inbox.accept", locked)
    answer = await page.post("/chat/say", json=say("a"))
    assert answer.status_code == 503
    assert "thử lại" in answer.json()["error"]
    monkeypatch.undo()
    assert (await page.post("/chat/say", json=say("a"))).status_code == 202
    assert len(await house.lines()) == 1


async def test_an_unexpected_error_is_logged_with_the_code_that_the_person_sees(
    page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("roviec.db.inbox.accept", broken)
    answer = await page.post("/chat/say", json=say("a"))
    assert answer.status_code == 500
    sentence = answer.json()["error"]
    code = caplog.records[-1].getMessage().split()[-1]
    assert code in sentence
    assert "secret detail" not in sentence
    assert "Traceback" in caplog.text


async def test_sentences_come_in_the_language_that_was_chosen(page: httpx.AsyncClient):
    page.cookies.set("rv_lang", "en")
    answer = await page.post("/chat/say", content=json.dumps([]))
    assert answer.json()["error"].startswith("What was sent is not valid")
