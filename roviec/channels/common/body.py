"""The body of a request, which anyone on the Internet may send."""

from starlette.requests import Request

LARGEST = 1024 * 1024
"""Bytes; no platform's event comes near."""


async def body_of(request: Request, limit: int = LARGEST) -> bytes | None:
    """Return the body; None when it is larger than `limit` bytes, and stop reading beyond."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            return None
    return bytes(body)
