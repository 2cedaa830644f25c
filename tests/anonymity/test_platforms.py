"""The same attack behind the real adapters: what a platform makes us keep tells no more than our own chat does.

Two offices behind a fake platform over HTTP, alike but for who gave which answers; then all rows are compared.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.channels.channel import Pace
from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Response
from tests.anonymity.worlds import LONG, SHORT, assert_alike, rows_of
from tests.channels.drivers import zalo_bot_stage
from tests.channels.drivers.zalo_oa import connect
from tests.channels.drivers.zalo_oa_stage import office_of
from tests.chat import Clock
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.zalo_bot.server import FakeZaloBot
from tests.handlers.survey_stage import short_form
from tests.transcripts.stage import quiet, telegram_settings

FIRST = 7_000_000_001
"""Chats long enough to stand in no hash by chance."""
NAMES = ("Bà Tẩn", "Ông Páo")
UNIT = "UBND xã Đại Lãnh"
Says = Callable[[str, str], Awaitable[None]]


@dataclass
class World:
    """An office behind a platform: who speaks there, and by which chats they are known."""

    db: Database
    says: Says
    forward: Callable[[int], None]
    chats: Sequence[str]
    """In the order of `NAMES`."""


async def survey(db: Database, clock: Callable[[], object]) -> str:
    """Open the short form; return a link's token."""
    async with db.write() as session:
        unit = await people.add_unit(session, name=UNIT)
        await surveys.keep_form(session, source=short_form())
        today = clock().date()  # type: ignore[attr-defined]
        campaign = await surveys.open_campaign(session, form_code="thu", unit=unit, opens=today)
        return await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=unit)


@asynccontextmanager
async def on_telegram(db: Database, folder: Path) -> AsyncIterator[World]:
    """Telegram by long polling."""
    clock = Clock()
    async with FakeTelegram(throttle=False) as fake:
        parts = await build(telegram_settings(fake, folder), db, clock)
        parts.channels["telegram"].pace = Pace(1e6)
        users = {name: fake.user(FIRST + n, name) for n, name in enumerate(NAMES)}

        async def arrived() -> None:
            while fake.core.updates.entries:
                await asyncio.sleep(0.01)

        async def says(who: str, words: str) -> None:
            await users[who].says(words)
            await quiet(db, arrived)

        async with Process(parts).running(("road", "courier")):
            yield World(db, says, lambda n: clock.forward(seconds=n), [str(FIRST + n) for n in range(2)])


@asynccontextmanager
async def on_zalo_bot(db: Database, folder: Path) -> AsyncIterator[World]:
    """A Zalo bot by webhook."""
    async with FakeZaloBot() as fake:
        stage = await zalo_bot_stage.Stage.open(db, folder, fake)

        async def says(who: str, words: str) -> None:
            await stage.says(who, words)

        def forward(seconds: int) -> None:
            stage.now += timedelta(seconds=seconds)

        try:
            yield World(db, says, forward, [stage.hand(name).user for name in NAMES])
        finally:
            await stage.line.close()


@asynccontextmanager
async def on_zalo_oa(db: Database, folder: Path) -> AsyncIterator[World]:
    """The Official Account by webhook."""
    async with office_of(db, folder) as office:
        await connect(office.oa, office.fake)
        hands = {name: office.fake.person(name, met=True) for name in NAMES}

        async def says(who: str, words: str) -> None:
            hands[who].says(words)
            await office.settle()

        yield World(db, says, lambda n: office.clock.forward(seconds=n), [hands[n].uid for n in NAMES])


WORLDS = {"telegram": on_telegram, "zalo_bot": on_zalo_bot, "zalo_oa": on_zalo_oa}


async def tell(world: World, token: str, first: Sequence[str], second: Sequence[str]) -> None:
    """Let both answer, each from a fixed minute on and in their own rhythm."""
    for who, says in zip(NAMES, (first, second), strict=True):
        spoken = (f"/start {token}", "Đồng ý tham gia", "1", *says)
        for words in spoken:
            world.forward(11)
            await world.says(who, words)
        world.forward(300 - 11 * len(spoken))


@pytest.mark.parametrize("platform", WORLDS)
async def test_no_solver_tells_whose_answers_are_whose_behind_a_platform(
    two_urls: list[str], tmp_path: Path, platform: str
) -> None:
    left = []
    for url, (first, second) in zip(two_urls, ((LONG, SHORT), (SHORT, LONG)), strict=True):
        db = Database(url)
        async with AsyncExitStack() as stack:
            world = await stack.enter_async_context(WORLDS[platform](db, tmp_path / first[0]))
            token = await survey(db, Clock())
            await tell(world, token, first, second)
            async with db.write() as session:
                assert len((await session.exec(select(Response))).all()) == 2
                await surveys.shuffle_answers(session)
            left.append(await rows_of(db, world.chats))
            # The account's own tokens are sealed anew each time, and are nobody's.
            del left[-1]["oatoken"]
        await db.dispose()
    assert_alike(left)
