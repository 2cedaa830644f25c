"""The road of an update: receive → decide → one commit {state + outbox} → acknowledge → send → mark.

What can't be decided at once goes the careful way: receive → commit to the inbox → acknowledge → decide → one
transaction {state + outbox} → send → mark. This is the first half; delivery/courier.py sends and marks. `at` names
each step: tests kill the process there.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from roviec.bot.arriving import Also, Arrived, Entrance
from roviec.bot.deciding import Decider
from roviec.bot.together import Together
from roviec.channels.channel import Answering, Channel
from roviec.db import inbox
from roviec.db.engine import Database
from roviec.db.lastly import counting_last
from roviec.delivery.hands import Hands
from roviec.delivery.patience import Step, patiently, rung
from roviec.delivery.share import Share
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.messages.incoming import Raw


class Road:
    """Accepts what arrives and decides it in order per chat; many updates share one commit."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[str, Channel],
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
        at: Step = lambda _step: None,
        decided: Callable[[bool], None] = lambda _queued: None,
        share: Share | None = None,
    ) -> None:
        """Take the couriers of this process too: what a commit answers may leave right after it."""
        self.db, self.clock, self.at = db, clock, at
        self.decider = Decider(channels, dispatcher, clock)
        self.share = share or Share({})
        self.answering = {name: one for name, one in channels.items() if isinstance(one, Answering)}
        self.entrance = Entrance(db, self.decider, clock, self.share, at)
        db.bell.takes(self._handed)
        self.arriving = Together(self._accept)
        self.arrived, self.decided, self.more = asyncio.Event(), decided, False
        self.at_once = False
        """Decide on arrival; else payloads are only stored, for whichever process has the road."""

    async def receive(self, channel: str, raws: Sequence[Raw], also: Also | None = None) -> None:
        """Decide payloads, or commit them to the inbox; only then may the channel acknowledge them.

        `also` writes in the same transaction, where any of them is new.
        """
        self.at("received")
        await self.arriving(Arrived(channel, raws, also))

    async def _accept(self, arrived: Sequence[Arrived]) -> None:
        left = await self.entrance.accept(arrived, at_once=self.at_once)
        for one in arrived:
            self._answer(one.channel, [raw for raw in one.raws if self.share.has(one.channel, raw.chat)])
        if left.stored:
            self.arrived.set()
        self.decided(left.queued)
        if left.erased:
            await self.db.empty_log()

    def _handed(self, shard: int | None) -> None:
        """Hear that another process left us payloads."""
        if shard is None or self.share.takes(shard):
            self.arrived.set()

    async def decide(self) -> int:
        """Decide a batch of the inbox in one transaction; return how many payloads it took."""
        now = self.clock()
        hands, mine = Hands(self.share, now), self.share.mine(now)
        async with self.db.write() as session, counting_last(session):
            rows = await inbox.take(session, mine=mine)
            await hands.mark(session)
            erased = bool(rows) and await self.decider.decide(session, rows, hands, mine)
            self.more = bool(rows) and await inbox.waits(session, mine=mine)
            self.at("decided")
        self.at("committed")
        hands.go()
        if mine is not None:
            # Who handed them over left the word to us.
            for row in rows:
                self._answer(row.channel, [Raw(row.external_id, row.chat, row.payload)])
        if erased:
            await self.db.empty_log()
        if rows:
            self.decided(True)
        return len(rows)

    def _answer(self, channel: str, raws: Sequence[Raw]) -> None:
        """Give the platform the word that it waits for about what is decided here."""
        if raws and channel in self.answering:
            self.answering[channel].accepted(raws)

    async def run(self) -> None:
        """Decide with care until cancelled; a database in trouble is tried again, nothing is given up."""
        while True:
            if not await patiently(self.decide) or not self.more:
                await rung(self.arrived, 0.5)
