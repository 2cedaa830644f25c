"""Download what a person sent from the address in their message, while that lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from roviec.channels.common.http import Inside, Unanswered
from roviec.channels.common.outside import Outside
from roviec.channels.common.retrying import again, only_failure
from roviec.folding import whole
from roviec.messages.incoming import LARGEST
from roviec.messages.outcome import Failure

if TYPE_CHECKING:
    import aiohttp

REDIRECTS = 3
_MOVED = (301, 302, 303, 307, 308)


class Downloads:
    """Fetches files over lines of its own: however slow they are, no message waits for them.

    The addresses come from outside: only https is followed, and never to a service inside our own network. What
    begins with the `trusted` root, the platform's server as the office has set it, may lie anywhere.
    """

    def __init__(self, trusted: str, *, timeout: float, largest: int = LARGEST, proxy: str = "") -> None:
        """Take seconds and bytes; a whole file may take four times the timeout."""
        self.largest, self.timeout = largest, timeout
        self._outside = Outside(trusted, timeout=timeout, proxy=proxy)

    async def get(self, address: str, size: int = 0) -> bytes:
        """Return the bytes, after up to three tries; raise `Failure` for whatever goes wrong."""
        if size > self.largest:
            raise Failure("the file is larger than the office takes")
        with only_failure():
            return await again(lambda: self._follow(address), pause=0.2)

    async def _follow(self, address: str) -> bytes:
        for _ in range(REDIRECTS + 1):
            found = await self._once(address)
            if isinstance(found, bytes):
                return found
            address = urljoin(address, found)
        raise Failure("the file's address leads on and on")

    async def _once(self, address: str) -> bytes | str:
        """Return the bytes, or the address that they have moved to."""
        http = self._outside.line(address)
        try:
            async with http.stream("GET", address, patience=self.timeout * 4) as answer:
                if answer.status in _MOVED and "location" in answer.headers:
                    return answer.headers["location"]
                return await self._read(answer)
        except Inside:
            raise Failure("the file's address leads inside") from None
        except Unanswered as error:
            raise Failure(f"no download: {error}", retry=True) from None

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        if answer.status != 200:
            # The addresses end after a while, and then for good.
            is_busy = answer.status == 429 or answer.status >= 500
            raise Failure(f"no download: HTTP {answer.status}", retry=is_busy, retry_after=_wait(answer))
        data = bytearray()
        async for part in answer.content.iter_any():
            data += part
            if len(data) > self.largest:
                raise Failure("the file is larger than the office takes")
        return bytes(data)

    async def close(self) -> None:
        """Close every connection."""
        await self._outside.close()


def _wait(answer: aiohttp.ClientResponse) -> float | None:
    given = whole(answer.headers.get("retry-after", ""))
    return float(given) if answer.status == 429 and given is not None else None
