"""One update of the Bot API to what a person did. Pure.

Only the fields that are needed are read, and they are read strictly: a wrong one raises and the payload is
quarantined. The library's Update.de_json costs nine times as much and refuses a message over a field of no use
to us that Telegram has changed since the library's release. Tests hold the two side by side.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from roviec.channels.common.words import file_name, text_of
from roviec.channels.telegram.registration import TELEGRAM
from roviec.messages.incoming import FileRef, Incoming, Json, Kind, Point, Raw

CHANNEL = TELEGRAM.name
_OUT = ("kicked", "left")
_FILES = {
    "document": ("tai-lieu", "", "application/octet-stream"),
    "video": ("video", ".mp4", "video/mp4"),
    "video_note": ("video", ".mp4", "video/mp4"),
    "animation": ("anh-dong", ".mp4", "video/mp4"),
    "voice": ("ghi-am", ".ogg", "audio/ogg"),
    "audio": ("am-thanh", ".mp3", "audio/mpeg"),
}
"""Kind of content → stem, ending and type where the platform names none."""
_WORDLESS = ("sticker", "dice", "poll", "game", "story", "paid_media", "checklist")
_COMMAND = re.compile(r"(/\w+)(?:@(\w+))?")


@dataclass(frozen=True)
class Me:
    """The bot itself; the name is empty until getMe has answered."""

    id: int
    username: str = ""


def number_of(update: Json) -> int:
    """Return the id of an update, by which it is confirmed; raise KeyError without one."""
    number = update["update_id"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise KeyError("update_id")
    return number


def raw_of(update: Json) -> Raw:
    """Wrap an update with its id and the chat whose order it keeps; raise KeyError without an id.

    The edits of one message share an id, so that only the first is answered.
    """
    chat = _chat_of(update)
    return Raw(external_id=_edit_of(update) or str(number_of(update)), chat=chat, payload=update)


def _edit_of(update: Json) -> str:
    """Return what the edits of a message are called, "" for any other update.

    Its number and its second tell it from all others; the chat is not named.
    """
    edited = update.get("edited_message")
    if not isinstance(edited, dict) or "message_id" not in edited:
        return ""
    number_of(update)
    return f"edit/{edited.get('date')}/{edited['message_id']}"


def _chat_of(update: Json) -> str:
    """Return the chat of any kind of update, else its sender, else nothing; never raise."""
    for part in update.values():
        if isinstance(part, dict):
            inner = part.get("message")
            for holder in (part, inner if isinstance(inner, dict) else {}):
                for key in ("chat", "from", "user"):
                    found = holder.get(key)
                    if isinstance(found, dict) and "id" in found:
                        return str(found["id"])
    return ""


def read(raw: Raw, me: Me) -> Incoming | None:
    """Return what an update says to us; None when it says nothing; raise when it can't be read."""
    update = raw.payload
    if "message" in update:
        return _message(update["message"], me)
    if "callback_query" in update:
        return _press(update["callback_query"])
    if "edited_message" in update:
        return _edited(update["edited_message"], me)
    if "message_reaction" in update:
        return _reaction(update["message_reaction"])
    if "my_chat_member" in update:
        return _standing(update["my_chat_member"])
    return None


def _message(message: Json, me: Me) -> Incoming | None:
    chat, sender = message["chat"], message.get("from")
    if "migrate_to_chat_id" in message:
        return _incoming(chat, Kind.moved, text=str(int(message["migrate_to_chat_id"])))
    if sender is None or chat["type"] == "channel" or message.get("is_automatic_forward"):
        return None
    is_group_itself = (message.get("sender_chat") or {}).get("id") == chat["id"]
    if sender["is_bot"] and not is_group_itself:
        return None
    blank = _incoming(
        chat,
        Kind.text,
        message=str(int(message["message_id"])),
        reply_to=_reply_to(message, me),
        name="" if is_group_itself else _name(sender),
        sender="" if is_group_itself else str(int(sender["id"])),
        anonymous=is_group_itself,
        topic=_topic(message),
        forwarded="forward_origin" in message,
        album=text_of(message.get("media_group_id", "")),
    )
    said = content(message, sender["id"], blank)
    if said is None:
        return None
    return (
        addressed(said, me.username)
        if said.group
        else replace(said, text=without_name(said.text, me.username))
    )


def _edited(message: Json, me: Me) -> Incoming | None:
    """Read that a message was changed; one that follows somebody who moves is no change."""
    said = _message(message, me)
    is_words = said is not None and said.kind in (Kind.text, Kind.file) and not said.forwarded
    return replace(said, kind=Kind.edited, files=()) if said is not None and is_words else None


def _reaction(change: Json) -> Incoming | None:
    """Read the emoji that a person put on a message; None where they took one away, or in a group."""
    before = [one.get("emoji") for one in change["old_reaction"]]
    new = [one["emoji"] for one in change["new_reaction"] if one["type"] == "emoji"]
    found = next((emoji for emoji in new if emoji not in before), None)
    if found is None or "user" not in change or change["chat"]["type"] != "private":
        return None
    number = str(int(change["message_id"]))
    return _incoming(change["chat"], Kind.reaction, text=text_of(found), reply_to=number)


def _topic(message: Json) -> str:
    """Return the topic of a message; a thread of answers outside of topics is none."""
    return str(int(message["message_thread_id"])) if message.get("is_topic_message") else ""


def _reply_to(message: Json, me: Me) -> str | None:
    """Return the id of our message that this one answers."""
    original = message.get("reply_to_message") or {}
    ours = (original.get("from") or {}).get("id") == me.id
    return str(int(original["message_id"])) if ours else None


def _press(query: Json) -> Incoming | None:
    """Read a pressed button; presses of games and of messages in other chats have nothing for us."""
    message = query.get("message")
    if message is None or "data" not in query:
        return None
    return _incoming(
        message["chat"],
        Kind.choice,
        text=text_of(query["data"]),
        message=str(int(message["message_id"])),
        name=_name(query["from"]),
        sender=str(int(query["from"]["id"])),
        topic=_topic(message),
    )


def _standing(change: Json) -> Incoming:
    """Read that a person blocked or unblocked the bot, or that a group took it in or threw it out."""
    out = change["new_chat_member"]["status"] in _OUT
    kind = Kind.unreachable if out else Kind.reachable
    return _incoming(change["chat"], kind, name=_name(change["from"]))


def _incoming(chat: Json, kind: Kind, **fields: Any) -> Incoming:
    group = chat["type"] != "private"
    return Incoming(channel=CHANNEL, chat=str(int(chat["id"])), kind=kind, group=group, **fields)


def _name(person: Json) -> str:
    return f"{person['first_name']} {person.get('last_name') or ''}".strip()


def content(message: Json, sender: int, blank: Incoming) -> Incoming | None:
    """Fill `blank` with what a message holds; None for what the platform tells of itself (joined, pinned…)."""
    if "text" in message:
        return replace(blank, text=text_of(message["text"]))
    if files := _files(message):
        return replace(blank, kind=Kind.file, files=files, text=text_of(message.get("caption", "")))
    if "contact" in message:
        return replace(blank, kind=Kind.contact, text=_own_phone(message["contact"], sender))
    if where := (message.get("venue") or message).get("location"):
        return _place(message, where, blank)
    if sticker := message.get("sticker"):
        return replace(blank, text=text_of(sticker.get("emoji") or ""))
    return blank if any(kind in message for kind in _WORDLESS) else None


def _place(message: Json, where: Json, blank: Incoming) -> Incoming:
    """Read a point on the map, with the name and address of a place where one was chosen."""
    venue = message.get("venue") or {}
    named = ", ".join(text_of(venue[part]) for part in ("title", "address") if venue.get(part))
    point = Point(float(where["latitude"]), float(where["longitude"]))
    return replace(blank, kind=Kind.place, text=named, point=point)


def _files(message: Json) -> tuple[FileRef, ...]:
    number = message["message_id"]
    if photos := message.get("photo"):
        largest = max(photos, key=lambda size: int(size["width"]) * int(size["height"]))
        return (
            FileRef(largest["file_id"], f"anh-{number}.jpg", "image/jpeg", largest.get("file_size") or 0),
        )
    for kind, (stem, ending, mime) in _FILES.items():
        if found := message.get(kind):
            name = file_name(found.get("file_name") or "") or f"{stem}-{number}{ending}"
            size = int(found.get("file_size") or 0)
            return (FileRef(text_of(found["file_id"]), name, found.get("mime_type") or mime, size),)
    return ()


def _own_phone(contact: Json, sender: int) -> str:
    """Return the sender's own number as +84…; nothing for somebody else's card, which proves nothing."""
    if contact.get("user_id") != sender:
        return ""
    digits = re.sub(r"\D", "", text_of(contact["phone_number"]))
    return f"+{digits}" if digits else ""


def addressed(said: Incoming, username: str) -> Incoming | None:
    """Return what was said to the bot in a group, without its name; None for talk among people."""
    if said.kind == Kind.contact or said.forwarded:
        return None
    if command := _COMMAND.match(said.text):
        meant = command[2]
        if meant and username and meant.lower() != username.lower():
            return None
        return replace(said, text=command[1] + said.text[command.end() :])
    text = without_name(said.text, username)
    return replace(said, text=text) if text != said.text or said.reply_to else None


def without_name(text: str, username: str) -> str:
    """Return a text without `@username`."""
    if not username or "@" not in text:
        return text
    return re.sub(
        rf"(?<!\w)@{re.escape(username)}(?!\w)\s?|(?<=\w)@{re.escape(username)}(?!\w)", "", text, flags=re.I
    )
