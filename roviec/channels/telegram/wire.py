"""The wire to the Bot API: a method's name and its fields go out, its raw result comes back."""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from roviec.channels.common.http import Http, Unanswered
from roviec.channels.telegram.trouble import Lost, NotTheApi, refusal
from roviec.messages.outside import parsed

if TYPE_CHECKING:
    import aiohttp

CONNECTIONS = 16
"""16 requests at once carry 30 messages a second even when each takes half a second."""
UPLOADING = 20
"""How many times longer a request with files may take: 50 MB over an office's line."""
_JSON = {"Content-Type": "application/json"}
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Upload:
    """A file that goes with a request."""

    data: bytes
    name: str


class Api:
    """The Bot API under `root`, the server's address without "/bot"."""

    def __init__(self, token: str, root: str, *, proxy: str, timeout: float) -> None:
        """Take the seconds that a call without files may last."""
        self._methods = f"{root}/bot{token}/"
        self._http = Http(timeout=timeout, proxy=proxy, connections=CONNECTIONS)

    async def call(self, method: str, **fields: Any) -> Any:
        """Return the raw `result` of a method; fields that are None are left out.

        Raise `Refused` for an answer that is not a success, `Lost` for none, `NotTheApi` for a page in its place.
        A message that was taken counts as taken whatever the shape of its result: else it would be sent again.
        """
        given = {name: value for name, value in fields.items() if value is not None}
        has_files = any(isinstance(value, Upload) for value in given.values())
        content = {"data": _form(given)} if has_files else {"data": _body(given), "headers": _JSON}
        patience = self._http.timeout * (UPLOADING if has_files else 1)
        try:
            answer = await self._http.call("POST", self._methods + method, patience=patience, **content)
        except Unanswered as error:
            raise Lost(str(error), taken=error.taken) from None
        if not 200 <= answer.status <= 299:
            raise refusal(answer.status, answer.body)
        return _result(answer.body)

    async def close(self) -> None:
        """Close every connection."""
        await self._http.close()


def _body(fields: dict[str, Any]) -> bytes:
    """Return fields as JSON, the cheapest to write."""
    return _WRITER.encode(fields).encode()


def _form(fields: dict[str, Any]) -> aiohttp.FormData:
    """Return fields in parts: files as they are, what is no text as JSON."""
    import aiohttp  # Who sends no file starts without it.

    form = aiohttp.FormData()
    for name, value in fields.items():
        if isinstance(value, Upload):
            kind = mimetypes.guess_type(value.name)[0] or "application/octet-stream"
            form.add_field(name, value.data, filename=value.name, content_type=kind)
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return form


def _result(payload: bytes) -> Any:
    """Return the `result` of a success; a gateway's page in its place is raised and stays out of the log."""
    try:
        body = parsed(payload)
    except ValueError:
        body = None
    if not isinstance(body, dict) or "result" not in body:
        raise NotTheApi
    return body["result"]


def number_of(answer: Any) -> str | None:
    """Return the id in the answer; a message that was taken counts as sent even without one."""
    found = answer.get("message_id") if isinstance(answer, dict) else None
    return str(found) if found is not None else None
