"""Seen from outside: alive, ready, and the figures that Prometheus reads."""

import asyncio
import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from roviec.db.load import Load, load, prove_writing
from roviec.db.models.delivery import Lane
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import NotFound
from roviec.web.hosts import is_loopback

PATIENCE, FRESH = 3.0, 2.0
"""Seconds that a proof may take, and for which it serves everybody who asks."""
FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Readiness:
    """Whether the database takes what is written: asked by anybody, proved once in `FRESH` seconds."""

    def __init__(self) -> None:
        self._turn, self._proved = asyncio.Lock(), -FRESH

    async def insist(self, deps: Deps) -> None:
        """Raise what the database says, or `TimeoutError`."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE), self._turn:
            if loop.time() - self._proved >= FRESH:
                async with deps.db.write() as session:
                    await prove_writing(session)
                self._proved = loop.time()


async def livez(request: Request) -> Response:
    """Answer "ok" as long as the process serves: one that does not is to be started anew."""
    return PlainTextResponse("ok")


async def healthz(request: Request) -> Response:
    """Answer "ok" when the database takes what is written: else nobody is to be sent here."""
    readiness: Readiness = request.app.state.readiness
    await readiness.insist(deps_of(request))
    return PlainTextResponse("ok")


async def metrics(request: Request) -> Response:
    """Return the figures to this machine itself, or to whoever knows the token."""
    deps = deps_of(request)
    if not _may_read(request, deps.metrics_token):
        raise NotFound
    async with deps.db.read() as session:
        found = await load(session, channels=list(deps.replies))
    return PlainTextResponse("".join(_lines(found, deps)), media_type=TYPE)


def _may_read(request: Request, token: str) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # What a proxy on this machine passes on comes from this machine too.
    passed_on = any(name in request.headers for name in FORWARDED)
    return not passed_on and _is_here(request) and is_loopback(request.headers.get("host", ""))


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _lines(found: Load, deps: Deps) -> Iterator[str]:
    lanes = {int(lane): lane.name for lane in Lane}
    yield from _head(
        "roviec_outbox_messages", "gauge", "Messages that are not sent, by channel, lane and state."
    )
    for (channel, lane, state), count in sorted(found.letters.items()):
        yield _line(
            "roviec_outbox_messages", count, channel=channel, lane=lanes.get(lane, str(lane)), state=state
        )
    yield from _head("roviec_inbox_payloads", "gauge", "Payloads that are not decided, by state.")
    for state in ("new", "fetching", "quarantined"):
        yield _line("roviec_inbox_payloads", found.payloads.get(state, 0), state=state)
    yield from _duties(found, deps)
    yield from _head(
        "roviec_last_timestamp_seconds", "gauge", "When the clock ticked, a round or digest closed."
    )
    for what, at in sorted(found.last.items()):
        yield _line("roviec_last_timestamp_seconds", at.timestamp(), what=what)
    yield from _replies(deps)


def _duties(found: Load, deps: Deps) -> Iterator[str]:
    yield from _head("roviec_duty_held", "gauge", "1 where some process has the duty.")
    for one in found.standing:
        yield _line("roviec_duty_held", int(one.left > 0), duty=one.name)
    yield from _head("roviec_duty_here", "gauge", "1 where this process has the duty.")
    for one in found.standing:
        yield _line("roviec_duty_here", int(one.left > 0 and one.holder == deps.db.duties.me), duty=one.name)
    yield from _head("roviec_duty_holders_total", "counter", "How many times the duty was taken.")
    for one in found.standing:
        yield _line("roviec_duty_holders_total", one.number, duty=one.name)


def _replies(deps: Deps) -> Iterator[str]:
    name = "roviec_reply_seconds"
    yield from _head(
        name, "summary", "From when a reply might leave until its platform took it: this process."
    )
    for channel, replies in sorted(deps.replies.items()):
        for share in (0.5, 0.95, 0.99):
            yield _line(name, replies.quantile(share), channel=channel, quantile=share)
        yield _line(f"{name}_sum", replies.total, channel=channel)
        yield _line(f"{name}_count", replies.count, channel=channel)


def _head(name: str, kind: str, help_: str) -> Iterator[str]:
    yield f"# HELP {name} {help_}\n# TYPE {name} {kind}\n"


def _line(name: str, value: float, **labels: object) -> str:
    """Write one sample; the labels are ours and hold nothing to be escaped."""
    inner = ",".join(f'{key}="{label}"' for key, label in labels.items())
    return f"{name}{{{inner}}} {value:.10g}\n"
