"""Work that many ask for at once and that costs the same for one as for all: done in one go."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Does the work of everybody who asks while nothing runs; who comes meanwhile waits for the next go."""

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> None:
        """Return when the work was done for `item`; raise what it raised."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._running is None:
            # A task of its own: whoever is cancelled while waiting takes nothing from the others.
            self._running = asyncio.create_task(self._run())
        await done

    async def _run(self) -> None:
        while self._waiting:
            mine, self._waiting = self._waiting, []
            error: BaseException | None = None
            try:
                await self._work([item for item, _ in mine])
            except BaseException as raised:
                error = raised
            for _, done in mine:
                if done.cancelled():
                    continue
                if error is not None:
                    done.set_exception(error)
                else:
                    done.set_result(None)
        self._running = None

    async def rest(self, within: float | None = None) -> None:
        """Return when nothing runs, or after `within` seconds."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=within)
