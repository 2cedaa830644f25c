"""The second half of the road: claims what must leave, sends it at the channel's pace, marks what left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.channel import Channel
from roviec.db import outbox, outbox_moves, shards
from roviec.db.engine import Database
from roviec.db.lastly import counting_last
from roviec.db.models.delivery import Lane
from roviec.db.outbox import Ready
from roviec.db.slots import ALL, Shard
from roviec.delivery.breaker import Breaker
from roviec.delivery.measuring import Replies
from roviec.delivery.pacing import Pacer
from roviec.delivery.patience import Step, patiently, rung
from roviec.delivery.post import Post
from roviec.delivery.set_back import SetBack
from roviec.delivery.settling import Settler
from roviec.errors import trace
from roviec.messages.capabilities import Capabilities
from roviec.messages.joining import joined
from roviec.messages.outcome import Failure, Sent

log = logging.getLogger(__name__)
IN_FLIGHT = 64
IN_HAND = 256
"""So many messages may be claimed at a time, the answers to two polls: what is not in flight yet waits here."""
RIDE = 0.2
"""Seconds that a mark waits for another commit to take it along."""
LANDING = 0.8
"""Seconds that a stop waits: for a claim, for what is in flight, for what had to be cut, for the last mark."""
HELD, LONGEST = 2.0, 3600.0
"""Seconds that a message waits in flight for the end of a pause; what is held longer, at most for an hour, waits queued."""
SEAT = "seat"
"""How the duties begin of who has a shard for its own, with the number behind."""
PAUSED = "the platform asked us to wait"


class Courier:
    """Sends what one channel's outbox holds, or a shard of it: each chat in order, replies before the rest."""

    def __init__(
        self,
        db: Database,
        channel: Channel,
        clock: Callable[[], datetime],
        at: Step = lambda _step: None,
        channels: Mapping[str, Capabilities] | None = None,
        shard: Shard = ALL,
        replies: Replies | None = None,
    ) -> None:
        """Take the channels of the house too: what this one can't carry may go to another.

        `replies` are measured together with those of the channel's other shards, each of which has its own pace.
        """
        unless = f"{SEAT}/{shard.number}" if shard.of > 1 else ""
        self.post = Post(db, f"courier/{shard.named(channel.name)}", unless=unless)
        self.db, self.channel, self.clock, self.at = self.post.db, channel, clock, at
        can = {channel.name: channel.can} if channels is None else channels
        self.shard, self._settler = shard, Settler(channel, can, shard, clock)
        pace = replace(channel.pace, per_second=shard.share(channel.pace.per_second))
        self.pacer, self.breaker, self.replies = Pacer(pace), Breaker(), replies or Replies()
        self._join = partial(joined, limit=channel.can.max_text) if channel.can.counted else None
        self.wake, self.idle = asyncio.Event(), asyncio.Event()
        self._flying: dict[asyncio.Task[bool], Ready] = {}
        self._begun: set[int] = set()
        self._last: dict[str, asyncio.Task[bool]] = {}
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._sent: dict[int, str | None] = {}
        self._set_back = SetBack()
        self._ride: asyncio.TimerHandle | None = None
        self._on_post = self._stopping = self.more = False

    async def run(self) -> None:
        """Send until cancelled; where several processes serve a channel, one sends and the others stand by."""
        await self.post.serve(self._work)

    async def _work(self) -> None:
        """Send until cancelled; then let land what is in flight, so that a stop doubles nothing."""
        # Only now does what is in flight belong to nobody who lives.
        await self.reclaim()
        self.pacer, self._stopping = self.pacer.anew(_moment()), False
        sender = asyncio.create_task(self._send())
        self._on_post = True
        try:
            await asyncio.wait({sender})
        finally:
            self._stopping, self._on_post = True, False
            self.wake.set()
            await self._land(sender)

    async def _land(self, sender: asyncio.Task[None]) -> None:
        """Let land what has begun and mark it, queue again what has not; what does not land in time the next one queues."""
        await asyncio.wait({sender}, timeout=LANDING)
        unsent = {task: ready for task, ready in self._flying.items() if ready.id not in self._begun}
        for one in unsent:
            one.cancel()
        await asyncio.wait({sender, *self._flying}, timeout=LANDING)
        tasks = {sender, *self._flying}
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=LANDING)
        try:
            async with asyncio.timeout(LANDING):
                await self._mark_some([row for ready in unsent.values() for row in ready.rows])
        except Exception as error:
            log.warning("%s: what landed last could not be marked: %s", self.channel.name, trace(error))
        for kept in (self._sent, self._flying, self._last):
            kept.clear()

    async def _send(self) -> None:
        while not self._stopping:
            if not await patiently(self.send_some) or not self.more:
                if not self._flying and not self._sent:
                    self.idle.set()
                await rung(self.wake, 0.5)

    async def reclaim(self) -> int:
        """Queue again what a killed courier left behind."""
        twice = not self.channel.can.idempotent
        async with self.db.write() as session:
            await shards.insist(session, self.shard.of)
            name, shard = self.channel.name, self.shard
            left = await outbox.reclaim(session, channel=name, shard=shard, possibly_twice=twice)
        if left:
            log.warning("%s: %d messages were in flight when the last process ended", self.channel.name, left)
        return left

    async def send_some(self) -> int:
        """Mark what landed and let go what fits in flight; return how many messages had their turn.

        One transaction for both: it costs as much as sending several messages.
        """
        landed, room = dict(self._sent), self._room()
        if not landed and not room:
            await rung(self.wake, self._until_room())
            self.more = True
            return 1
        async with self.db.write() as session, counting_last(session):
            await outbox.mark_sent(session, sent=landed, now=self.clock())
            claimed, rested = await self._claim(session, room)
        self.forget(landed)
        self.at("claimed")
        if claimed:
            self.idle.clear()
        for ready in claimed:
            self._let_go(ready, can_ride=False)
        self.more = len(claimed) + rested >= room
        return len(claimed) + rested

    @property
    def is_on_post(self) -> bool:
        """Tell whether it sends at present, and no other process does in its place."""
        return self._on_post and self.post.is_ours

    @property
    def landed_unmarked(self) -> dict[int, str | None]:
        """What was sent and is not marked yet: {outbox id: the platform's id}."""
        return dict(self._sent)

    def room(self, marking: int) -> int:
        """Return how many answers a commit may take along that marks so many; none while off duty."""
        if not self._on_post or self._join is not None or self.breaker.is_open:
            return 0
        return min(IN_HAND - len(self._flying) - len(self._sent) + marking, self.pacer.room(_moment()))

    def is_free(self, chat: str) -> bool:
        """Tell whether a chat need not rest."""
        return not self.pacer.rest(chat, now=_moment())

    def take(self, claimed: Sequence[Ready]) -> None:
        """Send what was claimed for us by a commit that has just ended; off duty the next one has it."""
        if not self._on_post:
            return
        self.at("claimed")
        self.idle.clear()
        for ready in claimed:
            self._let_go(ready, can_ride=True)

    def _let_go(self, ready: Ready, *, can_ride: bool) -> None:
        # A finished survey erases its rows, even one that is in flight: the thanks must not overtake it.
        task = asyncio.create_task(self._deliver(ready, self._last.get(ready.chat)))
        self._flying[task] = ready
        self._last[ready.chat] = task
        task.add_done_callback(partial(self._landed, ready, can_ride))

    def _room(self) -> int:
        """Return how many more may be in flight; none until half have landed, so that claims are for many."""
        free = IN_FLIGHT - len(self._flying)
        if self.breaker.is_open:
            return min(1, self.pacer.room(_moment())) if not self._flying else 0
        return min(free, self.pacer.room(_moment())) if free >= IN_FLIGHT // 2 else 0

    def _until_room(self) -> float:
        """Return the seconds to wait where there is no room, unless something lands before."""
        return 0.5 if len(self._flying) > IN_FLIGHT // 2 else self.pacer.full(_moment())

    async def _claim(self, session: AsyncSession, room: int) -> tuple[list[Ready], int]:
        """Claim messages; return them and how many others must rest."""
        rested = 0

        def rest(chat: str) -> float:
            nonlocal rested
            wait = self.pacer.rest(chat, now=_moment())
            rested += wait > 0
            return wait

        if not room:
            return [], 0
        if self._set_back(self.clock(), _moment()):
            await outbox_moves.try_now(session, channel=self.channel.name, now=self.clock())
        claimed = await outbox.claim(
            session,
            channel=self.channel.name,
            limit=room,
            now=self.clock(),
            rest=rest,
            join=self._join,
            shard=self.shard,
        )
        return claimed, rested

    async def landed(self) -> None:
        """Return when everything in flight has landed and is marked."""
        while self._flying:
            await asyncio.wait(set(self._flying))
        if self._sent:
            await self._mark_some()

    def _landed(self, ready: Ready, can_ride: bool, task: asyncio.Task[bool]) -> None:
        self._flying.pop(task, None)
        self._begun.discard(ready.id)
        if self._last.get(ready.chat) is task:
            del self._last[ready.chat]
        if not can_ride or self.more or len(self._sent) >= IN_FLIGHT:
            self.wake.set()
        elif self._ride is None:
            self._ride = asyncio.get_running_loop().call_later(RIDE, self._mark_alone)

    def _mark_alone(self) -> None:
        """Mark what no other commit took along."""
        self._ride = None
        self.wake.set()

    async def _deliver(self, ready: Ready, before: asyncio.Task[bool] | None) -> bool:
        """Send a message behind the one before it in its chat; False when it was not sent."""
        if before is not None:
            await asyncio.wait({before})
            if before.cancelled() or before.exception() or not before.result():
                return await self._give_back(ready)
        async with self._slots:
            # One all along: another tenure has another.
            pacer = self.pacer
            if wait := await self._turn(pacer, ready.chat):
                await self._insist(partial(self._put_off, ready, wait))
                return False
            return await self._try(pacer, ready)

    async def _give_back(self, ready: Ready) -> bool:
        async def release() -> int:
            async with self.db.write() as session:
                await outbox.release(session, ready.rows)
            return 1

        await self._insist(release)
        self.wake.set()
        return False

    async def _insist(self, work: Callable[[], Awaitable[int]]) -> None:
        """Write down what became of a message, however often it takes: until then nobody would send it again."""
        while not await patiently(work) and not self._stopping:
            pass

    async def _try(self, pacer: Pacer, ready: Ready) -> bool:
        try:
            sent = await self._hand_over(pacer, ready)
        except Failure as failure:
            await self._failed(ready, failure)
            return False
        except Exception as error:
            await self._failed(ready, Failure(type(error).__name__, retry=True, ambiguous=True))
            return False
        if sent is None:
            return False
        self.at("accepted")
        self._answered()
        if ready.lane == Lane.reply and ready.since is not None:
            self.replies.took((self.clock() - ready.since).total_seconds())
        self._sent |= dict.fromkeys(ready.rows, sent.external_id)
        return True

    async def _turn(self, pacer: Pacer, chat: str) -> float:
        """Return 0.0 when a message may leave, else the seconds that it has to wait: too long to be held in flight."""
        wait = pacer.reserve(chat, now=_moment())
        try:
            while wait <= HELD:
                if wait:
                    await asyncio.sleep(wait)
                if not (wait := pacer.leave(chat, now=_moment())):
                    return 0.0
        except asyncio.CancelledError:
            pacer.withdraw()
            raise
        pacer.withdraw()
        return wait

    async def _hand_over(self, pacer: Pacer, ready: Ready) -> Sent | None:
        """Send what `pacer` let go; None where the duty is ours no more. Whatever comes of it, it has landed."""
        try:
            if not self.post.is_ours:
                return None
            self._begun.add(ready.id)
            self.at("sending")
            return await self.channel.send(ready.chat, ready.message, key=ready.key, now=self.clock())
        finally:
            pacer.landed(now=_moment())

    async def _put_off(self, ready: Ready, wait: float) -> int:
        """Queue a message again that a pause caught on its way; elsewhere it may go meanwhile."""
        later = self.clock() + timedelta(seconds=min(wait, LONGEST))
        async with self.db.write() as session:
            for row in ready.rows:
                await outbox.put_back(session, row, not_before=later, error=PAUSED, asked_to_wait=True)
        return 1

    async def _mark_some(self, unsent: Sequence[int] = ()) -> None:
        """Mark what landed; rows that were claimed and never sent are queued again."""
        if (landed := dict(self._sent)) or unsent:
            async with self.db.write() as session:
                await outbox.mark_sent(session, sent=landed, now=self.clock())
                if unsent:
                    await outbox.release(session, unsent)
            self.forget(landed)

    def forget(self, landed: dict[int, str | None]) -> None:
        """Let go of what is marked."""
        for row_id in landed:
            self._sent.pop(row_id, None)
        if landed:
            self.at("marked")

    async def _failed(self, ready: Ready, failure: Failure) -> None:
        log.warning("%s: message %d not sent: %s", self.channel.name, ready.id, failure.reason)
        if failure.away:
            was_open = self.breaker.is_open
            failure = self.breaker.judged(failure, ready.chat, _moment())
            if self.breaker.is_open and not was_open:
                log.error("%s: the platform does not answer; what is to be sent waits", self.channel.name)
        else:
            self._answered()
        if failure.retry_after and (failure.whole_chat or failure.whole_channel):
            self.pacer.refused(ready.chat, failure.retry_after, whole=failure.whole_channel, now=_moment())
        if ready.also and not failure.unreachable:
            # Refused for good, joined ones get one more turn, each alone: one may have spoilt the others.
            failure = replace(failure, retry=True)

        async def settle() -> int:
            async with self.db.write() as session:
                await self._settler.settle(session, ready, failure)
            return 1

        await self._insist(settle)

    def _answered(self) -> None:
        if self.breaker.answered():
            log.info("%s: the platform answers again", self.channel.name)
            self.wake.set()


def _moment() -> float:
    return asyncio.get_running_loop().time()
