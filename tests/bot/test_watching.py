"""A duty that nobody has is told to the admins once; a clock that was set is noted; small gaps trouble nobody."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from roviec.bot import watching
from roviec.bot.process import ROLES
from roviec.bot.serve import scheduler_of
from roviec.bot.settings import make
from roviec.bot.watching import Watch, unheld, wanted
from roviec.db import duties, jumps
from roviec.db.models import Duty, Role
from tests.chat import OFFICE, Chat

pytest_plugins = ("tests.handlers.chat_stages",)


class Moments:
    """Seconds that go on when told: of the wall and of what no clock is set back by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.real, self.wall = 1000.0, time.time()
        monkeypatch.setattr(watching, "moment", lambda: self.real)
        monkeypatch.setattr(watching.time, "time", lambda: self.wall)

    def go(self, seconds: float, set_by: float = 0.0) -> None:
        self.real += seconds
        self.wall += seconds + set_by


async def held(chat: Chat, *names: str) -> None:
    """Let some process have just these duties."""
    async with chat.db.write() as session:
        await session.exec(sa.delete(Duty))
        for name in names:
            await duties.take(session, name, me="another", is_gone=lambda _name: False)


async def test_a_duty_without_holder_is_told_once_and_only_after_two_minutes(
    chat_anywhere: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, moments = chat_anywhere, Moments(monkeypatch)
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    lan = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    watch = Watch(chat.parts)
    await held(chat, *(name for name in watch.names if name != "scheduler"))
    assert await watch.look() == 0
    moments.go(119)
    assert await watch.look() == 0
    await chat.settle()
    assert await admin.listens() == []
    moments.go(2)
    await held(chat, *(name for name in watch.names if name != "scheduler"))
    for _ in range(3):
        assert await watch.look() == 1
        await chat.settle()
    (told,) = await admin.listens()
    assert "Hơn 2 phút nay không tiến trình nào làm phần việc: hẹn giờ và nhắc việc" in told["text"]
    assert await lan.listens() == []


async def test_a_hand_over_is_no_gap(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    moments, watch = Moments(monkeypatch), Watch(chat.parts)
    for held_now in ([], watch.names, [], watch.names):
        await held(chat, *held_now)
        assert await watch.look() == 0
        moments.go(100)


async def test_a_silent_channel_is_not_asked_to_carry_the_news(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = Moments(monkeypatch)
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin, channel="plain")
    watch = Watch(chat.parts)
    watch.names = ["courier/web", "courier/plain"]
    await held(chat, "courier/plain")
    await watch.look()
    moments.go(121)
    await held(chat, "courier/plain")
    assert await watch.look() == 1
    await chat.settle()
    assert "gửi tin qua trang trò chuyện" in (await admin.listens())[0]["text"]


@pytest.mark.parametrize("set_by", [3600.0, -3600.0])
async def test_a_clock_that_was_set_is_noted(
    chat_anywhere: Chat, monkeypatch: pytest.MonkeyPatch, set_by: float
) -> None:
    chat, moments = chat_anywhere, Moments(monkeypatch)
    watch = Watch(chat.parts)
    for seconds, by in ((30, 0.0), (30, 5.0), (4 * 3600, 0.0)):  # slewed by NTP; a host that slept
        moments.go(seconds, by)
        await watch.look()
    assert await jumped(chat) == []
    moments.go(30, set_by)
    await watch.look()
    assert await jumped(chat) == [set_by]


async def jumped(chat: Chat) -> list[float]:
    async with chat.db.read() as session:
        return [one.seconds for one in await jumps.recent(session, now=datetime.now(UTC))]


def test_what_is_wanted_follows_the_channels_and_how_they_hear() -> None:
    assert wanted(make(), 1) == [*watching._WORK, "courier/web"]
    on = make(telegram={"enabled": True, "token": "1:x"}, zalo_bot={"enabled": True, "token": "x"})
    assert {"courier/telegram", "receive/telegram", "courier/zalo_bot"} <= set(wanted(on, 1))
    assert "receive/zalo_bot" not in wanted(on), "a webhook is nobody's duty"


async def test_a_whole_process_has_every_duty_that_is_wanted(chat: Chat) -> None:
    """So that no name here differs from the one that is taken."""

    async def free() -> list[str]:
        async with chat.db.read() as session:
            return unheld(await duties.standing(session), wanted(chat.parts.settings))

    async with chat.process.running(ROLES, [scheduler_of(chat.parts).run()]), asyncio.timeout(20):
        while await free():
            await asyncio.sleep(0.05)
