"""The webhook pusher: signed POSTs with an answer limit of 2 s, five retries, then it is switched off."""

import asyncio
import hashlib
import json
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

import httpx

from .core import Core, Json

Post = Callable[[str, bytes, dict[str, str]], Awaitable[int]]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 0.05
RETRIES = (30.0, 300.0, 900.0, 1800.0, 3600.0)


class Stamp(StrEnum):
    """What the header X-ZEvent-Timestamp is; no source settles it."""

    BODY = "body"
    """The time of the body."""
    ABSENT = "absent"
    OWN = "own"
    """The time of the push; it is what is signed then."""


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post over real HTTP; return the status. Never leaves this machine."""
    if urlsplit(url).hostname not in LOOPBACK:
        raise OSError("not on this machine")
    # Loopback has no certificates; reading them at each push would eat into the answer limit.
    async with httpx.AsyncClient(timeout=None, verify=False) as http:
        return (await http.post(url, content=body, headers=headers)).status_code


@dataclass
class Event:
    """One event on its way; `tries` counts the posts so far."""

    body: Json
    zns: bool = False
    """Comes from the template service, which says so in a header."""
    tries: int = 0


@dataclass
class Pusher:
    """Pushes each event while a webhook is set.

    First tries keep the order of the events; a retry never holds up what came later. With `held`, events wait until
    `pump` is called, as after an outage of ours.
    """

    core: Core
    time_scale: float = 1.0
    """0.001: retries a thousand times sooner."""
    held: bool = False
    patient: bool = False
    """Repeat an event until it is taken, and only then go on: for accounts in which order matters."""
    send: Post = post
    url: str = ""
    disabled: bool = False
    answer_limit: float = 2.0
    stamp: Stamp = Stamp.BODY
    prefix: str = "mac="
    sign_first: str = "app_id"
    """`oa_id`: as code exists that signs so."""
    sign_secret: str = "oa_secret"
    """`app_secret`: as some receivers believe."""
    waiting: deque[Event] = field(default_factory=deque)
    statuses: Counter[str] = field(default_factory=Counter)
    past: list[Event] = field(default_factory=list)
    """Events that were taken."""
    lost: list[Json] = field(default_factory=list)
    """Events that nobody will ever get."""
    busy: int = 0
    """1 while an event is on its way for the first time."""
    _drain: asyncio.Task[None] | None = None
    _retries: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def retrying(self) -> int:
        """Return how many events wait for another try."""
        return len(self._retries)

    def push(self, body: Json, *, zns: bool = False) -> None:
        """Queue an event unless its toggle is off."""
        if body.get("event_name") not in self.core.silent:
            self._queue(Event(body, zns))

    def again(self, count: int = 1) -> None:
        """Queue the newest events that were taken once more: a delivery is at least once."""
        for event in self.past[-count:]:
            self._queue(Event(event.body, event.zns))

    def _queue(self, event: Event) -> None:
        if not self.url or self.disabled:
            self.lost.append(event.body)
            return
        self.waiting.append(event)
        if not self.held and (self._drain is None or self._drain.done()):
            self._drain = asyncio.get_running_loop().create_task(self._work())

    async def set(self, url: str) -> bool:
        """Enter an address in the console, which knocks unsigned; only an address that answers 200 is kept."""
        statuses = [await self._knock(url, body) for body in (b"", b"{}")]
        if statuses != [200, 200]:
            return False
        self.url, self.disabled = url, False
        return True

    async def _knock(self, url: str, body: bytes) -> int:
        return await self._send(url, body, {"Content-Type": "application/json"})

    async def pump(self) -> None:
        """Push what waits until one is not taken; raise what the receiver raised."""
        while self.waiting and await self._try(self.waiting[0]):
            self.waiting.popleft()

    async def idle(self) -> None:
        """Return when nothing is being pushed for the first time."""
        if self._drain is not None:
            await self._drain

    async def settled(self) -> None:
        """Return when nothing is left to push, retries included."""
        await self.idle()
        while self._retries:
            await asyncio.gather(*self._retries)

    async def _work(self) -> None:
        while self.waiting and not self.held:
            event = self.waiting.popleft()
            self.busy = 1
            try:
                while self.patient and not await self._try(event):
                    await asyncio.sleep(PATIENCE)
                if not self.patient:
                    await self._first(event)
            finally:
                self.busy = 0

    async def _first(self, event: Event) -> None:
        if self.disabled:
            self.lost.append(event.body)
        elif not await self._try(event):
            task = asyncio.get_running_loop().create_task(self._retry(event))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)

    async def _retry(self, event: Event) -> None:
        for pause in RETRIES:
            await self.core.clock.sleep(pause * self.time_scale)
            if self.disabled:
                break
            if await self._try(event):
                return
        else:
            self.disabled = True
        self.lost.append(event.body)

    async def _try(self, event: Event) -> bool:
        body = json.dumps(event.body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = self.headers(body, str(event.body.get("timestamp", "")))
        if event.zns:
            headers["X-ZEvent-Server"] = "ZNS"
        if event.tries:
            headers["num_retry"] = str(event.tries)
        event.tries += 1
        taken = await self._send(self.url, body, headers) == 200
        if taken:
            self.past.append(event)
        return taken

    def headers(self, body: bytes, timestamp: str) -> dict[str, str]:
        """Return the headers of a push of these bytes."""
        core = self.core
        if self.stamp is Stamp.OWN:
            timestamp = core.clock.millis()
        first, secret = getattr(core, self.sign_first), getattr(core, self.sign_secret)
        mac = hashlib.sha256(first.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "ZaloWebhook",
            "X-ZEvent-Signature": self.prefix + mac,
        }
        if self.stamp is not Stamp.ABSENT:
            headers["X-ZEvent-Timestamp"] = timestamp
        return headers

    async def _send(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Return the status; 0 when nobody answered, 1 when the answer came after the limit."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self.answer_limit):
                status = await self.send(url, body, headers)
        except TimeoutError:
            status = 1
        except (OSError, httpx.HTTPError):
            status = 0
        if time.monotonic() - begun > self.answer_limit:
            status = 1
        self.statuses[{0: "refused", 1: "late"}.get(status, str(status))] += 1
        return status

    async def close(self) -> None:
        """Stop pushing."""
        tasks = [*self._retries, *([self._drain] if self._drain else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
