"""The limits of one process: counted in its memory, each with the sentence of its refusal."""

import time

from starlette.requests import Request

from roviec.handlers.frame.pace import Pace
from roviec.web.errors import Refused, TooFast, TooManyChats, TooManyFeedbacks, TooManyTries, TooManyUploads
from roviec.web.limits import Limits, network_of

NETWORK = 5
"""A network may do what this many addresses may: many people share one."""
MINUTE, HOUR = 60.0, 3600.0
TESTS_PER_HOUR = 5
"""Messages that an admin may send to see whether a channel works."""


class Scope:
    """One limit, for the address and for the network of whoever asks."""

    def __init__(self, most: int, seconds: float, refusal: type[Refused]) -> None:
        self.refusal = refusal
        self._paces = (Pace(most, seconds), Pace(most * NETWORK, seconds))

    def check(self, request: Request, cost: int = 1) -> None:
        """Raise the refusal where `cost` more would be too much."""
        now = time.monotonic()
        for pace, key in zip(self._paces, places(request), strict=True):
            if pace.is_full(key, now, cost):
                raise self.refusal

    def count(self, request: Request, cost: int = 1) -> None:
        """Note that it happened."""
        now = time.monotonic()
        for pace, key in zip(self._paces, places(request), strict=True):
            pace.count(key, now, cost)

    def take(self, request: Request, cost: int = 1) -> None:
        """Note one more, or raise the refusal."""
        self.check(request, cost)
        self.count(request, cost)


class Gate:
    """The limits of one process, counted in its memory."""

    def __init__(self, limits: Limits) -> None:
        self.chats = Scope(limits.chats_per_minute, MINUTE, TooManyChats)
        self.posts = Scope(limits.posts_per_minute, MINUTE, TooFast)
        self.uploads = Scope(limits.uploads_per_hour, HOUR, TooManyUploads)
        self.kilobytes = Scope(limits.upload_mb_per_hour * 1024, HOUR, TooManyUploads)
        self.feedback = Scope(limits.feedback_per_hour, HOUR, TooManyFeedbacks)
        self.wrong_codes = Scope(limits.wrong_codes_per_hour, HOUR, TooManyTries)
        self.tests = Scope(TESTS_PER_HOUR, HOUR, TooFast)


def gate_of(request: Request) -> Gate:
    """Return the limits of the app."""
    gate: Gate = request.app.state.gate
    return gate


def places(request: Request) -> tuple[str, str]:
    """Return the address that asks and its network: /24 of IPv4, /56 of IPv6."""
    host = request.client.host if request.client else ""
    return host, network_of(host)
