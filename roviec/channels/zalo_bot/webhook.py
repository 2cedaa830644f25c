"""The webhook: probes are greeted, the secret is checked, the payload is stored before the 200."""

import hashlib
import hmac
import json
import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.channel import Store
from roviec.channels.common.body import body_of
from roviec.channels.zalo_bot.reading import event_of, raw_of
from roviec.messages.incoming import Json

log = logging.getLogger(__name__)
HEADER = "X-Bot-Api-Secret-Token"


def path_of(token: str) -> str:
    """Return the path that the platform posts to: the same in every process, and not to be guessed."""
    return f"/zalo_bot/{_derived(token, b'path')[:24]}"


def secret_of(token: str, configured: str) -> str:
    """Return the configured secret, else one derived from the token: the door is never without a lock."""
    return configured or _derived(token, b"secret")


def _derived(token: str, purpose: bytes) -> str:
    return hmac.new(token.encode(), b"roviec zalo webhook " + purpose, hashlib.sha256).hexdigest()


def routes(path: str, secret: str, store: Store) -> tuple[BaseRoute, ...]:
    """Return the route of the webhook."""

    async def take(request: Request) -> Response:
        body = await body_of(request)
        if body is not None and body.strip() in (b"", b"{}"):
            # The platform knocks to see whether somebody is there, with or without the secret.
            return Response(status_code=200)
        given = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(given, secret.encode()):
            return Response(status_code=403)
        payload = _read(body)
        if payload is None:
            # It can never be read, so it must not come again.
            log.warning("zalo_bot: webhook nhận một nội dung không phải của Zalo Bot, đã bỏ qua")
            return Response(status_code=200)
        try:
            await store([raw_of(payload)])
        except Exception as error:
            log.warning("zalo_bot: chưa ghi được tin, đã báo lỗi để Zalo gửi lại (%s)", type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": "1"})
        return Response(status_code=200)

    return (Route(path, take, methods=["POST"]),)


def _read(body: bytes | None) -> Json | None:
    """Return an event; None for what is none."""
    try:
        payload: Any = json.loads(body or b"")
        return payload if isinstance(payload, dict) and "event_name" in event_of(payload) else None
    except (ValueError, RecursionError):
        return None
