"""A channel of numbered lines for tests: what an office does where nothing can be pressed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from roviec.channels.channel import Pace
from roviec.channels.webchat.channel import WebChat
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import Incoming, Point, Raw
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing

Json = dict[str, Any]
# More than any test says in one breath: the pacer never makes a test wait.
AT_ONCE = Pace(per_second=1e6)


class PlainChannel(WebChat):
    """A channel of numbered lines: no buttons, no files, no stream; what it sends is kept in memory."""

    name = "plain"
    can = Capabilities()
    pace = AT_ONCE

    def __init__(self, db: Database, files: FileStore, public_url: str) -> None:
        super().__init__(db, files, public_url)
        self.sent: dict[str, list[Json]] = {}

    def parse(self, raw: Raw) -> Incoming | None:
        said, body = super().parse(raw), raw.payload
        point = Point(*body["point"]) if body.get("point") else None
        more = {"forwarded": bool(body.get("forwarded")), "point": point}
        return said and replace(said, **more)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        body = message.as_json() | {
            "choices": [{"label": c.label, "action": c.action} for c in message.choices],
            "files": [{"sha256": f.sha256, "name": f.name, "mime": f.mime} for f in message.files],
        }
        self.sent.setdefault(chat, []).append(body)
        return Sent(external_id=key)
