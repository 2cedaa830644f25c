"""The wire to the Bot API: python-telegram-bot over aiohttp, with errors and answers left raw."""

from typing import Any

import aiohttp
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from roviec.channels.common.http import Http, Unanswered
from roviec.channels.telegram.trouble import Lost, refusal
from roviec.messages.outside import parsed

CONNECTIONS = 16
"""16 requests at once carry 30 messages a second even when each takes half a second."""
UPLOADING = 20
"""How many times longer a request with files may take: 50 MB over an office's line."""


class Wire(BaseRequest):
    """Carries requests; an answer that is not a success is raised as `Refused`."""

    def __init__(self, *, proxy: str, timeout: float) -> None:
        self.http = Http(timeout=timeout, proxy=proxy, connections=CONNECTIONS)

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self.http.timeout

    async def initialize(self) -> None:
        """Do nothing: the line opens when it is first used."""

    async def shutdown(self) -> None:
        """Close every connection."""
        await self.http.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Return code and body of a success; raise `Refused` or `Lost`."""
        has_files = request_data is not None and request_data.contains_files
        patience = self.http.timeout * (UPLOADING if has_files else 1)
        try:
            answer = await self.http.call(method, url, patience=patience, **_body(request_data))
        except Unanswered as error:
            raise Lost(str(error), taken=error.taken) from None
        if not 200 <= answer.status <= 299:
            raise refusal(answer.status, answer.body)
        return answer.status, answer.body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return a success's JSON object, or raise without logging the page that came instead."""
        try:
            body = parsed(payload)
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
