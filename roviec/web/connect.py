"""The pages that channels bring along: each a path, a template and what fills it."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.registry import Page
from roviec.web.pages import template


def routes(pages: Iterable[Page]) -> tuple[BaseRoute, ...]:
    """Return a route for each page; every mistake is one sentence on the page of errors."""
    return tuple(_route(page) for page in pages)


def _route(page: Page) -> Route:
    async def show(request: Request) -> Response:
        response = template(request, page.template, dict(await page.answer(request.query_params)))
        # The address may hold a secret of one use: it stays in no cache.
        response.headers["cache-control"] = "no-store"
        return response

    return Route(page.path, show)
