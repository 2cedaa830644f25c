"""What happens to something a person said: handed to one poll, pushed to the webhook, or lost."""

import asyncio
import contextlib
from collections import deque

from .core import ApiError, Core, Json
from .webhook import Pusher


class Updates:
    """Hands each event out once; nothing is kept for a poller who comes later."""

    def __init__(self, core: Core, pusher: Pusher) -> None:
        self.core, self.pusher = core, pusher
        self._polls: deque[asyncio.Future[Json]] = deque()
        self._last_poll = 0.0

    def happen(self, event: Json) -> None:
        """Deliver an event by the way that is set."""
        if self.pusher.url:
            self.pusher.push(event if self.core.flat else {"ok": True, "result": event})
            return
        now = self.core.clock.now()
        while self._polls:
            poll = self._polls.popleft()
            if not poll.done():
                poll.set_result(event)
                self._last_poll = now
                return
        if now - self._last_poll <= self.core.grace:
            self.core.waiting.append((now, event))
        else:
            self.core.lost.append(event)

    async def poll(self, seconds: float) -> Json:
        """Return one event, after at most `seconds`; ApiError 408 when nothing came."""
        if self.pusher.url:
            raise ApiError(400, "Bad request: webhook is active")
        if found := self._kept():
            return found
        mine: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._polls.append(mine)
        try:
            return await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            raise ApiError(408, "Request timeout") from None
        finally:
            self._last_poll = self.core.clock.now()
            with contextlib.suppress(ValueError):
                self._polls.remove(mine)

    def _kept(self) -> Json | None:
        now = self.core.clock.now()
        while self.core.waiting:
            at, event = self.core.waiting.popleft()
            if now - at <= self.core.grace:
                self._last_poll = now
                return event
            self.core.lost.append(event)
        return None
