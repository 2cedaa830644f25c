"""Tests that read like a chat: real road, courier, database and web channel; only the browser is missing."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from roviec.bot.build import Parts, build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.db import people, webchat
from roviec.db.engine import Database
from roviec.db.models import Person, Role, Unit
from roviec.folding import fold
from roviec.messages.incoming import Raw
from tests import office
from tests.office import HANOI

MONDAY = datetime(2026, 6, 15, 8, 30, tzinfo=HANOI)
_ids = itertools.count()


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
class House:
    """An office with its process, without a web server."""

    db: Database
    parts: Parts
    process: Process
    clock: Clock

    @classmethod
    async def open(cls, db: Database, folder: Path, clock: Clock | None = None) -> "House":
        """Open an office over a database; opening it again is a restart."""
        clock = clock or Clock()
        settings = make(database={"files": folder / "files"})
        parts = await build(settings, db, clock)
        return cls(db, parts, Process(parts), clock)

    async def restart(self) -> "House":
        """Return the same office in a new process."""
        return await House.open(self.db, self.parts.files.folder.parent, self.clock)

    async def settle(self) -> None:
        """Decide and send everything that waits."""
        for courier in self.process.couriers.values():
            while True:
                decided = await self.process.road.decide() or await self.process.fetcher.fetch_some()
                sent = await courier.send_some()
                await courier.landed()
                if not decided and not sent:
                    break

    async def unit(self, name: str, parent: Unit | None = None) -> Unit:
        """Add a unit."""
        async with self.db.write() as session:
            return await people.add_unit(session, name=name, parent=parent)

    async def staff(self, name: str, unit: Unit, role: str = "official", position: str = "") -> "Chatter":
        """Add a person and their linked web chat."""
        async with self.db.write() as session:
            chat = fold(name).replace(" ", "-")
            person = await office.person(session, name, unit, Role(role), position=position, chat=chat)
        return Chatter(self, chat, person)

    def citizen(self, name: str) -> "Chatter":
        """Return a chat that nobody on the roster owns."""
        return Chatter(self, fold(name).replace(" ", "-"))


@dataclass
class Chatter:
    """Somebody with a web chat."""

    house: House
    chat: str
    person: Person | None = None
    known: set[str] = field(default_factory=set)
    """The lines that were read already, by their keys: a new epoch numbers them anew."""
    last: dict[str, Any] = field(default_factory=dict)

    async def says(self, text: str, *, settle: bool = True) -> str:
        """Type something; return what is heard."""
        return await self._post({"kind": "text", "text": text}, settle=settle)

    async def presses(self, label: str) -> str:
        """Press the button of the last message with choices whose label contains `label`."""
        found = [c for c in self.last.get("choices", ()) if fold(label) in fold(c["label"])]
        assert found, f"no button {label!r} among {[c['label'] for c in self.last.get('choices', ())]}"
        return await self.acts(found[0]["action"])

    async def acts(self, action: str) -> str:
        """Send a packed action, as an old button or a forger would."""
        return await self._post({"kind": "choice", "text": action})

    async def sends(self, data: bytes, name: str, *, caption: str = "", mime: str = "application/pdf") -> str:
        """Send a file."""
        sha256 = self.house.parts.files.keep(data)
        file = {"ref": sha256, "name": name, "mime": mime, "size": len(data)}
        return await self._post({"kind": "file", "text": caption, "files": [file]})

    async def _post(self, payload: dict[str, Any], *, settle: bool = True) -> str:
        raw = Raw(f"{self.chat}/{next(_ids)}", self.chat, payload)
        await self.house.process.road.receive("web", [raw])
        if not settle:
            return ""
        await self.house.settle()
        return await self.hears()

    async def hears(self) -> str:
        """Return what came since last time, one message after the other, titles and buttons included."""
        async with self.house.db.read() as session:
            lines = await webchat.after(session, chat=self.chat, last_id=0, limit=10_000)
        heard: list[str] = []
        for line in lines:
            if line.kind == "heard" and line.key not in self.known:
                heard.append(shown(line.body))
                if line.body["choices"]:
                    self.last = line.body
        self.known.update(line.key for line in lines)
        return "\n---\n".join(heard)

    @property
    def buttons(self) -> list[str]:
        """The labels of the last choices."""
        return [c["label"] for c in self.last.get("choices", ())]


def shown(body: dict[str, Any]) -> str:
    """Return a message as the page shows it."""
    choices = [
        f"[{c['number']}. {c['label']}]" if c["number"] else f"[{c['label']}]" for c in body["choices"]
    ]
    files = [f"<{f['name']}>" for f in body["files"]]
    title = f"**{body['title']}**" if body["title"] else ""
    return "\n".join(part for part in (title, body["text"], *files, *choices) if part)
