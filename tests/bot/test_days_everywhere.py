"""A day off is seen by every process of the office without a restart, wherever it was entered."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from roviec.bot import process
from roviec.bot.build import build
from roviec.bot.process import ROLES
from roviec.bot.settings import make
from roviec.db import calendar as days
from roviec.db.engine import Database
from roviec.tasks.calendar import HANOI, DayOff
from roviec.tasks.days_off import Span
from tests.chat import Chat, Clock

DAY = date(2026, 11, 24)


async def enter(db: Database, house: Chat) -> None:
    """Enter a day as the command line does: in a process of its own."""
    async with db.write() as session:
        await days.set_days(
            session,
            span=Span(DAY, DAY),
            working=False,
            note="",
            calendar=house.parts.house.calendar(),
            today=house.clock().date(),
            now=house.clock(),
        )


@pytest.mark.parametrize("role", ROLES)
async def test_each_process_sees_what_another_entered(
    db: Database, tmp_path: Path, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LOOK", 0.05)
    office = await Chat.bare(db, tmp_path)
    async with office.process.running((role,)):
        assert office.parts.house.calendar().is_working(DAY)
        await enter(db, office)
        async with asyncio.timeout(10):
            while office.parts.house.calendar().is_working(DAY):
                await asyncio.sleep(0.02)


async def test_a_change_that_is_not_committed_counts_nowhere(db: Database, tmp_path: Path) -> None:
    house = (await Chat.bare(db, tmp_path)).parts.house

    class Failed(Exception):
        """Ends the transaction."""

    with suppress(Failed):
        async with db.write() as session:
            async with session.begin_nested():
                await days.set_days(
                    session,
                    span=Span(DAY, DAY),
                    working=False,
                    note="",
                    calendar=house.calendar(),
                    today=date(2026, 6, 29),
                    now=datetime(2026, 6, 29, 8, tzinfo=HANOI),
                )
                await house.days.follow(session)
            assert house.calendar().is_working(DAY)
            raise Failed
    assert house.calendar().is_working(DAY)


async def test_the_setting_reaches_the_calendar_and_the_years_move_with_the_clock(
    db: Database, tmp_path: Path
) -> None:
    clock = Clock()
    settings = make(database={"files": tmp_path}, reminders={"day_off": "next_working_day"})
    parts = await build(settings, db, clock)
    calendar = parts.house.calendar()
    assert calendar.day_off is DayOff.next_working_day
    assert parts.house.calendar() is calendar
    clock.now = datetime(2031, 1, 2, 8, tzinfo=HANOI)
    # Tết of 2034 is out of sight in 2026, and in sight in 2031.
    assert calendar.is_working(date(2034, 2, 20))
    assert not parts.house.calendar().is_working(date(2034, 2, 20))
    assert replace(calendar, day_off=DayOff.as_written) != calendar


def test_wrong_settings_are_named() -> None:
    with pytest.raises(ValueError, match="day_off"):
        make(reminders={"day_off": "never"})
