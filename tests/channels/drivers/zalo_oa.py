"""The Official Account in front of the fake platform; the platform holds what An does until we take it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import httpx
from starlette.applications import Starlette

from roviec.channels.channel import Store
from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.channels.zalo_oa.client import Roots
from roviec.channels.zalo_oa.seal import Pair
from tests.fakes.zalo_oa.core import Said
from tests.fakes.zalo_oa.faults import FaultKind
from tests.fakes.zalo_oa.server import FakeZaloOA

from .protocol import Heard, Place, Trouble

OURS = "https://roviec.example.vn"
_LINK = re.compile(r"https://\S+/zalo_oa/tep/\S+/([^/\s]+)")


def roots_of(fake: FakeZaloOA) -> Roots:
    """Return the three roots of a fake."""
    return Roots(fake.openapi_url, fake.oauth_url, fake.business_url)


def make(place: Place, fake: FakeZaloOA, **changes: Any) -> ZaloOa:
    """Return a channel in front of the fake, with short waits."""
    core = fake.core
    quick: dict[str, Any] = {
        "app_id": core.app_id,
        "app_secret": core.app_secret,
        "oa_secret": core.oa_secret,
        "roots": roots_of(fake),
        "signature": "enforce",
        "public_url": OURS,
        "timeout": 2.0,
    }
    return ZaloOa(place.db, place.files, **(quick | changes))


async def connect(channel: ZaloOa, fake: FakeZaloOA) -> Pair:
    """Give a channel its first pair of tokens, as an authorisation does."""
    given = fake.grant()
    pair = Pair(given["access_token"], given["refresh_token"], float(given["expires_in"]))
    await channel.keeper.begin(pair, fake.core.oa_id)
    return pair


def knock(channel: ZaloOa, store: Store) -> Any:
    """Return a way to post to the channel's webhook without a socket; what the store raises comes out."""
    app = Starlette(routes=list(channel.routes(store)))

    async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
            return (await http.post(url, content=body, headers=headers)).status_code

    return post


class OaDriver:
    """An, in her chat with the Official Account."""

    troubles = frozenset({Trouble.down, Trouble.lost_answer, Trouble.error, Trouble.blocked})
    tells_blocking = True
    tells_pressed = False
    captions = False

    def __init__(self, place: Place, fake: FakeZaloOA) -> None:
        self.place, self.fake = place, fake
        self.person = fake.person("An", met=True)
        self.chat = self.person.uid
        self.channel = make(place, fake)
        fake.pusher.url, fake.pusher.held = self.channel.webhook, True

    async def begin(self) -> None:
        """Connect the account."""
        pair = await connect(self.channel, self.fake)
        core = self.fake.core
        self.place.secrets.extend((core.app_secret, core.oa_secret, pair.access, pair.refresh))

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        self.person.says(text, quotes=reply_to or "")

    async def presses(self, label: str) -> None:
        self.person.presses(label)

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        self.person.sends_file(data, name)

    async def blocks(self) -> None:
        self.person.unfollows()

    async def unblocks(self) -> None:
        self.person.follows()

    async def garbage(self) -> None:
        said = {"msg_id": "77", "text": 5}
        event = {"event_name": "user_send_text", "sender": {"id": self.chat}, "message": said}
        self.fake.happen(event | {"timestamp": self.fake.core.clock.millis()})

    async def arrive(self, store: Store) -> None:
        self.fake.pusher.send = knock(self.channel, store)
        await self.fake.pusher.pump()

    @asynccontextmanager
    async def restart(self) -> AsyncIterator[None]:
        await self.channel.close()
        self.channel = make(self.place, self.fake)
        yield

    async def hears(self) -> list[Heard]:
        return [heard(said) for said in self.person.heard()]

    async def order(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.down:
                await self.channel.close()
                nowhere = "http://127.0.0.1:9"
                self.channel = make(self.place, self.fake, roots=Roots(nowhere, nowhere, nowhere))
            case Trouble.lost_answer:
                self.fake.fault(FaultKind.COMMIT_THEN_DROP, "message/cs")
            case Trouble.error:
                self.fake.fault(FaultKind.BAD_GATEWAY, "message/cs")
            case Trouble.blocked:
                self.person.blocks()
            case _:
                raise NotImplementedError(trouble)


def heard(said: Said) -> Heard:
    """Return a message as the phone shows it: no bold, pictures in line, documents by hand or by link."""
    files = ("picture",) if said.image else (said.file,) if said.file else ()
    return Heard(
        id=said.id,
        text=said.text,
        bold=None,
        labels=tuple(b.title for b in said.buttons if b.type == "oa.query.hide"),
        files=(*files, *(unquote(name) for name in _LINK.findall(said.text))),
        links=tuple(b.value for b in said.buttons if b.type == "oa.open.url"),
    )


@asynccontextmanager
async def zalo_oa(place: Place) -> AsyncIterator[OaDriver]:
    """Open the driver of the Official Account."""
    async with FakeZaloOA() as fake:
        driver = OaDriver(place, fake)
        await driver.begin()
        try:
            yield driver
        finally:
            await driver.channel.close()
