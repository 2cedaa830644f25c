"""An office on Zalo Bot and Telegram at once, both behind their fakes over real HTTP, and its transcripts.

`**Ông Bình (Zalo):** words` is typed, `**Ông Bình (Telegram):** [label]` is pressed; `*(…)*` is a stage direction;
what stands after `>` is what was shown, checked letter by letter. GOLDEN=write writes it anew.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from roviec.bot.process import Process
from roviec.channels.telegram.channel import Telegram
from roviec.db.engine import Database
from tests.channels.drivers.telegram import cancel, until
from tests.channels.drivers.zalo_bot import knock
from tests.channels.drivers.zalo_bot_stage import AT_ONCE, Stage
from tests.chat import deliver
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.zalo_bot.server import FakeZaloBot
from tests.transcripts.stage import _news, _shown

HERE = Path(__file__).parent / "several"
_SAID = re.compile(r"\*\*(.+?) \((Zalo|Telegram)\):\*\* (.*)")
_DIRECTION = re.compile(r"\*\((.+)\)\*")


class Both:
    """The stage of Zalo with Telegram beside it; people have a phone for each."""

    def __init__(self, stage: Stage, line: Telegram, fake: FakeTelegram) -> None:
        self.stage, self.line, self.fake = stage, line, fake
        self.users: dict[str, Person] = {}

    @classmethod
    async def open(cls, db: Database, folder: Path, zalo: FakeZaloBot, telegram: FakeTelegram) -> "Both":
        """Open an office over an empty database."""
        stage = await Stage.open(db, folder, zalo)
        parts = stage.process.parts
        line = Telegram(
            parts.files, token=telegram.token, base_url=telegram.base_url, hold=1, timeout=8.0, pause=0.01
        )
        await line.setup({})
        line.pace = AT_ONCE
        parts.channels[line.name] = line
        parts.house = replace(parts.house, channels={n: c.can for n, c in parts.channels.items()})
        stage.process = Process(parts)
        zalo.pusher.send = knock(stage.line, partial(stage.process.road.receive, stage.line.name))
        return cls(stage, line, telegram)

    def user(self, name: str) -> Person:
        """Return somebody's Telegram."""
        if name not in self.users:
            self.users[name] = self.fake.user(5001 + len(self.users), name)
        return self.users[name]

    async def settle(self) -> None:
        """Take what was said on both, decide it, and send all that may leave now."""
        task = asyncio.create_task(
            self.line.receive(partial(self.stage.process.road.receive, self.line.name))
        )
        try:
            await until(lambda: not self.fake.core.updates.entries, task)
        finally:
            await cancel(task)
        await self.stage.fake.pusher.pump()
        while await self.stage.process.road.decide():
            pass
        while sum([await deliver(courier) for courier in self.stage.process.couriers.values()]):
            pass

    async def act(self, name: str, where: str, what: str) -> None:
        """Say or press something."""
        for sign, word in self.stage.words.items():
            what = what.replace(sign, word)
        if where == "Zalo":
            self.stage.hand(name).says(what)
        elif what.startswith("["):
            await self.user(name).presses(what.strip("[]"))
        else:
            await self.user(name).says(what)
        await self.settle()

    async def heard(self) -> list[tuple[str, str]]:
        """Return (who and where, message) of everything shown since the last look."""
        found = []
        for name in self.stage.hands:
            messages = filter(None, self.stage.heard(name).split("\n---\n"))
            found += [(f"{name}, Zalo", message) for message in messages]
        for name, user in self.users.items():
            found += [(f"{name}, Telegram", _shown(message)) async for message in _news(user)]
        return found

    async def close(self) -> None:
        """Let go of connections."""
        await self.line.close()
        await self.stage.line.close()


async def play(both: Both, name: str, directions: Mapping[str, Callable[[], Awaitable[Any]]]) -> None:
    """Play a transcript and compare what was shown."""
    page = HERE / f"{name}.md"
    script = page.read_text("utf-8")
    lines: list[str] = []
    for line in script.splitlines():
        if line.startswith(">") or not line.strip():
            continue
        lines += [line, ""]
        if said := _SAID.fullmatch(line):
            await both.act(*said.groups())
        elif direction := _DIRECTION.fullmatch(line):
            await directions[direction[1]]()
            await both.settle()
        for who, message in await both.heard():
            for sign, word in both.stage.words.items():
                message = message.replace(word, sign)
            body = "\n> ".join(part or "" for part in message.splitlines()).replace("> \n", ">\n")
            lines += [f"> *({who})*", ">", f"> {body}", ""]
    played = "\n".join(lines).strip() + "\n"
    if os.environ.get("GOLDEN") == "write":
        page.write_text(played, "utf-8")
    assert played == script
