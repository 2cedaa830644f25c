"""A running process: the road, the couriers, the scheduler and the web server side by side."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from starlette.routing import BaseRoute

from roviec.bot.build import Parts
from roviec.bot.listening import listen
from roviec.bot.road import Road
from roviec.delivery.courier import Courier
from roviec.delivery.fetching import Fetcher
from roviec.delivery.knocking import Knocker
from roviec.delivery.patience import Step, patiently
from roviec.delivery.worker import Worker
from roviec.handlers.all import everything
from roviec.handlers.announcements.sending import send_announcements
from roviec.handlers.drawing import draw_digests
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.handlers.plans.worker import read_drafts

ROLES = ("web", "road", "courier", "scheduler")
SOON = 0.5
"""Seconds in which many decisions wake the workers once: to look costs it a transaction."""
LOOK = 5.0
"""Seconds after which a process sees the days off that another one has changed."""
Loops = list[Coroutine[Any, Any, None]]


class Process:
    """The moving parts, wired: what is decided wakes the couriers, what is fetched wakes the road."""

    def __init__(self, parts: Parts, at: Step = lambda _step: None) -> None:
        self.parts = parts
        serving = parts.house.channels
        self.couriers = {n: Courier(parts.db, c, parts.clock, at, serving) for n, c in parts.channels.items()}
        dispatcher = Dispatcher(everything(), parts.house)
        self.road = Road(parts.db, parts.channels, dispatcher, parts.clock, at, self._decided, self.couriers)
        self.fetcher = Fetcher(
            parts.db, parts.channels, parts.files, parts.house.max_file, self.road.arrived, parts.clock
        )
        self.workers = [
            Worker(work, parts.clock, self.wake_couriers)
            for work in (
                partial(read_drafts, parts.db, parts.files, parts.house),
                partial(draw_digests, parts.db, parts.house),
                partial(send_announcements, parts.db, parts.house),
            )
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
        if "road" in roles:
            deciding += [self.road.run(), self.fetcher.run()]
            deciding += [worker.run() for worker in self.workers]
            deciding += [listen(channel, self.road.receive) for channel in self.parts.channels.values()]
        sending: Loops = []
        if "courier" in roles:
            sending = [*(courier.run() for courier in self.couriers.values()), self.knocker.run()]
        return deciding, sending

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
    async def running(self, roles: Collection[str] = ROLES) -> AsyncIterator["Process"]:
        """Keep the loops of `roles` going while the caller does the rest."""
        self.road.at_once = "road" in roles
        deciding, sending = self.loops(roles)
        tasks = [[asyncio.create_task(loop) for loop in loops] for loops in (deciding, sending)]
        try:
            yield self
        finally:
            # First nothing is decided any more; only then do the couriers land what was claimed for them.
            for some in tasks:
                for task in some:
                    task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.gather(*some, return_exceptions=True)
                await self.road.arriving.rest()
            for channel in self.parts.channels.values():
                await channel.close()
            await self.parts.ways.close()
