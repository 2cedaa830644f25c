"""A clock that can be moved: it runs with real time from where it was put, and survives a restart."""

import time
from datetime import datetime, timedelta

from roviec.db.engine import Database
from roviec.db.models import Fact

NAME = "demo.clock"


class DemoClock:
    """The demonstration's time."""

    def __init__(self, starts: datetime) -> None:
        self._base, self._since = starts, time.monotonic()

    def __call__(self) -> datetime:
        """Return the demonstration's present moment."""
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def put(self, moment: datetime) -> None:
        """Move the clock; it never goes back."""
        self._base, self._since = max(moment, self()), time.monotonic()

    async def recall(self, db: Database) -> None:
        """Take up the time at which the last process left."""
        async with db.read() as session:
            fact = await session.get(Fact, NAME)
        if fact is not None:
            self.put(datetime.fromisoformat(fact.value["now"]))

    async def remember(self, db: Database) -> None:
        """Keep the present moment for the next process."""
        async with db.write() as session:
            await session.merge(Fact(name=NAME, value={"now": self().isoformat()}))
