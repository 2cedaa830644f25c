"""Work beside the road: it takes seconds and no transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from roviec.delivery.patience import patiently, rung

BREATH = 0.1


class Worker:
    """Does what waits and wakes the couriers with what it says."""

    def __init__(
        self,
        work: Callable[[datetime], Awaitable[int]],
        clock: Callable[[], datetime],
        told: Callable[[], None],
    ) -> None:
        self.work, self.clock, self.told = work, clock, told
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await patiently(self.work_some):
                await rung(self.wake, 2.0)
                # A busy road rings all the time: to look ten times a second is soon enough.
                await asyncio.sleep(BREATH)

    async def work_some(self) -> int:
        """Do everything that waits; return how much there was."""
        count = await self.work(self.clock())
        if count:
            self.told()
        return count
