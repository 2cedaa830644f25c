"""A conversation that begins on Zalo Bot and continues on Telegram, both over real HTTP to their fakes."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Extension, Outbox, Role, Task
from roviec.db.models.delivery import Departure
from roviec.scheduler import round as morning
from tests.channels.drivers.zalo_bot_stage import HANOI
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot
from tests.transcripts.several_channels import Both, play

UNIT = "Phòng Văn hóa - Xã hội"
CODES = {"‹mã mời›": "K7M2QX9RTB", "‹mã của Chủ tịch›": "C4D5E6F7G8", "‹mã thêm kênh›": "H2J3K4M5N6"}


async def test_what_begins_on_zalo_goes_on_on_telegram(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(CODES.values())
    monkeypatch.setattr(people, "random_code", lambda _length: next(codes))
    async with FakeZaloBot() as zalo, FakeTelegram(throttle=False) as telegram:
        both = await Both.open(sqlite, tmp_path, zalo, telegram)
        stage = both.stage
        stage.words.update(CODES)
        await stage.staff("Trần Văn Bình", UNIT)
        chair, _ = await stage.staff("Lê Thị Chi", "Thường trực Ủy ban", Role.leader)
        await stage.task("Tổng hợp báo cáo gia đình văn hóa", UNIT, date(2026, 6, 30), chair)

        async def remind() -> None:
            stage.now = datetime(2026, 6, 25, 8, 30, tzinfo=HANOI)
            await morning.remind(sqlite, stage.process.parts.house, stage.now)

        async def remind_without_quota() -> None:
            zalo.fault(FaultKind.QUOTA, "sendMessage", None)
            stage.now = datetime(2026, 6, 29, 8, 30, tzinfo=HANOI)
            await morning.remind(sqlite, stage.process.parts.house, stage.now)

        directions = {
            "8 giờ 30 sáng thứ Năm 25/6: nhắc việc": remind,
            "8 giờ 30 sáng thứ Hai 29/6: nhắc việc, Zalo đã hết hạn mức tháng": remind_without_quota,
        }
        try:
            await play(both, "zalo-roi-telegram", directions)
        finally:
            await both.close()
    async with sqlite.read() as session:
        (task,) = (await session.exec(select(Task))).all()
        (asked,) = (await session.exec(select(Extension))).all()
        unsent = (await session.exec(select(Outbox).where(Outbox.state != Departure.sent))).all()
    assert (task.percent, asked.reason) == (80, "chờ Sở thẩm định kinh phí")
    assert [row.channel for row in unsent] == []
