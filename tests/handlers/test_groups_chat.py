"""A unit's group on Telegram, a phone number as proof, cards edited in place: over real HTTP."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Role
from roviec.scheduler.clock import Scheduler
from tests import office
from tests.chat import Clock
from tests.fakes.telegram.server import FakeTelegram

GROUP = -1009


@pytest.fixture
async def stage(sqlite: Database, tmp_path: Path) -> AsyncIterator[tuple[FakeTelegram, Scheduler, Clock]]:
    clock = Clock()
    async with sqlite.write() as session:
        home = await office.unit(session, "Phòng Nội vụ")
        for name, role, phone in (
            ("Phạm Thị Hạnh", Role.leader, "+84912000001"),
            ("Lò Thị Mai", Role.official, None),
        ):
            await people.add_person(session, name=name, unit=home, role=role, phone=phone)
        await office.task(session, "Báo cáo quý II", home, now=clock(), due=date(2026, 6, 30))
    async with FakeTelegram(throttle=False) as fake:
        own = {"enabled": True, "token": fake.token, "base_url": fake.base_url}
        settings = make(database={"files": tmp_path / "files"}, telegram=own)
        parts = await build(settings, sqlite, clock)
        # The clock stands still, so nothing may have to wait for its turn.
        parts.channels["telegram"].pace = Pace(1000)
        async with Process(parts).running(("road", "courier")):
            yield fake, Scheduler(sqlite, parts.house, clock), clock


Stage = tuple[FakeTelegram, Scheduler, Clock]


async def test_a_phone_number_links_its_own_owner(stage: Stage) -> None:
    fake, _, _ = stage
    head = fake.user(5001, "Hạnh")
    await head.says("/start")
    await head.hears("Kính chào")
    await head.presses("Tôi là cán bộ, nhận bằng số điện thoại")
    await head.hears("bấm nút dưới ô nhập tin")
    await head.shares_phone("84912000001")
    await head.hears("Đã liên kết thành công. Kính chào Ông/Bà Phạm Thị Hạnh")


async def test_a_strangers_number_links_nobody(stage: Stage) -> None:
    fake, _, _ = stage
    stranger = fake.user(5002, "Ai đó")
    await stranger.says("/start")
    await stranger.shares_phone("84999999999")
    await stranger.hears("không có trong danh sách cán bộ")


async def test_a_units_group_is_linked_by_its_head_and_gets_its_list_once_a_week(stage: Stage) -> None:
    fake, scheduler, clock = stage
    head, guest = fake.user(5001, "Hạnh"), fake.user(5003, "Khách")
    await fake.perform("add_group", chat_id=GROUP, title="Nhóm Phòng Nội vụ", members=[5001, 5003])
    await fake.perform("add_bot", chat_id=GROUP, by=5001)
    await head.says("/start")
    await head.shares_phone("84912000001")
    await head.hears("Đã liên kết")
    await guest.says("/nhom", to=GROUP)
    await guest.hears("Chỉ lãnh đạo hoặc quản trị viên", to=GROUP)
    await head.says("/nhom", to=GROUP)
    await head.hears("Nhóm này là nhóm của Phòng Nội vụ", to=GROUP)
    await guest.says("/viec", to=GROUP)
    await guest.hears("Phòng Nội vụ: 1 việc đang thực hiện", to=GROUP)
    await head.says("/duyet", to=GROUP)
    await head.hears("nhắn trực tiếp cho hệ thống", to=GROUP)
    clock.forward(days=7)
    assert (await scheduler.tick(clock()))["groups"] == 1
    assert (await scheduler.tick(clock()))["groups"] == 0
    await head.hears("Báo cáo quý II · 30/6/2026", to=GROUP)


async def test_a_group_hears_what_the_bot_does_in_it(stage: Stage) -> None:
    fake, _, _ = stage
    guest = fake.user(5003, "Khách")
    await fake.perform("add_group", chat_id=GROUP, title="Nhóm Phòng Nội vụ", members=[5003])
    await fake.perform("add_bot", chat_id=GROUP, by=5003)
    for command in ("/start", "/giup"):
        await guest.says(command, to=GROUP)
        await guest.hears("Trong nhóm này: /viec", to=GROUP)
