"""The same stage on the Zalo bot: no buttons, so that whoever presses types the number or the words shown."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.db import people
from roviec.db.engine import Database
from roviec.scheduler.clock import Scheduler
from tests.channels.drivers.zalo_bot import OURS, SECRET, knock
from tests.channels.drivers.zalo_bot_stage import shown
from tests.chat import Clock
from tests.fakes.zalo_bot.core import Said
from tests.fakes.zalo_bot.server import FakeZaloBot
from tests.glance import Glance
from tests.transcripts.commune import Hand
from tests.transcripts.stage import Furnish, Stage, furnish


@asynccontextmanager
async def zalo_bot(
    db: Database, folder: Path, furnish: Furnish = furnish, others: Sequence[str] = ("Bà Tẩn",)
) -> AsyncIterator[Stage]:
    """The Zalo bot, through the fake platform's webhook."""
    clock = Clock()
    ids = await furnish(db, clock)
    async with FakeZaloBot() as fake:
        parts = await build(make(database={"files": folder / "files"}), db, clock)
        line = ZaloBot(
            db, parts.files, token=fake.token, base_url=fake.base_url, webhook_secret=SECRET,
            public_url=OURS, timeout=2, clock=clock,
        )  # fmt: skip
        line.pace = Pace(per_second=1e6)
        parts.channels[line.name] = line
        parts.house = replace(parts.house, channels={n: c.can for n, c in parts.channels.items()})
        process = Process(parts)
        fake.pusher.url, fake.pusher.secret, fake.pusher.held = f"{OURS}{line._path}", SECRET, True
        fake.pusher.send = knock(line, partial(process.road.receive, line.name))
        hands = {name: fake.person(name, f"{n:020x}") for n, name in enumerate([*ids, *others])}
        seen, glance = dict.fromkeys(hands, 0), Glance(db)
        async with db.write() as session:
            for name, hand in hands.items():
                address = await people.address_of(session, channel=line.name, chat=hand.user)
                address.person_id = ids.get(name)

        async def say(who: str, text: str) -> None:
            hands[who].says(text)
            await fake.pusher.pump()

        async def press(who: str, label: str) -> None:
            await say(who, _typed(label, hands[who].heard()))

        async def attach(who: str, names: list[str], caption: str) -> None:
            for n, name in enumerate(names):
                hands[who].sends_photo(b"\xff\xd8" + name.encode(), caption if n == 0 else "")
            await fake.pusher.pump()

        async def heard() -> list[tuple[str, str]]:
            await _settle(process, line, glance)
            found = []
            for name, hand in hands.items():
                news = hand.heard()[seen[name] :]
                seen[name] += len(news)
                words = "\n---\n".join(shown(said) for said in news)
                found.append((name, re.sub(r"/tep/\S+/", "/tep/…/", words)))
            return [(who, text) for who, text in found if text]

        hand = Hand(db, lambda: parts.house, clock, {})
        try:
            yield Stage(say, press, heard, clock, Scheduler(db, parts.house, clock), attach, hand)
        finally:
            glance.close()
            await line.close()


async def _settle(process: Process, line: ZaloBot, glance: Glance) -> None:
    courier, has = process.couriers[line.name], glance.is_waiting
    while (
        (has("new") and await process.road.decide())
        or (has("fetching") and await process.fetcher.fetch_some())
        or (line.name in glance.leaving() and await courier.send_some())
    ):
        await courier.landed()


def _typed(label: str, heard: list[Said]) -> str:
    """Return the number under which a label was shown last, else the label itself."""
    for said in reversed(heard):
        for row in said.text.splitlines():
            number, _, words = row.partition(". ")
            if words == label and number.isdigit():
                return number
    return label
