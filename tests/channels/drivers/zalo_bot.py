"""The Zalo Bot Platform in front of its fake, by webhook: the only way of it that loses nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from roviec.channels.channel import Store
from roviec.channels.zalo_bot.channel import ZaloBot
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot

from .protocol import Heard, Place, Trouble

OURS = "https://roviec.example.vn"
PERSON = "6ede9afa66b88fe6d6a9"
SECRET = "s3cret-of-the-zalo-webhook"


def make(place: Place, fake: FakeZaloBot, **changes: Any) -> ZaloBot:
    """Return a channel in front of the fake, with short waits."""
    quick: dict[str, Any] = {"token": fake.token, "base_url": fake.base_url, "webhook_secret": SECRET}
    quick |= {"hold": 1, "timeout": 2.0, "pause": 0.01, "public_url": OURS}
    return ZaloBot(place.db, place.files, **(quick | changes))


def knock(channel: ZaloBot, store: Store) -> Any:
    """Return a way to post to the channel's webhook without a socket; what the store raises comes out."""
    app = Starlette(routes=list(channel.routes(store)))

    async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
            return (await http.post(url, content=body, headers=headers)).status_code

    return post


class ZaloDriver:
    """An, in her private chat with the bot; the platform holds what she says until we take it."""

    troubles = frozenset({Trouble.down, Trouble.lost_answer, Trouble.error, Trouble.blocked})
    tells_blocking = False
    tells_pressed = captions = True
    chat = PERSON

    def __init__(self, place: Place, fake: FakeZaloBot) -> None:
        self.place, self.fake = place, fake
        self.person = fake.person("An", PERSON)
        self.channel = make(place, fake, public_url="http://127.0.0.1:1")
        fake.pusher.url, fake.pusher.secret, fake.pusher.held = f"{OURS}{self.channel._path}", SECRET, True
        place.secrets.extend((fake.token, SECRET))

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        if reply_to:
            pytest.skip("zalo_bot does not tell which message is answered")
        self.person.says(text)

    async def presses(self, label: str) -> None:
        raise LookupError(label)

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        pytest.skip("zalo_bot carries no documents to bots")

    async def blocks(self) -> None: ...

    async def unblocks(self) -> None: ...

    async def garbage(self) -> None:
        self.fake.happen({"event_name": "message.text.received", "message": {"message_id": "77", "text": 5}})

    async def arrive(self, store: Store) -> None:
        self.fake.pusher.send = knock(self.channel, store)
        await self.fake.pusher.pump()

    @asynccontextmanager
    async def restart(self) -> AsyncIterator[None]:
        await self.channel.close()
        self.channel = make(self.place, self.fake, public_url="http://127.0.0.1:1")
        yield

    async def hears(self) -> list[Heard]:
        return [
            Heard(id=said.id, text=said.text, bold=said.bold, files=("picture",) if said.photo else ())
            for said in self.person.heard()
        ]

    async def order(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.down:
                await self.channel.close()
                self.channel = make(self.place, self.fake, base_url="http://127.0.0.1:9")
            case Trouble.lost_answer:
                self.fake.fault(FaultKind.COMMIT_THEN_DROP, "sendMessage")
            case Trouble.error:
                self.fake.fault(FaultKind.BAD_GATEWAY, "sendMessage")
            case Trouble.blocked:
                self.person.leaves()
            case _:
                raise NotImplementedError(trouble)


@asynccontextmanager
async def zalo_bot(place: Place) -> AsyncIterator[ZaloDriver]:
    """Open the driver of the Zalo Bot Platform."""
    async with FakeZaloBot() as fake:
        driver = ZaloDriver(place, fake)
        try:
            yield driver
        finally:
            await driver.channel.close()
