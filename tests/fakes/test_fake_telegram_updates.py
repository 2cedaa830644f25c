"""Updates wait, are confirmed, repeated, throttled and pushed as on the real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.spec import object_check
from tests.fakes.telegram.wire import HttpProtocol, Request, Response

PERSON = 5001
Json = dict[str, Any]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(throttle=False, webhook_time_scale=0.01) as server:
        server.user(PERSON, "An")
        yield server


@pytest.fixture
async def client(fake: FakeTelegram) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{fake.base_url}/bot{fake.token}") as http:
        yield http


async def call(client: httpx.AsyncClient, method: str, **params: Any) -> Json:
    answer: Json = (await client.post(f"/{method}", json=params)).json()
    return answer


async def ids(client: httpx.AsyncClient, **params: Any) -> list[int]:
    return [update["update_id"] for update in (await call(client, "getUpdates", **params))["result"]]


async def test_updates_repeat_until_confirmed(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.act("bulk", count=5)
    assert await ids(client) == [101, 102, 103, 104, 105]
    assert await ids(client, limit=2) == [101, 102]
    assert await ids(client, offset=103, limit=2) == [103, 104]
    assert await ids(client, offset=101) == [103, 104, 105]
    assert await ids(client, offset=-1) == [105]
    assert await ids(client) == [105]


async def test_updates_expire_after_a_day(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.act("bulk", count=2)
    fake.core.clock.advance(86_401)
    fake.act("bulk", count=1)
    assert await ids(client) == [103]
    assert fake.act("statistics")["expired"] == 2


async def test_a_long_poll_ends_with_the_first_update(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    poll = asyncio.create_task(ids(client, timeout=5))
    while not fake.stats.calls["getUpdates"]:
        await asyncio.sleep(0.01)
    await fake.user(PERSON).says("Chào")
    assert await poll == [101]


async def test_a_second_poller_aborts_the_first(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    first = asyncio.create_task(call(client, "getUpdates", timeout=5))
    while not fake.stats.calls["getUpdates"]:
        await asyncio.sleep(0.01)
    assert await ids(client) == []
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_poller_that_stands_still_is_fed_one_by_one() -> None:
    async with (
        FakeTelegram() as fake,
        httpx.AsyncClient(base_url=f"{fake.base_url}/bot{fake.token}") as client,
    ):
        fake.act("bulk", count=3)
        assert await ids(client, offset=5) == [101, 102, 103]
        assert await ids(client, offset=5) == [101]
        fake.core.clock.advance(1)
        assert await ids(client, offset=5) == [101, 102, 103]


async def test_allowed_updates_stay_until_changed(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    user = fake.user(PERSON)
    await call(client, "getUpdates", allowed_updates=["my_chat_member"])
    await user.says("không nghe")
    await user.blocks()
    assert [list(u)[1] for u in (await call(client, "getUpdates"))["result"]] == ["my_chat_member"]
    await call(client, "getUpdates", allowed_updates=[], offset=-1)
    await user.unblocks()
    await user.says("nghe")
    assert len(await ids(client)) == 3


async def test_batches_may_be_repeated_and_reordered(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    fake.act("bulk", count=2)
    fake.fault(FaultKind.REORDER, "getUpdates")
    assert await ids(client) == [102, 101]
    fake.fault(FaultKind.REPEAT, "getUpdates")
    assert await ids(client, offset=102) == [101, 102, 102, 102]


async def test_every_update_and_answer_follows_the_description(
    client: httpx.AsyncClient, fake: FakeTelegram
) -> None:
    user = fake.user(PERSON)
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await call(client, "sendMessage", chat_id=PERSON, text="/a <b>", reply_markup=keyboard)
    object_check("Message")(sent["result"], "message")
    await user.says("/start x")
    await user.presses("A")
    await user.sends_document(b"1", "a.txt")
    await user.shares_phone("84900000000")
    await user.blocks()
    await user.unblocks()
    fake.act("add_group", chat_id=-1005, members=[PERSON, 5002])
    fake.act("add_bot", chat_id=-1005, by=PERSON, admin=True)
    fake.act("remove_bot", chat_id=-1005, by=PERSON)
    updates = (await call(client, "getUpdates"))["result"]
    assert len(updates) == 10
    for update in updates:
        object_check("Update")(update, "update")
    for method, kind, params in (
        ("getMe", "User", {}),
        ("getChat", "ChatFullInfo", {"chat_id": -1005}),
        ("getWebhookInfo", "WebhookInfo", {}),
        ("getChatMember", "ChatMemberOwner", {"chat_id": -1005, "user_id": PERSON}),
    ):
        object_check(kind)((await call(client, method, **params))["result"], kind)


async def test_6000_updates_are_queued_quickly(client: httpx.AsyncClient, fake: FakeTelegram) -> None:
    assert fake.act("bulk", count=6000, users=2000, texts=["1", "2", "3"]) == 6000
    offset, total = 0, 0
    while batch := await ids(client, offset=offset):
        offset, total = batch[-1] + 1, total + len(batch)
    assert total == 6000


class Hook:
    """A webhook that remembers what it got and answers from a list."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[Response] = []
        self.connections: set[HttpProtocol] = set()

    def handle(self, request: Request) -> Response:
        self.got.append(json.loads(request.body))
        self.headers.append(request.headers)
        return self.answers.pop(0) if self.answers else Response()


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, str]]:
    target = Hook()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: HttpProtocol(target.handle, target.connections), "127.0.0.1", 0)
    yield target, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/tg"
    server.close()
    for connection in list(target.connections):
        connection.close()
    await asyncio.sleep(0)
    await server.wait_closed()


async def settled(fake: FakeTelegram) -> None:
    async with asyncio.timeout(5):
        while fake.core.updates.entries:
            await asyncio.sleep(0.01)


async def test_a_webhook_gets_updates_in_order_with_the_secret(
    client: httpx.AsyncClient, fake: FakeTelegram, hook: tuple[Hook, str]
) -> None:
    target, url = hook
    await fake.user(PERSON).says("trước")
    answer = await call(client, "setWebhook", url=url, secret_token="bi-mat")
    assert answer["description"] == "Webhook was set"
    for number in range(5):
        await fake.user(PERSON).says(str(number))
    await settled(fake)
    assert [update["message"]["text"] for update in target.got] == ["trước", "0", "1", "2", "3", "4"]
    assert target.headers[0]["x-telegram-bot-api-secret-token"] == "bi-mat"
    refused = await call(client, "getUpdates")
    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)
    gone = await call(client, "deleteWebhook")
    assert gone["description"] == "Webhook was deleted"


async def test_a_failing_webhook_gets_the_same_update_again(
    client: httpx.AsyncClient, fake: FakeTelegram, hook: tuple[Hook, str]
) -> None:
    target, url = hook
    target.answers = [Response(500), Response(503, headers={"Retry-After": "2"}), Response(drop=True)]
    await call(client, "setWebhook", url=url)
    await fake.user(PERSON).says("một")
    await fake.user(PERSON).says("hai")
    await settled(fake)
    assert [update["message"]["text"] for update in target.got] == ["một", "một", "một", "một", "hai"]
    info = (await call(client, "getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0
    assert "last_error_message" in info


async def test_a_call_in_the_answer_of_a_webhook_is_executed(
    client: httpx.AsyncClient, fake: FakeTelegram, hook: tuple[Hook, str]
) -> None:
    target, url = hook
    target.answers = [Response(200, b'{"method":"sendMessage","chat_id":5001,"text":"Xin ch\xc3\xa0o"}')]
    await call(client, "setWebhook", url=url)
    user = fake.user(PERSON)
    await user.says("/start")
    assert (await user.hears("Xin chào")).id == 2


async def test_a_webhook_outside_loopback_is_refused(client: httpx.AsyncClient) -> None:
    answer = await call(client, "setWebhook", url="https://example.com/tg")
    assert answer["description"].startswith("Bad Request: bad webhook")


async def test_an_update_that_comes_before_a_poll_begins_to_wait_is_not_slept_through(
    fake: FakeTelegram,
) -> None:
    poll = fake.core.updates.poll(0, 100, 10)
    fake.act("say", user_id=PERSON, text="Xin chào")
    assert not isinstance(poll, list)
    async with asyncio.timeout(1):
        assert len(await poll) == 1
