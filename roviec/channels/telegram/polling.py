"""Long polling with its own HTTP client, and the rule that an update is stored before it is confirmed."""

import asyncio
import contextlib
import json
from typing import Any

import aiohttp

from roviec.channels.telegram.line import BROKEN, check_proxy, open_line
from roviec.channels.telegram.reading import raw_of
from roviec.channels.telegram.trouble import refusal
from roviec.messages.incoming import Json, Raw

ALLOWED = ["message", "callback_query", "my_chat_member"]


class NoAnswer(Exception):
    """A poll ended without an answer of the Bot API; the text names the kind of error only."""


class Poller:
    """Fetches updates; a line that broke or hangs is never used again."""

    def __init__(self, address: str, *, proxy: str, hold: int, margin: float) -> None:
        check_proxy(proxy)
        self.address, self.proxy, self.hold, self.margin = address, proxy, hold, margin
        self._line: aiohttp.ClientSession | None = None

    async def poll(self, offset: int) -> list[Any]:
        """Return what waits from `offset` on, after at most `hold` seconds; raise `Refused` or `NoAnswer`."""
        order = {"offset": offset, "timeout": self.hold, "limit": 100, "allowed_updates": ALLOWED}
        try:
            # The line's own timeouts start anew with every byte; this one ends a poll for certain.
            async with (
                asyncio.timeout(self.hold + self.margin),
                self._open().post(self.address, json=order) as answer,
            ):
                code, payload = answer.status, await answer.read()
        except BaseException as error:
            self._drop()
            if isinstance(error, BROKEN):
                raise NoAnswer(type(error).__name__) from None
            raise
        if code != 200:
            raise refusal(code, payload)
        return _updates(payload)

    def _open(self) -> aiohttp.ClientSession:
        if self._line is None:
            self._line = open_line(self.proxy, timeout=self.hold + self.margin, connections=1)
        return self._line

    def _drop(self) -> None:
        """Let go of the line; closing a broken one may hang, so nobody waits for it."""
        line, self._line = self._line, None
        if line is not None:
            task = asyncio.get_running_loop().create_task(_close(line))
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    async def close(self) -> None:
        """Close the line."""
        self._drop()
        await asyncio.gather(*_closing)


_closing: set[asyncio.Task[None]] = set()


async def _close(line: aiohttp.ClientSession) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(1):
            await line.close()


def _updates(payload: bytes) -> list[Any]:
    try:
        found = json.loads(payload)["result"]
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
