"""A whole office behind the fake: road, couriers, handlers; and transcripts that are script and proof in one.

A transcript is a Markdown page. `**An:** words` is said by An; `*(26 giờ trôi qua)*` is a stage direction; what
stands after `>` is what the fake showed, checked letter by letter. GOLDEN=write writes it anew.
"""

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Person, Role, Unit
from roviec.db.tasks import assign
from roviec.scheduler import round as morning
from tests.channels.drivers.zalo_bot import OURS, SECRET, knock
from tests.fakes.zalo_bot.core import Said
from tests.fakes.zalo_bot.people import Person as Hand
from tests.fakes.zalo_bot.server import FakeZaloBot

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 6, 15, 8, 30, tzinfo=HANOI)
# The pacer never makes a test wait.
AT_ONCE = Pace(per_second=1e6)
TRANSCRIPTS = Path(__file__).parents[2] / "transcripts" / "zalo_bot"
OFFICE = "UBND xã Đại Lãnh"
_SAID = re.compile(r"\*\*(.+?):\*\* (.*)")
_DIRECTION = re.compile(r"\*\((.+)\)\*")
_HOURS = re.compile(r"(\d+) giờ trôi qua")


class Stage:
    """An office whose people reach it through Zalo alone."""

    def __init__(self, db: Database, fake: FakeZaloBot, line: ZaloBot) -> None:
        self.db, self.fake, self.line, self.now = db, fake, line, MONDAY
        self.hands: dict[str, Hand] = {}
        self.seen: dict[str, int] = {}
        self.words: dict[str, str] = {}
        """What stands for a random code in a transcript: {"‹mã mời›": the code}."""
        self.process: Process

    @classmethod
    async def open(
        cls, db: Database, folder: Path, fake: FakeZaloBot, *, public_url: str = OURS, web: str = ""
    ) -> "Stage":
        """Open an office over an empty database."""
        settings = make(
            office={"name": OFFICE}, database={"files": folder / "files"}, web={"public_url": web}
        )
        found: dict[str, Stage] = {}
        parts = await build(settings, db, lambda: found["stage"].now if found else MONDAY)
        line = ZaloBot(
            db, parts.files, token=fake.token, base_url=fake.base_url, webhook_secret=SECRET,
            public_url=public_url, timeout=2, clock=lambda: found["stage"].now,
        )  # fmt: skip
        line.pace = AT_ONCE
        stage = found["stage"] = cls(db, fake, line)
        parts.channels[line.name] = line
        parts.house = replace(parts.house, channels={n: c.can for n, c in parts.channels.items()})
        stage.process = Process(parts)
        fake.pusher.url, fake.pusher.secret, fake.pusher.held = f"{OURS}{line._path}", SECRET, True
        fake.pusher.send = knock(line, partial(stage.process.road.receive, line.name))
        async with db.write() as session:
            await people.add_unit(session, name=OFFICE)
        return stage

    async def settle(self) -> None:
        """Take what was said, decide it, and send and mark all that may leave now."""
        await self.fake.pusher.pump()
        while await self.process.road.decide() or await self.process.fetcher.fetch_some():
            pass
        courier = self.process.couriers[self.line.name]
        while await courier.send_some():
            await courier.landed()

    def hand(self, name: str) -> Hand:
        """Return somebody's phone; a stranger's until they are linked."""
        if name not in self.hands:
            self.hands[name] = self.fake.person(name, f"{len(self.hands):020x}")
        return self.hands[name]

    async def says(self, name: str, text: str) -> str:
        """Type words; return what is heard."""
        await self.says_quietly(name, text)
        return self.heard(name)

    async def says_quietly(self, name: str, text: str) -> None:
        """Type words and leave what is heard for later; a sign of `words` stands for its code."""
        for sign, word in self.words.items():
            text = text.replace(sign, word)
        self.hand(name).says(text)
        await self.settle()

    def heard(self, name: str) -> str:
        """Return what somebody heard since the last look."""
        said = self.hand(name).heard()[self.seen.get(name, 0) :]
        self.seen[name] = len(self.hand(name).heard())
        return "\n---\n".join(shown(message) for message in said)

    async def unit(self, name: str) -> Unit:
        """Return a unit of the office, added if it is new."""
        async with self.db.write() as session:
            return await people.add_unit(session, name=name, parent=await people.unit_named(session, OFFICE))

    async def staff(self, name: str, unit: str, role: Role = Role.official) -> tuple[Person, str]:
        """Add somebody to the roster; return them and their invitation code."""
        await self.unit(unit)
        async with self.db.write() as session:
            of = await people.unit_named(session, unit)
            person = await people.add_person(session, name=name, unit=of, role=role)
            return person, await people.invite(session, person=person, now=self.now)

    async def linked(self, name: str, unit: str, role: Role = Role.official) -> Person:
        """Add somebody whose phone is linked."""
        person, code = await self.staff(name, unit, role)
        await self.says(name, code)
        self.heard(name)
        return person

    async def task(self, title: str, unit: str, due: date, actor: Person | None = None) -> None:
        """Assign a task."""
        async with self.db.write() as session:
            lead = await people.unit_named(session, unit)
            new = assign.NewTask(title=title, leads=[lead], deadline=assign.fixed(due))
            await assign.assign_task(session, new=new, plan=None, actor=actor, now=self.now)

    async def survey(self, form: str) -> str:
        """Open a form at the office; return a link's code."""
        async with self.db.write() as session:
            unit = await people.unit_named(session, OFFICE)
            campaign = await surveys.open_campaign(
                session, form_code=form, unit=unit, opens=self.now.date(), closes=None
            )
            return await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=unit)

    async def remind(self) -> None:
        """Let the morning round go at the present moment."""
        await morning.remind(self.db, self.process.parts.house, self.now)
        await self.settle()


def shown(said: Said) -> str:
    """Return a message as the phone shows it, the bold words between stars."""
    text = said.text.replace(said.bold, f"**{said.bold}**", 1) if said.bold else said.text
    return "\n".join(part for part in (f"[ảnh {said.photo}]" if said.photo else "", text) if part)


Direction = Callable[[], Awaitable[Any]]


async def play(stage: Stage, name: str, directions: Mapping[str, Direction] | None = None) -> None:
    """Play a transcript against the office and compare what was heard."""
    page = TRANSCRIPTS / f"{name}.md"
    script = page.read_text("utf-8")
    lines: list[str] = []
    for line in script.splitlines():
        if line.startswith(">") or not line.strip():
            continue
        lines += [line, ""]
        if said := _SAID.fullmatch(line):
            await stage.says_quietly(said[1], said[2])
        elif direction := _DIRECTION.fullmatch(line):
            await _direct(stage, direction[1], directions or {})
        for who in stage.hands:
            lines += _quoted(stage, who)
    played = "\n".join(lines).strip() + "\n"
    if os.environ.get("GOLDEN") == "write":
        page.write_text(played, "utf-8")
    assert played == script


async def _direct(stage: Stage, words: str, directions: Mapping[str, Direction]) -> None:
    if hours := _HOURS.fullmatch(words):
        stage.now += timedelta(hours=int(hours[1]))
    elif words in directions:
        await directions[words]()
        await stage.settle()


def _quoted(stage: Stage, who: str) -> list[str]:
    """Return what somebody just heard as quoted lines that Markdown shows as they stand."""
    lines: list[str] = []
    for message in filter(None, stage.heard(who).split("\n---\n")):
        for sign, word in stage.words.items():
            message = message.replace(word, sign)
        body = [f"> {line}\\" if line else ">" for line in message.splitlines()]
        lines += [f"> *({who} nhận)*", ">", *_ends(body), ""]
    return lines


def _ends(body: list[str]) -> list[str]:
    """Drop the line breaks of Markdown where a paragraph ends anyway."""
    after = [*body[1:], ">"]
    return [line.removesuffix("\\") if nxt == ">" else line for line, nxt in zip(body, after, strict=True)]
