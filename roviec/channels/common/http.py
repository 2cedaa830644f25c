"""The one HTTP client of every channel: aiohttp, straight or through a proxy, inside or to the public Internet only."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from aiohttp.abc import ResolveResult
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from yarl import URL

from roviec.errors import PersonError

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
_EMBEDS = ip_network("64:ff9b::/96")


class ProxyUnusable(PersonError):
    """Không dùng được địa chỉ proxy. Ông/Bà viết như http://máy:cổng (telegram.proxy, HTTPS_PROXY) hoặc socks5://máy:cổng."""


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
        self._line: aiohttp.ClientSession | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def call(self, method: str, url: str, *, patience: float | None = None, **content: Any) -> Answer:
        """Return the answer within `patience` seconds in all (the timeout if None); raise `Unanswered`."""
        async with self.stream(method, url, patience=patience, **content) as answer:
            return Answer(answer.status, await answer.read(), answer.headers)

    @asynccontextmanager
    async def stream(
        self, method: str, url: str, *, patience: float | None = None, **content: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Give the answer to be read inside; redirects are not followed. Raise `Unanswered`."""
        try:
            target = URL(url)
        except ValueError as error:
            raise Unanswered(f"no address: {type(error).__name__}", taken=False) from None
        async with self._slots:
            try:
                # The line's own timeouts start anew with every byte; this one ends a call for certain.
                async with (
                    asyncio.timeout(self.timeout if patience is None else patience),
                    self._open().request(method, target, allow_redirects=False, **content) as answer,
                ):
                    yield answer
            except _BROKEN as error:
                raise _unanswered(error) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._line is None:
            self._line = aiohttp.ClientSession(
                connector=_connector(self.proxy, self._connections, public=self.public),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=min(CONNECTING, self.timeout), sock_read=self.timeout
                ),
                proxy=self.proxy if self.proxy.startswith("http") else None,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._line

    def drop(self) -> None:
        """Let go of every connection; closing a broken one may hang, so nobody waits for it."""
        line, self._line = self._line, None
        if line is not None:
            task = asyncio.get_running_loop().create_task(_close(line))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close every connection."""
        self.drop()
        await asyncio.gather(*self._closing)


async def _close(line: aiohttp.ClientSession) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(1):
            await line.close()


def _unanswered(error: BaseException) -> Exception:
    if isinstance(getattr(error, "os_error", None), Inside):
        return Inside("the address leads inside")
    taken = not isinstance(error, _NOT_SENT)
    kind = type(error).__name__
    return Unanswered(f"no answer: {kind}" if taken else f"no connection: {kind}", taken=taken)


def proxy_for(address: str, configured: str = "") -> str:
    """Return the configured proxy, else what the environment names for this address (HTTPS_PROXY, NO_PROXY)."""
    parts = urlsplit(address)
    if configured or proxy_bypass(parts.hostname or ""):
        return configured
    return getproxies().get(parts.scheme, "")


def check_proxy(proxy: str) -> None:
    """Raise `ProxyUnusable` for an address that is no proxy's."""
    try:
        parts = urlsplit(proxy)
        knows_port = parts.scheme in ("http", "https") or parts.port is not None
        is_fit = parts.scheme in ("http", "https", "socks4", "socks5") and bool(parts.hostname) and knows_port
    except ValueError:
        is_fit = False
    if proxy and not is_fit:
        raise ProxyUnusable


def is_public(host: str) -> bool:
    """Tell whether an address in figures is one of the public Internet."""
    return _public(ip_address(host.partition("%")[0]))


def _public(ip: IPv4Address | IPv6Address) -> bool:
    """Tell it of an address, looking into those of IPv6 that carry one of IPv4."""
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _EMBEDS:
            inner = IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return _public(inner)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


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
