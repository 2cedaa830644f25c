"""The demonstration's page: sample people to become, a clock to move, the same chat."""

import asyncio
import json
from typing import Any, get_args

import sqlalchemy as sa
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roviec.db.models import WebEvent
from roviec.texts.shapes import weekday
from roviec.web import guard
from roviec.web.chat import first_words
from roviec.web.deps import Deps, deps_of
from roviec.web.demo import Demo, Persona, PersonaKind, Step
from roviec.web.errors import Refused
from roviec.web.identity import chat_of, remember, secret_of
from roviec.web.pages import template


def routes(demo: Demo) -> list[BaseRoute]:
    """Return the routes that exist only in a demonstration."""
    turn = asyncio.Lock()

    async def page(request: Request) -> Response:
        """Show the chat of the chosen persona, the first one to begin with."""
        deps, now = deps_of(request), current(demo, request)
        secret = demo.chat_secret(now.id)
        chat = chat_of(secret)
        people = demo.people()
        groups = [(kind, [p for p in people if p.kind == kind]) for kind in PersonaKind]
        values = {
            "chat": chat,
            "first_words": await first_words(request, deps, chat),
            "now": clock_words(demo, deps),
            "persona": now,
            "groups": [g for g in groups if g[1]],
            "steps": get_args(Step),
        }
        response = template(request, "demo.html", values)
        remember(request, response, secret)
        return response

    async def become(request: Request) -> Response:
        """Take {"persona"}: from now on the browser is that persona."""
        wanted = (await _json(request)).get("persona")
        if wanted not in [p.id for p in demo.people()]:
            raise Refused
        response = JSONResponse({"persona": wanted})
        remember(request, response, demo.chat_secret(wanted))
        return response

    async def move(request: Request) -> Response:
        """Take {"step"}: move the clock; one move at a time."""
        step = (await _json(request)).get("step")
        if step not in get_args(Step):
            raise Refused
        async with turn:
            told = await demo.move(step)
        return JSONResponse({"told": told} | await _state(request, demo))

    async def state(request: Request) -> Response:
        """Return the clock and the unread lines of each persona."""
        return JSONResponse(await _state(request, demo))

    return [
        Route("/demo", page),
        Route("/demo/become", become, methods=["POST"]),
        Route("/demo/move", move, methods=["POST"]),
        Route("/demo/state", state),
    ]


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
        body = json.loads(await guard.body(request, 1024))
    except ValueError as error:
        raise Refused from error
    if not isinstance(body, dict):
        raise Refused
    return body


async def _state(request: Request, demo: Demo) -> dict[str, Any]:
    deps, seen = deps_of(request), request.app.state.seen
    chats = {chat_of(demo.chat_secret(p.id)): p.id for p in demo.people()}
    unread = await _unread(deps, {chat: seen.get(chat, 0) for chat in chats})
    return {
        "now": clock_words(demo, deps),
        "persona": current(demo, request).id,
        "unread": {persona: unread.get(chat, 0) for chat, persona in chats.items()},
    }


async def _unread(deps: Deps, seen: dict[str, int]) -> dict[str, int]:
    unseen = [sa.and_(col(WebEvent.chat) == chat, col(WebEvent.id) > last) for chat, last in seen.items()]
    count = sa.select(col(WebEvent.chat), sa.func.count()).where(WebEvent.kind == "heard", sa.or_(*unseen))  # type: ignore[arg-type]
    async with deps.db.read() as session:
        rows = await session.exec(count.group_by(col(WebEvent.chat)))  # type: ignore[call-overload]
        return {chat: number for chat, number in rows}
