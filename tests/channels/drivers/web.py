"""The web chat: our own database is the platform, so it knows no trouble but its own."""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roviec.channels.channel import Store
from roviec.channels.webchat.channel import WebChat
from roviec.db import webchat
from roviec.db.models import WebEvent
from roviec.messages.incoming import Raw
from roviec.web.payload import said

from .protocol import Heard, Place, Trouble


class WebDriver:
    """A person at the chat page; a post stays with the page until it was taken."""

    troubles: frozenset[Trouble] = frozenset()
    tells_blocking = False
    tells_pressed = captions = True
    chat = "k3Yw9vB2"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.channel = WebChat(place.db, place.files, "https://roviec.example.vn")
        self._posts: list[Raw] = []
        self._ids = itertools.count(10_000_000)

    def _post(self, payload: dict[str, object]) -> None:
        self._posts.append(Raw(f"{self.chat}/{next(self._ids)}", self.chat, payload))

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        body = {"id": "00000000", "text": text}
        payload = said(json.dumps(body).encode()).payload
        self._post(payload | {"reply_to": reply_to} if reply_to else payload)

    async def presses(self, label: str) -> None:
        for line in reversed(await self._lines()):
            for choice in line.body["choices"]:
                if choice["label"] == label:
                    body = {"id": "00000000", "action": choice["action"], "label": label, "message": line.key}
                    return self._post(said(json.dumps(body).encode()).payload)
        raise LookupError(label)

    async def sends_file(self, data: bytes, name: str, caption: str) -> None:
        sha256 = self.place.files.keep(data)
        file = {"ref": sha256, "name": name, "mime": "application/pdf", "size": len(data)}
        self._post({"kind": "file", "text": caption, "files": [file]})

    async def blocks(self) -> None: ...

    async def unblocks(self) -> None: ...

    async def garbage(self) -> None:
        self._post({"kind": "no such kind"})

    async def arrive(self, store: Store) -> None:
        await self.channel.receive(store)
        while self._posts:
            await store(self._posts[:1])
            del self._posts[:1]

    @asynccontextmanager
    async def restart(self) -> AsyncIterator[None]:
        self.channel = WebChat(self.place.db, self.place.files, "https://roviec.example.vn")
        yield

    async def _lines(self) -> list[WebEvent]:
        async with self.place.db.read() as session:
            return await webchat.after(session, chat=self.chat, last_id=0, limit=500)

    async def hears(self) -> list[Heard]:
        return [
            Heard(
                id=line.key,
                text=f"{line.body['title']}\n{line.body['text']}".strip(),
                bold=line.body["title"],
                labels=tuple(c["label"] for c in line.body["choices"]),
                files=tuple("picture" if f["mime"] == "image/png" else f["name"] for f in line.body["files"]),
                links=(line.body["link"],) if line.body["link"] else (),
            )
            for line in await self._lines()
            if line.kind == "heard"
        ]

    async def order(self, trouble: Trouble) -> None:
        raise NotImplementedError(trouble)


@contextlib.asynccontextmanager
async def web(place: Place) -> AsyncIterator[WebDriver]:
    """Open the driver of the web chat."""
    yield WebDriver(place)
