"""Waking once a minute: APScheduler knows the minute, a watchdog knows when the wall clock has misled it.

APScheduler sleeps until a wall-clock time, so a clock that is set back would keep it asleep for as long as the
error was. The watchdog counts by the loop's monotonic clock and makes the next wake-up due now.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

PERIOD = 60.0
GRACE = 0.25
"""The part of a period by which a wake-up may be late before it counts as missed."""
_JOB = "wake"


class Waker:
    """Calls `work` at once, at the start of each minute, and never later than a minute and a quarter after."""

    def __init__(self, work: Callable[[], Awaitable[None]], *, period: float = PERIOD) -> None:
        """Take what to call; a `period` in seconds below a minute is for tests and divides it."""
        self.work, self.period = work, period
        self.scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}, timezone=UTC
        )
        self._watchdog: asyncio.Task[None] | None = None
        self._woken = 0.0

    def start(self) -> None:
        """Wake at once and at the start of each period until `stop`."""
        second = 0 if self.period >= PERIOD else f"*/{self.period:g}"
        self.scheduler.add_job(self._wake, "cron", id=_JOB, second=second, next_run_time=datetime.now(UTC))
        self.scheduler.start()
        self._woken = _monotonic()
        self._watchdog = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """Wake no more."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)

    async def _wake(self) -> None:
        self._woken = _monotonic()
        await self.work()

    async def _watch(self) -> None:
        """Make the next wake-up due now where a period has passed without one."""
        late = self.period * (1 + GRACE)
        while True:
            await asyncio.sleep(max(self._woken + late - _monotonic(), self.period * GRACE))
            if _monotonic() - self._woken >= late:
                self._woken = _monotonic()
                self.scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC))


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
