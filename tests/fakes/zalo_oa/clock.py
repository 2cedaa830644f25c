"""The platform's own time, which a test may push forward; sleepers wake when their moment has come either way."""

import asyncio
import contextlib
import time
from datetime import datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


class Clock:
    """Real time plus what a test has pushed forward; seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Push forward: tokens, windows, codes and uploads grow old, retries come due."""
        self.ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    def set(self, moment: datetime) -> None:
        """Jump to a moment that has a time zone."""
        self.advance(moment.timestamp() - self.now())

    def local(self) -> datetime:
        """Return the time in Hà Nội: quotas and the night are counted there."""
        return datetime.fromtimestamp(self.now(), HANOI)

    def millis(self) -> str:
        """Return milliseconds since 1970 as the platform writes them: as words."""
        return str(int(self.now() * 1000))

    async def sleep(self, seconds: float) -> None:
        """Wait for a moment of this clock."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            moved = self._moved
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await moved.wait()
