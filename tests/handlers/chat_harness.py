"""A stage for tests that read like a chat: people talk through the real road, dispatcher and courier.

    chat = await Chat.open(url, folder)
    citizen = chat.person("a")
    await citizen.says("/khaosat")
    citizen.hears("Câu 3/16")
    await citizen.presses("Hài lòng")

Each word is stored, decided, sent and marked before `says` returns, so nothing waits and nothing sleeps.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

import roviec.db.models  # noqa: F401  (fills the metadata)
from roviec.bot.build import build
from roviec.bot.road import Road
from roviec.bot.settings import make
from roviec.channels.channel import Channel, Pace
from roviec.channels.webchat.channel import WebChat
from roviec.db import people, webchat
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Person, Role, WebEvent
from roviec.delivery.courier import Courier
from roviec.delivery.fetching import Fetcher
from roviec.folding import fold
from roviec.handlers.drawing import draw_digests
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.handlers.frame.router import Router
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import Incoming, Point, Raw
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing
from roviec.web.identity import chat_of
from tests import office
from tests.office import HANOI, OFFICE

START = datetime(2026, 6, 29, 8, 0, tzinfo=HANOI)  # a Monday
# More than any test says in one breath: the pacer never makes a test wait.
AT_ONCE = Pace(per_second=1e6)
Json = dict[str, Any]


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
            "choices": [{"label": c.label, "action": c.action} for c in message.choices]
        }
        self.sent.setdefault(chat, []).append(body)
        return Sent(external_id=key)


@dataclass
class Talker:
    """One person at one chat: what they say, and what they have heard since."""

    stage: "Chat"
    channel: str
    chat: str
    person: Person | None = None
    said: int = 0
    seen: int = 0
    """How much was heard before the last thing said."""
    known: set[str] = field(default_factory=set)
    """The lines of the stream that were read already, by their keys: a new epoch numbers them anew."""
    heard: list[Json] = field(default_factory=list)
    """Every message heard so far: {"text", "title", "choices": [{"label", "action", ...}], ...}."""
    fresh: list[Json] = field(default_factory=list)
    """The messages that answered the last thing said."""

    async def says(self, text: str, **more: Any) -> "Talker":
        """Type words and hear the answer."""
        return await self._post({"kind": "text", "text": text, **more}, {"text": text})

    async def presses(self, label: str, of: Json | None = None) -> "Talker":
        """Press the button whose label is, or else holds, `label`: of a message, or of the newest that has it."""
        choice = self.button(label, of)
        return await self.acts(choice["action"], label=choice["label"])

    async def acts(self, packed: str, label: str = "") -> "Talker":
        """Send a packed action, pressed long ago or forged."""
        return await self._post(
            {"kind": "choice", "text": packed, "message": None}, {"text": label, "action": packed}
        )

    async def sends_file(
        self, name: str, data: bytes, *, mime: str = "image/jpeg", text: str = ""
    ) -> "Talker":
        """Send a file with a caption."""
        ref = {"ref": self.stage.files.keep(data), "name": name, "mime": mime, "size": len(data)}
        line = {"text": text, "files": [{"sha256": ref["ref"], "name": name, "mime": mime}]}
        return await self._post({"kind": "file", "text": text, "files": [ref]}, line)

    async def posts(self, payload: Json, line: Json | None = None, *, external_id: str | None = None) -> None:
        """Hand a payload over, as a channel does; the same id again changes nothing."""
        self.said += external_id is None
        name = external_id or f"{self.said:08d}"
        raw, now = Raw(f"{self.chat}/{name}", self.chat, payload), self.stage.now

        async def show(session: AsyncSession) -> None:
            await webchat.append(
                session, chat=self.chat, key=f"in/{name}", kind="said", body=line or {}, now=now
            )

        await self.stage.road.receive(self.channel, [raw], show if self.channel == "web" else None)

    async def _post(self, payload: Json, line: Json) -> "Talker":
        await self.posts(payload, line)
        await self.stage.settle()
        await self.listens()
        return self

    async def listens(self) -> list[Json]:
        """Take in what has been heard since the last look, and return it."""
        self.fresh = await self.stage.stream(self)
        self.heard += self.fresh
        return self.fresh

    @property
    def last(self) -> Json:
        """The newest message."""
        assert self.heard, f"{self.chat} has heard nothing"
        return self.heard[-1]

    @property
    def words(self) -> str:
        """Everything that answered the last thing said, titles and button labels included."""
        return "\n".join(spoken(message) for message in self.fresh)

    def hears(self, *parts: str) -> None:
        """Check that the answer to the last thing said holds each of `parts`."""
        for part in parts:
            assert part in self.words, f"«{part}» is missing in:\n{self.words or '(silence)'}"

    def does_not_hear(self, *parts: str) -> None:
        """Check that the answer to the last thing said holds none of `parts`."""
        for part in parts:
            assert part not in self.words, f"«{part}» stands in:\n{self.words}"

    def button(self, label: str, of: Json | None = None) -> Json:
        """Return the choice whose label is, or else holds, `label`: {"label", "action"}."""
        messages = [of] if of is not None else list(reversed(self.heard))
        for same in (lambda c: c["label"] == label, lambda c: fold(label) in fold(c["label"])):
            for message in messages:
                for choice in message["choices"]:
                    if same(choice):
                        return dict(choice)
        raise AssertionError(
            f"no button «{label}» among {[c['label'] for m in messages for c in m['choices']]}"
        )

    @property
    def labels(self) -> list[str]:
        """The button labels of the newest message."""
        return [choice["label"] for choice in self.last["choices"]]

    async def screen(self) -> list[Json]:
        """Return the lines a freshly opened page shows, wiped ones gone: [{"kind", "body", ...}]."""
        async with self.stage.db.read() as session:
            lines = await webchat.after(session, chat=self.chat, last_id=0, limit=10_000)
        return [{"id": line.id, "kind": line.kind, "body": line.body} for line in lines]


def spoken(message: Json) -> str:
    """Return a message as one text: title, words, a line per button."""
    labels = [choice["label"] for choice in message["choices"]]
    return "\n".join(part for part in (message["title"], message["text"], *labels) if part)


class Chat:
    """An office, its database and the moving parts of a process, under a clock that a test moves."""

    def __init__(self, url: str, folder: Path, router: Router | None, changes: Mapping[str, Any]) -> None:
        self.url, self.folder, self.changes = url, folder, changes
        self.now: datetime = START
        self.files = FileStore(folder / "files")
        self.talkers: dict[tuple[str, str], Talker] = {}
        self._router = router

    @classmethod
    async def open(cls, url: str, folder: Path, router: Router | None = None, **changes: Any) -> "Chat":
        """Open an office in an empty database; `changes` replace fields of its House."""
        stage = cls(url, folder, router, changes)
        await stage.start()
        async with stage.db.write() as session:
            await people.add_unit(session, name=OFFICE)
        return stage

    async def start(self) -> None:
        """Make the parts of a process, as at its start."""
        from roviec.handlers.all import everything

        self.db = Database(self.url)
        settings = make(office={"name": OFFICE}, database={"files": self.files.folder})
        async with self.db.engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
        parts = await build(settings, self.db, self.clock)
        parts.web.pace = AT_ONCE
        self.plain = PlainChannel(self.db, self.files, "http://localhost")
        self.channels: dict[str, Channel] = {**parts.channels, self.plain.name: self.plain}
        can = {name: channel.can for name, channel in self.channels.items()}
        self.house = replace(parts.house, channels=can, **self.changes)
        self.dispatcher = Dispatcher(self._router or everything(), self.house)
        self.couriers = {n: Courier(self.db, c, self.clock, self.at, can) for n, c in self.channels.items()}
        self.road = Road(self.db, self.channels, self.dispatcher, self.clock, self.at, couriers=self.couriers)
        self.road.at_once = self.at_once
        self.fetcher = Fetcher(
            self.db, self.channels, self.files, self.house.max_file, asyncio.Event(), self.clock
        )

    at_once = True
    """Decide on arrival; a test may begin with what is only stored."""
    at: Callable[[str], None] = staticmethod(lambda _step: None)
    """Called at each step of the road and the courier; a test may raise here, then `restart`."""

    async def restart(self) -> None:
        """End the process as a kill does and start another one on the same database."""
        sent = self.plain.sent
        await self.close()
        await self.start()
        self.plain.sent = sent
        for courier in self.couriers.values():
            await courier.reclaim()

    async def close(self) -> None:
        """Close the database."""
        await self.db.dispose()

    def clock(self) -> datetime:
        """Return the stage's time."""
        return self.now

    def later(self, **span: float) -> None:
        """Move the clock: later(days=1), later(minutes=5)."""
        self.now += timedelta(**span)

    def person(self, name: str, *, channel: str = "web") -> Talker:
        """Return a stranger's chat; the same name is the same chat and the same talker."""
        chat = chat_of(f"cookie-{name}") if channel == "web" else f"chat-{name}"
        return self.talkers.setdefault((channel, chat), Talker(self, channel, chat))

    async def unit(self, name: str, parent: str | None = OFFICE) -> int:
        """Return the id of a unit of this name, added if it is new."""
        async with self.db.write() as session:
            above = await people.unit_named(session, parent) if parent and name != parent else None
            return (await people.add_unit(session, name=name, parent=above)).id or 0

    async def official(
        self,
        name: str,
        unit: str = OFFICE,
        role: Role = Role.official,
        *,
        position: str = "",
        channel: str = "web",
    ) -> Talker:
        """Return the linked chat of somebody on the roster, added with their unit if they are new."""
        talker = self.person(name, channel=channel)
        async with self.db.write() as session:
            person = await office.person(
                session,
                name,
                await office.unit(session, unit),
                role,
                position=position,
                channel=channel,
                chat=talker.chat,
                now=self.now,
            )
        talker.person = person
        return talker

    async def settle(self) -> None:
        """Decide, fetch, send and mark until nothing is left to do at this moment."""
        while await self.road.decide() or await self.fetcher.fetch_some() or await self._draw():
            pass
        # What one channel can't carry may go to another.
        while sum([await deliver(courier) for courier in self.couriers.values()]):
            pass

    async def _draw(self) -> int:
        return await draw_digests(self.db, self.house, self.now)

    async def stream(self, talker: Talker) -> list[Json]:
        """Return what a talker heard after their last look."""
        if talker.channel == "plain":
            messages = self.plain.sent.get(talker.chat, [])
            new, talker.seen = messages[talker.seen :], len(messages)
            return new
        async with self.db.read() as session:
            lines = await webchat.after(session, chat=talker.chat, last_id=0, limit=10_000)
        fresh = [line for line in lines if line.key not in talker.known]
        talker.known.update(line.key for line in fresh)
        return [line.body for line in fresh if line.kind == "heard"]

    async def rows(self, table: type[SQLModel], *where: Any) -> Sequence[Any]:
        """Return the rows of a table."""
        async with self.db.read() as session:
            return (await session.exec(select(table).where(*where))).all()

    async def lines(self, talker: Talker) -> Sequence[WebEvent]:
        """Return the stored lines of a talker's web chat."""
        return await self.rows(WebEvent, col(WebEvent.chat) == talker.chat)


async def deliver(courier: Courier) -> int:
    """Send and mark what may leave now, until nothing is left; return how many messages had their turn."""
    count, now = 0, asyncio.get_running_loop().time()
    # A channel that is held back for an hour would keep a test waiting as long.
    while courier.pacer.paused_until <= now and (sent := await courier.send_some()):
        await courier.landed()
        count += sent
    return count
