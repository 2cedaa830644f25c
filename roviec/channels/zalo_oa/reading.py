"""One event of the webhook to what a person did. Pure.

Events of ours (`oa_send_…`), receipts and everything unknown are told apart before anything is stored.
"""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from roviec.channels.common.words import burst, file_name, text_of
from roviec.channels.zalo_oa.registration import ZALO_OA
from roviec.channels.zalo_oa.seal import Seal
from roviec.folding import whole
from roviec.messages.incoming import FileRef, Incoming, Json, Kind, Point, Raw

CHANNEL = ZALO_OA.name
SENT = ("text", "image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file")
SPOKEN = frozenset(f"user_send_{kind}" for kind in SENT)
FORM, RATED, REACTED = "user_submit_info", "user_feedback", "user_reacted_message"
STANDING = {"follow": Kind.reachable, "unfollow": Kind.unreachable}
KEPT = SPOKEN | {FORM, RATED, REACTED} | set(STANDING)
"""What concerns the core; the rest is noted or ignored and never stored."""
INTERACTIONS = SPOKEN | {FORM, "follow"}
"""What opens the window of free messages."""
_FILES = {
    "image": ("anh", ".jpg", "image/jpeg"),
    "gif": ("anh-dong", ".gif", "image/gif"),
    "audio": ("ghi-am", ".aac", "audio/aac"),
    "video": ("video", ".mp4", "video/mp4"),
    "file": ("tai-lieu", "", "application/octet-stream"),
}
_MIMES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def raw_of(event: Json) -> Raw:
    """Wrap an event with its id and its person; never raise.

    A message is known by its id, together with the event's name; what has none, as `follow`, by its whole content:
    a retry repeats it to the letter, and two such events of one person differ in their time.
    """
    message = event.get("message")
    number = message.get("msg_id") if isinstance(message, dict) else None
    name = str(event.get("event_name"))
    known = isinstance(number, str | int) and not isinstance(number, bool) and number != ""
    return Raw(f"{name}/{number}" if known else f"{name}/{_digest(event)}", chat_of(event), event)


def chat_of(event: Json) -> str:
    """Return whose event it is; empty for one that names nobody, as a rating."""
    for key in ("sender", "follower"):
        found = event.get(key)
        if isinstance(found, dict) and found.get("id"):
            return str(found["id"])
    return ""


def _digest(event: Json) -> str:
    written = json.dumps(event, sort_keys=True, ensure_ascii=True)
    return f"sha256:{hashlib.sha256(written.encode()).hexdigest()}"


def read(raw: Raw, seal: Seal) -> Incoming | None:
    """Return what an event says to us; None when it says nothing; raise when it can't be read."""
    event = raw.payload
    name = text_of(event["event_name"])
    if name in STANDING:
        return Incoming(CHANNEL, text_of(event["follower"]["id"]), STANDING[name])
    if name == RATED:
        return _rated(event["message"])
    chat = text_of(event["sender"]["id"]) if name in KEPT else ""
    if name == FORM:
        # The form is filled in by hand: whoever writes a number there has not proved that it is theirs.
        return Incoming(CHANNEL, chat, Kind.contact, text=_phone(event["info"]), proved=False)
    if name == REACTED:
        return _reaction(chat, event["message"])
    if name in SPOKEN:
        said = _said(name.removeprefix("user_send_"), chat, event["message"], seal)
        return replace(said, album=burst(event.get("timestamp"))) if said.kind == Kind.file else said
    return None


def _reaction(chat: str, message: Json) -> Incoming | None:
    """Read the emoji that a person put on a message; None where they took it away."""
    icon = text_of(message.get("react_icon") or "")
    said = Incoming(CHANNEL, chat, Kind.reaction, icon, reply_to=str(message.get("msg_id")))
    return said if icon else None


def _said(kind: str, chat: str, message: Json, seal: Seal) -> Incoming:
    """Read a message; a pressed button comes as the words of its payload."""
    text = text_of(message.get("text") or "")
    quoted = message.get("quote_msg_id")
    said = Incoming(
        CHANNEL,
        chat,
        Kind.text,
        text,
        message=str(message["msg_id"]),
        reply_to=str(quoted) if quoted else None,
    )
    if kind in _FILES:
        return replace(said, kind=Kind.file, files=_files(kind, message))
    if kind == "location" and (point := _point(message)) is not None:
        return replace(said, kind=Kind.place, point=point)
    action = seal.action(chat, text) if kind == "text" else None
    return said if action is None else replace(said, kind=Kind.choice, text=action, reply_to=None)


def _files(kind: str, message: Json) -> tuple[FileRef, ...]:
    stem, ending, mime = _FILES[kind]
    found = []
    for n, attachment in enumerate(message["attachments"]):
        payload: dict[str, Any] = attachment["payload"]
        number = f"{message['msg_id']}-{n}" if n else message["msg_id"]
        name = file_name(str(payload.get("name") or "")) or f"{stem}-{number}{ending}"
        known = _MIMES.get(name.rpartition(".")[2].lower(), mime)
        size = whole(str(payload.get("size") or "0")) or 0
        found.append(FileRef(text_of(payload["url"]), name, known, size))
    return tuple(found)


def _point(message: Json) -> Point | None:
    """Return the point of a location, whose numbers travel as words; None where it names none."""
    parts = [one["payload"] for one in message.get("attachments") or ()]
    found = next((part["coordinates"] for part in parts if part.get("coordinates")), None)
    return Point(float(found["latitude"]), float(found["longitude"])) if found else None


def _phone(info: Json) -> str:
    """Return the number of a form as +84…; nothing for what is none."""
    digits = re.sub(r"\D", "", str(info.get("phone") or ""))
    digits = f"84{digits[1:]}" if digits.startswith("0") else digits
    return f"+{digits}" if 9 <= len(digits) <= 15 else ""


def _rated(message: Json) -> Incoming | None:
    """Read the stars of a rating; one that answers nothing of ours has no tracking id and says nothing."""
    stars, tracking = int(message["rate"]), str(message.get("tracking_id") or "")
    if not 1 <= stars <= 5:
        raise ValueError("not a number of stars")
    chips = [text_of(chip) for chip in message.get("feedbacks") or ()]
    words = "; ".join(part for part in (*chips, str(message.get("note") or "").strip()) if part)
    said = Incoming(CHANNEL, "", Kind.rating, words, reply_to=tracking, stars=stars)
    return said if tracking else None
