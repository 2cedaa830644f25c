"""The pager channel: polls its platform, confirms what was stored, sends one page a message."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.routing import BaseRoute

from roviec.channels.channel import Pace, Store
from roviec.channels.common.download import Downloads
from roviec.channels.common.http import Http, Unanswered
from roviec.channels.registry import Check
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import LARGEST, FileRef, Incoming, Kind, Raw
from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import Outgoing
from tests.channels.fifth.registration import PAGER


class Pager:
    """Pagers behind the server at `root`."""

    name = PAGER.name
    can = Capabilities(buttons=3, max_text=500, deep_links=True, idempotent=True, counted=True)

    def __init__(self, root: str, token: str, *, per_second: float = 7, largest: int = LARGEST) -> None:
        self.root, self._token = root, token
        self.pace = Pace(per_second, is_group=PAGER.is_group)
        self.http = Http(timeout=2.0)
        self.downloads = Downloads(root, timeout=2.0, largest=largest)
        self._inbox = ""

    async def setup(self, commands: Mapping[str, str]) -> None:
        await self.introduce()

    async def introduce(self) -> None:
        self._inbox = (await self._call("GET", "me"))["inbox"]

    def routes(self, store: Store) -> Sequence[BaseRoute]:
        return ()

    def parse(self, raw: Raw) -> Incoming | None:
        heard = raw.payload
        files = tuple(
            FileRef(self.root + f["path"], f["name"], "", f["size"]) for f in heard.get("files", ())
        )
        return Incoming(
            self.name,
            heard["from"],
            Kind.choice if "action" in heard else Kind.file if files else Kind.text,
            str(heard.get("action") or heard["text"]),
            files,
            message=heard.get("of"),
            reply_to=heard.get("reply_to"),
        )

    async def receive(self, store: Store) -> None:
        while True:
            waiting = (await self._call("GET", "waiting"))["waiting"]
            if waiting:
                await store([Raw(str(one["id"]), str(one.get("from", "")), one) for one in waiting])
                await self._call("POST", "taken", upto=waiting[-1]["id"])
            await asyncio.sleep(0.01)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        if message.files:
            raise Failure("a pager shows no files")
        words = f"{message.title}\n{message.text}".strip()
        words += f"\n{message.link_label}: {message.link}" if message.link else ""
        buttons = [[c.label, c.action] for c in message.choices]
        answer = await self._call("POST", "send", to=chat, text=words, buttons=buttons, key=key)
        return Sent(answer["id"])

    async def _call(self, method: str, what: str, **data: Any) -> Any:
        try:
            answer = await self.http.call(method, f"{self.root}/{self._token}/{what}", json=data)
        except Unanswered as error:
            raise Failure(str(error), retry=True) from None
        if answer.status == 410:
            raise Failure("switched off", unreachable=True)
        if answer.status == 429:
            raise Failure("too many", retry=True, retry_after=float(answer.headers["retry-after"]))
        if answer.status != 200:
            raise Failure(f"HTTP {answer.status}", retry=True)
        return json.loads(answer.body)

    async def reach(self) -> Check:
        """Ask the platform who we are."""
        try:
            await self.introduce()
        except Failure as failure:
            return Check("reach", False, failure.reason)
        return Check("reach", True, self._inbox)

    async def fetch(self, file: FileRef) -> bytes:
        return await self.downloads.get(file.ref, file.size)

    def link(self, code: str) -> str | None:
        return f"https://pager.example.vn/{self._inbox}/{code}" if self._inbox else None

    async def close(self) -> None:
        await self.http.close()
        await self.downloads.close()
