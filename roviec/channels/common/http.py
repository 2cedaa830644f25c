"""The one HTTP client of every channel: straight or through a proxy, inside or to the public Internet only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from roviec.channels.common.addresses import check_proxy

if TYPE_CHECKING:
    import aiohttp

    from roviec.channels.common.line import Line


class Unanswered(Exception):
    """No answer of the platform: a broken line or a gateway's page. `taken` tells that it may have acted.

    The words name the kind of error only: those of the library may hold the address, and with it a token.
    """

    def __init__(self, reason: str, *, taken: bool) -> None:
        super().__init__(reason)
        self.taken = taken


class Inside(OSError):
    """A name leads to an address that is not on the public Internet."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Http:
    """A pool of connections that opens at its first use; a call waits for a free one before its time runs."""

    def __init__(
        self, *, timeout: float, proxy: str = "", connections: int = 16, public: bool = False
    ) -> None:
        """Take seconds from byte to byte; with `public` names that lead to internal addresses are refused."""
        check_proxy(proxy)
        self.timeout, self.proxy, self.public = timeout, proxy, public
        self._slots, self._connections = asyncio.Semaphore(connections), connections
        self._line: Line | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def call(self, method: str, url: str, *, patience: float | None = None, **content: Any) -> Answer:
        """Return the answer within `patience` seconds in all (the timeout if None); raise `Unanswered`."""
        # Not by way of `stream`: its two generators would be a fifth of what a short call costs.
        within = self.timeout if patience is None else patience
        async with self._slots:
            line = self._open()
            try:
                async with asyncio.timeout(within), line.request(method, url, within, content) as answer:
                    return Answer(answer.status, await answer.read(), answer.headers)
            except Exception as error:
                raise line.judged(error) from None

    @asynccontextmanager
    async def stream(
        self, method: str, url: str, *, patience: float | None = None, **content: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Give the answer to be read inside; redirects are not followed. Raise `Unanswered`."""
        within = self.timeout if patience is None else patience
        async with self._slots:
            line = self._open()
            try:
                async with asyncio.timeout(within), line.request(method, url, within, content) as answer:
                    yield answer
            except Exception as error:
                raise line.judged(error) from None

    def _open(self) -> Line:
        if self._line is None:
            # aiohttp takes a quarter of what a short command does: whoever connects to nobody starts without it.
            from roviec.channels.common.line import Line

            self._line = Line(self.proxy, self._connections, timeout=self.timeout, public=self.public)
        return self._line

    def drop(self) -> None:
        """Let go of every connection; closing a broken one may hang, so nobody waits for it."""
        line, self._line = self._line, None
        if line is not None:
            task = asyncio.get_running_loop().create_task(line.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close every connection."""
        self.drop()
        await asyncio.gather(*self._closing)
