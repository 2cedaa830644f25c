"""The wire to the Bot API: python-telegram-bot's HTTP with errors left raw, and its bot with answers left raw."""

import asyncio
import json
import ssl
from typing import Any

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from roviec.channels.telegram.trouble import ProxyUnusable, refusal

POOLS, CONNECTIONS = 4, 4
"""httpx's cost of a request grows with the square of its pool: four small pools send twice as fast as one of
16, and 16 requests at once carry 30 messages a second even when each takes half a second."""


class Wire(BaseRequest):
    """Carries requests; an answer that is not a success is raised as `Refused`."""

    def __init__(self, *, proxy: str, timeout: float) -> None:
        self._timeout = timeout
        trust = httpx.create_ssl_context()
        self._pools = [_pool(proxy, timeout, trust) for _ in range(POOLS)]
        self._free = self._pools * CONNECTIONS
        self._slots = asyncio.Semaphore(len(self._free))

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._timeout

    async def initialize(self) -> None:
        """Do nothing: the pools open when they are first used."""

    async def shutdown(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(pool.shutdown() for pool in self._pools))

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Return code and body of a success; raise `Refused`, or what the library makes of a broken line."""
        async with self._slots:
            pool = self._free.pop()
            try:
                code, payload = await pool.do_request(url, method, *args, **kwargs)
            finally:
                self._free.append(pool)
        if not 200 <= code <= 299:
            raise refusal(code, payload)
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return a success's JSON object, or raise without logging the page that came instead."""
        try:
            body = json.loads(payload)
        except ValueError:
            body = None
        if not isinstance(body, dict) or "result" not in body:
            raise TelegramError("the answer is not the Bot API's")
        return body


def _pool(proxy: str, timeout: float, trust: ssl.SSLContext) -> HTTPXRequest:
    try:
        return HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            connect_timeout=min(timeout, 10.0),
            read_timeout=timeout,
            write_timeout=timeout,
            pool_timeout=timeout,
            proxy=proxy or None,
            httpx_kwargs={"verify": trust},
        )
    except (RuntimeError, ValueError):
        raise ProxyUnusable from None


class Api(Bot):
    """The library's bot, with its answers as raw JSON.

    A message that was taken must count as taken even when the answer has a shape that this version of the
    library can't read: else it would be sent again.
    """

    def __init__(self, token: str, root: str, wire: Wire) -> None:
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=wire,
            get_updates_request=wire,
        )

    async def call(self, endpoint: str, **data: Any) -> Any:
        """Call a method and return its raw `result`; parameters that are None are left out."""
        return await self._post(endpoint, data)


def number_of(answer: Any) -> str | None:
    """Return the id in the answer; a message that was taken counts as sent even without one."""
    found = answer.get("message_id") if isinstance(answer, dict) else None
    return str(found) if found is not None else None
