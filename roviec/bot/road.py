"""The road of an update: receive → decide → one commit {state + outbox} → acknowledge → send → mark.

What can't be decided at once goes the careful way: receive → commit to the inbox → acknowledge → decide → one
transaction {state + outbox} → send → mark. delivery/courier.py sends and marks. Tests kill the process at each step.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from roviec.bot.answering import Answerer
from roviec.bot.arriving import Also, Arrived, Entrance
from roviec.bot.deciding import Decider
from roviec.bot.stored import take
from roviec.bot.together import Together
from roviec.channels.channel import Channel
from roviec.db.engine import Database
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
        self.answerer = Answerer(channels, self.share)
        self.entrance = Entrance(db, self.decider, clock, self.share, at)
        self.arriving = Together(self._accept)
        self.arrived, self.decided, self.more = asyncio.Event(), decided, False
        db.bell.takes(self.share.takes, self.arrived)
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
        self.answerer.accepted(arrived, left.kept)
        if left.stored:
            self.arrived.set()
        self.decided(left.queued)
        if left.erased:
            await self.db.empty_log()

    async def decide(self) -> int:
        """Decide a batch of the inbox in one transaction; return how many payloads it took."""
        taken = await take(self.db, self.decider, self.share, self.clock, self.at)
        self.more = taken.more
        self.answerer.taken(taken.rows)
        if taken.rows:
            self.decided(taken.queued)
        return len(taken.rows)

    async def run(self) -> None:
        """Decide with care until cancelled; a database in trouble is tried again, nothing is given up."""
        while True:
            if not await patiently(self.decide) or not self.more:
                await rung(self.arrived, 0.5)
