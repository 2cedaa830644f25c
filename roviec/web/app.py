"""Build the web application out of the process's parts."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from roviec.errors import PersonError
from roviec.handlers.all import everything
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.handlers.frame.pace import Pace
from roviec.web import api, chat, demo_pages, feed, health, knocks, posts, results, setup
from roviec.web.deps import Deps
from roviec.web.errors import Faults, answer
from roviec.web.forms import routes as forms
from roviec.web.gate import Gate
from roviec.web.guard import POSTS, SECONDS
from roviec.web.headers import SecurityHeaders
from roviec.web.hosts import Hosts
from roviec.web.office.routes import ROUTES as OFFICE
from roviec.web.pages import STATIC
from roviec.web.request_ids import RequestIds
from roviec.web.slow import Patience
from roviec.web.stream import stream

__all__ = ["Deps", "build", "close"]


def build(deps: Deps) -> Starlette:
    """Return the application: the chat, `deps.routes`, and the demo page where there is a demo."""
    routes: list[BaseRoute] = [
        Route("/", chat.page),
        Route("/chat/say", posts.say, methods=["POST"]),
        Route("/chat/file", posts.file, methods=["POST"]),
        Route("/chat/stream", stream),
        Route("/chat/file/{sha256}", chat.chat_file),
        *knocks.ROUTES,
        Route("/healthz", health.healthz),
        Route("/livez", health.livez),
        Route("/metrics", health.metrics),
        *(demo_pages.ROUTES if deps.demo else ()),
        *(setup.ROUTES if deps.first_day else ()),
        *(OFFICE if deps.house else ()),
        *(feed.ROUTES if deps.house else ()),
        *(api.ROUTES if deps.house else ()),
        *(forms.ROUTES if deps.house else ()),
        *(results.ROUTES if deps.house else ()),
        *deps.routes,
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    handlers: dict[Any, Any] = {HTTPException: answer, PersonError: answer}
    middleware = [
        Middleware(RequestIds),
        Middleware(SecurityHeaders),
        Middleware(Hosts, public_url=deps.public_url),
        Middleware(Patience),
        Middleware(Faults),
    ]
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
    app.state.deps = deps
    app.state.pace = Pace(POSTS, SECONDS)
    app.state.asked = Pace(api.PER_MINUTE, 60.0)
    app.state.gate = Gate(deps.limits)
    app.state.readiness = health.Readiness()
    app.state.dispatcher = Dispatcher(everything(), deps.house) if deps.house else None
    app.state.results = {}
    app.state.seen = {}
    app.state.digests = {}
    app.state.is_set_up = not deps.first_day
    app.state.one_file = asyncio.Lock()
    app.state.moving = asyncio.Lock()
    app.state.closing = False
    return app


def close(app: Starlette) -> None:
    """End every open stream: a server waits for them before it stops."""
    app.state.moving = asyncio.Lock()
    app.state.closing = True
    app.state.deps.channel.bell.ring_all()
