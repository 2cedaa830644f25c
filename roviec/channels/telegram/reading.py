"""One update of the Bot API to what a person did. Pure.

Only the fields that are needed are read, and they are read strictly: a wrong one raises and the payload is
quarantined. The library's Update.de_json costs nine times as much and refuses a message over a field of no use
to us that Telegram has changed since the library's release. Tests hold the two side by side.
"""

from dataclasses import dataclass, replace
from typing import Any

from roviec.channels.telegram.contents import content, text_of
from roviec.channels.telegram.groups import addressed, without_name
from roviec.messages.incoming import Incoming, Json, Kind, Raw

CHANNEL = "telegram"
_OUT = ("kicked", "left")


@dataclass(frozen=True)
class Me:
    """The bot itself; the name is empty until getMe has answered."""

    id: int
    username: str = ""


def raw_of(update: Json) -> Raw:
    """Wrap an update with its id and the chat whose order it keeps; raise KeyError without an id."""
    number = update["update_id"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise KeyError("update_id")
    return Raw(external_id=str(number), chat=_chat_of(update), payload=update)


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
    if "my_chat_member" in update:
        return _standing(update["my_chat_member"])
    return None


def _message(message: Json, me: Me) -> Incoming | None:
    chat, sender = message["chat"], message.get("from")
    if "migrate_to_chat_id" in message:
        return _incoming(chat, Kind.moved, text=str(int(message["migrate_to_chat_id"])))
    if sender is None or sender["is_bot"] or chat["type"] == "channel":
        return None
    blank = _incoming(
        chat,
        Kind.text,
        message=str(int(message["message_id"])),
        reply_to=_reply_to(message, me),
        name=_name(sender),
        sender=str(int(sender["id"])),
    )
    said = content(message, sender["id"], blank)
    if said is None:
        return None
    return (
        addressed(said, me.username)
        if said.group
        else replace(said, text=without_name(said.text, me.username))
    )


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
