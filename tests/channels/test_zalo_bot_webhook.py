"""The webhook behind a real web server, fed by the fake's pusher; and what is told to the platform at the start."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from roviec.channels.channel import Store
from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.channels.zalo_bot.receiving import HEADER
from roviec.channels.zalo_bot.trouble import WebhookRefused
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_bot import OURS, PERSON, SECRET, knock, make
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot


class Kept:
    """An inbox in memory that fails on order."""

    def __init__(self, fail: int = 0) -> None:
        self.fail, self.raws = fail, list[Raw]()

    async def store(self, raws: Sequence[Raw]) -> None:
        if self.fail:
            self.fail -= 1
            raise OSError("disk full")
        self.raws.extend(raws)

    @property
    def words(self) -> list[str]:
        return [str(r.payload.get("result", r.payload)["message"].get("text")) for r in self.raws]


@asynccontextmanager
async def serving(place: Place, fake: FakeZaloBot, store: Store) -> AsyncIterator[ZaloBot]:
    """Serve the webhook on loopback."""
    app = Starlette()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(5):
        while not server.started:
            await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    line = make(place, fake, public_url=f"http://127.0.0.1:{port}/")
    app.router.routes.extend(line.routes(store))
    try:
        yield line
    finally:
        await line.close()
        server.should_exit = True
        await task


@pytest.mark.parametrize("flat", [False, True], ids=["envelope", "flat"])
async def test_what_people_say_is_stored_once_the_webhook_is_set(place: Place, flat: bool) -> None:
    kept = Kept(fail=1)
    async with FakeZaloBot(flat=flat) as fake, serving(place, fake, kept.store) as line:
        await line.receive(kept.store)
        an = fake.person("An", PERSON)
        an.says("một")
        an.says("hai")
        await fake.pusher.idle()
        assert kept.words == ["một", "hai"]
        # The first push found the store broken and came again.
        assert fake.pusher.statuses == {"200": 3, "503": 1}
        assert (await line.ledger.budget()).usage.received == 2


async def test_probes_are_greeted_strangers_refused_and_nonsense_dropped(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    async with FakeZaloBot() as fake:
        line = make(place, fake)
        post, mine = knock(line, kept.store), {HEADER: SECRET}
        url, event = line.address, b'{"event_name":"message.text.received","message":{}}'
        for body in (b"", b"{}", b" \n{} "):
            assert await post(url, body, {}) == 200
        for headers in ({}, {HEADER: "wrong"}, {HEADER: b"\xc6\xa0"}):
            assert await post(url, event, headers) == 403
        for nonsense in (b"not json", b"[1]", b"\xff\xfe", b'{"a":1}', b"[" * 50_000, b"x" * 2_000_000):
            assert await post(url, nonsense, mine) == 200
        assert kept.raws == []
        assert sum("đã bỏ qua" in r.getMessage() for r in caplog.records) == 6
        assert await post(url, event, mine) == 200
        assert len(kept.raws) == 1
        await line.close()


async def test_the_path_and_a_missing_secret_come_from_the_token(place: Place) -> None:
    async with FakeZaloBot() as fake:
        line, again, other = make(place, fake), make(place, fake), make(place, fake, token="2:x")
        assert line.address == again.address != other.address
        assert fake.token not in line.address
        bare = make(place, fake, webhook_secret="")
        await bare.setup({})
        assert len(fake.pusher.secret) == 64
        for channel in (line, again, other, bare):
            await channel.close()


@pytest.mark.parametrize(
    ("outcome", "hint"),
    [("err.tls", "TLS"), ("http.403", "Browser Integrity Check"), ("http.teapot", "teapot")],
)
async def test_a_failed_trial_is_told_and_the_address_stays(
    place: Place, caplog: pytest.LogCaptureFixture, outcome: str, hint: str
) -> None:
    async with FakeZaloBot() as fake:
        fake.pusher.outcome = outcome
        line = make(place, fake)
        await line.setup({})
        assert fake.pusher.url == line.address
        assert hint in caplog.text
        await line.close()


async def test_too_many_trials_are_fine_while_our_address_stands(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with FakeZaloBot() as fake:
        line, moved = make(place, fake), make(place, fake, public_url="https://moved.example.vn")
        await line.setup({})
        fake.pusher.trials_left = 0
        await line.setup({})
        with pytest.raises(Failure) as caught:
            await moved.setup({})
        assert (caught.value.retry, caught.value.retry_after) == (True, 3600)
        await line.close()
        await moved.close()


async def test_an_address_that_is_not_https_is_refused_with_a_sentence(place: Place) -> None:
    async with FakeZaloBot() as fake:
        line = make(place, fake, public_url="http://roviec.example.vn")
        with pytest.raises(WebhookRefused, match="https"):
            await line.setup({})
        await line.close()


async def test_an_outage_at_the_start_is_waited_out(place: Place) -> None:
    async with FakeZaloBot() as fake:
        for kind in (FaultKind.BAD_GATEWAY, FaultKind.INTERNAL, FaultKind.DROP):
            fake.fault(kind, "getMe")
        line = make(place, fake)
        async with asyncio.timeout(5):
            await line.receive(Kept().store)
        assert fake.core.calls["getMe"] == 4
        assert fake.pusher.url.startswith(OURS)
        await line.close()


async def test_the_real_platform_cannot_be_reached_by_the_fake() -> None:
    async with FakeZaloBot() as fake, httpx.AsyncClient() as http:
        body = {"url": "https://example.vn/hook", "secret_token": "12345678"}
        answer = (await http.post(f"{fake.base_url}/bot{fake.token}/setWebhook", json=body)).json()
        assert answer["result"]["verification"]["outcome"] == "err.unreachable"
