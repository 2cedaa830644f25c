"""Each process has one shard for its own, while it lives; a shard that is nobody's own goes to whoever takes it.

Without this the first process would keep all: what it took for want of others it resigns when its owner comes.
"""

import asyncio
from collections.abc import Mapping, Sequence

from roviec.db.engine import Database
from roviec.delivery.courier import SEAT, Courier
from roviec.delivery.patience import patiently

LOOK = 1.0
"""Seconds between two looks."""
REST = 10.0
"""Seconds for which a process that lost its seat has none: whoever was frozen once, or cut off, may be again."""


class Seats:
    """The seats of an office's shards, as one process sees them."""

    def __init__(self, db: Database, couriers: Mapping[str, Courier], shards: int) -> None:
        self.db, self.couriers = db, couriers
        self.names: Sequence[str] = [f"{SEAT}/{number}" for number in range(1, shards + 1)]

    async def sit(self) -> None:
        """Have one seat, until cancelled."""
        while True:
            lost = await patiently(self._sit_somewhere)
            await asyncio.sleep(REST if lost else LOOK)

    async def _sit_somewhere(self) -> int:
        """Have the first seat that is free; return 1 when it is lost, 0 where none was free."""
        for name in self.names:
            async with self.db.duties.tried(name) as hold:
                if hold is not None:
                    while hold.is_ours:
                        await asyncio.sleep(LOOK)
                    return 1
        return 0

    async def watch(self) -> None:
        """Leave to others what is theirs, until cancelled."""
        while True:
            await patiently(self._leave)
            await asyncio.sleep(LOOK)

    async def _leave(self) -> int:
        left = await self.db.duties.left_to_us(self.names)
        theirs = [one for one in self.couriers.values() if f"{SEAT}/{one.shard.number}" not in left]
        for courier in theirs:
            courier.post.resign()
        return len(theirs)
