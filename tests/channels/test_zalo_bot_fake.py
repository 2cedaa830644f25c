"""The fake platform itself: what a bot may rely on, held against the notes on the real one."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_bot.core import TOKEN, Quota
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(quota=Quota(people=2)) as server:
        yield server


async def call(zalo: FakeZaloBot, method: str, /, *, token: str = TOKEN, **data: Any) -> Any:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{zalo.base_url}/bot{token}/{method}", json=data)
    assert answer.status_code == 200
    return answer.json()


async def test_an_empty_poll_is_an_error_408_and_a_full_one_a_single_object(zalo: FakeZaloBot) -> None:
    assert (await call(zalo, "getUpdates", timeout="0.01"))["error_code"] == 408
    poll = asyncio.create_task(call(zalo, "getUpdates", timeout="5"))
    while not zalo.updates._polls:
        await asyncio.sleep(0.002)
    zalo.person("An").says("Xin chào")
    event = (await poll)["result"]
    assert (event["event_name"], event["message"]["text"]) == ("message.text.received", "Xin chào")


async def test_polls_fail_while_a_webhook_is_set(zalo: FakeZaloBot) -> None:
    await call(zalo, "setWebhook", url="https://a.vn/hook", secret_token="12345678")
    assert (await call(zalo, "getUpdates", timeout="1"))["error_code"] == 400
    assert (await call(zalo, "deleteWebhook"))["result"]["url"] == ""
    assert (await call(zalo, "deleteWebhook"))["error_code"] == 400


async def test_errors_come_with_http_200_and_one_with_another_key(zalo: FakeZaloBot) -> None:
    assert (await call(zalo, "getMe", token="1:x"))["error_code"] == 401
    assert (await call(zalo, "sendFax"))["error_code"] == 400
    assert (await call(zalo, "sendMessage", chat_id="nobody", text="x"))["error_code"] == 404
    zalo.pusher.trials_left = 0
    refused = await call(zalo, "setWebhook", url="https://a.vn/hook", secret_token="12345678")
    assert refused["errorCode"] == 426


@pytest.mark.parametrize(
    ("method", "data", "ok"),
    [
        ("sendMessage", {"text": "x" * 2000}, True),
        ("sendMessage", {"text": "x" * 2001}, False),
        ("sendMessage", {"text": " "}, False),
        ("sendMessage", {"text": "x", "parse_mode": "html"}, True),
        ("sendMessage", {"text": "x", "parse_mode": "latex"}, False),
        ("sendMessage", {"text": "x", "text_styles": [{"start": 0, "len": 2, "st": ["b"]}]}, False),
        ("sendPhoto", {"photo": "https://a.vn/a.png", "caption": "x"}, True),
        ("sendPhoto", {"photo": "http://a.vn/a.png"}, False),
        ("sendSticker", {"sticker": "12"}, True),
        ("sendVoice", {"voice_url": "https://a.vn/a.aac"}, True),
        ("sendChatAction", {"action": "typing"}, True),
        ("sendChatAction", {"action": "dancing"}, False),
    ],
)
async def test_what_may_be_sent(zalo: FakeZaloBot, method: str, data: dict[str, Any], ok: bool) -> None:
    an = zalo.person("An")
    assert (await call(zalo, method, chat_id=an.chat.id, **data))["ok"] is ok


async def test_messages_both_ways_use_up_the_month(zalo: FakeZaloBot) -> None:
    an = zalo.person("An")
    zalo.core.quota.messages = 2
    an.says("một")
    assert (await call(zalo, "sendMessage", chat_id=an.chat.id, text="hai"))["ok"]
    assert (await call(zalo, "sendMessage", chat_id=an.chat.id, text="ba"))["error_code"] == 429


async def test_a_basic_bot_turns_further_people_away(zalo: FakeZaloBot) -> None:
    zalo.person("An", "a")
    zalo.person("Bình", "b")
    zalo.person("An", "a")
    with pytest.raises(LookupError):
        zalo.person("Chi", "c")


async def test_an_outage_answers_with_a_page(zalo: FakeZaloBot) -> None:
    zalo.fault(FaultKind.GATEWAY_TIMEOUT)
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{zalo.base_url}/bot{TOKEN}/getMe")
    assert (answer.status_code, answer.text[:6]) == (504, "<html>")


async def test_it_runs_alone_and_people_speak_over_http() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.zalo_bot", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        root = (await process.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(base_url=root) as http:
            await http.post("/sim/say", json={"chat": "a", "text": "chào"})
            await http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": "a", "text": "Kính chào"})
            assert (await http.post("/sim/heard", json={"chat": "a"})).json()["result"] == ["Kính chào"]
    finally:
        process.terminate()
        await process.wait()
