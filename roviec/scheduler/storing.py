"""Whether files can be kept and had: the admins hear when their store has been away for some minutes, once a day.

What messengers bring meanwhile waits; nobody would know why evidence does not come through.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from roviec.db.engine import Database
from roviec.db.files import AWAY
from roviec.delivery import admins
from roviec.handlers.frame.house import House
from roviec.texts import catalogue
from roviec.texts.shapes import moment

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
"""How often a store that was there is looked at; one that is away is looked at each minute."""
PATIENCE = timedelta(minutes=5)
"""How long a store may be away before somebody is told: a restart is no news."""
LONGEST = 10.0
"""Seconds after which a store that does not answer counts as away."""


class StoreWatch:
    """Writes something into the store and reads it again; remembers since when that fails."""

    def __init__(self, db: Database, house: House) -> None:
        self.db, self.house = db, house
        self.seen: datetime | None = None
        self.away: datetime | None = None

    async def __call__(self, now: datetime) -> int:
        """Look at the store if it is time; return 1 where there is something to tell the admins."""
        if self.seen is not None and timedelta() <= now - self.seen < EVERY:
            return 0
        if why := await self._wrong():
            return await self._missed(now, why)
        self.seen, self.away = now, None
        return 0

    async def _wrong(self) -> str:
        try:
            async with asyncio.timeout(LONGEST):
                await self.house.files.prove()
        except (*AWAY, OSError) as error:
            return type(error).__name__
        return ""

    async def _missed(self, now: datetime, why: str) -> int:
        self.seen, self.away = None, self.away or now
        log.error("the store of files is away since %s: %s", self.away.isoformat(), why)
        if now - self.away < PATIENCE:
            return 0
        words = catalogue("vi")("store.away", at=moment(self.away.astimezone(self.house.zone)))
        key = f"store/{now.astimezone(self.house.zone).date()}"
        async with self.db.write() as session:
            await admins.alarm(session, words, channels=self.house.channels, now=now, key=key)
        return 1
