"""Addresses that a request goes to or through: which proxy, and what lies on the public Internet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from roviec.errors import PersonError

_EMBEDS = ip_network("64:ff9b::/96")


class ProxyUnusable(PersonError):
    """Không dùng được địa chỉ proxy. Ông/Bà viết như http://máy:cổng (telegram.proxy, HTTPS_PROXY) hoặc socks5://máy:cổng."""


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
