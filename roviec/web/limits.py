"""How much one address and one network may do, and what a network is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network


@dataclass(frozen=True)
class Limits:
    """The settings; 0 means no limit."""

    chats_per_minute: int = 30
    posts_per_minute: int = 600
    uploads_per_hour: int = 60
    upload_mb_per_hour: int = 200
    feedback_per_hour: int = 20
    wrong_codes_per_hour: int = 20


@dataclass(frozen=True)
class Connections:
    """How many connections there may be, in all and of one address; seconds for headers and for taking an answer."""

    most: int = 2000
    of_one: int = 200
    headers: float = 10.0
    reading: float = 60.0
    trusted_proxies: Sequence[str] = ()


@lru_cache(maxsize=4096)
def network_of(host: str) -> str:
    """Return the network of an address; what is none is its own.

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2345::1")
    ('203.0.113.0/24', '2001:db8:1:2300::/56')
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    return str(ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))
