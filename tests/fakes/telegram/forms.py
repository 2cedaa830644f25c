"""Read the parameters of a call: JSON, urlencoded or multipart bodies, and the query string."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from .errors import bad_request
from .wire import Request

_NAME = re.compile(rb'[; ]name="([^"]*)"')
_FILENAME = re.compile(rb'filename="([^"]*)"')
_TYPE = re.compile(rb"content-type: *([^\r\n]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file part."""

    name: str
    mime_type: str
    data: bytes


Params = dict[str, Any]
Files = dict[str, Upload]


def read_call(request: Request) -> tuple[Params, Files]:
    """Return the parameters and the uploads of a request; raise a 400 for a body that cannot be read."""
    params: Params = dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {}
    files: Files = {}
    if request.body:
        kind = request.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            params.update(parse_qsl(request.body.decode(), keep_blank_values=True))
        elif kind.startswith("application/json"):
            params.update(_read_json(request.body))
        elif kind.startswith("multipart/form-data"):
            _read_multipart(kind, request.body, params, files)
        else:
            raise bad_request(f"unsupported content type {kind!r}")
    return params, files


def _read_json(body: bytes) -> Params:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON encoded body") from None
    if not isinstance(value, dict):
        raise bad_request("JSON object expected")
    return {name: item for name, item in value.items() if item is not None}


def _read_multipart(kind: str, body: bytes, params: Params, files: Files) -> None:
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    if not boundary:
        raise bad_request("multipart boundary is missing")
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        found = _NAME.search(head)
        if found is None:
            raise bad_request("multipart part without a name")
        name = found[1].decode()
        filename = _FILENAME.search(head)
        if filename is None:
            params[name] = content.decode()
            continue
        mime = _TYPE.search(head)
        mime_type = mime[1].decode() if mime else "application/octet-stream"
        files[name] = Upload(unquote(filename[1].decode()), mime_type, content)
