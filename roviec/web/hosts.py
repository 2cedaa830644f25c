"""Which names this server answers to: the office's address and this machine itself."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from roviec.web.errors import WrongHost, answer

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
PROBES = frozenset({"/healthz", "/livez", "/metrics"})
"""Load balancers ask these by the machine's own number."""


class Hosts:
    """Refuse a request whose Host is neither that of `public_url` nor this machine's own name for itself."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app, self.own = app, urlsplit(public_url).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] not in PROBES and not self._is_ours(scope):
            request = Request(scope, receive)
            response = await answer(request, WrongHost())
            return await response(scope, receive, send)
        return await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        said = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        return len(said) == 1 and (_plain(said[0]) == _plain(self.own) or _name(said[0]) in LOOPBACK)


def is_loopback(netloc: str) -> bool:
    """Tell whether a Host is this machine's own name for itself."""
    return _name(netloc.lower()) in LOOPBACK


def _plain(netloc: str) -> str:
    """Return a host without the port that its scheme has anyway."""
    return netloc.removesuffix(":443").removesuffix(":80")


def _name(netloc: str) -> str:
    """Return a host without its port.

    >>> _name("127.0.0.1:8080"), _name("[::1]:8080"), _name("localhost")
    ('127.0.0.1', '[::1]', 'localhost')
    """
    name, colon, port = netloc.rpartition(":")
    return name if colon and port.isdigit() else netloc
