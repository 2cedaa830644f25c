"""One payload of the Zalo Bot Platform to what a person did: the documented envelope or the bare event. Pure."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace

from roviec.channels.common.words import burst, text_of
from roviec.channels.zalo_bot.registration import ZALO_BOT
from roviec.messages.incoming import FileRef, Incoming, Json, Kind, Raw

CHANNEL = ZALO_BOT.name
_EVENT = re.compile(r"message\.(\w+)\.received")
_BOT = re.compile(r"@bot\b", re.IGNORECASE)
"""Every bot's name begins with "Bot": the platform demands it."""
_WITHHELD = {"voice": "voice", "sticker": "sticker", "unsupported": "file"}
"""What nobody here can hear or read. A document comes as "unsupported", without anything of it."""
_KINDS = dict.fromkeys(_WITHHELD, Kind.withheld)


def event_of(payload: Json) -> Json:
    """Return the event itself, out of its envelope if it came in one."""
    inner = payload.get("result")
    return inner if isinstance(inner, dict) else payload


def raw_of(payload: Json) -> Raw:
    """Wrap a payload with its message's id and chat; what names no id is known by its content. Never raises."""
    message = event_of(payload).get("message")
    message = message if isinstance(message, dict) else {}
    number, chat = message.get("message_id"), message.get("chat")
    known = isinstance(number, str | int) and not isinstance(number, bool) and number != ""
    place = chat.get("id", "") if isinstance(chat, dict) else ""
    return Raw(str(number) if known else _digest(payload), str(place), payload)


def _digest(payload: Json) -> str:
    written = json.dumps(payload, sort_keys=True, ensure_ascii=True)
    return f"sha256:{hashlib.sha256(written.encode()).hexdigest()}"


def read(raw: Raw, names: Sequence[str]) -> Incoming | None:
    """Return what a payload says to us; None when it says nothing; raise when it can't be read.

    `names` are the bot's own, as a mention in a group may show them.
    """
    event = event_of(raw.payload)
    kind = _EVENT.fullmatch(text_of(event["event_name"]))
    if kind is None:
        return None
    message = event["message"]
    sender, chat = message["from"], message["chat"]
    if sender.get("is_bot"):
        return None
    said = Incoming(
        channel=CHANNEL,
        chat=text_of(chat["id"]),
        kind=_KINDS.get(kind[1], Kind.text),
        text=_WITHHELD.get(kind[1]) or _words(message),
        files=_files(kind[1], message),
        message=str(message["message_id"]),
        name=str(sender.get("display_name") or ""),
        group=chat["chat_type"] == "GROUP",
    )
    said = replace(said, album=burst(message.get("date"))) if said.files else said
    return _addressed(said, names)


def _addressed(said: Incoming, names: Sequence[str]) -> Incoming | None:
    """Drop talk among people in a group, and our own name from the words that call us."""
    kind = Kind.file if said.files else said.kind
    text = said.text
    if said.group:
        if not _BOT.search(text) and not any(f"@{name}".lower() in text.lower() for name in names):
            return None
        text = without_name(text, names)
    return replace(said, kind=kind, text=text)


def without_name(text: str, names: Sequence[str]) -> str:
    """Return a text without the mention: a known name, else "@Bot…" up to a command, else the word "@Bot"."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"@{re.escape(name)}(?!\w)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^\s*@bot\b[^/\n]{0,60}(?=/)", "", text, flags=re.IGNORECASE)
    return _BOT.sub("", text).strip()


def _words(message: Json) -> str:
    """Return the text or the caption; nothing for what has no words."""
    found = message.get("text", message.get("caption"))
    return "" if found is None else text_of(found)


def _files(kind: str, message: Json) -> tuple[FileRef, ...]:
    """Return the picture: the platform gives an address that expires, no name and no size."""
    if kind == "image":
        url = message["photo_url"] if "photo_url" in message else message["photo"]
        return (FileRef(text_of(url), "anh.jpg", "image/jpeg", 0),)
    return ()
