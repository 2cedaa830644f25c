"""Long polling with its own HTTP client, and the rule that an update is stored before it is confirmed."""

import asyncio
import contextlib
from typing import Any

import httpx

from roviec.channels.contract import Json, Raw
from roviec.channels.telegram.reading import raw_of
from roviec.channels.telegram.trouble import ProxyUnusable, refusal

ALLOWED = ["message", "callback_query", "my_chat_member"]


class NoAnswer(Exception):
    """A poll ended without an answer of the Bot API; the text names the kind of error only."""


class Poller:
    """Fetches updates; a line that broke or hangs is never used again."""

    def __init__(self, address: str, *, proxy: str, hold: int, margin: float) -> None:
        self.address, self.proxy, self.hold, self.margin = address, proxy, hold, margin
        self._client: httpx.AsyncClient | None = None

    async def poll(self, offset: int) -> list[Any]:
        """Return what waits from `offset` on, after at most `hold` seconds; raise `Refused` or `NoAnswer`."""
        order = {"offset": offset, "timeout": self.hold, "limit": 100, "allowed_updates": ALLOWED}
        try:
            # The client's own timeouts start anew with every byte; this one ends a poll for certain.
            async with asyncio.timeout(self.hold + self.margin):
                answer = await self._open().post(self.address, json=order)
        except BaseException as error:
            self._drop()
            if isinstance(error, httpx.HTTPError | TimeoutError):
                raise NoAnswer(type(error).__name__) from None
            raise
        if answer.status_code != 200:
            raise refusal(answer.status_code, answer.content)
        return _updates(answer)

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            wait = httpx.Timeout(self.hold + self.margin, connect=min(10.0, self.hold + self.margin))
            try:
                self._client = httpx.AsyncClient(proxy=self.proxy or None, timeout=wait)
            except (ImportError, ValueError):
                raise ProxyUnusable from None
        return self._client

    def _drop(self) -> None:
        """Let go of the client; closing it may hang on the broken line, so nobody waits for it."""
        client, self._client = self._client, None
        if client is not None:
            task = asyncio.get_running_loop().create_task(_close(client))
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    async def close(self) -> None:
        """Close the line."""
        self._drop()
        await asyncio.gather(*_closing)


_closing: set[asyncio.Task[None]] = set()


async def _close(client: httpx.AsyncClient) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(1):
            await client.aclose()


def _updates(answer: httpx.Response) -> list[Any]:
    try:
        found = answer.json()["result"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, list):
        raise NoAnswer("not the Bot API")
    return found


def raws_of(updates: list[Any]) -> list[Raw]:
    """Wrap updates in the order of their ids; what has no id can neither be kept nor confirmed."""
    known: dict[int, Json] = {}
    for update in updates:
        with contextlib.suppress(KeyError, TypeError, AttributeError):
            known[int(raw_of(update).external_id)] = update
    return [raw_of(known[number]) for number in sorted(known)]
