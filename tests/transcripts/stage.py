"""Plays a script on a channel and writes what everybody hears: the same words on each channel."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import Settings, make
from roviec.channels.channel import Pace
from roviec.channels.zalo_oa import templates
from roviec.db import official, people, surveys
from roviec.db.engine import Database
from roviec.db.models import Inbox, Outbox, Role
from roviec.db.models.delivery import Arrival, Departure
from roviec.scheduler.clock import Scheduler
from tests import office
from tests.channels.drivers.zalo_oa import connect, knock
from tests.channels.drivers.zalo_oa_stage import settings_of
from tests.chat import Chat, Clock, Talker
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.views import MessageView
from tests.fakes.zalo_oa.core import Said
from tests.fakes.zalo_oa.server import FakeZaloOA
from tests.glance import Glance
from tests.transcripts.commune import Hand

TOP = "UBND xã Bình Lư"
STAFF = (
    ("Nguyễn Minh Sơn", TOP, "Chủ tịch", Role.leader),
    ("Lò Thị Mai", "Phòng Nội vụ", "Chuyên viên", Role.official),
)
CODE = re.compile(r"PA-[2-9A-Z]{8}")
"""A feedback's code is random: scripts and transcripts call the newest one PA-‹mã›."""
TALK = re.compile(r"\b([Ss]ố) \d{3}\b")
"""So is the number of a talk with a citizen."""


async def furnish(db: Database, clock: Clock) -> dict[str, int]:
    """Add the office, its people, one task and the desk's survey; return the people's ids by name."""
    ids: dict[str, int] = {}
    async with db.write() as session:
        root = await office.unit(session, TOP, above=TOP)
        for name, unit_name, position, role in STAFF:
            unit = await office.unit(session, unit_name, above=TOP)
            ids[name] = (await office.person(session, name, unit, role, position=position)).id or 0
        chair = await people.person_named(session, STAFF[0][0])
        title = "Báo cáo kết quả cải cách hành chính quý II"
        await office.task(session, title, unit, now=clock(), due=date(2026, 6, 30), by=chair)
        await surveys.open_campaign(session, form_code="mot-cua", unit=root, opens=clock().date())
    return ids


Furnish = Callable[[Database, Clock], Awaitable[dict[str, int]]]
"""Fills an office and returns the ids, by name, of whoever has a chat."""
Attach = Callable[[str, list[str], str], Awaitable[None]]
"""Somebody sends files of these names, with a caption."""


async def no_files(who: str, names: list[str], caption: str) -> None:
    """Send nothing: what the older scripts of this stage need."""
    raise NotImplementedError(f"{who}: {names} {caption}")


@dataclass
class Stage:
    """Somewhere to talk: `say`, `press` and `heard` by name, `attach` for files, a clock."""

    say: Callable[[str, str], Awaitable[None]]
    press: Callable[[str, str], Awaitable[None]]
    heard: Callable[[], Awaitable[list[tuple[str, str]]]]
    clock: Clock
    scheduler: Scheduler
    attach: Attach = no_files
    hand: Hand | None = None
    lines: list[str] = field(default_factory=list)
    code: str = ""

    async def play(self, script: str) -> str:
        """Play a script; return the transcript as Markdown.

        "who: words", "who: [button]", "who: <file> caption"; "+4 days" and "@ 19:00" for the clock; "* direction".
        """
        for line in script.splitlines():
            if line.startswith("#"):
                self.lines.append(f"{line}\n")
            elif line.startswith("+"):
                await self._pass_days(int(line[1:].split()[0]))
            elif line.startswith("@"):
                await self._pass_hours(line[1:].strip())
            elif line.startswith("*"):
                await self._direct(line[1:].strip())
            elif line.strip():
                await self._act(line)
        return "\n".join(self.lines) + "\n"

    async def _act(self, line: str) -> None:
        who, _, what = (part.strip() for part in line.partition(":"))
        self.lines.append(f"**{who}**: {what}\n")
        if what.startswith("["):
            await self.press(who, what.strip("[]"))
        elif what.startswith("<"):
            names, _, caption = what.rpartition(">")
            await self.attach(who, re.findall(r"<([^<>]+)", names), caption.strip())
        else:
            await self.say(who, self._meant(what))
        await self._write()

    def _meant(self, what: str) -> str:
        for sign, code in {"PA-‹mã›": self.code, **(self.hand.codes if self.hand else {})}.items():
            what = what.replace(sign, code)
        return what

    async def _direct(self, words: str) -> None:
        assert self.hand is not None
        self.lines.append(f"*({words})*\n")
        await self.hand.do(words)
        await self._write()

    async def _pass_days(self, days: int) -> None:
        self.clock.forward(days=days)
        await self._move(self.clock.now.replace(hour=8, minute=0))

    async def _pass_hours(self, hour: str) -> None:
        """Move on to the next time that the clock shows that hour."""
        hours, minutes = (int(part) for part in hour.split(":"))
        until = self.clock.now.replace(hour=hours, minute=minutes)
        await self._move(until if until > self.clock.now else until + timedelta(days=1))

    async def _move(self, until: datetime) -> None:
        self.clock.now = until
        self.lines.append(f"*{until:%-d/%-m/%Y %H:%M}*\n")
        await self.scheduler.tick(until)
        await self._write()

    async def _write(self) -> None:
        for who, text in await self.heard():
            self.code = (CODE.findall(text) or [self.code])[-1]
            text = TALK.sub(r"\1 ‹số›", text)
            # What was sent until a digest is counted while the round still sends.
            text = re.sub(r"(TIN NHẮN: đã gửi) \d+", r"\1 ‹số›", text)
            quoted = CODE.sub("PA-‹mã›", text).replace("\n", "\n> ").replace("> \n", ">\n")
            self.lines.append(f"> *{who} đọc*\n> {quoted}\n")


@asynccontextmanager
async def web(
    db: Database, folder: Path, furnish: Furnish = furnish, others: Sequence[str] = ("Bà Tẩn",)
) -> AsyncIterator[Stage]:
    """The web chat."""
    house = await Chat.bare(db, folder)
    ids = await furnish(db, house.clock)
    chatters: dict[str, Talker] = {}
    async with db.write() as session:
        for name in [*ids, *others]:
            chatters[name] = house.person(name)
            address = await people.address_of(session, channel="web", chat=chatters[name].chat)
            address.person_id = ids.get(name)
    pending: list[tuple[str, str]] = []

    async def say(who: str, text: str) -> None:
        pending.append((who, await chatters[who].says(text)))

    async def press(who: str, label: str) -> None:
        pending.append((who, await chatters[who].presses(label)))

    async def attach(who: str, names: list[str], caption: str) -> None:
        files = [
            {"ref": house.files.keep(name.encode()), "name": name, "mime": "image/jpeg", "size": len(name)}
            for name in names
        ]
        line = {"text": caption, "files": [{"sha256": file["ref"], **file} for file in files]}
        await chatters[who].posts({"kind": "file", "text": caption, "files": files}, line)
        await house.settle()
        pending.append((who, await chatters[who].reads()))

    async def heard() -> list[tuple[str, str]]:
        await house.settle()
        first, pending[:] = list(pending), []
        rest = [(name, await chatter.reads()) for name, chatter in chatters.items()]
        return [(who, text) for who, text in [*first, *rest] if text]

    hand = Hand(db, lambda: house.parts.house, house.clock, {})
    scheduler = Scheduler(db, house.parts.house, house.clock)
    yield Stage(say, press, heard, house.clock, scheduler, attach, hand)


@asynccontextmanager
async def telegram(db: Database, folder: Path) -> AsyncIterator[Stage]:
    """Telegram, through the fake server over real HTTP."""
    clock = Clock()
    ids = await furnish(db, clock)
    async with FakeTelegram(throttle=False) as fake:
        parts = await build(telegram_settings(fake, folder), db, clock)
        parts.channels["telegram"].pace = Pace(1000)
        users = {name: fake.user(5001 + n, name) for n, name in enumerate([*ids, "Bà Tẩn"])}
        async with db.write() as session:
            for n, name in enumerate(users):
                address = await people.address_of(session, channel="telegram", chat=str(5001 + n))
                address.person_id = ids.get(name)

        async def arrived() -> None:
            while fake.core.updates.entries:
                await asyncio.sleep(0.01)

        async def act(work: Awaitable[object]) -> None:
            await work
            await quiet(db, arrived)

        async def say(who: str, text: str) -> None:
            await act(users[who].says(text))

        async def press(who: str, label: str) -> None:
            await act(users[who].presses(label))

        async def heard() -> list[tuple[str, str]]:
            await quiet(db, arrived)
            found = [(name, [_shown(m) async for m in _news(user)]) for name, user in users.items()]
            return [(name, "\n---\n".join(shown)) for name, shown in found if shown]

        async with Process(parts).running(("road", "courier")):
            yield Stage(say, press, heard, clock, Scheduler(db, parts.house, clock))


@asynccontextmanager
async def zalo_oa(db: Database, folder: Path) -> AsyncIterator[Stage]:
    """The Official Account, through the fake platform: five buttons, a window of 48 hours, one template."""
    clock = Clock()
    ids = await furnish(db, clock)
    async with FakeZaloOA() as fake:
        fake.core.clock.set(clock())
        parts = await build(settings_of(fake, folder), db, clock)
        oa: Any = parts.channels["zalo_oa"]
        oa.pace = Pace(1000)
        await _approve(db, fake, oa)
        hands = {name: fake.person(name, met=True) for name in [*ids, "Bà Tẩn"]}
        async with db.write() as session:
            for name, hand in hands.items():
                address = await people.address_of(session, channel="zalo_oa", chat=hand.uid)
                address.person_id = ids.get(name)
            await official.seen(session, chats=[hand.uid for hand in hands.values()], now=clock())
        seen = dict.fromkeys(hands, 0)
        process = Process(parts)
        # On a busy machine an event is late, not lost: what is written here is no test of the platform's patience.
        fake.pusher.url, fake.pusher.answer_limit, fake.pusher.time_scale = oa.webhook, 60, 0.001
        fake.pusher.send = knock(oa, partial(process.road.receive, "zalo_oa"))

        async def say(who: str, text: str) -> None:
            fake.core.clock.set(clock())
            hands[who].says(text)
            await quiet(db, fake.pusher.settled)

        async def press(who: str, label: str) -> None:
            fake.core.clock.set(clock())
            if not any(label in said.labels for said in hands[who].heard()[-3:]):
                # More choices than buttons: it is a numbered line.
                await say(who, _number_of(label, hands[who].heard()))
                return
            hands[who].presses(label)
            await quiet(db, fake.pusher.settled)

        async def heard() -> list[tuple[str, str]]:
            fake.core.clock.set(clock())
            await quiet(db, fake.pusher.settled)
            found = []
            for name, hand in hands.items():
                news = hand.heard()[seen[name] :]
                seen[name] += len(news)
                found.append((name, "\n---\n".join(_oa_shown(said) for said in news)))
            return [(who, text) for who, text in found if text]

        async with process.running(("road", "courier")):
            yield Stage(say, press, heard, clock, Scheduler(db, parts.house, clock))


async def _approve(db: Database, fake: FakeZaloOA, oa: Any) -> None:
    """Connect the account and have templates approved for what is written unasked."""
    await connect(oa, fake)
    fake.template("7895417", "Nhắc việc", {"ho_ten": 30, "so_viec": 5, "viec": 60, "han": 20})
    fake.template("7895418", "Tin về nhiệm vụ", {"viec": 60, "tin": 90})
    fake.template("7895419", "Bản tin tuần", {"ho_ten": 30, "tuan": 10, "tom_tat": 90})
    await oa.setup({})
    async with db.write() as session:
        for number, purpose in (
            ("7895417", "task.reminder"),
            ("7895418", "task.news"),
            ("7895419", "digest"),
        ):
            await templates.assign(session, purpose=purpose, number=number)


def _number_of(label: str, heard: list[Said]) -> str:
    for said in reversed(heard):
        for line in said.text.splitlines():
            number, _, words = line.partition(". ")
            if words == label:
                return number
    raise LookupError(label)


def _oa_shown(said: Said) -> str:
    if said.kind == "template":
        values = "".join(f"\n{name}: {value}" for name, value in said.values.items())
        return f"(mẫu tin đã duyệt){values}"
    file = [f"<{'ảnh' if said.image else said.file}>"] if said.image or said.file else []
    text = re.sub(r"/tep/\S+/", "/tep/…/", said.text)
    return "\n".join(part for part in (*file, text, *(f"[{label}]" for label in said.labels)) if part)


def telegram_settings(fake: FakeTelegram, folder: Path) -> Settings:
    """Return the settings of an office in front of a fake Telegram."""
    own = {"enabled": True, "token": fake.token, "base_url": fake.base_url}
    return make(database={"files": folder / "files"}, telegram=own)


async def _news(user: Person) -> AsyncIterator[MessageView]:
    """Yield what a person heard since last time: messages, edits and alerts in order."""
    while True:
        try:
            yield await user.hears(timeout=0)
        except AssertionError:
            return


def _shown(message: MessageView) -> str:
    edited = ["(sửa tin trước)"] if message.kind == "edit" else []
    file = [f"<{message.file}>"] if message.file else []
    return "\n".join([*edited, message.text, *file, *(f"[{label}]" for label in message.labels)])


async def quiet(db: Database, arrived: Callable[[], Awaitable[None]]) -> None:
    """Wait until everything said has arrived, is decided, and what it led to is sent."""
    async with asyncio.timeout(60):
        while True:
            await arrived()
            if not await _is_busy(db):
                return
            await asyncio.sleep(0.02)


async def _is_busy(db: Database) -> bool:
    if db.is_sqlite:
        with contextlib.closing(Glance(db)) as seen:
            return seen.is_waiting("new") or seen.is_waiting("fetching") or bool(seen.leaving())
    undecided = select(Inbox.id).where(col(Inbox.state).in_((Arrival.new, Arrival.fetching)))
    unsent = select(Outbox.id).where(col(Outbox.state).in_((Departure.queued, Departure.sending)))
    async with db.read() as session:
        return any([(await session.exec(left.limit(1))).first() for left in (undecided, unsent)])
