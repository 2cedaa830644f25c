"""The road of an update: receive → commit to the inbox → decide → one transaction {state + outbox} → send → mark.

This is the first half; delivery/courier.py sends and marks. `at` names each step: tests kill the process there.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from roviec.bot.deciding import Decider
from roviec.bot.receiving import store
from roviec.channels.channel import Channel
from roviec.db import inbox
from roviec.db.engine import Database
from roviec.delivery.patience import Step, patiently, rung
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.messages.incoming import Raw


class Road:
    """Keeps what arrives and decides it in order per chat; many updates may share one commit."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[str, Channel],
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
        at: Step = lambda _step: None,
        decided: Callable[[], None] = lambda: None,
    ) -> None:
        self.db, self.clock, self.at = db, clock, at
        self.decider = Decider(channels, dispatcher, clock)
        self.arrived, self.decided, self.more = asyncio.Event(), decided, False

    async def receive(self, channel: str, raws: Sequence[Raw]) -> None:
        """Commit payloads to the inbox; only then may the channel acknowledge them."""
        self.at("received")
        channels = self.decider.dispatcher.house.channels
        await store(self.db, channel, raws, channels=channels, now=self.clock())
        self.at("stored")
        self.arrived.set()

    async def decide(self) -> int:
        """Decide a batch in one transaction; return how many payloads it took."""
        async with self.db.write() as session:
            rows = await inbox.take(session)
            erased = bool(rows) and await self.decider.decide(session, rows)
            self.more = bool(rows) and await inbox.waits(session)
            self.at("decided")
        self.at("committed")
        if erased:
            await self.db.empty_log()
        if rows:
            self.decided()
        return len(rows)

    async def run(self) -> None:
        """Decide until cancelled; a database in trouble is tried again, nothing is given up."""
        while True:
            if not await patiently(self.decide) or not self.more:
                await rung(self.arrived, 0.5)
