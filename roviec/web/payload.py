"""What a post may hold, cleaned at the edge."""

import re
from dataclasses import dataclass
from typing import Any

from roviec.folding import nfc
from roviec.messages.outside import parsed
from roviec.web.errors import Refused, TextTooLong

MAX_TEXT = 12_000
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Said:
    """One post: the page's own id of it, what the road reads and what the stream shows."""

    id: str
    payload: dict[str, Any]
    line: dict[str, Any]


def clean(value: object, limit: int = MAX_TEXT) -> str:
    """Return text composed to NFC, without control characters and halves of surrogate pairs."""
    if not isinstance(value, str):
        raise Refused
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _CONTROL.sub("", nfc(whole.replace("\r\n", "\n"))).strip()
    if len(text) > limit:
        raise TextTooLong
    return text


def post_id(value: object) -> str:
    """Return the id that the page made for a post."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refused
    return value


def said(data: bytes) -> Said:
    """Read {"id", "text"} or {"id", "action", "message", "label"}."""
    try:
        body = parsed(data)
    except ValueError as error:
        raise Refused from error
    if not isinstance(body, dict):
        raise Refused
    name = post_id(body.get("id"))
    if "action" in body:
        return _choice(name, body)
    text = clean(body.get("text"))
    if not text:
        raise Refused
    return Said(name, {"kind": "text", "text": text}, {"text": text})


def _choice(name: str, body: dict[str, Any]) -> Said:
    action = body["action"]
    message = body.get("message")
    if not isinstance(action, str) or not 0 < len(action.encode("utf-8", "replace")) <= 200:
        raise Refused
    message = None if message is None else clean(message, 200)
    label = clean(body.get("label", ""), 400)
    payload = {"kind": "choice", "text": clean(action, 200), "message": message}
    return Said(name, payload, {"text": label, "action": payload["text"], "message": message})
