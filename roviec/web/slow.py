"""Requests that take for ever to arrive are cut: their bodies here, their headers in server.py."""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roviec.web.errors import SlowConnection

PAUSE, WHOLE, WHOLE_FILE = 15.0, 30.0, 180.0
"""Seconds between two pieces of a body, and for all of it: a file over a slow mobile line takes minutes."""
DRAINED, DRAINING = 512 * 1024, 1.0
"""Bytes and seconds of a body that are still taken when its answer is known: closed over it, the connection would be
reset and the answer lost."""


class Patience:
    """Give a request's body its time and no more."""

    def __init__(
        self, app: ASGIApp, pause: float = PAUSE, whole: float = WHOLE, whole_file: float = WHOLE_FILE
    ) -> None:
        self.app, self.pause, self.whole, self.whole_file = app, pause, whole, whole_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; reading its body raises `SlowConnection`."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        loop, more = asyncio.get_running_loop(), True
        until = loop.time() + (self.whole_file if _is_file(scope) else self.whole)

        async def timed() -> Message:
            nonlocal more
            if not more:
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, min(self.pause, until - loop.time()))):
                    message = await receive()
            except TimeoutError:
                raise SlowConnection from None
            more = message["type"] == "http.request" and message.get("more_body", False)
            return message

        async def drained() -> None:
            taken = 0
            with suppress(TimeoutError, SlowConnection):
                async with asyncio.timeout(DRAINING):
                    while more and taken < DRAINED:
                        taken += len((await timed()).get("body", b""))

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and more:
                await drained()
            if message["type"] == "http.response.start" and more:
                # What is left of the body is not waited for.
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        await self.app(scope, timed, closing)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _is_file(scope: Scope) -> bool:
    return any(name == b"content-type" and b"multipart/" in value for name, value in scope["headers"])
