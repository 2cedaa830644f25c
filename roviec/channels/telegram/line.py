"""An HTTP line to the Bot API: aiohttp, straight or through a proxy, and which of its errors mean "not sent"."""

import ssl
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from roviec.channels.telegram.trouble import ProxyUnusable

CONNECTING = 10.0
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)
"""No connection: the platform has certainly not got the request."""
BROKEN = (*NOT_SENT, aiohttp.ClientError, TimeoutError, OSError)
"""Whatever a line may raise."""


def proxy_for(address: str, configured: str) -> str:
    """Return the configured proxy, else what the environment names for this address (HTTPS_PROXY, NO_PROXY)."""
    parts = urlsplit(address)
    if configured or proxy_bypass(parts.hostname or ""):
        return configured
    return getproxies().get(parts.scheme, "")


def check_proxy(proxy: str) -> None:
    """Raise `ProxyUnusable` for an address that is no proxy's."""
    try:
        parts = urlsplit(proxy)
        is_fit = parts.scheme in ("http", "https", "socks4", "socks5") and bool(parts.hostname and parts.port)
    except ValueError:
        is_fit = False
    if proxy and not is_fit:
        raise ProxyUnusable


def open_line(proxy: str, *, timeout: float, connections: int) -> aiohttp.ClientSession:
    """Open a session, inside a running loop; `timeout` is in seconds, from one byte to the next."""
    return aiohttp.ClientSession(
        connector=_connector(proxy, connections),
        # What a caller waits for a free connection must not count as the platform's silence.
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=min(CONNECTING, timeout), sock_read=timeout),
        proxy=proxy if proxy.startswith("http") else None,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _connector(proxy: str, connections: int) -> aiohttp.BaseConnector:
    if proxy.startswith("socks"):
        return ProxyConnector.from_url(proxy, limit=connections, ssl=_trust())
    return aiohttp.TCPConnector(limit=connections, ssl=_trust())


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Return the authorities that certifi knows, loaded once: a bare server may know none of its own."""
    return ssl.create_default_context(cafile=certifi.where())
