"""A stage for tests that read like a chat: people talk through a whole process; only the browser is missing.

    chat = await Chat.open(database, folder)
    citizen = chat.person("a")
    await citizen.says("/khaosat")
    citizen.hears("Câu 3/16")
    assert "Cảm ơn" in await citizen.presses("Hài lòng")

Each word is stored, decided, sent and marked before `says` returns, so nothing waits and nothing sleeps.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.db import people, webchat
from roviec.db.engine import Database
from roviec.db.models import Outbox, Person, Role, Unit, WebEvent
from roviec.db.models.base import Row
from roviec.db.models.delivery import Departure
from roviec.delivery.courier import Courier
from roviec.folding import fold
from roviec.handlers.announcements.sending import send_announcements
from roviec.handlers.drawing import draw_digests
from roviec.messages.incoming import Raw
from roviec.web.identity import chat_of
from tests import office
from tests.glance import Glance, Line
from tests.office import HANOI, OFFICE
from tests.plain import AT_ONCE, PlainChannel

MONDAY = datetime(2026, 6, 15, 8, 30, tzinfo=HANOI)
START = datetime(2026, 6, 29, 8, 0, tzinfo=HANOI)  # a Monday, the day before the half year ends
Json = dict[str, Any]


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Move on."""
        self.now += timedelta(**span)


@dataclass
class Talker:
    """One person at one chat: what they say, and what they have heard since."""

    stage: "Chat"
    channel: str
    chat: str
    person: Person | None = None
    said: int = 0
    seen: int = 0
    """How much was heard before the last thing said: messages, or the stream's newest line."""
    epoch: str = ""
    known: set[str] = field(default_factory=set)
    """The lines of the stream that were read already, by their keys: a new epoch numbers them anew."""
    heard: list[Json] = field(default_factory=list)
    """Every message heard so far: {"text", "title", "choices": [{"label", "action", ...}], ...}."""
    fresh: list[Json] = field(default_factory=list)
    """The messages that answered the last thing said."""

    async def says(self, text: str, **more: Any) -> str:
        """Type words; return the answer, as `words`."""
        return await self._post({"kind": "text", "text": text, **more}, {"text": text})

    async def presses(self, label: str, of: Json | None = None) -> str:
        """Press the button whose label is, or else holds, `label`: of a message, or of the newest that has it."""
        choice = self.button(label, of)
        return await self.acts(choice["action"], label=choice["label"])

    async def acts(self, packed: str, label: str = "") -> str:
        """Send a packed action, pressed long ago or forged."""
        return await self._post(
            {"kind": "choice", "text": packed, "message": None}, {"text": label, "action": packed}
        )

    async def sends_file(self, name: str, data: bytes, *, mime: str = "image/jpeg", text: str = "") -> str:
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

    async def _post(self, payload: Json, line: Json) -> str:
        await self.posts(payload, line)
        await self.stage.settle()
        return await self.reads()

    async def reads(self) -> str:
        """Return what came since the last look, as `words`."""
        await self.listens()
        return self.words

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
        """Everything that answered the last thing said, titles, files and button labels included."""
        return "\n---\n".join(shown(message) for message in self.fresh)

    def hears(self, part: str, *parts: str) -> None:
        """Check that the answer to the last thing said holds each of `parts`."""
        for one in (part, *parts):
            assert one in self.words, f"«{one}» is missing in:\n{self.words or '(silence)'}"

    def does_not_hear(self, part: str, *parts: str) -> None:
        """Check that the answer to the last thing said holds none of `parts`."""
        for one in (part, *parts):
            assert one not in self.words, f"«{one}» stands in:\n{self.words}"

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
        lines = await self.stage.lines(self)
        return [{"id": line.id, "kind": line.kind, "body": line.body} for line in lines]


def shown(message: Json) -> str:
    """Return a message as a page shows it: **title**, words, <file>, [choice] or [1. choice]."""
    numbered = [(choice.get("number"), choice["label"]) for choice in message["choices"]]
    choices = [f"[{number}. {label}]" if number else f"[{label}]" for number, label in numbered]
    files = [f"<{file['name']}>" for file in message["files"]]
    title = f"**{message['title']}**" if message["title"] else ""
    return "\n".join(part for part in (title, message["text"], *files, *choices) if part)


class Chat:
    """An office, its database and its process, under a clock that a test moves."""

    def __init__(self, db: Database, folder: Path, clock: Clock, name: str, **changes: Any) -> None:
        self.db, self.folder, self.clock, self.name, self.changes = db, folder, clock, name, changes
        self.talkers: dict[tuple[str, str], Talker] = {}
        self._glance = Glance(db)

    @classmethod
    async def open(cls, url: str, folder: Path, **changes: Any) -> "Chat":
        """Open an office with its first unit, in a database without rows; `changes` replace fields of its House."""
        stage = await cls.again(url, folder, **changes)
        await stage.unit(OFFICE)
        return stage

    @classmethod
    async def again(cls, url: str, folder: Path, **changes: Any) -> "Chat":
        """Open an office in a database that has its first unit."""
        stage = cls(Database(url), folder, Clock(START), OFFICE, **changes)
        await stage.start()
        return stage

    @classmethod
    async def bare(cls, db: Database, folder: Path, clock: Clock | None = None) -> "Chat":
        """Open an office without a unit yet, and without a name."""
        stage = cls(db, folder, clock or Clock(), "")
        await stage.start()
        return stage

    async def start(self) -> None:
        """Make a process, as at its start."""
        office_of = {"office": {"name": self.name}} if self.name else {}
        settings = make(database={"files": self.folder / "files"}, **office_of)
        self.parts = parts = await build(settings, self.db, self.clock)
        parts.web.pace = AT_ONCE
        self.plain = PlainChannel(self.db, parts.files, "http://localhost")
        parts.channels[self.plain.name] = self.plain
        can = {n: c.can for n, c in parts.channels.items()}
        parts.house = replace(parts.house, channels=can, **self.changes)
        self.process = Process(parts, self.at)
        self.road, self.couriers = self.process.road, self.process.couriers
        self.road.at_once = True
        self.fetcher, self.dispatcher = self.process.fetcher, self.road.decider.dispatcher
        self.files, self.house, self.channels = parts.files, parts.house, parts.channels

    draws = True
    """Draw digests as they are asked for; a test may do it itself."""
    at: Callable[[str], None] = staticmethod(lambda _step: None)
    """Called at each step of the road and the courier; a test may set one that raises, then `restart`."""

    async def restart(self) -> None:
        """End the process as a kill does and start another one on the same database."""
        sent = self.plain.sent
        await self.close()
        await self.start()
        self.plain.sent = sent
        for courier in self.couriers.values():
            await courier.reclaim()

    async def close(self) -> None:
        """Close the connections; the database may be used again."""
        self._glance.close()
        await self.db.dispose()

    @property
    def now(self) -> datetime:
        """The stage's time."""
        return self.clock.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self.clock.now = moment

    def later(self, **span: float) -> None:
        """Move the clock: later(days=1), later(minutes=5)."""
        self.clock.forward(**span)

    def person(self, name: str, *, channel: str = "web") -> Talker:
        """Return a stranger's chat; the same name is the same chat and the same talker."""
        chat = chat_of(f"cookie-{name}") if channel == "web" else f"chat-{name}"
        return self.talkers.setdefault((channel, chat), Talker(self, channel, chat))

    async def unit(self, name: str, parent: Unit | str | None = None) -> Unit:
        """Return a unit of this name, added if it is new, below the office unless another is named."""
        async with self.db.write() as session:
            above = parent or self.name
            if isinstance(above, str):
                above = await people.unit_named(session, above) if above not in ("", name) else None
            return await people.add_unit(session, name=name, parent=above)

    async def official(
        self,
        name: str,
        unit: Unit | str = OFFICE,
        role: Role = Role.official,
        position: str = "",
        *,
        channel: str = "web",
    ) -> Talker:
        """Return the linked chat of somebody on the roster, added with their unit if they are new."""
        talker = self.person(name, channel=channel)
        of = await self.unit(unit) if isinstance(unit, str) else unit
        async with self.db.write() as session:
            talker.person = await office.person(
                session,
                name,
                of,
                role,
                position=position,
                channel=channel,
                chat=talker.chat,
                now=self.now,
            )
        return talker

    async def known(self, name: str, *, channel: str = "web") -> Talker:
        """Return the linked chat of somebody whom the database came with."""
        talker = self.person(name, channel=channel)
        (talker.person,) = await self.rows(Person, Person.name == name)
        return talker

    async def settle(self) -> None:
        """Decide, fetch, send and mark until nothing is left to do at this moment."""
        has = self.waiting
        while (
            (has("new") and await self.road.decide())
            or (has("fetching") and await self.fetcher.fetch_some())
            or ((has("asked") or has("announced")) and await self._draw())
        ):
            pass
        # What one channel can't carry may go to another.
        while sum([await self._deliver(name) for name in await self._sending()]):
            pass

    def waiting(self, what: str) -> bool:
        """Tell whether something waits, without asking the house, which takes a transaction to look for it."""
        return not self.db.is_sqlite or self._glance.is_waiting(what)

    async def _sending(self) -> list[str]:
        """Return the channels that have something to send: to ask each courier takes a transaction for each."""
        for courier in self.couriers.values():
            await courier.landed()
        leaving = await self._leaving()
        return [name for name in self.couriers if name in leaving]

    async def _leaving(self) -> set[str]:
        if self.db.is_sqlite:
            return self._glance.leaving()
        is_open = col(Outbox.state).in_((Departure.queued, Departure.sending))
        async with self.db.read() as session:
            return set((await session.exec(select(Outbox.channel).where(is_open))).all())

    async def _deliver(self, channel: str) -> int:
        """Send what may leave a channel; where nothing is left, its courier need not find that out."""
        count = 0
        while channel in await self._leaving() and (sent := await send_some(self.couriers[channel])):
            count += sent
        return count

    async def _draw(self) -> int:
        announced = await send_announcements(self.db, self.house, self.now)
        return announced + (await draw_digests(self.db, self.house, self.now) if self.draws else 0)

    async def stream(self, talker: Talker) -> list[Json]:
        """Return what a talker heard after their last look."""
        if talker.channel == "plain":
            messages = self.plain.sent.get(talker.chat, [])
            new, talker.seen = messages[talker.seen :], len(messages)
            return new
        epoch, last, new = await self._lines_after(talker)
        talker.epoch, talker.seen = epoch, new[-1].id if new else last
        fresh = [line for line in new if line.key not in talker.known]
        talker.known.update(line.key for line in fresh)
        return [line.body for line in fresh if line.kind == "heard"]

    async def _lines_after(self, talker: Talker) -> tuple[str, int, Sequence[Line | WebEvent]]:
        """Return a stream's epoch, the number of its last line that was seen, and the lines behind that."""
        if self.db.is_sqlite:
            epoch = self._glance.epoch(talker.chat)
            last = talker.seen if epoch == talker.epoch else 0
            return epoch, last, self._glance.after(talker.chat, last)
        async with self.db.read() as session:
            epoch = await webchat.epoch_of(session, talker.chat)
            last = talker.seen if epoch == talker.epoch else 0
            return epoch, last, await webchat.after(session, chat=talker.chat, last_id=last, limit=10_000)

    async def rows(self, table: type[Row], *where: Any) -> Sequence[Any]:
        """Return the rows of a table."""
        async with self.db.read() as session:
            return (await session.exec(select(table).where(*where))).all()

    async def lines(self, talker: Talker) -> Sequence[WebEvent]:
        """Return the stored lines of a talker's web chat, in order."""
        async with self.db.read() as session:
            return await webchat.after(session, chat=talker.chat, last_id=0, limit=10_000)


async def deliver(courier: Courier) -> int:
    """Send and mark what may leave now, until nothing is left; return how many messages had their turn."""
    count = 0
    while sent := await send_some(courier):
        count += sent
    return count


async def send_some(courier: Courier) -> int:
    """Send and mark what fits in flight; return how many messages had their turn."""
    # A channel that is held back for an hour would keep a test waiting as long.
    if courier.pacer.paused_until > asyncio.get_running_loop().time():
        return 0
    sent = await courier.send_some()
    await courier.landed()
    return sent
