"""The server: routes, calls of the Bot API, downloads, and the control routes `/sim/<action>`."""

import asyncio
import json
import re
from collections.abc import Coroutine
from email.utils import formatdate
from typing import Any

from . import (
    methods_edit,
    methods_send,
    methods_setup,
    methods_updates,
    sim_content,
    sim_control,
    sim_groups,
    sim_people,
)
from .actions import perform
from .clock import Clock
from .core import BOT_ID, Core
from .errors import ApiError
from .faults import AFTER_COMMIT, BATCH, Fault, FaultKind, Faults, instead, spoil_batch
from .files import FileStore
from .forms import Files, Params, read_call
from .limits import Limits
from .registry import METHODS, Described, Method
from .stats import Stats
from .store import Store
from .updates import UpdateQueue
from .webhook import WebhookPusher
from .wire import Answer, Request, Response

REGISTERED = (
    *(methods_edit, methods_send, methods_setup, methods_updates),
    *(sim_content, sim_control, sim_groups, sim_people),
)
TOKEN = f"{BOT_ID}:FAKE-token-for-tests-0123456789abcdef"
_WELL_FORMED = re.compile(r"\d+:[A-Za-z0-9_-]{10,}\Z")
_NOT_FROM_WEBHOOK = ("get", "setwebhook", "deletewebhook", "close", "logout")


def make_core(*, limits: Limits | None, throttle: bool, webhook_time_scale: float) -> Core:
    """Return the state of a new server with one bot."""
    clock, stats = Clock(), Stats()
    updates = UpdateQueue(clock, throttle=throttle)
    bot = {"id": BOT_ID, "is_bot": True, "first_name": "Rõ Việc", "username": "roviec_test_bot"}
    bot |= {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    bot |= {"can_connect_to_business": False, "has_main_web_app": False}
    return Core(
        clock=clock,
        store=Store(),
        files=FileStore(clock),
        updates=updates,
        webhook=WebhookPusher(clock, updates, stats.webhook_posts, webhook_time_scale),
        limits=limits or Limits(),
        faults=Faults(),
        stats=stats,
        bot=bot,
    )


class App:
    """Answer requests about one bot."""

    def __init__(self, core: Core, token: str = TOKEN, latency: float = 0.0) -> None:
        self.core = core
        self.token = token
        self.latency = latency
        core.webhook.execute = self._execute

    def handle(self, request: Request) -> Answer:
        """Answer one request, at once or by a coroutine."""
        path = request.path
        if path.startswith("/bot"):
            return self._call(request)
        if path.startswith("/file/bot"):
            return self._download(path.removeprefix("/file/bot"))
        if path.startswith("/sim/"):
            return self._control(path.removeprefix("/sim/"), request.body)
        nothing = self._error(ApiError(404, "Not Found"))
        nothing.headers["Date"] = formatdate(self.core.clock.now(), usegmt=True)
        return nothing

    def _call(self, request: Request) -> Answer:
        token, _, name = request.path[4:].partition("/")
        try:
            self._check_token(token)
            method = METHODS.get(name.lower())
            if method is None:
                raise ApiError(404, "Not Found: method not found")
            params, files = read_call(request)
        except ApiError as error:
            return self._error(error)
        self.core.stats.calls[method.name] += 1
        orders = self.core.faults.orders
        fault = self.core.faults.strike(method.name, params.get("chat_id")) if orders else None
        if fault is None and not self.latency:
            return self._run(method, params, files)
        return self._delayed(fault, method, params, files)

    def _check_token(self, token: str) -> None:
        if not _WELL_FORMED.match(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def _run(self, method: Method, params: Params, files: Files) -> Answer:
        try:
            result = method.run(self.core, method.check(params, files), files)
        except ApiError as error:
            return self._error(error)
        if isinstance(result, Coroutine):
            return self._wait(result)
        return self._result(result)

    async def _wait(self, result: Coroutine[Any, Any, Any]) -> Response:
        try:
            return self._result(await result)
        except ApiError as error:
            return self._error(error)

    async def _finish(self, method: Method, params: Params, files: Files) -> Response:
        answer = self._run(method, params, files)
        return answer if isinstance(answer, Response) else await answer

    async def _delayed(self, fault: Fault | None, method: Method, params: Params, files: Files) -> Response:
        await asyncio.sleep(self.latency)
        if fault is None:
            return await self._finish(method, params, files)
        spoiled = instead(fault)
        if spoiled is not None:
            if isinstance(spoiled, ApiError) and str(chat := params.get("chat_id")).lstrip("-").isdigit():
                self.core.limits.tell(int(chat), spoiled.parameters.get("retry_after", 0))
            return self._error(spoiled) if isinstance(spoiled, ApiError) else spoiled
        before = self.core.updates.last_batch
        if fault.kind not in AFTER_COMMIT:
            await _hold(fault)
        response = await self._finish(method, params, files)
        if fault.kind in BATCH:
            response.body = spoil_batch(fault.kind, response.body, before)
        if fault.kind in AFTER_COMMIT:
            await _hold(fault)
        response.drop = fault.kind is FaultKind.COMMIT_THEN_DROP
        return response

    def _result(self, result: Any) -> Response:
        if type(result) is Described:
            envelope = {"ok": True, "result": result.result, "description": result.description}
            return Response(200, json.dumps(envelope).encode())
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        return Response(200, f'{{"ok":true,"result":{text}}}'.encode())

    def _error(self, error: ApiError) -> Response:
        self.core.stats.errors[f"{error.code} {error.description}"] += 1
        body = json.dumps(error.body(), ensure_ascii=False, separators=(",", ":")).encode()
        wait = error.parameters.get("retry_after")
        return Response(error.code, body, headers={} if wait is None else {"Retry-After": str(wait)})

    def _download(self, rest: str) -> Response:
        token, _, path = rest.partition("/")
        content = self.core.files.download(path) if token == self.token else None
        if content is None:
            return self._error(ApiError(404, "Not Found"))
        return Response(200, content, "application/octet-stream")

    def _execute(self, call: dict[str, Any]) -> None:
        method = METHODS.get(str(call.pop("method")).lower())
        if method is not None and not method.name.lower().startswith(_NOT_FROM_WEBHOOK):
            self.core.stats.calls[method.name] += 1
            self._run(method, call, {})

    async def _control(self, name: str, body: bytes) -> Response:
        try:
            result = perform(self.core, name, json.loads(body) if body else {})
            if isinstance(result, Coroutine):
                result = await result
        except (ApiError, LookupError, TypeError, ValueError) as error:
            text = json.dumps({"ok": False, "error": f"{type(error).__name__}: {error}"}, ensure_ascii=False)
            return Response(400, text.encode())
        return self._result(result)


async def _hold(fault: Fault) -> None:
    if fault.kind in (FaultKind.HANG, FaultKind.COMMIT_THEN_HANG):
        # The connection's end cancels this wait.
        await asyncio.Event().wait()
    elif fault.kind in (FaultKind.SLOW, FaultKind.COMMIT_THEN_SLOW):
        await asyncio.sleep(fault.seconds)
