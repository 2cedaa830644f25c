"""The wire to the Bot API: python-telegram-bot over aiohttp, with errors and answers left raw."""

import json
from typing import Any

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from roviec.channels.telegram.line import BROKEN, NOT_SENT, check_proxy, open_line
from roviec.channels.telegram.trouble import NotSent, refusal

CONNECTIONS = 16
"""16 requests at once carry 30 messages a second even when each takes half a second."""


class Wire(BaseRequest):
    """Carries requests; an answer that is not a success is raised as `Refused`."""

    def __init__(self, *, proxy: str, timeout: float) -> None:
        check_proxy(proxy)
        self._proxy, self._timeout = proxy, timeout
        self._line: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._timeout

    async def initialize(self) -> None:
        """Do nothing: the line opens when it is first used."""

    async def shutdown(self) -> None:
        """Close every connection."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Return code and body of a success; raise `Refused`, `NotSent`, or `NetworkError` when nobody knows."""
        if self._line is None:
            self._line = open_line(self._proxy, timeout=self._timeout, connections=CONNECTIONS)
        try:
            async with self._line.request(method, url, **_body(request_data)) as answer:
                code, payload = answer.status, await answer.read()
        except NOT_SENT as error:
            # The words of errors may hold the address, and with it the token.
            raise NotSent(type(error).__name__) from None
        except BROKEN as error:
            raise NetworkError(type(error).__name__) from None
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


def _body(data: RequestData | None) -> dict[str, Any]:
    """Return the fields of a request: in parts where there are files, else as JSON, the cheapest to write."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters)
    for name, (file_name, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return {"data": form}


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
