"""The webhook: the secret is checked first, the payload is stored before the 200."""

import hashlib
import hmac
import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.channel import Store
from roviec.channels.common.body import body_of
from roviec.channels.telegram.reading import raw_of
from roviec.messages.incoming import Raw
from roviec.messages.outside import parsed

log = logging.getLogger(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def path_of(token: str) -> str:
    """Return the path that Telegram posts to: the same in every process, and not to be guessed."""
    return f"/telegram/{_derived(token, b'path')[:24]}"


def secret_of(token: str, configured: str) -> str:
    """Return the configured secret, else one derived from the token: the door is never without a lock."""
    return configured or _derived(token, b"secret")


def _derived(token: str, purpose: bytes) -> str:
    return hmac.new(token.encode(), b"roviec webhook " + purpose, hashlib.sha256).hexdigest()


def routes(path: str, secret: str, store: Store) -> tuple[BaseRoute, ...]:
    """Return the route of the webhook."""

    async def take(request: Request) -> Response:
        given = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(given, secret.encode()):
            return Response(status_code=403)
        raw = _read(await body_of(request) or b"")
        if raw is None:
            # It can never be read, so Telegram must not bring it again for a day.
            log.warning("telegram: webhook nhận một nội dung không phải là cập nhật của Telegram, đã bỏ qua")
            return Response(status_code=200)
        try:
            await store([raw])
        except Exception as error:
            log.warning("telegram: chưa ghi được tin, Telegram sẽ gửi lại (%s)", type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": "1"})
        return Response(status_code=200)

    return (Route(path, take, methods=["POST"]),)


def _read(body: bytes) -> Raw | None:
    try:
        update: Any = parsed(body)
        return raw_of(update)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
