"""Run the fake on loopback: `async with FakeZaloOA() as fake`; three roots on three ports, as the real three hosts."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.fakes.telegram.errors import ApiError as Unreadable
from tests.fakes.telegram.forms import Upload, read_call
from tests.fakes.telegram.wire import Answer, HttpProtocol, Request, Response

from . import events, sim
from .core import Contact, Core, Json
from .errors import ApiError, invalid
from .faults import AFTER, PAGE, PAGES, REFUSALS, Fault, FaultKind, named
from .people import Person
from .platform import Platform
from .templates import Param, Template
from .webhook import Pusher

HOST = "127.0.0.1"
ROOTS = ("openapi", "oauth", "business")


class FakeZaloOA:
    """A platform with one app and one Official Account."""

    def __init__(self, *, port: int = 0, time_scale: float = 1.0, **settings: Any) -> None:
        """Take the fields of `Core` that differ; `port` and the two after it are used, 0: any free ones."""
        self.core = Core(**settings)
        self.platform = Platform(self.core)
        self.pusher: Pusher = self.platform.pusher
        self.pusher.time_scale = time_scale
        self.ports = {root: port + place if port else 0 for place, root in enumerate(ROOTS)}
        self._connections: set[HttpProtocol] = set()
        self._servers: list[asyncio.Server] = []

    async def __aenter__(self) -> Self:
        """Listen."""
        await self._listen()
        self.platform.root = self.openapi_url
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and cut every connection."""
        await self.pusher.close()
        await self._deafen()

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for root, port in self.ports.items():
            server = await loop.create_server(self._protocol(root), HOST, port)
            self.ports[root] = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    def _protocol(self, root: str) -> Any:
        return lambda: HttpProtocol(lambda request: self.handle(root, request), self._connections)

    async def _deafen(self) -> None:
        for server in self._servers:
            server.close()
        self.drop_connections()
        await asyncio.sleep(0)
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Refuse connections on all roots for a while."""
        await self._deafen()
        try:
            yield
        finally:
            await self._listen()

    def drop_connections(self) -> None:
        """Cut every open connection, as a network failure does."""
        for connection in list(self._connections):
            connection.close()

    @property
    def openapi_url(self) -> str:
        """Return the root of messages and people."""
        return f"http://{HOST}:{self.ports['openapi']}"

    base_url = openapi_url

    @property
    def oauth_url(self) -> str:
        """Return the root of tokens."""
        return f"http://{HOST}:{self.ports['oauth']}"

    @property
    def business_url(self) -> str:
        """Return the root of templates."""
        return f"http://{HOST}:{self.ports['business']}"

    def person(self, name: str, uid: str = "", *, phone: str = "", met: bool = False) -> Person:
        """Return somebody on Zalo by UID; `met`: they interacted with the account just now, without an event."""
        uid = uid or self.core.user_id()
        if uid not in self.core.people:
            self.core.people[uid] = Contact(uid, self.core.user_id(), name, phone)
        who = self.core.people[uid]
        who.phone = phone or who.phone
        if met:
            self.core.touch(who)
        return Person(self.platform, who)

    def template(
        self, name: str, title: str, params: dict[str, int] | list[Param], **fields: Any
    ) -> Template:
        """Register a template; `params`: {"customer_name": the most characters}. See `Template` for the fields."""
        if isinstance(params, dict):
            params = [Param(key, most) for key, most in params.items()]
        return self.platform.registry.add(Template(name, title, params, **fields))

    def review(self, template: str, status: str, reason: str = "") -> None:
        """Let the platform decide on a template and tell the account."""
        before = self.platform.registry.review(template, status, reason)
        self.pusher.push(events.reviewed(self.core, template, before, status, reason), zns=True)

    def requota(self, daily: int) -> None:
        """Move the daily quota of templates and tell the account."""
        before, self.core.daily_quota = self.core.daily_quota, daily
        self.pusher.push(events.requota(self.core, before, daily), zns=True)

    def grant(self) -> Json:
        """Make a pair of tokens as the console does: access_token, refresh_token, expires_in."""
        return self.platform.tokens.issue()

    def allows(self, address: str) -> str:
        """Let the administrator allow at a permission address; return where their browser is sent."""
        return self.platform.tokens.allow(address.partition("?")[2])

    def revoke(self) -> None:
        """Let the administrator take the permission back: both tokens are dead."""
        self.platform.tokens.revoke()

    async def webhook(self, url: str) -> bool:
        """Enter a webhook in the console; False when its knock was not answered with 200."""
        return await self.pusher.set(url)

    def fault(self, kind: FaultKind, method: str = "*", count: int | None = 1, **order: Any) -> Fault:
        """Order a fault; see `Fault`."""
        return self.core.faults.add(Fault(kind, method, count, **order))

    def happen(self, event: Json) -> None:
        """Push an event of any shape."""
        self.pusher.push(event)

    def calls(self, method: str) -> int:
        """Return how often a method was called, by the end of its name."""
        return sum(count for name, count in self.core.calls.items() if named(method, name))

    # --- requests ------------------------------------------------------------------------------------------

    def handle(self, root: str, request: Request) -> Answer:
        """Answer one request."""
        if root == "openapi" and request.path.startswith("/media/"):
            data = self.platform.media.read(request.path)
            return Response(404) if data is None else Response(200, data, "application/octet-stream")
        if root == "openapi" and request.path.startswith("/sim/"):
            return self._control(request)
        return self._call(root, request)

    async def _call(self, root: str, request: Request) -> Response:
        name = root + request.path
        self.core.calls[name] += 1
        fault = self.core.faults.strike(name, _addressee(request)) if self.core.faults.orders else None
        if fault and (spoiled := await self._spoil(fault, root)):
            return spoiled
        try:
            response = self._oauth(request) if root == "oauth" else self._run(root, request)
        except ApiError as error:
            response = self._error(error)
        if root != "oauth":
            response.headers |= self._limits()
        return await _ruin(fault, response) if fault else response

    def _oauth(self, request: Request) -> Response:
        tokens = self.platform.tokens
        match request.method, request.path:
            case "GET", "/v4/oa/permission":
                return Response(200, tokens.page(request.query), "text/html; charset=utf-8")
            case "POST", "/v4/oa/permission":
                return Response(302, headers={"Location": tokens.allow(request.query)})
            case "POST", "/v4/oa/access_token":
                form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
                asked = dict(parse_qsl(request.body.decode())) if form else {}
                return _json(tokens.exchange(asked, request.headers.get("secret_key", "")))
        return Response(404, b"<html>Not Found</html>", "text/html")

    def _run(self, root: str, request: Request) -> Response:
        business, headers = root == "business", request.headers
        if self.core.admit() < 0:
            raise ApiError(-32)
        token, proof = headers.get("access_token", ""), headers.get("appsecret_proof", "")
        self.platform.tokens.check(token, proof, business=business)
        ask, files = _read(request, business=business)
        return _json(self.platform.run(root, request.method, request.path, ask, files))

    def _limits(self) -> dict[str, str]:
        left = max(self.core.rate - len(self.core.minute), 0)
        return {"X-RateLimit-Limit": str(self.core.rate), "X-RateLimit-Remain": str(left)}

    async def _spoil(self, fault: Fault, root: str) -> Response | None:
        """Return what comes instead of an answer; None when the call is carried out."""
        if fault.kind in AFTER:
            return None
        if fault.kind in PAGES:
            return Response(PAGES[fault.kind], PAGE, "text/html")
        if fault.kind is FaultKind.TOKEN_EXPIRED:
            return self._error(ApiError(-124 if root == "business" else -220))
        if fault.kind is FaultKind.CODE or fault.kind in REFUSALS:
            return self._error(ApiError(REFUSALS.get(fault.kind, fault.code)))
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind is FaultKind.HANG:
            # The connection's end cancels this wait.
            await asyncio.Event().wait()
        return Response(drop=True)

    def _error(self, error: ApiError) -> Response:
        self.core.errors[error.code] += 1
        return _json(error.body(), error.status)

    async def _control(self, request: Request) -> Response:
        """Let another process speak for people: `POST /sim/<action>`."""
        try:
            order = json.loads(request.body or b"{}")
            result = await sim.perform(self, request.path.removeprefix("/sim/"), order)
        except (LookupError, ValueError, TypeError) as error:
            return _json({"ok": False, "error": f"{type(error).__name__}: {error}"}, 400)
        return _json({"ok": True, "result": result})


async def _ruin(fault: Fault, response: Response) -> Response:
    """Spoil the answer to a call that was carried out."""
    match fault.kind:
        case FaultKind.COMMIT_THEN_HANG:
            await asyncio.Event().wait()
        case FaultKind.COMMIT_THEN_SLOW:
            await asyncio.sleep(fault.seconds)
        case FaultKind.COMMIT_THEN_BAD_GATEWAY:
            return Response(502, PAGE, "text/html")
        case FaultKind.COMMIT_THEN_DROP:
            response.drop = True
    return response


def _json(body: Json, status: int = 200) -> Response:
    return Response(status, json.dumps(body, ensure_ascii=False).encode())


def _read(request: Request, *, business: bool) -> tuple[Json, dict[str, Upload]]:
    """Return parameters and uploads; a `data` parameter is JSON itself. A POST of words must be JSON."""
    kind = request.headers.get("content-type", "")
    try:
        if request.body and not kind.startswith(("application/json", "multipart/form-data")):
            raise Unreadable(400, "not JSON")
        ask, files = read_call(request)
        if isinstance(ask.get("data"), str):
            ask["data"] = json.loads(ask["data"])
    except (Unreadable, ValueError):
        raise ApiError(-122) if business else invalid("body") from None
    return ask, files


def _addressee(request: Request) -> str:
    """Return the UID or the phone number that a call names, for faults that wait for one."""
    try:
        body = json.loads(request.body)
        return str(body.get("phone") or body.get("user_id") or body["recipient"]["user_id"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
