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
from roviec.delivery.patience import Step
from roviec.delivery.worker import Worker
from roviec.handlers.all import everything
from roviec.handlers.drawing import draw_digests
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.handlers.plans.worker import read_drafts

ROLES = ("web", "road", "courier", "scheduler")


class Process:
    """The moving parts, wired: what is decided wakes the couriers, what is fetched wakes the road."""

    def __init__(self, parts: Parts, at: Step = lambda _step: None) -> None:
        self.parts = parts
        self.road = Road(
            parts.db, parts.channels, Dispatcher(everything(), parts.house), parts.clock, at, self._decided
        )
        serving = parts.house.channels
        self.couriers = {n: Courier(parts.db, c, parts.clock, at, serving) for n, c in parts.channels.items()}
        self.fetcher = Fetcher(
            parts.db, parts.channels, parts.files, parts.house.max_file, self.road.arrived, parts.clock
        )
        self.workers = [
            Worker(work, parts.clock, self.wake_couriers)
            for work in (
                partial(read_drafts, parts.db, parts.files, parts.house),
                partial(draw_digests, parts.db, parts.house),
            )
        ]

    def _decided(self) -> None:
        self.fetcher.wake.set()
        for worker in self.workers:
            worker.wake.set()
        self.wake_couriers()

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

    def loops(self, roles: Collection[str]) -> list[Coroutine[Any, Any, None]]:
        """Return the endless loops of the wanted roles."""
        wanted: list[Coroutine[Any, Any, None]] = []
        if "road" in roles:
            wanted += [self.road.run(), self.fetcher.run()]
            wanted += [worker.run() for worker in self.workers]
            wanted += [listen(channel, self.road.receive) for channel in self.parts.channels.values()]
        if "courier" in roles:
            wanted += [courier.run() for courier in self.couriers.values()]
        return wanted

    def routes(self) -> list[BaseRoute]:
        """Return the webhooks of every channel."""
        channels = self.parts.channels.items()
        return [
            route for name, channel in channels for route in channel.routes(partial(self.road.receive, name))
        ]

    @asynccontextmanager
    async def running(self, roles: Collection[str] = ROLES) -> AsyncIterator["Process"]:
        """Keep the loops of `roles` going while the caller does the rest."""
        tasks = [asyncio.create_task(loop) for loop in self.loops(roles)]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks, return_exceptions=True)
            for channel in self.parts.channels.values():
                await channel.close()
