"""Who stands by for duties, and one look for all of them: a statement costs the same for one duty as for a dozen."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from roviec.errors import heed_cancellation

Left = Callable[[Collection[str], Collection[str]], Awaitable[set[str]]]
"""Returns which of some duties may be taken, and which of those that others depend on hinder nobody."""


class Lookout:
    """Wakes who stands by for a duty once it may be had."""

    def __init__(
        self,
        left: Left,
        busy: Callable[[str], bool],
        pause: Callable[[], float],
        trouble: Callable[[Exception], None],
    ) -> None:
        """Take what is asked, whether we have a duty ourselves, the seconds until a look, and who hears that it failed."""
        self._left, self._busy, self._pause, self._trouble = left, busy, pause, trouble
        self._waiting: dict[asyncio.Event, tuple[str, str]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def may_be_had(self, name: str, unless: str) -> None:
        """Return when a duty may be taken, and another one too that it depends on."""
        event = asyncio.Event()
        self._waiting[event] = name, unless
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            await event.wait()
        finally:
            self._waiting.pop(event, None)

    def hurry(self) -> None:
        """Let everybody who stands by try at once."""
        for event in self._waiting:
            event.set()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._pause())
            try:
                await self._wake()
            except Exception as error:
                heed_cancellation()
                self._trouble(error)
            if not self._waiting:
                break
        self._looking = None

    async def _wake(self) -> None:
        names = {name for name, _ in self._waiting.values()}
        owners = {unless for _, unless in self._waiting.values() if unless}
        left = await self._left(names, owners) if names else set()
        for event, (name, unless) in self._waiting.items():
            if name in left and not self._busy(name) and (not unless or unless in left):
                event.set()

    async def rest(self) -> None:
        """Look no more."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.wait({looking})
