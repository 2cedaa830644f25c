"""What happens to groups: the bot is added, promoted, removed; a group becomes a supergroup."""

from typing import Any

from .actions import action
from .core import BOT_ID, Core
from .methods_setup import member_object
from .sim_people import find_user
from .store import Chat, Standing

Json = dict[str, Any]


@action
def add_group(
    core: Core,
    chat_id: int,
    title: str = "Tổ công tác",
    members: list[int] | None = None,
    kind: str = "supergroup",
    topics: list[int] | None = None,
) -> Json:
    """Make a group with these people, the first as its owner; with topics it is a forum. The bot is not in it yet."""
    people = members or []
    for user_id in people:
        find_user(core, user_id)
    roles = {user_id: "member" if index else "creator" for index, user_id in enumerate(people)}
    info: Json = {"id": chat_id, "title": title, "type": kind, **({"is_forum": True} if topics else {})}
    opened = dict.fromkeys(topics or (), "open")
    core.store.chats[chat_id] = Chat(info=info, standing=Standing.LEFT, members=roles, topics=opened)
    return info


@action
def close_topic(core: Core, chat_id: int, topic: int) -> None:
    """Close a topic: nobody but administrators may write there any more."""
    core.store.chats[chat_id].topics[topic] = "closed"


def _member_update(core: Core, chat: Chat, by: int, old: str, new: str) -> None:
    chat.members[BOT_ID] = new
    payload = {
        "chat": chat.info,
        "from": find_user(core, by),
        "date": int(core.clock.now()),
        "old_chat_member": member_object(core.author(), old),
        "new_chat_member": member_object(core.author(), new),
    }
    core.updates.add("my_chat_member", payload, chat.id)


def _service(core: Core, chat: Chat, by: int, content: Json) -> None:
    date = int(core.clock.now())
    message = chat.add(
        {"message_id": 0, "from": find_user(core, by), "chat": chat.info, "date": date, **content}
    )
    core.updates.add("message", message, chat.id)


@action
def add_bot(core: Core, chat_id: int, by: int, admin: bool = False) -> None:
    """Bring the bot into a group."""
    chat = core.store.chats[chat_id]
    old = chat.members.get(BOT_ID, "left")
    chat.standing, chat.bot_is_admin = Standing.OPEN, admin
    _member_update(core, chat, by, old, "administrator" if admin else "member")
    _service(core, chat, by, {"new_chat_members": [core.author()]})


@action
def remove_bot(core: Core, chat_id: int, by: int) -> None:
    """Throw the bot out of a group."""
    chat = core.store.chats[chat_id]
    old = chat.members.get(BOT_ID, "member")
    _service(core, chat, by, {"left_chat_member": core.author()})
    chat.standing, chat.bot_is_admin = Standing.KICKED, False
    _member_update(core, chat, by, old, "kicked")


@action
def silence_bot(core: Core, chat_id: int) -> None:
    """Take the right to write away from the bot."""
    core.store.chats[chat_id].standing = Standing.READ_ONLY


@action
def migrate(core: Core, chat_id: int, new_id: int, by: int) -> None:
    """Turn a group into a supergroup with a new id; the old id answers with `migrate_to_chat_id`."""
    old = core.store.chats[chat_id]
    info = {"id": new_id, "title": old.info["title"], "type": "supergroup"}
    core.store.chats[new_id] = Chat(info=info, members=dict(old.members), bot_is_admin=old.bot_is_admin)
    _service(core, old, by, {"migrate_to_chat_id": new_id})
    old.migrated_to = new_id
    _service(core, core.store.chats[new_id], by, {"migrate_from_chat_id": chat_id})
