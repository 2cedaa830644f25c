"""Lines to addresses that came from outside: only https is followed, and never to a service inside our own network."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from roviec.channels.common.addresses import is_public, proxy_for
from roviec.channels.common.http import Http
from roviec.messages.outcome import Failure


class Outside:
    """Holds one pool of connections per proxy; what begins with the `trusted` root may lie anywhere."""

    def __init__(self, trusted: str = "", *, timeout: float, proxy: str = "", connections: int = 4) -> None:
        """Take seconds from byte to byte; `proxy` is the way to the trusted root."""
        self.trusted, self.timeout, self._connections = trusted.rstrip("/"), timeout, connections
        self._ours = Http(timeout=timeout, proxy=proxy, connections=connections)
        self._public: dict[str, Http] = {}

    def check(self, address: str) -> None:
        """Raise `Failure` for an address that is not to be followed; where its name leads is seen on the way."""
        if self._is_ours(address):
            return
        try:
            parts = urlsplit(address)
            host, is_secure = parts.hostname, parts.scheme == "https"
        except ValueError:
            host, is_secure = None, False
        if not is_secure or not host:
            raise Failure("the address is not https")
        if _in_figures(host) and not is_public(host):
            raise Failure("the address leads inside")

    def line(self, address: str) -> Http:
        """Return what reaches an address, where names that lead inside raise `Inside`; raise `Failure`."""
        self.check(address)
        if self._is_ours(address):
            return self._ours
        proxy = proxy_for(address)
        if proxy not in self._public:
            self._public[proxy] = Http(
                timeout=self.timeout, proxy=proxy, connections=self._connections, public=True
            )
        return self._public[proxy]

    def _is_ours(self, address: str) -> bool:
        return bool(self.trusted) and address.startswith(f"{self.trusted}/")

    async def close(self) -> None:
        """Close every connection."""
        for http in (self._ours, *self._public.values()):
            await http.close()


def _in_figures(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
