"""What a person does: write, press, send a file or a phone number, block."""

import base64
import time
from typing import Any

from .actions import action
from .core import BOT_ID, Core
from .entities import find_automatic
from .files import document, photo_sizes
from .forms import Upload
from .methods_setup import member_object
from .store import Chat, Standing

Json = dict[str, Any]
GROUP_BOT: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""In whose name an anonymous administrator writes."""


@action
def add_user(
    core: Core, user_id: int, first_name: str | None = None, started: bool = True, **fields: str
) -> Json:
    """Make a person known; one who has not started the bot cannot be written to."""
    name = first_name or f"Người dùng {user_id}"
    user: Json = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "vi", **fields}
    shown: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    core.store.users[user_id] = user
    core.store.chats[user_id] = Chat(
        info={"id": user_id, **shown, "type": "private"},
        standing=Standing.OPEN if started else Standing.NEVER_STARTED,
        members={user_id: "member", BOT_ID: "member"},
    )
    return user


def find_user(core: Core, user_id: int) -> Json:
    """Return a person, made known on first mention."""
    return core.store.users.get(user_id) or add_user(core, user_id)


def receive(core: Core, chat: Chat, user: Json, content: Json) -> Json:
    """Put a person's message into a chat and tell the bot, as far as it may read it."""
    if chat.private and chat.standing is Standing.NEVER_STARTED:
        chat.standing = Standing.OPEN
    if chat.standing in (Standing.BLOCKED, Standing.DEACTIVATED):
        raise ValueError(f"user {user['id']} cannot write: {chat.standing}")
    date = int(core.clock.now())
    message = chat.add({"message_id": 0, "from": user, "chat": chat.info, "date": date, **content})
    if bot_reads(core, chat, message):
        chat.asked_at = time.monotonic()
        core.updates.add("message", message, chat.id)
    return message


def bot_reads(core: Core, chat: Chat, message: Json) -> bool:
    """Apply the privacy mode: in groups the bot reads commands, mentions and replies to it."""
    if chat.private or chat.bot_is_admin or core.bot["can_read_all_group_messages"]:
        return True
    if chat.members.get(BOT_ID) in (None, "left", "kicked"):
        return False
    own = message.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID
    text, name = message.get("text") or message.get("caption") or "", f"@{core.bot['username']}"
    command = text.startswith("/") and ("@" not in text.split()[0] or text.split()[0].endswith(name))
    return own or command or name in text


def place(core: Core, user_id: int, chat_id: int | None, reply_to: int | None) -> tuple[Chat, Json, Json]:
    """Return the chat, the person, and the message that is replied to as a message holds it."""
    user = find_user(core, user_id)
    chat = core.store.chats[chat_id or user_id]
    reply: Json = {}
    if reply_to is not None:
        original = chat.messages[reply_to]
        reply["reply_to_message"] = {key: original[key] for key in original if key != "reply_to_message"}
    return chat, user, reply


@action
def say(
    core: Core,
    user_id: int,
    text: str,
    chat_id: int | None = None,
    reply_to: int | None = None,
    topic: int | None = None,
    anonymous: bool = False,
    forwarded_from: str = "",
) -> int:
    """Write a text or a command, to the bot or into a group; return the message id.

    `topic`: in that topic of a forum. `anonymous`: as the group itself, as an administrator may.
    `forwarded_from`: the words of somebody who hides their account.
    """
    chat, user, reply = place(core, user_id, chat_id, reply_to)
    content: Json = {**reply, **mark(core, topic, forwarded_from), "text": text}
    if anonymous:
        user, content = GROUP_BOT, {**content, "sender_chat": chat.info}
    if entities := find_automatic(text):
        content["entities"] = entities
    return int(receive(core, chat, user, content)["message_id"])


def mark(core: Core, topic: int | None = None, forwarded_from: str = "") -> Json:
    """Return what tells that a message stands in a topic or was forwarded."""
    marks: Json = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    if forwarded_from:
        date = int(core.clock.now()) - 3600
        marks["forward_origin"] = {"type": "hidden_user", "sender_user_name": forwarded_from, "date": date}
    return marks


@action
def edit(core: Core, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> None:
    """Change an own message."""
    chat, _, _ = place(core, user_id, chat_id, None)
    message = {**chat.messages[message_id], "text": text, "edit_date": int(core.clock.now())}
    chat.messages[message_id] = message
    if bot_reads(core, chat, message):
        core.updates.add("edited_message", message, chat.id)


@action
def send_file(
    core: Core,
    user_id: int,
    content: str,
    name: str = "tep.bin",
    mime_type: str = "application/octet-stream",
    caption: str = "",
    photo: bool = False,
    chat_id: int | None = None,
    reply_to: int | None = None,
    album: str = "",
    forwarded_from: str = "",
) -> int:
    """Send a document or a photo; `content` is base64; return the message id. `album`: one of several."""
    chat, user, reply = place(core, user_id, chat_id, reply_to)
    reply |= mark(core, None, forwarded_from) | ({"media_group_id": album} if album else {})
    upload = Upload(name, mime_type, base64.b64decode(content))
    stored = core.files.keep(upload, "photos" if photo else "documents")
    part: Json = {"photo": photo_sizes(stored)} if photo else {"document": document(stored)}
    if caption:
        part["caption"] = caption
    return int(receive(core, chat, user, {**reply, **part})["message_id"])


@action
def share_contact(core: Core, user_id: int, phone: str, contact_user_id: int | None = None) -> int:
    """Send a phone number, by default one's own, as Telegram does: digits without a plus sign."""
    user = find_user(core, user_id)
    contact = {
        "phone_number": phone,
        "first_name": user["first_name"],
        "user_id": user_id if contact_user_id is None else contact_user_id,
    }
    return int(receive(core, core.store.chats[user_id], user, {"contact": contact})["message_id"])


@action
def press(
    core: Core, user_id: int, button: str, message_id: int | None = None, chat_id: int | None = None
) -> Json:
    """Press a button by its label or its data, on one message or on the newest that has it."""
    chat, user, _ = place(core, user_id, chat_id, None)
    for number in [message_id] if message_id else reversed(chat.messages):
        raw = chat.messages[number]
        rows = raw.get("reply_markup", {}).get("inline_keyboard", []) if number not in chat.deleted else []
        for key in (key for row in rows for key in row):
            if button in (key["text"], key.get("callback_data")):
                return _press_key(core, chat, user, raw, key)
    return _press_keyboard(core, chat, user, button)


def _press_key(core: Core, chat: Chat, user: Json, raw: Json, key: Json) -> Json:
    if "callback_data" not in key:
        return {"message_id": raw["message_id"], "url": key.get("url")}
    return press_data(core, user["id"], raw["message_id"], key["callback_data"], chat.id)


@action
def press_data(core: Core, user_id: int, message_id: int, data: str, chat_id: int | None = None) -> Json:
    """Send any data as if a button of this message carried it: an old screen, or a forged press."""
    chat, user, _ = place(core, user_id, chat_id, None)
    query = core.open_callback(user_id, chat.id, message_id)
    chat.asked_at = time.monotonic()
    message = chat.messages[message_id]
    if message_id in chat.deleted:
        message = {"chat": chat.info, "message_id": message_id, "date": 0}
    payload = {"id": query, "from": user, "message": message, "chat_instance": str(-chat.id), "data": data}
    core.updates.add("callback_query", payload, chat.id)
    return {"message_id": message_id, "callback_query_id": query}


def _press_keyboard(core: Core, chat: Chat, user: Json, label: str) -> Json:
    rows = chat.keyboard["keyboard"] if chat.keyboard else []
    for key in (key for row in rows for key in row):
        if key["text"] == label and key.get("request_contact"):
            return {"message_id": share_contact(core, user["id"], "84912345678")}
        if key["text"] == label:
            return {"message_id": say(core, user["id"], label, chat.id)}
    labels = [
        key["text"]
        for raw in chat.messages.values()
        for row in raw.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
    ]
    raise LookupError(f"no button {label!r} in chat {chat.id}; there are {labels}")


@action
def answer_to(core: Core, callback_query_id: str) -> Json | None:
    """Return what the bot answered to a press, or None."""
    return core.callbacks[callback_query_id].answer


def _change_standing(core: Core, user_id: int, standing: Standing, old: str, new: str) -> None:
    user = find_user(core, user_id)
    chat = core.store.chats[user_id]
    chat.standing = standing
    payload = {
        "chat": chat.info,
        "from": user,
        "date": int(core.clock.now()),
        "old_chat_member": member_object(core.author(), old),
        "new_chat_member": member_object(core.author(), new),
    }
    core.updates.add("my_chat_member", payload, user_id)


@action
def block(core: Core, user_id: int) -> None:
    """Block the bot."""
    _change_standing(core, user_id, Standing.BLOCKED, "member", "kicked")


@action
def unblock(core: Core, user_id: int) -> None:
    """Let the bot write again."""
    _change_standing(core, user_id, Standing.OPEN, "kicked", "member")


@action
def deactivate(core: Core, user_id: int) -> None:
    """Delete the person's account; the bot is not told."""
    find_user(core, user_id)
    core.store.chats[user_id].standing = Standing.DEACTIVATED
