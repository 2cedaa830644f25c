"""The demonstration's page: sample people to become, a clock to move, the same chat."""

from typing import Any, cast, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roviec.db import webchat
from roviec.messages.outside import parsed
from roviec.texts.shapes import weekday
from roviec.web import guard
from roviec.web.chat import chat_values
from roviec.web.demo import Demo, Persona, PersonaKind, Step
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import Refused
from roviec.web.identity import chat_of, remember, secret_of
from roviec.web.pages import template

STEPS = get_args(Step)


async def page(request: Request) -> Response:
    """Show the chat of the chosen persona, the first one to begin with."""
    deps, demo = deps_of(request), _demo(request)
    persona = current(demo, request)
    secret = demo.chat_secret(persona.id)
    groups = [(kind, [p for p in demo.people() if p.kind == kind]) for kind in PersonaKind]
    values = await chat_values(request, deps, chat_of(secret)) | {
        "now": clock_words(demo, deps),
        "persona": persona,
        "groups": [group for group in groups if group[1]],
        "steps": STEPS,
    }
    response = template(request, "demo.html", values)
    remember(request, response, secret)
    return response


async def become(request: Request) -> Response:
    """Take {"persona"}: from now on the browser is that persona."""
    demo = _demo(request)
    wanted = (await _json(request)).get("persona")
    if wanted not in [p.id for p in demo.people()]:
        raise Refused
    response = JSONResponse({"persona": wanted})
    remember(request, response, demo.chat_secret(wanted))
    return response


async def move(request: Request) -> Response:
    """Take {"step"}: move the clock, one move at a time."""
    demo = _demo(request)
    step = (await _json(request)).get("step")
    if step not in STEPS:
        raise Refused
    async with request.app.state.moving:
        told = await demo.move(cast("Step", step))
    return JSONResponse({"told": told} | await _state(request, demo))


async def state(request: Request) -> Response:
    """Return the clock and the unread lines of each persona."""
    return JSONResponse(await _state(request, _demo(request)))


ROUTES: list[BaseRoute] = [
    Route("/demo", page),
    Route("/demo/become", become, methods=["POST"]),
    Route("/demo/move", move, methods=["POST"]),
    Route("/demo/state", state),
]
"""The routes that exist only in a demonstration."""


def _demo(request: Request) -> Demo:
    demo = deps_of(request).demo
    assert demo is not None
    return demo


def current(demo: Demo, request: Request) -> Persona:
    """Return the persona whose secret the browser brought, else the first one."""
    people, secret = demo.people(), secret_of(request)
    return next((p for p in people if demo.chat_secret(p.id) == secret), people[0])


def clock_words(demo: Demo, deps: Deps) -> str:
    """Write the demonstration's time: Thứ Hai, 29/6/2026 07:30."""
    now = demo.now().astimezone(deps.zone)
    return f"{weekday(now.date())} {now:%H:%M}"


async def _json(request: Request) -> dict[str, Any]:
    guard.from_here(request)
    try:
        body = parsed(await guard.body(request, 1024))
    except ValueError as error:
        raise Refused from error
    if not isinstance(body, dict):
        raise Refused
    return body


async def _state(request: Request, demo: Demo) -> dict[str, Any]:
    deps, seen = deps_of(request), request.app.state.seen
    chats = {chat_of(demo.chat_secret(p.id)): p.id for p in demo.people()}
    async with deps.db.read() as session:
        unread = await webchat.unread(session, {chat: seen.get(chat, 0) for chat in chats})
    return {
        "now": clock_words(demo, deps),
        "persona": current(demo, request).id,
        "unread": {persona: unread.get(chat, 0) for chat, persona in chats.items()},
    }
