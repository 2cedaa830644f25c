"""What a message of the Bot API holds: words, files, a phone number, or a thing without words. Pure."""

import re
from dataclasses import replace

from roviec.folding import nfc
from roviec.messages.incoming import FileRef, Incoming, Json, Kind

_FILES = {
    "document": ("tai-lieu", "", "application/octet-stream"),
    "video": ("video", ".mp4", "video/mp4"),
    "video_note": ("video", ".mp4", "video/mp4"),
    "animation": ("anh-dong", ".mp4", "video/mp4"),
    "voice": ("ghi-am", ".ogg", "audio/ogg"),
    "audio": ("am-thanh", ".mp3", "audio/mpeg"),
}
"""Kind of content → stem, ending and type where the platform names none."""
_WORDLESS = ("sticker", "location", "venue", "dice", "poll", "game", "story", "paid_media", "checklist")
_UNFIT = re.compile(r"[\\/\x00-\x1f\x7f]+")


def content(message: Json, sender: int, blank: Incoming) -> Incoming | None:
    """Fill `blank` with what a message holds; None for what the platform tells of itself (joined, pinned…)."""
    if "text" in message:
        return replace(blank, text=text_of(message["text"]))
    if files := _files(message):
        return replace(blank, kind=Kind.file, files=files, text=text_of(message.get("caption", "")))
    if "contact" in message:
        return replace(blank, kind=Kind.contact, text=_own_phone(message["contact"], sender))
    return blank if any(kind in message for kind in _WORDLESS) else None


def text_of(value: object) -> str:
    """Return a text; raise TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _files(message: Json) -> tuple[FileRef, ...]:
    number = message["message_id"]
    if photos := message.get("photo"):
        largest = max(photos, key=lambda size: int(size["width"]) * int(size["height"]))
        return (
            FileRef(largest["file_id"], f"anh-{number}.jpg", "image/jpeg", largest.get("file_size") or 0),
        )
    for kind, (stem, ending, mime) in _FILES.items():
        if found := message.get(kind):
            name = _plain(found.get("file_name") or "") or f"{stem}-{number}{ending}"
            size = int(found.get("file_size") or 0)
            return (FileRef(text_of(found["file_id"]), name, found.get("mime_type") or mime, size),)
    return ()


def _plain(name: str) -> str:
    """Return a file name without folders and control characters, composed."""
    return _UNFIT.sub("_", nfc(name)).strip(" ._")[-120:]


def _own_phone(contact: Json, sender: int) -> str:
    """Return the sender's own number as +84…; nothing for somebody else's card, which proves nothing."""
    if contact.get("user_id") != sender:
        return ""
    digits = re.sub(r"\D", "", text_of(contact["phone_number"]))
    return f"+{digits}" if digits else ""
