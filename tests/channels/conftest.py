"""The channels that the contract suite runs against."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from roviec.channels.telegram.channel import Telegram
from roviec.db.engine import Database
from roviec.db.files import FileStore
from tests.channels.drivers.protocol import Driver, Place
from tests.channels.drivers.telegram import PERSON, make, telegram
from tests.channels.drivers.web import web
from tests.channels.drivers.zalo_bot import zalo_bot
from tests.channels.drivers.zalo_oa import zalo_oa
from tests.channels.fifth.driver import pager
from tests.fakes.telegram.server import FakeTelegram

DRIVERS: dict[str, Any] = {
    "web": web,
    "telegram": telegram,
    "zalo_bot": zalo_bot,
    "zalo_oa": zalo_oa,
    "pager": pager,
}


@pytest.fixture
def place(sqlite: Database, tmp_path: Path) -> Place:
    """An empty database and file store; what differs on PostgreSQL is tested with the database."""
    return Place(sqlite, FileStore(tmp_path / "files"), tmp_path)


@pytest.fixture(params=sorted(DRIVERS))
async def driver(
    request: pytest.FixtureRequest, place: Place, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Driver]:
    """One person in front of one channel; whatever the test did, no secret may be in its log."""
    caplog.set_level(logging.DEBUG)
    async with DRIVERS[request.param](place) as opened:
        yield opened
    written = "\n".join(f"{r.getMessage()} {r.exc_text or ''}" for r in caplog.get_records("call"))
    assert not [secret for secret in place.secrets if secret in written]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A Bot API server that knows An (5001)."""
    async with FakeTelegram(throttle=False, webhook_time_scale=0.02) as server:
        server.user(PERSON, "An")
        yield server


@pytest.fixture
async def line(place: Place, fake: FakeTelegram) -> AsyncIterator[Telegram]:
    """The channel in front of the fake, with short waits."""
    channel = make(place, fake)
    yield channel
    await channel.close()
