"""A running process: the road, the couriers, the scheduler and the web server side by side."""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from itertools import chain
from typing import Any

from starlette.routing import BaseRoute

from roviec.bot.build import Parts
from roviec.bot.listening import listen
from roviec.bot.road import Road
from roviec.bot.stopping import calmly, end
from roviec.db.hearing import hear
from roviec.db.slots import every_shard
from roviec.delivery.courier import Courier
from roviec.delivery.fetching import Fetcher
from roviec.delivery.knocking import Knocker
from roviec.delivery.patience import Step, patiently
from roviec.delivery.post import Post
from roviec.delivery.seats import Seats
from roviec.delivery.share import Share
from roviec.delivery.worker import Worker
from roviec.handlers.all import everything
from roviec.handlers.announcements.sending import send_announcements
from roviec.handlers.drawing import draw_digests
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.handlers.plans.worker import read_drafts

ROLES = ("web", "road", "courier", "scheduler")
SOON = 0.5
"""Seconds in which many decisions wake the workers once: to look costs it a transaction."""
DECIDED, LANDED = 1.2, 2.4
"""Seconds that a stop leaves to what decides, and to the couriers, whatever state their connections are in."""
LOOK = 5.0
"""Seconds after which a process sees the days off that another one has changed."""
Loops = list[Coroutine[Any, Any, None]]


class Process:
    """The moving parts, wired: what is decided wakes the couriers, what is fetched wakes the road."""

    def __init__(self, parts: Parts, at: Step = lambda _step: None) -> None:
        self.parts = parts
        serving = parts.house.channels
        self.couriers = {
            shard.named(name): Courier(parts.db, one, parts.clock, at, serving, shard, parts.replies[name])
            for name, one in parts.channels.items()
            for shard in every_shard(parts.shards)
        }
        for name, courier in self.couriers.items():
            parts.db.bell.serves(name, courier.wake)
        dispatcher = Dispatcher(everything(), parts.house)
        self.share = Share(self.couriers, parts.shards)
        self.seats = Seats(parts.db, self.couriers, parts.shards)
        self.road = Road(parts.db, parts.channels, dispatcher, parts.clock, at, self._decided, self.share)
        self.fetcher = Fetcher(
            parts.db, parts.channels, parts.files, parts.house.max_file, self.road.arrived, parts.clock
        )
        files, house = parts.files, parts.house
        self.workers = [
            Worker(Post(parts.db, name), work, parts.clock, self.wake_couriers)
            for name, work in {
                "plans": lambda db, now: read_drafts(db, files, house, now),
                "digests": lambda db, now: draw_digests(db, house, now),
                "announcements": lambda db, now: send_announcements(db, house, now),
            }.items()
        ]
        self.knocker = Knocker(parts.db, parts.ways, serving, parts.clock)
        self._working: asyncio.TimerHandle | None = None

    def _decided(self, queued: bool) -> None:
        if queued:
            self.fetcher.wake.set()
            self.wake_couriers()
        if self._working is None:
            self._working = asyncio.get_running_loop().call_later(SOON, self._wake_workers)

    def _wake_workers(self) -> None:
        self._working = None
        for worker in self.workers:
            worker.wake.set()

    def wake_couriers(self) -> None:
        """Tell the couriers that something may wait to be sent."""
        for courier in self.couriers.values():
            courier.wake.set()

    async def settle(self) -> None:
        """Return when nothing is left to decide or to send: what a demo shows next is complete."""
        while await self.road.decide() or await self.fetcher.fetch_some() or await self._work():
            pass
        for courier in self.couriers.values():
            courier.idle.clear()
            courier.wake.set()
        await asyncio.gather(*(courier.idle.wait() for courier in self.couriers.values()))

    async def _work(self) -> int:
        return sum([await worker.work_some() for worker in self.workers])

    def loops(self, roles: Collection[str]) -> tuple[Loops, Loops]:
        """Return the endless loops of the wanted roles: those that decide, and those that send."""
        deciding: Loops = [self._follow_days()]
        if "web" in roles or "courier" in roles:
            deciding.append(self._hear())
        if "road" in roles:
            deciding += [self.road.run(), self.fetcher.run()]
            deciding += [worker.run() for worker in self.workers]
            receive, channels = self.road.receive, self.parts.channels.values()
            deciding += [listen(channel, receive, self.parts.db) for channel in channels]
        sending: Loops = []
        if "courier" in roles:
            sending = [*(courier.run() for courier in self.couriers.values()), self.knocker.run()]
        if self.share.is_divided:
            deciding += [self.seats.sit(), self.seats.watch()]
        return deciding, sending

    async def _hear(self) -> None:
        while True:
            await patiently(self._hear_until_lost)

    async def _hear_until_lost(self) -> int:
        await hear(self.parts.db)
        return 0

    async def _follow_days(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            await patiently(self._reread_days)

    async def _reread_days(self) -> int:
        async with self.parts.db.read() as session:
            await self.parts.house.days.reread(session)
        return 0

    def routes(self) -> list[BaseRoute]:
        """Return the webhooks of every channel."""
        channels = self.parts.channels.items()
        return [
            route for name, channel in channels for route in channel.routes(partial(self.road.receive, name))
        ]

    @asynccontextmanager
    async def running(self, roles: Collection[str] = ROLES, *more: Loops) -> AsyncIterator["Process"]:
        """Keep the loops of `roles`, and `more` that decide, going while the caller does the rest."""
        self.road.at_once = "road" in roles
        # A process that has one of the two only has no chats for its own.
        self.share.is_divided &= {"road", "courier"} <= set(roles)
        deciding, sending = self.loops(roles)
        tasks = [
            {asyncio.create_task(loop) for loop in loops} for loops in ([*deciding, *chain(*more)], sending)
        ]
        try:
            yield self
        finally:
            # First nothing is decided any more; only then do the couriers land what was claimed for them.
            for some, seconds in zip(tasks, (DECIDED, LANDED), strict=True):
                await end(some, within=seconds)
                await self.road.arriving.rest(within=DECIDED)
            for closing in (*(one.close for one in self.parts.channels.values()), self.parts.ways.close):
                await calmly(closing)
