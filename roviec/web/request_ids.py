"""A name for each request, so that what a person reports, a proxy has logged and we have logged can be joined."""

import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

current: ContextVar[str] = ContextVar("request_id", default="")
"""The name of the request that is being served; "" outside of one."""
HEADER = "x-request-id"
_FIT = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class RequestIds:
    """Take the name that a proxy gave a request, else make one; tell it with the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = next((v.decode("latin-1") for n, v in scope["headers"] if n == HEADER.encode()), "")
        name = given if _FIT.fullmatch(given) else secrets.token_hex(8)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        token = current.set(name)
        try:
            return await self.app(scope, receive, named)
        finally:
            current.reset(token)
