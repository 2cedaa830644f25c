"""Receiving: by webhook, where probes are greeted and a payload is stored before the 200; by poll for trials only."""

import asyncio
import hashlib
import hmac
import logging
import random
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from roviec.channels.channel import Store
from roviec.channels.common.body import body_of
from roviec.channels.common.http import Unanswered
from roviec.channels.common.retrying import kept
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.reading import event_of, raw_of
from roviec.channels.zalo_bot.trouble import Refused, TokenRefused
from roviec.errors import heed_cancellation
from roviec.messages.incoming import Json
from roviec.messages.outside import parsed

log = logging.getLogger(__name__)
HEADER = "X-Bot-Api-Secret-Token"
LONGEST = 60.0
WARNING = (
    "zalo_bot: chế độ polling chỉ để thử: tin gửi lúc bot không chạy sẽ mất, "
    "hai nơi cùng nhận sẽ giành tin của nhau. Khi dùng thật, đặt zalo_bot.mode = webhook"
)


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
        payload: Any = parsed(body or b"")
        return payload if isinstance(payload, dict) and "event_name" in event_of(payload) else None
    except ValueError:
        return None


class Poller:
    """Hands messages to the inbox until cancelled: the platform hands each out once and keeps none for later."""

    def __init__(self, client: Client, *, hold: int, pause: float) -> None:
        self.client, self.hold, self.pause = client, hold, pause
        self._said = ""
        self._failures = 0

    async def run(self, store: Store) -> None:
        """Poll for ever; raise `TokenRefused` when only a person can help."""
        log.warning(WARNING)
        while True:
            try:
                update = await self.client.update(self.hold)
            except (Refused, Unanswered) as error:
                if isinstance(error, Refused) and error.code == 401:
                    raise TokenRefused from None
                await self._trouble(f"chưa nhận được tin ({error}), sẽ thử lại")
                continue
            if update is not None:
                # It will not be handed out again, so nothing else happens before.
                await kept(store, [raw_of(update)], self.pause, self._not_stored)
            self._fine()

    def _not_stored(self, error: Exception) -> None:
        self._say(f"chưa ghi được tin vào cơ sở dữ liệu ({type(error).__name__})")

    def _say(self, sentence: str) -> None:
        """Say each kind of trouble once."""
        if sentence != self._said:
            log.warning("zalo_bot: %s", sentence)
        self._said = sentence

    async def _trouble(self, sentence: str) -> None:
        """Say what is wrong, and wait: longer each time, never in step."""
        heed_cancellation()
        self._say(sentence)
        wait = min(LONGEST, self.pause * 2.0**self._failures) * random.uniform(0.5, 1.0)
        self._failures = min(self._failures + 1, 10)
        await asyncio.sleep(wait)

    def _fine(self) -> None:
        if self._said:
            log.warning("zalo_bot: đã nhận tin trở lại")
        self._said, self._failures = "", 0
