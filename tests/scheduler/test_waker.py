"""The clock of the machine is set back and forth; the office is woken all the same."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar

import pytest
from apscheduler.schedulers import base

from roviec.scheduler.waker import Waker

HOURS = timedelta(hours=3)


class Wall(datetime):
    """A wall clock that a test sets."""

    off: ClassVar[timedelta] = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.off


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Wall]]:
    monkeypatch.setattr(base, "datetime", Wall)
    monkeypatch.setattr("roviec.scheduler.waker.datetime", Wall)
    yield Wall
    Wall.off = timedelta()


class Sleeper:
    """Counts how often it is woken."""

    def __init__(self) -> None:
        self.woken = 0

    async def __call__(self) -> None:
        self.woken += 1

    async def hears(self, more: int, within: float) -> None:
        """Wait until it was woken `more` times, or fail."""
        wanted = self.woken + more
        async with asyncio.timeout(within):
            while self.woken < wanted:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("steps", [[-HOURS], [HOURS], [HOURS, -HOURS], [-HOURS, HOURS, -HOURS]])
async def test_a_step_of_the_clock_delays_no_wake_up(wall: type[Wall], steps: list[timedelta]) -> None:
    sleeper = Sleeper()
    waker = Waker(sleeper, period=1)
    waker.start()
    try:
        await sleeper.hears(2, within=5)
        for step in steps:
            wall.off += step
            # One that was due at the old time, and one that proves that it goes on.
            await sleeper.hears(2, within=6)
    finally:
        waker.stop()


async def test_a_clock_that_started_fast_and_is_set_right(wall: type[Wall]) -> None:
    wall.off = HOURS
    sleeper = Sleeper()
    waker = Waker(sleeper, period=1)
    waker.start()
    try:
        await sleeper.hears(1, within=5)
        wall.off = timedelta()
        await sleeper.hears(3, within=6)
    finally:
        waker.stop()


async def test_a_right_clock_is_woken_once_a_period_and_not_more(wall: type[Wall]) -> None:
    sleeper = Sleeper()
    waker = Waker(sleeper, period=1)
    waker.start()
    try:
        await asyncio.sleep(3.5)
    finally:
        waker.stop()
    assert 3 <= sleeper.woken <= 5


async def test_without_the_watchdog_a_clock_set_back_would_be_silence(wall: type[Wall]) -> None:
    """What the watchdog is for: it fails if APScheduler should learn to do without."""
    sleeper = Sleeper()
    waker = Waker(sleeper, period=1)
    waker.start()
    try:
        assert waker._watchdog is not None
        waker._watchdog.cancel()
        await sleeper.hears(2, within=5)
        wall.off -= HOURS
        await asyncio.sleep(1.1)
        before = sleeper.woken
        await asyncio.sleep(2.5)
        assert sleeper.woken == before
    finally:
        waker.stop()
