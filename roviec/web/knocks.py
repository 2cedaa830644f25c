"""«Bật thông báo»: whether a chat may be knocked at, and what its page has shown already."""

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from roviec.channels.webchat.push import Push
from roviec.channels.webchat.subscription import Subscription
from roviec.db import knocks, pushes, webchat
from roviec.errors import trace
from roviec.messages.outside import parsed
from roviec.web import guard
from roviec.web.deps import Deps, deps_of, office_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.identity import me_here
from roviec.web.pages import STATIC, asset
from roviec.web.stream import place_of

log = logging.getLogger(__name__)
MAX_BODY = 4096


class PushRefused(Refused):
    """Trình duyệt này chưa nhận được thông báo của cơ quan. Ông/Bà thử trình duyệt khác, ví dụ Chrome hoặc Firefox."""


class PushNotNeeded(Refused):
    """Hiện chưa có tin nào cần báo cho Ông/Bà. Ông/Bà liên kết tài khoản hoặc gửi ý kiến trước, rồi bật thông báo."""

    status = 403


async def state(request: Request) -> Response:
    """Return {"key", "on"}: the office's public key, "" where this chat is not to be knocked at."""
    deps, me = deps_of(request), await me_here(request)
    async with deps.db.read() as session:
        may = await pushes.may_ask(session, chat=me.chat, person_id=me.person_id)
        found = await pushes.push_of(session, me.chat)
    key = _key(deps) if may or found else ""
    return JSONResponse({"key": key, "on": found is not None}, headers={"cache-control": "no-store"})


def _key(deps: Deps) -> str:
    """Return the public key; "" where there is none, which doctor names."""
    if deps.push is None:
        return ""
    try:
        return deps.push.vapid.public
    except (OSError, ValueError) as error:
        log.error("no key for push: %s", trace(error))
        return ""


async def change(request: Request) -> Response:
    """Take {"subscription"}: the browser's own words for where it is knocked at, null to stop it."""
    guard.from_here(request)
    gate_of(request).posts.take(request)
    body = _read(await guard.body(request, MAX_BODY))
    deps, me = deps_of(request), await me_here(request)
    if body.get("subscription") is None:
        async with deps.db.write() as session:
            await pushes.forget(session, me.chat)
        return Response(status_code=204)
    push = _usable(deps.push, body["subscription"])
    async with deps.db.write() as session:
        if not await pushes.may_ask(session, chat=me.chat, person_id=me.person_id):
            raise PushNotNeeded
        await pushes.keep(session, chat=me.chat, push=push)
        if me.person_id is not None:
            await pushes.hear_here(session, chat=me.chat, person_id=me.person_id, now=deps.clock())
    return Response(status_code=204)


def _usable(push: Push | None, said: Any) -> dict[str, Any]:
    """Return what is kept of a subscription: one that leads to where we would knock."""
    try:
        subscription = Subscription.from_json(said)
    except ValueError:
        raise PushRefused from None
    if push is None or not push.takes(subscription):
        raise PushRefused
    return subscription.as_json()


def _read(data: bytes) -> dict[str, Any]:
    try:
        body = parsed(data)
    except ValueError as error:
        raise Refused from error
    if not isinstance(body, dict):
        raise Refused
    return body


async def seen(request: Request) -> Response:
    """Take {"last"}: the stream's id of the last line that the page has shown."""
    guard.from_here(request)
    gate_of(request).posts.take(request)
    epoch, last = place_of(str(_read(await guard.body(request, MAX_BODY)).get("last", "")))
    deps, me = deps_of(request), await me_here(request)
    async with deps.db.read() as session:
        waits = await knocks.waits(session, me.chat)
    if waits:
        async with deps.db.write() as session:
            await webchat.shown(session, chat=me.chat, epoch=epoch, last=last, now=deps.clock())
    return Response(status_code=204)


async def worker(request: Request) -> Response:
    """Return the script that hears knocks; from the root, so that it may serve the whole site."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript")


async def manifest(request: Request) -> Response:
    """Describe the chat as an app of the home screen: there alone do iPhones show notices."""
    office = office_of(request)
    icon = {"src": asset("icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    described = {
        "name": office,
        "short_name": office,
        "start_url": "/",
        "display": "standalone",
        "icons": [icon],
    }
    return JSONResponse(described, media_type="application/manifest+json")


ROUTES = (
    Route("/manifest.webmanifest", manifest),
    Route("/chat/push", state),
    Route("/chat/push", change, methods=["POST"]),
    Route("/chat/seen", seen, methods=["POST"]),
    Route("/sw.js", worker),
)
