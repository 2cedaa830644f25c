"""Chats and their messages, as the server keeps them."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .errors import bad_request, forbidden

Json = dict[str, Any]


class Standing(StrEnum):
    """What stands between the bot and a chat."""

    OPEN = "open"
    NEVER_STARTED = "never_started"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    LEFT = "left"
    READ_ONLY = "read_only"


_REFUSALS = {
    Standing.NEVER_STARTED: "bot can't initiate conversation with a user",
    Standing.BLOCKED: "bot was blocked by the user",
    Standing.DEACTIVATED: "user is deactivated",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a member saw the bot do: a new message, an edit, or an alert over a button."""

    kind: str
    message: Json


@dataclass(slots=True, eq=False)
class Chat:
    """One chat; `info` is the Chat object inside messages."""

    info: Json
    standing: Standing = Standing.OPEN
    members: dict[int, str] = field(default_factory=dict)
    bot_is_admin: bool = False
    migrated_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None
    topics: dict[int, str] = field(default_factory=dict)
    """The topics of a forum, each "open" or "closed"."""
    last_id: int = 0
    asked_at: float | None = None
    waiters: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Return the chat id; groups are negative."""
        return int(self.info["id"])

    @property
    def private(self) -> bool:
        """Tell a conversation with one person from a group."""
        return bool(self.info["type"] == "private")

    def check_sendable(self) -> None:
        """Raise the error that a send to this chat meets."""
        if self.migrated_to is not None:
            text = "group chat was upgraded to a supergroup chat"
            raise bad_request(text, migrate_to_chat_id=self.migrated_to)
        if self.standing is Standing.OPEN:
            return
        name = "supergroup chat" if self.info["type"] == "supergroup" else "group chat"
        if self.standing is Standing.KICKED:
            raise forbidden(f"bot was kicked from the {name}")
        if self.standing is Standing.LEFT:
            raise forbidden(f"bot is not a member of the {name}")
        if self.standing is Standing.READ_ONLY:
            raise bad_request("not enough rights to send text messages to the chat")
        raise forbidden(_REFUSALS[self.standing])

    def add(self, message: Json) -> Json:
        """Number and keep a message."""
        self.last_id += 1
        message["message_id"] = self.last_id
        self.messages[self.last_id] = message
        return message

    def tell(self, kind: str, message: Json) -> None:
        """Record what members now see and wake those who wait for it."""
        self.events.append(Event(kind, message))
        if self.waiters:
            for waiter in self.waiters:
                if not waiter.done():
                    waiter.set_result(None)
            self.waiters.clear()

    def find(self, message_id: int, purpose: str) -> Json:
        """Return a message that was not deleted; the 400 is `message <purpose> not found`."""
        message = self.messages.get(message_id)
        if message is None or message_id in self.deleted:
            raise bad_request(f"message {purpose} not found")
        return message


class Store:
    """All chats of the server by id."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, Json] = {}

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat by number or @username, or raise `chat not found`."""
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@")
            found = next((chat for chat in self.chats.values() if chat.info.get("username") == name), None)
        else:
            found = self.chats.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        return found

    def target(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write to."""
        chat = self.chat(chat_id)
        chat.check_sendable()
        return chat
