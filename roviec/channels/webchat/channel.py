"""Our own web chat as a channel: what is sent becomes a line of the chat's stored stream."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from roviec.channels.channel import Pace, Store
from roviec.channels.common.retrying import only_failure
from roviec.channels.webchat.registration import WEBCHAT, page_of
from roviec.db import knocks, webchat
from roviec.db.engine import Database
from roviec.db.files import AWAY, FileStore
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import FileRef, Incoming, Kind, Raw
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


class WebChat:
    """The channel that always works."""

    name = WEBCHAT.name
    can = Capabilities(
        buttons=40, files=True, max_text=12_000, choice_bytes=200, deep_links=True, idempotent=True
    )

    def __init__(self, db: Database, files: FileStore, public_url: str, *, per_second: float = 2000) -> None:
        self.db = db
        self.pace = Pace(per_second)
        self.files = files
        self.public_url = public_url.rstrip("/")
        self.bell = db.bell

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Do nothing: the pages know what they need."""

    def routes(self, store: Store) -> "Sequence[BaseRoute]":
        """Return nothing: web/ serves the pages of this channel."""
        return ()

    def parse(self, raw: Raw) -> Incoming | None:
        """Read what the page posted: {"kind", "text", "files", "message"}."""
        body = raw.payload
        return Incoming(
            channel=self.name,
            chat=raw.chat,
            kind=Kind(body["kind"]),
            text=body.get("text", ""),
            files=tuple(FileRef(**f) for f in body.get("files", ())),
            message=body.get("message"),
            reply_to=body.get("reply_to"),
        )

    async def receive(self, store: Store) -> None:
        """Return at once: the page's posts arrive through the web server."""

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Add the message to the chat's stream, once per `key`."""
        async with self.db.write() as session:
            line = await webchat.append(
                session, chat=chat, key=key, kind="heard", body=_body(message), now=now
            )
            if line is not None:
                await knocks.note(session, chat=chat, key=key, now=now)
        return Sent(external_id=key)

    async def fetch(self, file: FileRef) -> bytes:
        """Return an uploaded file: the page's upload put it into the file store; let out that the store is away."""
        with only_failure(*AWAY):
            path = await self.files.here(file.ref)
            return await asyncio.to_thread(path.read_bytes)

    async def introduce(self) -> None:
        """Do nothing: the address of our pages is a setting."""

    def link(self, code: str) -> str | None:
        """Return the address of the chat page that starts with `code`."""
        return page_of(self.public_url, code)

    async def close(self) -> None:
        """Hold nothing open."""


def _body(message: Outgoing) -> dict[str, Any]:
    return {
        "title": message.title,
        "text": message.text,
        "choices": [
            {"number": None if c.spoken else n, "label": c.label, "action": c.action}
            for n, c in enumerate(message.choices, message.first_number)
        ],
        "files": [{"sha256": f.sha256, "name": f.name, "mime": f.mime} for f in message.files],
        "link": message.link,
        "link_label": message.link_label,
    }
