"""A small HTTP/1.1 keep-alive server protocol: the least work per request, and full control of the socket."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

MAX_BODY = 52 * 1024 * 1024
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
}
REASONS |= {411: "Length Required", 413: "Request Entity Too Large", 429: "Too Many Requests"}
REASONS |= {500: "Internal Server Error", 502: "Bad Gateway"}


@dataclass(slots=True)
class Request:
    """One parsed request; header names are lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Response:
    """One answer; `drop` closes the connection without a byte."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


Answer = Response | Coroutine[Any, Any, Response]
Handler = Callable[[Request], Answer]


class HttpProtocol(asyncio.Protocol):
    """Serve requests of one connection, one after the other."""

    def __init__(self, handle: Handler, connections: "set[HttpProtocol]") -> None:
        self.handle = handle
        self.connections = connections
        self.buffer = bytearray()
        self.head: Request | None = None
        self.length = 0
        self.last = False
        self.task: asyncio.Task[None] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop a waiting answer: nobody is there to read it."""
        self.connections.discard(self)
        if self.task is not None:
            self.task.cancel()
        self.transport = None

    def data_received(self, data: bytes) -> None:
        """Serve every complete request of the buffer."""
        self.buffer += data
        self._pump()

    def close(self) -> None:
        """Cut the connection."""
        if self.transport is not None:
            self.transport.abort()

    def _pump(self) -> None:
        while self.task is None and self.transport is not None:
            request = self._next()
            if request is None:
                return
            answer = self.handle(request)
            if isinstance(answer, Response):
                self._send(answer)
            else:
                self.task = asyncio.get_running_loop().create_task(self._finish(answer))

    def _next(self) -> Request | None:
        if self.head is None and not self._read_head():
            return None
        if self.head is None or len(self.buffer) < self.length:
            return None
        request, self.head = self.head, None
        request.body = bytes(self.buffer[: self.length])
        del self.buffer[: self.length]
        return request

    def _read_head(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
        del self.buffer[: end + 4]
        method, target, _version = first.split(" ", 2)
        path, _, query = target.partition("?")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        self.last = headers.get("connection", "").lower() == "close"
        self.length = int(headers.get("content-length", 0))
        if "transfer-encoding" in headers or self.length > MAX_BODY:
            self._refuse(411 if self.length <= MAX_BODY else 413)
            return False
        self.head = Request(method, unquote(path), query, headers)
        return True

    def _refuse(self, status: int) -> None:
        text = f'{{"ok":false,"error_code":{status},"description":"{REASONS[status]}"}}'
        self._send(Response(status, text.encode()))
        if self.transport is not None:
            self.transport.close()
            self.transport = None

    async def _finish(self, answer: Coroutine[Any, Any, Response]) -> None:
        response = await answer
        self.task = None
        self._send(response)
        self._pump()

    def _send(self, response: Response) -> None:
        if self.transport is None:
            return
        if response.drop:
            self.transport.abort()
            self.transport = None
            return
        extra = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
        head = (
            f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Unknown')}\r\n"
            f"Content-Type: {response.content_type}\r\nContent-Length: {len(response.body)}\r\n{extra}\r\n"
        )
        self.transport.write(head.encode("latin-1") + response.body)
        if self.last:
            self.transport.close()
