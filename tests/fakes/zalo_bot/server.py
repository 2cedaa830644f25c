"""Run the fake on loopback: `async with FakeZaloBot() as fake`."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from email.utils import formatdate
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.fakes.remote import Remote
from tests.fakes.telegram.wire import Answer, HttpProtocol, Request, Response

from .core import TOKEN, ApiError, Chat, Core, Json
from .faults import AFTER, BAD_GATEWAY, PAGES, REFUSALS, Fault, FaultKind
from .methods import Methods
from .people import Person
from .updates import Updates
from .webhook import Pusher

HOST = "127.0.0.1"


class FakeZaloBot:
    """A bot platform with one bot."""

    def __init__(self, *, port: int = 0, **settings: Any) -> None:
        """Take the fields of `Core` that differ: token, flat, error_status, grace, quota…"""
        self.port, self.core, self.pusher = port, Core(**settings), Pusher()
        self.updates = Updates(self.core, self.pusher)
        self.methods = Methods(self.core, self.pusher, self.updates)
        self._connections: set[HttpProtocol] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: HttpProtocol(self.handle, self._connections), HOST, self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and cut every connection."""
        assert self._server is not None
        await self.pusher.close()
        self._server.close()
        for connection in list(self._connections):
            connection.close()
        await asyncio.sleep(0)
        await self._server.wait_closed()

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.core.token

    @property
    def base_url(self) -> str:
        """Return the root, without /bot."""
        return f"http://{HOST}:{self.port}"

    def person(self, name: str, chat_id: str = "") -> Person:
        """Return a person in their private chat, known to the bot from here on; the 51st is turned away."""
        chat_id = chat_id or secrets.token_hex(10)
        if chat_id not in self.core.chats and self.core.people() >= self.core.quota.people:
            raise LookupError("a Basic bot knows at most 50 people")
        chat = self.core.chats.setdefault(chat_id, Chat(chat_id, name))
        return Person(self.core, self.updates, self.base_url, chat, chat_id, name)

    def member(self, person: Person, group_id: str = "zgr-1") -> Person:
        """Return the same person speaking in a group."""
        chat = self.core.chats.setdefault(group_id, Chat(group_id, group_id, group=True))
        return Person(self.core, self.updates, self.base_url, chat, person.user, person.name)

    def fault(self, kind: FaultKind, method: str = "*", count: int | None = 1) -> Fault:
        """Order a fault."""
        return self.core.faults.add(kind, method, count)

    def happen(self, event: Json) -> None:
        """Deliver an event of any shape."""
        self.updates.happen(event)

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        path = request.path
        if path.startswith("/media/"):
            data = self.core.media.read(path)
            return Response(404) if data is None else Response(200, data, "application/octet-stream")
        if path.startswith("/bot"):
            return self._call(request)
        if path.startswith("/sim/"):
            return self._control(path.removeprefix("/sim/"), request)
        date = formatdate(self.core.clock.now(), usegmt=True)
        return Response(404, b"<html>Not Found</html>", "text/html", {"Date": date})

    async def _call(self, request: Request) -> Response:
        token, _, method = request.path[4:].partition("/")
        self.core.calls[method] += 1
        fault = self.core.faults.strike(method) if self.core.faults.orders else None
        if fault and (spoiled := await self._spoil(fault)):
            return spoiled
        try:
            if token != self.core.token:
                raise ApiError(401, "Unauthorized")
            result = await self.methods.run(method, _params(request))
        except ApiError as error:
            return self._error(error)
        body = {"ok": True} if result is None else {"ok": True, "result": result}
        if fault and fault.kind is FaultKind.COMMIT_THEN_HANG:
            await asyncio.Event().wait()
        dropped = fault is not None and fault.kind is FaultKind.COMMIT_THEN_DROP
        return Response(200, json.dumps(body, ensure_ascii=False).encode(), drop=dropped)

    async def _spoil(self, fault: Fault) -> Response | None:
        """Return what comes instead of an answer; None when the call is carried out first."""
        if fault.kind in AFTER:
            return None
        if fault.kind in PAGES:
            return Response(PAGES[fault.kind], BAD_GATEWAY, "text/html")
        if fault.kind in REFUSALS:
            return self._error(ApiError(*REFUSALS[fault.kind]))
        if fault.kind is FaultKind.HANG:
            # The connection's end cancels this wait.
            await asyncio.Event().wait()
        return Response(drop=True)

    def _error(self, error: ApiError) -> Response:
        status = error.status or (error.code if self.core.error_status else 200)
        return Response(status, json.dumps(error.body()).encode())

    async def _control(self, action: str, request: Request) -> Response:
        """Let another process speak for people: /sim/say, /sim/heard, /sim/advance, /sim/fault."""
        order = _params(request)
        try:
            result = self._do(action, order)
        except (LookupError, ValueError, TypeError) as error:
            return Response(400, json.dumps({"ok": False, "error": str(error)}).encode())
        return Response(200, json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode())

    def _do(self, action: str, order: Mapping[str, Any]) -> object:
        match action:
            case "say":
                return self.person(order.get("name", "An"), order["chat"]).says(order["text"])
            case "known":
                return self.person(order.get("name", "An"), order["chat"]).user
            case "heard":
                return [said.text for said in self.person("", order["chat"]).heard()]
            case "hook":
                self.pusher.url, self.pusher.secret = order["url"], order["secret"]
                return None
            case "waiting":
                return len(self.pusher.waiting)
            case "given_up":
                return len(self.pusher.given_up)
            case "advance":
                self.core.clock.advance(float(order["seconds"]))
                return None
            case "fault":
                self.fault(FaultKind(order["kind"]), order.get("method", "*"))
                return None
        raise LookupError(f"no action {action!r}")


class RemoteZalo(Remote):
    """Drives a fake in another process."""

    token = TOKEN


def spawn(*options: str) -> AbstractAsyncContextManager[RemoteZalo]:
    """Start the fake as its own process and stop it at the end."""
    return RemoteZalo.spawned("tests.fakes.zalo_bot", "--port", "0", *options)


def _params(request: Request) -> Json:
    """Read JSON, a form, or the query."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            raise ApiError(400, "Bad request: not JSON") from None
        return body if isinstance(body, dict) else {}
    return dict(parse_qsl(request.query) + parse_qsl(request.body.decode()))
