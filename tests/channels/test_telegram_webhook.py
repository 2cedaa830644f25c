"""The webhook behind a real web server, fed by the fake's pusher; and what the platform is told at the start."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from roviec.channels.channel import Store
from roviec.channels.telegram.channel import Telegram
from roviec.channels.telegram.trouble import TokenRefused, WebhookRefused
from roviec.channels.telegram.webhook import HEADER, path_of
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import PERSON, make
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram

SECRET = "s3cret-of-the-webhook"
PATIENCE = 15.0


@asynccontextmanager
async def serving(place: Place, fake: FakeTelegram, store: Store) -> AsyncIterator[tuple[Telegram, str]]:
    """Serve the webhook on loopback; yield the channel and the address."""
    app = Starlette()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(PATIENCE):
        while not server.started:
            await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    line = make(place, fake, mode="webhook", webhook_secret=SECRET, public_url=f"http://127.0.0.1:{port}/")
    app.router.routes.extend(line.routes(store))
    try:
        yield line, f"http://127.0.0.1:{port}{path_of(fake.token)}"
    finally:
        await line.close()
        fake.core.webhook.delete()
        server.should_exit = True
        await task


class Kept:
    """An inbox in memory that fails on order."""

    def __init__(self, fail: int = 0) -> None:
        self.fail, self.raws = fail, list[Raw]()

    async def store(self, raws: Sequence[Raw]) -> None:
        if self.fail:
            self.fail -= 1
            raise OSError("disk full")
        self.raws.extend(raws)

    async def reach(self, count: int) -> list[Raw]:
        async with asyncio.timeout(PATIENCE):
            while len(self.raws) < count:
                await asyncio.sleep(0.005)
        return self.raws


async def test_updates_come_through_the_webhook_in_order(place: Place, fake: FakeTelegram) -> None:
    kept = Kept()
    async with serving(place, fake, kept.store) as (line, _):
        await line.receive(kept.store)
        for n in range(10):
            await fake.user(PERSON).says(f"tin {n}")
        assert fake.core.webhook.secret == SECRET
        raws = await kept.reach(10)
        said = [line.parse(raw) for raw in raws]
    assert [one.text for one in said if one] == [f"tin {n}" for n in range(10)]


async def test_a_store_that_fails_gets_the_same_update_again(place: Place, fake: FakeTelegram) -> None:
    kept = Kept(fail=2)
    async with serving(place, fake, kept.store) as (line, _):
        await line.setup({})
        await fake.user(PERSON).says("một")
        await kept.reach(1)
    assert fake.stats.webhook_posts["503"] == 2
    assert len(kept.raws) == 1


async def test_a_press_is_answered_once_it_is_kept(place: Place, fake: FakeTelegram) -> None:
    kept = Kept()
    chat = fake.core.store.chats[PERSON]
    shown = fake.core.deliver(chat, {"text": "Câu 1"}, {}, "sendMessage")["message_id"]
    async with serving(place, fake, kept.store) as (line, _):
        await line.setup({})
        query = await fake.user(PERSON).presses_data("q:1", of=shown)
        await kept.reach(1)
        assert await fake.user(PERSON).answer_to(query) is None
        line.accepted(kept.raws)
        async with asyncio.timeout(PATIENCE):
            while await fake.user(PERSON).answer_to(query) is None:
                await asyncio.sleep(0.005)


@pytest.mark.parametrize("given", [None, "", "wrong", "sécret"])
async def test_a_post_without_the_secret_is_refused(
    place: Place, fake: FakeTelegram, given: str | None
) -> None:
    kept = Kept()
    async with serving(place, fake, kept.store) as (_, address), httpx.AsyncClient() as client:
        headers = {} if given is None else {HEADER: given.encode()}
        answer = await client.post(address, json={"update_id": 1}, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, kept.raws) == (403, [])


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'"x"', b"{}", b'{"update_id":"1"}', b"\xff", b"[" * 100_000]
)
async def test_a_body_that_can_never_be_read_is_dropped_and_told(
    place: Place, fake: FakeTelegram, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    async with serving(place, fake, kept.store) as (_, address), httpx.AsyncClient() as client:
        answer = await client.post(address, content=body, headers={HEADER: SECRET})
    assert (answer.status_code, kept.raws) == (200, [])
    assert any("đã bỏ qua" in record.getMessage() for record in caplog.records)


async def test_an_update_that_nobody_can_read_is_stored_for_quarantine(
    place: Place, fake: FakeTelegram
) -> None:
    kept = Kept()
    async with serving(place, fake, kept.store) as (line, _):
        await line.setup({})
        fake.act("malformed")
        (raw,) = await kept.reach(1)
        with pytest.raises(KeyError):
            line.parse(raw)


async def test_a_webhook_never_stands_without_a_secret(place: Place, fake: FakeTelegram) -> None:
    line = make(place, fake, mode="webhook", public_url="http://127.0.0.1:9")
    await line.setup({})
    assert len(fake.core.webhook.secret or "") == 64
    assert fake.token not in str(fake.core.webhook.secret) + fake.core.webhook.url
    await line.close()


async def test_polling_has_no_route_and_takes_an_old_webhook_away(line: Telegram, fake: FakeTelegram) -> None:
    await line.api.call("setWebhook", url="http://127.0.0.1:9/old")
    await line.setup({})
    assert (line.routes(Kept().store), fake.core.webhook.url) == ((), "")


async def test_the_commands_are_told_in_vietnamese(line: Telegram) -> None:
    await line.setup({"viec": "Việc của tôi", "giup": "Cách dùng"})
    told = await line.api.call("getMyCommands")
    assert told == [
        {"command": "viec", "description": "Việc của tôi"},
        {"command": "giup", "description": "Cách dùng"},
    ]


async def test_links_wait_for_the_name_and_for_codes_that_they_can_carry(line: Telegram) -> None:
    assert line.link("7XK2M9PQRT") is None
    await line.introduce()
    assert line.link("7XK2M9PQRT") == "https://t.me/roviec_test_bot?start=7XK2M9PQRT"
    for code in ("", "a b", "x" * 65, "a&b=c", "mã"):
        assert line.link(code) is None


async def test_an_address_that_telegram_refuses_is_said_with_its_reason(
    place: Place, fake: FakeTelegram
) -> None:
    line = make(place, fake, mode="webhook", public_url="https://xa.example.vn")
    with pytest.raises(WebhookRefused, match="bad webhook"):
        await line.receive(Kept().store)
    await line.close()


async def test_a_setup_that_fails_is_made_good_by_receiving(
    line: Telegram, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.fault(FaultKind.BAD_GATEWAY, "setMyCommands", count=2)
    with pytest.raises(Failure) as caught:
        await line.setup({"viec": "Việc của tôi"})
    assert fake.token not in repr(caught.value)
    task = asyncio.create_task(line.receive(Kept().store))
    async with asyncio.timeout(PATIENCE):
        while not fake.stats.calls["getUpdates"]:
            await asyncio.sleep(0.005)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert await line.api.call("getMyCommands") != []
    assert fake.token not in caplog.text


async def test_a_wrong_token_is_said_at_setup(place: Place, fake: FakeTelegram) -> None:
    line = make(place, fake, token="777:another-token-that-is-well-formed", mode="webhook")
    with pytest.raises(TokenRefused):
        await line.receive(Kept().store)
    await line.close()
