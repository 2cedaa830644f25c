"""The state behind the Bot API and the steps that all sending methods share."""

import time
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .errors import TOO_OLD, bad_request
from .faults import Faults
from .files import FileStore
from .keyboards import check_markup
from .limits import Limits
from .stats import Stats
from .store import Chat, Store
from .updates import UpdateQueue
from .webhook import WebhookPusher

Json = dict[str, Any]
BOT_ID = 777


@dataclass(slots=True)
class Callback:
    """One press of a button, waiting for answerCallbackQuery."""

    user_id: int
    chat_id: int
    message_id: int
    pressed_at: float
    answer: Json | None = None


@dataclass
class Core:
    """Everything that one bot's server remembers."""

    clock: Clock
    store: Store
    files: FileStore
    updates: UpdateQueue
    webhook: WebhookPusher
    limits: Limits
    faults: Faults
    stats: Stats
    bot: Json
    callback_lifetime: float = 15.0
    callbacks: dict[str, Callback] = field(default_factory=dict)
    profile: Json = field(default_factory=dict)
    webhook_set_at: float = -1e9
    next_callback: int = 3821

    def author(self) -> Json:
        """Return the bot as it stands in `from`."""
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def admit(self, chat: Chat, weight: int = 1) -> None:
        """Apply the flood limits to a send or an edit."""
        self.limits.heed(chat.id)
        if not self.limits.idle:
            self.limits.admit(chat.id, group=not chat.private, weight=weight)

    def deliver(self, chat: Chat, content: Json, params: Json, method: str) -> Json:
        """Commit a message of the bot to a chat and return it; `chat` was checked, limits were applied."""
        markup = params.get("reply_markup")
        message: Json = {
            "message_id": 0,
            "from": self.author(),
            "chat": chat.info,
            "date": int(self.clock.now()),
            **content,
        }
        if thread := self.find_topic(chat, params):
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if params.get("protect_content"):
            message["has_protected_content"] = True
        if "reply_parameters" in params:
            self._attach_reply(chat, message, params["reply_parameters"])
        if markup is not None:
            if "inline_keyboard" in markup:
                message["reply_markup"] = markup
            else:
                chat.keyboard = markup if "keyboard" in markup else None
        chat.add(message)
        chat.tell("new", message)
        self._count(chat, method)
        return message

    def prepare(self, params: Json, weight: int = 1) -> Chat:
        """Return the chat of a send after the checks that every send meets."""
        chat = self.store.target(params["chat_id"])
        markup = params.get("reply_markup")
        if markup is not None:
            check_markup(markup, private=chat.private)
        self.find_reply(chat, params)
        self.find_topic(chat, params)
        self.admit(chat, weight)
        return chat

    def find_topic(self, chat: Chat, params: Json) -> int | None:
        """Return the topic of a send, or raise when the chat has no such open one."""
        thread = params.get("message_thread_id")
        if thread is None:
            return None
        if int(thread) not in chat.topics:
            raise bad_request("message thread not found")
        if chat.topics[int(thread)] == "closed":
            raise bad_request("TOPIC_CLOSED")
        return int(thread)

    def find_reply(self, chat: Chat, params: Json) -> Json | None:
        """Return the message that is replied to, or raise when it is gone and needed."""
        reply = params.get("reply_parameters")
        if reply is None:
            return None
        found = chat.messages.get(reply["message_id"])
        if found is not None and reply["message_id"] not in chat.deleted:
            return found
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")

    def _attach_reply(self, chat: Chat, message: Json, reply: Json) -> None:
        found = self.find_reply(chat, {"reply_parameters": reply})
        if found is not None:
            message["reply_to_message"] = {key: found[key] for key in found if key != "reply_to_message"}

    def _count(self, chat: Chat, method: str) -> None:
        now = time.monotonic()
        self.stats.sends.append((now, chat.id, method))
        if chat.asked_at is not None:
            self.stats.reply_seconds.append(now - chat.asked_at)
            chat.asked_at = None

    def open_callback(self, user_id: int, chat_id: int, message_id: int) -> str:
        """Record a press and return the id of its query."""
        self.next_callback += 1
        query = str(self.next_callback)
        self.callbacks[query] = Callback(user_id, chat_id, message_id, self.clock.running())
        return query

    def close_callback(self, query: str, answer: Json) -> Callback:
        """Answer a press once and in time, or raise the 400 for a query that is too old."""
        callback = self.callbacks.get(query)
        late = callback is None or self.clock.running() - callback.pressed_at > self.callback_lifetime
        if callback is None or late or callback.answer is not None:
            raise bad_request(TOO_OLD)
        callback.answer = answer
        return callback
