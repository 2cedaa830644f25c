"""Work beside the road: it takes seconds and no transaction, and one process at a time does it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from roviec.db.engine import Database
from roviec.delivery.patience import patiently, rung
from roviec.delivery.post import Post

BREATH = 0.1


class Worker:
    """Does what waits and wakes the couriers with what it says."""

    def __init__(
        self,
        post: Post,
        work: Callable[[Database, datetime], Awaitable[int]],
        clock: Callable[[], datetime],
        told: Callable[[], None],
    ) -> None:
        self.post, self.work, self.clock, self.told = post, work, clock, told
        self.wake, self._turn = asyncio.Event(), asyncio.Lock()

    async def run(self) -> None:
        """Work until cancelled."""
        await self.post.serve(self._work)

    async def _work(self) -> None:
        while True:
            if not await patiently(self.work_some):
                await rung(self.wake, 2.0)
                # A busy road rings all the time: to look ten times a second is soon enough.
                await asyncio.sleep(BREATH)

    async def work_some(self) -> int:
        """Do everything that waits; return how much there was."""
        # What is in hand is claimed by the duty alone: a second look of ours would claim it again.
        async with self._turn:
            count = await self.work(self.post.db, self.clock())
        if count:
            self.told()
        return count
