"""The webhook: probes are greeted, the signature is looked at, the event is stored before the 200.

The platform waits two seconds, tries five times more within two hours, and then switches the webhook off. So what
can't be read or does not concern us is answered with 200 at once, and a slow database with 503 in time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.common.body import body_of
from roviec.channels.zalo_oa.seal import signed
from roviec.messages.incoming import Json
from roviec.messages.outside import parsed

log = logging.getLogger(__name__)
SIGNATURE, STAMP = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
PATIENCE = 1.5
"""Seconds that storing may take; the platform hangs up after two."""
TOLD = 100
"""A wrong signature is logged the first time, and every so many times again."""


class Doorman:
    """Looks at signatures and turns wrong ones away, as "enforce" says.

    While the connection is on trial, "log" lets them in and says so, "off" looks away; afterwards nothing does.
    """

    def __init__(
        self, mode: str, app_id: str, oa_secret: str, is_trial: Callable[[], Awaitable[bool]]
    ) -> None:
        self.mode, self.app_id, self._secret, self._is_trial = mode, app_id, oa_secret, is_trial
        self._wrong = 0
        self.mismatched = False
        """A signature was wrong and nobody has noted it yet."""

    async def admits(self, request: Request, body: bytes, event: Json) -> bool:
        """Tell whether an event may come in."""
        if self.mode == "off" and await self._is_trial():
            return True
        stamps = {request.headers.get(STAMP, ""), str(event.get("timestamp", ""))} - {""}
        given = request.headers.get(SIGNATURE, "")
        if signed(given, app_id=self.app_id, body=body, secret=self._secret, stamps=sorted(stamps)):
            return True
        if self._wrong % TOLD == 0:
            log.warning("zalo_oa: chữ ký của webhook không khớp (%s); kiểm tra oa_secret", self.mode)
        self._wrong += 1
        self.mismatched = True
        return self.mode == "log" and await self._is_trial()


def routes(
    path: str,
    doorman: Doorman,
    take: Callable[[Json], Awaitable[None]],
    refuse: Callable[[], Awaitable[None]],
) -> tuple[BaseRoute, ...]:
    """Return the route of the webhook; `take` stores or notes an event, and only then comes the 200.

    `refuse` notes that somebody was turned away.
    """
    late: set[asyncio.Task[None]] = set()

    async def answer(request: Request) -> Response:
        body = await body_of(request)
        event = _read(body)
        if event is None:
            if body is None or body.strip() not in (b"", b"{}"):
                log.warning("zalo_oa: webhook nhận một nội dung không phải của Zalo OA, đã bỏ qua")
            # A probe of the console, or what can never be read and must not come again.
            return Response(status_code=200)
        if not await doorman.admits(request, body or b"", event):
            await refuse()
            return Response(status_code=403)
        task = asyncio.ensure_future(take(event))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            # It goes on: what comes again is then known already.
            late.add(task)
            task.add_done_callback(late.discard)
            task.add_done_callback(_looked_at)
        error = task.exception() if done else None
        if error is not None and not isinstance(error, Exception):
            raise error
        if done and error is None:
            return Response(status_code=200)
        why = type(error).__name__ if error else "chậm"
        log.warning("zalo_oa: chưa ghi được tin, đã báo lỗi để Zalo gửi lại (%s)", why)
        return Response(status_code=503, headers={"Retry-After": "1"})

    return (Route(path, answer, methods=["POST"]),)


def _looked_at(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.exception()


def _read(body: bytes | None) -> Json | None:
    """Return an event; None for what is none."""
    try:
        event: Any = parsed(body or b"")
        return event if isinstance(event, dict) and isinstance(event.get("event_name"), str) else None
    except ValueError:
        return None
