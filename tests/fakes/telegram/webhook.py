"""Push updates to a webhook: order per chat, parallel over chats, doubling retries until they expire."""

import asyncio
import json
import random
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from .clock import Clock
from .push_client import PostClient
from .updates import DAY, Entry, UpdateQueue

Json = dict[str, Any]
TIMEOUT = 60.0
MAX_RETRY_AFTER = 3600.0


class WebhookPusher:
    """Deliver the queue to one URL while it is set."""

    def __init__(self, clock: Clock, updates: UpdateQueue, posts: Counter[str], time_scale: float) -> None:
        self.clock = clock
        self.updates = updates
        self.posts = posts
        self.time_scale = time_scale
        self.client: PostClient | None = None
        self.secret: str | None = None
        self.max_connections = 40
        self.last_error: tuple[int, str] | None = None
        self.execute: Callable[[Json], None] = lambda call: None
        self._waiting: dict[int, deque[Entry]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(40)
        updates.on_add.append(self._enqueue)

    @property
    def url(self) -> str:
        """Return the address, empty when no webhook is set."""
        return self.client.url if self.client else ""

    def set(self, url: str, secret: str | None, max_connections: int) -> None:
        """Start to push to this address, beginning with what waits."""
        self.delete()
        self.client, self.secret, self.max_connections = PostClient(url), secret, max_connections
        self._slots = asyncio.Semaphore(max_connections)
        self.last_error = None
        for entry in list(self.updates.entries.values()):
            self._enqueue(entry)

    def delete(self) -> None:
        """Stop to push; what waits stays in the queue."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._waiting.clear()
        if self.client is not None:
            self.client.close()
            self.client = None

    def _enqueue(self, entry: Entry) -> None:
        if self.client is None:
            return
        if entry.key in self._waiting:
            self._waiting[entry.key].append(entry)
            return
        self._waiting[entry.key] = deque([entry])
        task = asyncio.get_running_loop().create_task(self._drain(entry.key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: int) -> None:
        waiting = self._waiting[key]
        while waiting:
            await self._deliver(waiting[0])
            waiting.popleft()
        del self._waiting[key]

    async def _deliver(self, entry: Entry) -> None:
        attempt = 0
        while self.clock.running() - entry.created <= DAY:
            async with self._slots:
                retry_after = await self._post(entry)
            if retry_after is None:
                self.updates.remove(entry.update["update_id"])
                return
            backoff = min(2.0 ** (attempt - 1), random.uniform(60, 120)) if attempt else 0.0
            attempt += 1
            await asyncio.sleep((retry_after or backoff) * self.time_scale)
        self.updates.expire()

    async def _post(self, entry: Entry) -> float | None:
        """Return None when the update was accepted, else the seconds that the peer asks to wait (0: none)."""
        assert self.client is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        body = json.dumps(entry.update, ensure_ascii=False).encode()
        try:
            async with asyncio.timeout(TIMEOUT):
                status, answer_headers, answer = await self.client.post(body, headers)
        except (OSError, EOFError, TimeoutError, ValueError, IndexError):
            self._fail("Connection refused or closed")
            return 0.0
        self.posts[str(status)] += 1
        if 200 <= status < 300:
            self._run_answer(answer)
            return None
        self._fail(f"Wrong response from the webhook: {status}")
        asked = answer_headers.get("retry-after", "0")
        return min(float(asked) if asked.isdigit() else 0.0, MAX_RETRY_AFTER)

    def _fail(self, text: str) -> None:
        self.posts["failed"] += 1
        self.last_error = (int(self.clock.now()), text)

    def _run_answer(self, answer: bytes) -> None:
        try:
            call = json.loads(answer) if answer else None
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self.execute(call)
