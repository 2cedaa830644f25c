"""Reading the documents that leaders forwarded, beside the road: it takes seconds and no transaction."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from roviec.bot.patience import patiently, rung
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.handlers.house import House
from roviec.handlers.plans.worker import read_drafts


class Reader:
    """Reads what waits and wakes the couriers with the summaries."""

    def __init__(
        self,
        db: Database,
        files: FileStore,
        house: House,
        clock: Callable[[], datetime],
        told: Callable[[], None],
    ) -> None:
        self.db, self.files, self.house, self.clock, self.told = db, files, house, clock, told
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            if not await patiently(self.read_some):
                await rung(self.wake, 2.0)

    async def read_some(self) -> int:
        """Read every document that waits; return how many."""
        count = await read_drafts(self.db, self.files, self.house, self.clock())
        if count:
            self.told()
        return count
