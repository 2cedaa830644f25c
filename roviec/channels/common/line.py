"""A line of the HTTP client: aiohttp's session, and what its errors mean."""

import asyncio
import contextlib
import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from typing import Any

import aiohttp
import certifi
from aiohttp.abc import ResolveResult
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from yarl import URL

from roviec.channels.common.addresses import is_public
from roviec.channels.common.http import Inside, Unanswered

CONNECTING = 10.0
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    UnicodeError,
)
"""No connection, or a name that can't be looked up: the platform has certainly not got the request."""
_BROKEN = (*_NOT_SENT, aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""Whatever a call may raise."""


class Line:
    """Open connections, kept for the next call."""

    def __init__(self, proxy: str, connections: int, *, timeout: float, public: bool) -> None:
        """Take seconds from byte to byte."""
        self.timeout, connecting = timeout, min(CONNECTING, timeout)
        self._brief = aiohttp.ClientTimeout(total=None, sock_connect=connecting)
        self._bytewise = aiohttp.ClientTimeout(total=None, sock_connect=connecting, sock_read=timeout)
        self._session = aiohttp.ClientSession(
            connector=_connector(proxy, connections, public=public),
            proxy=proxy if proxy.startswith("http") else None,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    def request(
        self, method: str, url: str, within: float, content: Mapping[str, Any]
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Begin a request that somebody else ends after `within` seconds; raise `Unanswered` for no address."""
        try:
            target = URL(url)
        except ValueError as error:
            raise Unanswered(f"no address: {type(error).__name__}", taken=False) from None
        # To watch each byte costs a tenth of a short call, which ends as soon anyway.
        timeout = self._bytewise if within > self.timeout else self._brief
        return self._session.request(method, target, allow_redirects=False, timeout=timeout, **content)

    def judged(self, error: Exception) -> Exception:
        """Return what an error of a call means; what is no such error is returned as it is."""
        if isinstance(getattr(error, "os_error", None), Inside):
            return Inside("the address leads inside")
        if not isinstance(error, _BROKEN):
            return error
        taken, kind = not isinstance(error, _NOT_SENT), type(error).__name__
        return Unanswered(f"no answer: {kind}" if taken else f"no connection: {kind}", taken=taken)

    async def close(self) -> None:
        """Close every connection, or give it up after a second."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(1):
                await self._session.close()


class _PublicResolver(aiohttp.ThreadedResolver):
    """Looks names up and keeps only public addresses: the very ones that are then connected to."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        found = [one for one in await super().resolve(host, port, family) if is_public(one["host"])]
        if not found:
            raise Inside("the name leads inside")
        return found


def _connector(proxy: str, connections: int, *, public: bool) -> aiohttp.BaseConnector:
    if proxy.startswith("socks"):
        return ProxyConnector.from_url(proxy, limit=connections, ssl=_trust())
    # Through a proxy names are the proxy's matter, and its own name is often an internal one.
    resolver = _PublicResolver() if public and not proxy else None
    return aiohttp.TCPConnector(limit=connections, ssl=_trust(), resolver=resolver)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Return the authorities that certifi knows, loaded once: a bare server may know none of its own."""
    return ssl.create_default_context(cafile=certifi.where())
