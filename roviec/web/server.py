"""The HTTP server: connections are counted, and one that stays silent or dawdles is cut."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from roviec.web.limits import Connections

MAX_HEADERS = 16 * 1024
"""Bytes of a request's line and headers."""


def server_of(app: Starlette, connections: Connections, **options: Any) -> "Server":
    """Return the server of an app."""
    config = uvicorn.Config(
        app,
        http=_protocol(connections),
        ws="none",
        lifespan="off",
        log_config=None,
        server_header=False,
        limit_concurrency=connections.most,
        h11_max_incomplete_event_size=MAX_HEADERS,
        proxy_headers=bool(connections.trusted_proxies),
        forwarded_allow_ips=list(connections.trusted_proxies),
        timeout_keep_alive=15,
        timeout_graceful_shutdown=1,
        **options,
    )
    return Server(config)


class Server(uvicorn.Server):
    """A server that leaves signals to us: uvicorn would end the process before we have closed the database."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def _protocol(limits: Connections) -> type[asyncio.Protocol]:
    open_of: Counter[str] = Counter()
    proxies = [ip_network(one) for one in limits.trusted_proxies]

    class Guarded(H11Protocol):
        """uvicorn's own, which by itself waits for a request for ever."""

        host = ""
        waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.host = self.client[0] if self.client else ""
            open_of[self.host] += 1
            is_proxy = self.host and any(ip_address(self.host) in network for network in proxies)
            if len(self.connections) > limits.most or (open_of[self.host] > limits.of_one and not is_proxy):
                transport.abort()
            else:
                self.cut_in(limits.headers)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self.spare()
            open_of[self.host] -= 1
            if open_of[self.host] <= 0:
                del open_of[self.host]

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            # What still comes after the answer is no request: only a new one stops the clock.
            if self.cycle is not None and not self.cycle.response_complete:
                self.spare()

        def on_response_complete(self) -> None:
            self.cut_in(limits.headers + self.timeout_keep_alive)
            super().on_response_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self.cut_in(limits.reading)

        def resume_writing(self) -> None:
            super().resume_writing()
            self.spare()

        def cut_in(self, seconds: float) -> None:
            """Cut the connection unless something happens first."""
            self.spare()
            self.waiting = self.loop.call_later(seconds, self.transport.abort)

        def spare(self) -> None:
            """Stop the clock."""
            if self.waiting is not None:
                self.waiting.cancel()
                self.waiting = None

    return cast("type[asyncio.Protocol]", Guarded)
