"""The webhook pusher: one POST per event, the secret as a header, probes with an empty body."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

Json = dict[str, Any]
Post = Callable[[str, bytes, dict[str, str]], Awaitable[int]]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HINTS = {"webhook.ok": "Your endpoint responded successfully."}


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post over real HTTP; return the status. Never leaves this machine."""
    if urlsplit(url).hostname not in LOOPBACK:
        raise OSError("not on this machine")
    # Plain HTTP on loopback; without a trust store a push takes a millisecond and not twenty.
    async with httpx.AsyncClient(timeout=5, verify=False) as http:
        return (await http.post(url, content=body, headers=headers)).status_code


@dataclass
class Pusher:
    """Pushes events in order while a webhook is set.

    The platform publishes no policy of retries. `tries` is how often one event is pushed before it is given up;
    with `held` events wait until `pump` is called, as after an outage of ours.
    """

    tries: int = 3
    pause: float = 0.01
    held: bool = False
    send: Post = post
    url: str = ""
    secret: str = ""
    updated_at: int = 0
    trials_left: int = 20
    outcome: str = ""
    """What the next trial of an address outside this machine says; empty: err.unreachable."""
    waiting: deque[Json] = field(default_factory=deque)
    statuses: Counter[str] = field(default_factory=Counter)
    given_up: list[Json] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None

    def push(self, payload: Json) -> None:
        """Queue a payload."""
        self.waiting.append(payload)
        if not self.held and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def pump(self) -> None:
        """Push what waits until one is not taken; raise what the receiver raised."""
        while self.waiting and 200 <= await self._post(self.waiting[0]) < 300:
            self.waiting.popleft()

    async def idle(self) -> None:
        """Return when nothing is being pushed."""
        if self._task is not None:
            await self._task

    async def _drain(self) -> None:
        while self.waiting:
            payload = self.waiting[0]
            for _ in range(self.tries):
                if 200 <= await self._post(payload) < 300:
                    break
                await asyncio.sleep(self.pause)
            else:
                self.given_up.append(payload)
            self.waiting.popleft()

    async def _post(self, payload: Json) -> int:
        return await self._raw(json.dumps(payload, ensure_ascii=False).encode())

    async def _raw(self, body: bytes) -> int:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Java/17.0.9",
            "X-Bot-Api-Secret-Token": self.secret,
        }
        try:
            status = await self.send(self.url, body, headers)
        except (OSError, httpx.HTTPError):
            status = 0
        self.statuses[str(status)] += 1
        return status

    async def probe(self) -> Json:
        """Knock with an empty body; return the verification as setWebhook and testWebhook tell it."""
        status = await self._raw(b"")
        if status == 0:
            outcome = self.outcome or "err.unreachable"
        elif 200 <= status < 300:
            outcome = "webhook.ok"
        else:
            outcome = (
                f"http.{status}" if status in (403, 404) else "http.5xx" if status >= 500 else "http.other"
            )
        hint = HINTS.get(outcome, "Check your endpoint.")
        return {"ok": outcome == "webhook.ok", "url": self.url, "outcome": outcome, "hint": hint}

    async def close(self) -> None:
        """Stop pushing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
