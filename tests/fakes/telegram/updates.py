"""The queue of updates: offsets, long polls, expiry, and the guards against impatient or double pollers."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .clock import Clock
from .errors import OTHER_POLLER, ApiError, conflict

Json = dict[str, Any]
DAY = 86_400.0
MAX_POLL = 50
OPTIONAL_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Entry:
    """One waiting update; `key` is the chat or user whose order must be kept."""

    update: Json
    created: float
    key: int


class UpdateQueue:
    """Hold updates until they are confirmed or a day old."""

    def __init__(self, clock: Clock, *, throttle: bool = True) -> None:
        self.clock = clock
        self.throttle = throttle
        self.entries: OrderedDict[int, Entry] = OrderedDict()
        self.next_id = 101
        self.allowed: list[str] = []
        self.last_batch: list[Json] = []
        self.confirmed = 0
        self.expired = 0
        self.on_add: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None
        self._previous = (-1, -1e9)

    def wants(self, kind: str) -> bool:
        """Tell whether the bot asked for this kind; by default all but three."""
        return kind in self.allowed if self.allowed else kind not in OPTIONAL_KINDS

    def add(self, kind: str, payload: Json, key: int) -> int | None:
        """Queue an update and return its id, or None when the bot did not ask for this kind."""
        return self.add_raw({kind: payload}, key) if self.wants(kind) else None

    def add_raw(self, content: Json, key: int = 0) -> int:
        """Queue an update of any shape, also one that no library can read."""
        update_id = self.next_id
        self.next_id += 1
        self.entries[update_id] = Entry({"update_id": update_id, **content}, self.clock.running(), key)
        self._wake()
        for listener in self.on_add:
            listener(self.entries[update_id])
        return update_id

    def remove(self, update_id: int) -> None:
        """Forget an update that a webhook accepted."""
        if self.entries.pop(update_id, None) is not None:
            self.confirmed += 1

    def expire(self) -> None:
        """Forget updates older than a day."""
        oldest = self.clock.running() - DAY
        while self.entries and next(iter(self.entries.values())).created < oldest:
            self.entries.popitem(last=False)
            self.expired += 1

    def poll(self, offset: int, limit: int, timeout: int) -> list[Json] | Coroutine[Any, Any, list[Json]]:
        """Answer one getUpdates call: at once, or a coroutine when it has to wait."""
        self.abort(conflict(OTHER_POLLER))
        timeout, limit = self._guard(offset, min(max(timeout, 0), MAX_POLL), limit)
        limit = limit if 1 <= limit <= 100 else 100
        self.expire()
        self._confirm(offset)
        if self.entries or timeout == 0:
            return self._batch(limit)
        return self._wait(limit, timeout)

    def abort(self, error: ApiError) -> None:
        """End a waiting poll with an error."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error)
        self._waiter = None

    def clear(self) -> None:
        """Forget all waiting updates."""
        self.entries.clear()

    def _guard(self, offset: int, timeout: int, limit: int) -> tuple[int, int]:
        # A poller that does not move its offset is slowed down, then fed one update at a time.
        now = self.clock.running()
        last_offset, last_time = self._previous
        self._previous = (offset, now)
        if not self.throttle or offset != last_offset:
            return timeout, limit
        if now < last_time + 3 and timeout < 3:
            timeout = 3
        return timeout, 1 if now < last_time + 0.5 else limit

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            surplus = len(self.entries) + offset
        else:
            surplus = 0
            for update_id in self.entries:
                if update_id >= offset:
                    break
                surplus += 1
        for _ in range(surplus):
            self.entries.popitem(last=False)
            self.confirmed += 1

    def _batch(self, limit: int) -> list[Json]:
        self.last_batch = [entry.update for entry in islice(self.entries.values(), limit)]
        return self.last_batch

    async def _wait(self, limit: int, timeout: int) -> list[Json]:
        if self.entries:
            # Something came between the call and this first step of waiting for it.
            return self._batch(limit)
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return []
        finally:
            if self._waiter is waiter:
                self._waiter = None
        return self._batch(limit)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
