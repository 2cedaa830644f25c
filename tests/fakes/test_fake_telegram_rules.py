"""Wrong calls, flood limits, groups, and the fake in its own process."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.limits import Limits, Rate
from tests.fakes.telegram.registry import METHODS
from tests.fakes.telegram.server import FakeTelegram, spawn
from tests.fakes.telegram.spec import SPEC

PERSON = 5001


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(throttle=False) as server:
        server.user(PERSON, "An")
        yield server


@pytest.fixture
async def client(fake: FakeTelegram) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{fake.base_url}/bot{fake.token}") as http:
        yield http


def keys(*rows: int, **button: Any) -> dict[str, Any]:
    shape = {"text": "A", "callback_data": "a"} if not button else {"text": "A", **button}
    return {"inline_keyboard": [[shape] * width for width in rows]}


TEXT = {"chat_id": PERSON, "text": "x"}
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": PERSON}, "message text is empty"),
    ("sendMessage", {"chat_id": PERSON, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": PERSON, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": PERSON, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": PERSON, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": PERSON, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": PERSON, "text": "x", "txt": "y"}, "unknown parameter 'txt' of sendMessage"),
    ("sendMessage", {"chat_id": PERSON, "text": 5}, "field 'text' must be of type String"),
    ("sendMessage", {**TEXT, "reply_markup": "{"}, "can't parse reply_markup JSON object"),
    ("sendMessage", {**TEXT, "reply_markup": keys(9)}, "reply markup is too long"),
    ("sendMessage", {**TEXT, "reply_markup": keys(*[8] * 13)}, "reply markup is too long"),
    ("sendMessage", {**TEXT, "reply_markup": keys(1, callback_data="đ" * 33)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {**TEXT, "reply_markup": keys(1, url="khong")}, "BUTTON_URL_INVALID"),
    ("sendMessage", {**TEXT, "reply_markup": keys(1, dta="a")},
     "unknown field 'dta' of InlineKeyboardButton"),
    ("sendMessage", {"chat_id": 999, "text": "x"}, "chat not found"),
    ("editMessageText", {"chat_id": PERSON, "message_id": 9, "text": "x"}, "message to edit not found"),
    ("deleteMessage", {"chat_id": PERSON, "message_id": 9}, "message to delete not found"),
    ("sendChatAction", {"chat_id": PERSON, "action": "dancing"}, "wrong parameter action in request"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ("sendDocument", {"chat_id": PERSON, "document": "x"}, "wrong file identifier/HTTP URL specified"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "text"), WRONG)
async def test_a_wrong_call_is_refused(
    client: httpx.AsyncClient, method: str, params: dict[str, Any], text: str
) -> None:
    answer = await client.post(f"/{method}", json=params)
    body = {"ok": False, "error_code": 400, "description": f"Bad Request: {text}"}
    assert (answer.status_code, answer.json()) == (400, body)


async def test_the_longest_text_and_fullest_keyboard_pass(client: httpx.AsyncClient) -> None:
    params = {"chat_id": PERSON, "text": f"<b>{'đ' * 4096}</b>", "parse_mode": "HTML"}
    markup = keys(*[8] * 12, 4, callback_data="x" * 64)
    assert (await client.post("/SENDmessage", json={**params, "reply_markup": markup})).json()["ok"]


async def test_every_described_method_works_and_others_are_not_found(client: httpx.AsyncClient) -> None:
    assert {method.name for method in METHODS.values()} == set(SPEC["methods"])
    answer = await client.post("/sendDance")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found: method not found")


async def test_parameters_may_stand_in_the_address_or_a_form(
    client: httpx.AsyncClient, fake: FakeTelegram
) -> None:
    assert (await client.get("/sendMessage", params={"chat_id": PERSON, "text": "một"})).json()["ok"]
    assert (await client.post("/sendMessage", data={"chat_id": str(PERSON), "text": "hai"})).json()["ok"]
    assert fake.chat(PERSON).texts == ["một", "hai"]


async def test_limits_answer_the_exact_429(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.core.limits.chat = Rate(0.2, 2)
    codes = [(await client.post("/sendMessage", json={"chat_id": PERSON, "text": "x"})) for _ in range(3)]
    assert [answer.status_code for answer in codes] == [200, 200, 429]
    assert codes[2].content == (
        b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5",'
        b'"parameters":{"retry_after":5}}'
    )
    assert codes[2].headers["Retry-After"] == "5"
    assert fake.act("statistics")["limited"] == 1


def test_the_usual_limits_are_30_a_second_1_a_chat_20_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)

    def admitted(limits: Limits, *, chats: int, group: bool) -> int:
        count = 0
        for number in range(100):
            try:
                limits.admit(number % chats, group=group)
            except Exception:
                continue
            count += 1
        return count

    limits = Limits.telegram()
    assert admitted(limits, chats=100, group=False) == 30
    now += 1
    assert admitted(limits, chats=100, group=False) == 30
    assert admitted(Limits(chat=Rate(1, 3)), chats=1, group=False) == 3
    assert admitted(Limits(group=Rate(20 / 60, 20)), chats=1, group=True) == 20


async def test_a_storm_refuses_every_send_and_passes(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.act("storm", seconds=0.2)
    params = {"chat_id": PERSON, "text": "x"}
    assert (await client.post("/sendMessage", json=params)).json()["parameters"] == {"retry_after": 1}
    assert (await client.post("/getMe")).json()["ok"]
    await asyncio.sleep(0.25)
    assert (await client.post("/sendMessage", json=params)).json()["ok"]


async def test_a_fault_may_wait_and_choose_a_chat(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.user(5002)
    fake.fault(FaultKind.SERVER_ERROR, "sendMessage", chat_id=5002, skip=1)
    codes = [
        (await client.post("/sendMessage", data={"chat_id": str(chat), "text": "x"})).status_code
        for chat in (PERSON, 5002, PERSON, 5002, 5002)
    ]
    assert codes == [200, 200, 200, 500, 200]


async def test_in_a_group_the_bot_reads_what_is_meant_for_it(
    client: httpx.AsyncClient, fake: FakeTelegram
) -> None:
    user = fake.user(PERSON)
    fake.act("add_group", chat_id=-1005, members=[PERSON])
    fake.act("add_bot", chat_id=-1005, by=PERSON)
    sent = (await client.post("/sendMessage", json={"chat_id": -1005, "text": "Chào cả tổ"})).json()["result"]
    await client.post("/getUpdates", json={"offset": -1})
    await user.says("chuyện riêng", to=-1005)
    await user.says("/viec@other_bot", to=-1005)
    await user.says("/viec@roviec_test_bot", to=-1005)
    await user.says("nhờ @roviec_test_bot", to=-1005)
    await user.says("vâng", to=-1005, reply_to=sent["message_id"])
    updates = (await client.post("/getUpdates")).json()["result"]
    texts = [update["message"].get("text") for update in updates][1:]
    assert texts == ["/viec@roviec_test_bot", "nhờ @roviec_test_bot", "vâng"]
    assert updates[-1]["message"]["reply_to_message"]["from"]["id"] == 777


async def test_a_person_hears_in_order_and_a_miss_shows_the_chat(
    client: httpx.AsyncClient, fake: FakeTelegram
) -> None:
    user = fake.user(PERSON)
    waiting = asyncio.create_task(user.hears("Câu 2", timeout=5))
    await user.says("/khaosat")
    for number in (1, 2):
        await client.post("/sendMessage", json={"chat_id": PERSON, "text": f"Câu {number}/2"})
    assert (await waiting).text == "Câu 2/2"
    await user.hears_nothing()
    with pytest.raises(AssertionError, match="Câu 1/2"):
        await user.hears("Câu 1", timeout=0.05)
    with pytest.raises(LookupError, match="no button 'Gửi'"):
        await user.presses("Gửi")
    summary = fake.act("statistics")
    assert (summary["sent"], summary["replies"], summary["sent_per_chat"]) == (2, 1, {"5001": 2})


async def test_the_fake_runs_as_its_own_process() -> None:
    async with spawn("--no-throttle") as remote, httpx.AsyncClient(base_url=remote.base_url) as client:
        user = remote.user(PERSON)
        await user.says("/start")
        bot = f"/bot{remote.token}"
        updates = (await client.post(f"{bot}/getUpdates")).json()["result"]
        assert updates[0]["message"]["text"] == "/start"
        markup = keys(1)
        await client.post(
            f"{bot}/sendMessage", json={"chat_id": PERSON, "text": "Chào", "reply_markup": markup}
        )
        assert (await user.hears("Chào")).labels == ["A"]
        assert await user.presses("A")
        assert len((await remote.chat(PERSON)).messages) == 2
        assert (await remote.perform("statistics"))["sent"] == 1
        await remote.perform("fault", kind="drop", method="sendMessage")
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(f"{bot}/sendMessage", json={"chat_id": PERSON, "text": "x"})
        with pytest.raises(ValueError, match="no action 'dance'"):
            await remote.perform("dance")
