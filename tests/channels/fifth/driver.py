"""An, with a pager."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from roviec.channels.channel import Store
from tests.channels.drivers.protocol import Heard, Place, Trouble
from tests.channels.drivers.telegram import cancel, until
from tests.channels.fifth.channel import Pager
from tests.channels.fifth.fake import TOKEN, FakePager, fake_pager


class PagerDriver:
    """One person in front of the channel."""

    troubles = frozenset(Trouble)
    tells_blocking = False
    tells_pressed = captions = True
    chat = "an"

    def __init__(self, place: Place, fake: FakePager) -> None:
        self.fake = fake
        self.channel = Pager(fake.root, TOKEN)
        place.secrets.append(TOKEN)

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        self.fake.happen(**{"from": self.chat}, text=text, reply_to=reply_to)

    async def presses(self, label: str) -> None:
        for page in reversed(self.fake.sent.values()):
            for name, action in page["buttons"]:
                if name == label:
                    return self.fake.happen(**{"from": self.chat}, action=action, of=page["id"])
        raise LookupError(label)

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        self.fake.files[name] = data
        files = [{"path": f"/file/{quote(name)}", "name": name, "size": len(data)}]
        self.fake.happen(**{"from": self.chat}, text=caption, files=files)

    async def blocks(self) -> None: ...

    async def unblocks(self) -> None: ...

    async def garbage(self) -> None:
        self.fake.happen(nonsense=True)

    async def arrive(self, store: Store) -> None:
        task = asyncio.create_task(self.channel.receive(store))
        try:
            await until(lambda: not self.fake.waiting, task)
        finally:
            await cancel(task)

    @asynccontextmanager
    async def restart(self) -> AsyncIterator[None]:
        await self.channel.close()
        self.channel = Pager(self.fake.root, TOKEN)
        yield

    async def hears(self) -> list[Heard]:
        return [
            Heard(p["id"], p["text"], bold=None, labels=tuple(label for label, _ in p["buttons"]))
            for p in self.fake.sent.values()
        ]

    async def order(self, trouble: Trouble) -> None:
        if trouble is Trouble.down:
            await self.channel.close()
            self.channel = Pager("http://127.0.0.1:9", TOKEN)
        self.fake.trouble = trouble.value


@asynccontextmanager
async def pager(place: Place) -> AsyncIterator[PagerDriver]:
    """Open the driver of the pagers."""
    async with fake_pager() as fake:
        driver = PagerDriver(place, fake)
        try:
            yield driver
        finally:
            await driver.channel.close()
