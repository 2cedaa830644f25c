"""The page that an admin opens once to connect the Official Account, and the one that Zalo sends them back to."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.zalo_oa import ZaloOa
from roviec.channels.zalo_oa.connecting import DONE, PAGE
from roviec.web.pages import template


def routes(oa: ZaloOa) -> tuple[BaseRoute, ...]:
    """Return the two pages; every mistake is one sentence on the page of errors."""

    async def start(request: Request) -> Response:
        """Lead to Zalo from the one-time link that the command printed."""
        address = await oa.connecting.permission(request.query_params.get("ma", ""))
        return _page(request, address=address)

    async def done(request: Request) -> Response:
        """Take what Zalo sends along, and say that the account is connected."""
        asked = request.query_params
        name = await oa.connecting.finish(
            state=asked.get("state", ""), code=asked.get("code", ""), oa_id=asked.get("oa_id", "")
        )
        return _page(request, name=name, webhook=oa.webhook)

    return (Route(PAGE, start), Route(DONE, done))


def _page(request: Request, **values: str) -> Response:
    response = template(request, "connect.html", values)
    # The address holds a secret of one use: it stays in no cache.
    response.headers["cache-control"] = "no-store"
    return response
