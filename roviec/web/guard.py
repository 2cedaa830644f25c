"""What a post must meet: our own page sent it, not too often, not too large."""

from urllib.parse import urlsplit

from starlette.requests import Request

from roviec.channels.common.body import body_of
from roviec.web.deps import deps_of
from roviec.web.errors import Foreign, TextTooLong

POSTS, SECONDS = 30, 10.0
"""How often one chat may post."""
MAX_BODY = 256 * 1024
"""Bytes of a JSON post: 12,000 characters fit even when each is written as an escape."""


def from_here(request: Request) -> None:
    """Raise `Foreign` unless the browser says that a page of this site sent the request."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        if site != "same-origin":
            raise Foreign
        return
    own = {request.headers.get("host"), urlsplit(deps_of(request).public_url).netloc}
    if origin is None or urlsplit(origin).netloc not in own - {None, ""}:
        raise Foreign


async def body(request: Request, limit: int = MAX_BODY) -> bytes:
    """Read a post of at most `limit` bytes; raise `TextTooLong` beyond."""
    data = await body_of(request, limit)
    if data is None:
        raise TextTooLong
    return data
