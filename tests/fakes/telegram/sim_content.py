"""What a person sends beside words and files: a point on the map, a sticker, an emoji on a message."""

from typing import Any

from .actions import action
from .core import Core
from .sim_people import place, receive

Json = dict[str, Any]


@action
def send_location(
    core: Core, user_id: int, latitude: float, longitude: float, title: str = "", address: str = ""
) -> int:
    """Send a point on the map, as a venue where it has a title; return the message id."""
    chat, user, _ = place(core, user_id, None, None)
    point: Json = {"latitude": latitude, "longitude": longitude}
    content: Json = {"location": point}
    if title:
        content["venue"] = {"location": point, "title": title, "address": address}
    return int(receive(core, chat, user, content)["message_id"])


@action
def send_sticker(core: Core, user_id: int, emoji: str, reply_to: int | None = None) -> int:
    """Send a sticker; return the message id."""
    chat, user, reply = place(core, user_id, None, reply_to)
    sticker: Json = {"file_id": f"sticker-{emoji}", "file_unique_id": f"s{emoji}", "type": "regular"}
    sticker |= {"width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return int(receive(core, chat, user, {**reply, "sticker": sticker})["message_id"])


@action
def react(core: Core, user_id: int, message_id: int, emoji: str, chat_id: int | None = None) -> None:
    """Put an emoji on a message, "" to take it away; in a group only a bot that administers it is told."""
    chat, user, _ = place(core, user_id, chat_id, None)
    before = chat.reactions.get(message_id, [])
    after: list[Json] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    chat.reactions[message_id] = after
    change = {"chat": chat.info, "message_id": message_id, "user": user, "date": int(core.clock.now())}
    if chat.private or chat.bot_is_admin:
        told = {**change, "old_reaction": before, "new_reaction": after}
        core.updates.add("message_reaction", told, chat.id)
