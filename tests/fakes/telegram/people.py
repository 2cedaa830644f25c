"""Handles for tests that read like a chat: `await citizen.says("4")`, `await citizen.hears("Câu 3/10")`.

They work on a server inside the test and on one in another process: only `perform` differs.
"""

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from .views import ChatView, MessageView, view_chat, view_message

Perform = Callable[..., Awaitable[Any]]


class Person:
    """One person on Telegram, by default in the private chat with the bot."""

    def __init__(self, user_id: int, perform: Perform) -> None:
        self.id = user_id
        self._perform = perform
        self._cursors: dict[int, int] = {}

    async def says(
        self, text: str, *, to: int | None = None, reply_to: int | None = None, **more: Any
    ) -> int:
        """Write a text or a command; return the message id. `more`: topic, anonymous, forwarded_from."""
        where = {"chat_id": to, "reply_to": reply_to}
        return int(await self._perform("say", user_id=self.id, text=text, **where, **more))

    async def edits(self, message_id: int, text: str, *, to: int | None = None) -> None:
        """Change an own message."""
        await self._perform("edit", user_id=self.id, message_id=message_id, text=text, chat_id=to)

    async def presses(self, button: str, *, of: int | None = None, to: int | None = None) -> str | None:
        """Press a button by label or data; return the callback query id, None for a link."""
        done = await self._perform("press", user_id=self.id, button=button, message_id=of, chat_id=to)
        query: str | None = done.get("callback_query_id")
        return query

    async def presses_data(self, data: str, *, of: int) -> str:
        """Send data that no button shows any more."""
        done = await self._perform("press_data", user_id=self.id, message_id=of, data=data)
        return str(done["callback_query_id"])

    async def sends_document(
        self,
        content: bytes,
        name: str,
        *,
        caption: str = "",
        to: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Send a file; return the message id."""
        text = base64.b64encode(content).decode()
        more = {"caption": caption, "chat_id": to, "reply_to": reply_to}
        return int(await self._perform("send_file", user_id=self.id, content=text, name=name, **more))

    async def sends_photo(
        self, content: bytes, *, caption: str = "", to: int | None = None, **more: Any
    ) -> int:
        """Send a picture; return the message id. `more`: album, forwarded_from."""
        text = base64.b64encode(content).decode()
        more |= {"caption": caption, "chat_id": to, "photo": True, "name": "anh.jpg"}
        return int(await self._perform("send_file", user_id=self.id, content=text, **more))

    async def sends_album(self, *contents: bytes, caption: str = "") -> None:
        """Send pictures together; as on the phone, the first one carries the caption."""
        for number, content in enumerate(contents):
            words = "" if number else caption
            await self.sends_photo(content, caption=words, album=f"album-{len(contents)}-{caption}")

    async def sends_location(self, latitude: float, longitude: float, **more: Any) -> int:
        """Send a point on the map; return the message id. `more`: title, address."""
        point = {"latitude": latitude, "longitude": longitude}
        return int(await self._perform("send_location", user_id=self.id, **point, **more))

    async def sends_sticker(self, emoji: str, *, reply_to: int | None = None) -> int:
        """Send a sticker; return the message id."""
        return int(await self._perform("send_sticker", user_id=self.id, emoji=emoji, reply_to=reply_to))

    async def reacts(self, emoji: str, *, to_message: int) -> None:
        """Put an emoji on a message; "" takes it away."""
        await self._perform("react", user_id=self.id, message_id=to_message, emoji=emoji)

    async def shares_phone(self, phone: str, *, of: int | None = None) -> int:
        """Share a phone number; `of` is the user id it belongs to, by default one's own."""
        done = await self._perform("share_contact", user_id=self.id, phone=phone, contact_user_id=of)
        return int(done)

    async def hears(self, fragment: str = "", *, timeout: float = 60.0, to: int | None = None) -> MessageView:
        """Return the next words of the bot that contain a fragment; AssertionError shows the chat."""
        chat_id = to or self.id
        found = await self._hear(chat_id, fragment, timeout)
        if found["message"] is None:
            raise AssertionError(f"{fragment!r} was not said in chat {chat_id}:\n{found['transcript']}")
        self._cursors[chat_id] = found["cursor"]
        return view_message(found["message"], found["kind"])

    async def hears_nothing(self, fragment: str = "", *, within: float = 0.2, to: int | None = None) -> None:
        """Check that no such words come within some seconds."""
        found = await self._hear(to or self.id, fragment, within)
        if found["message"] is not None:
            raise AssertionError(f"unexpected: {view_message(found['message'], found['kind']).text!r}")

    async def forgets(self, *, to: int | None = None) -> None:
        """Let `hears` begin after everything said so far."""
        self._cursors[to or self.id] = await self._perform("cursor", chat_id=to or self.id)

    async def sees(self, *, to: int | None = None) -> ChatView:
        """Return the chat."""
        return view_chat(await self._perform("chat", chat_id=to or self.id))

    async def answer_to(self, query: str) -> str | None:
        """Return the text that the bot answered to a press; None while it has not answered."""
        answer = await self._perform("answer_to", callback_query_id=query)
        return None if answer is None else str(answer["text"])

    async def blocks(self) -> None:
        """Block the bot."""
        await self._perform("block", user_id=self.id)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        await self._perform("unblock", user_id=self.id)

    async def vanishes(self) -> None:
        """Delete the account."""
        await self._perform("deactivate", user_id=self.id)

    async def _hear(self, chat_id: int, fragment: str, timeout: float) -> Any:
        after = self._cursors.get(chat_id, 0)
        return await self._perform("hear", chat_id=chat_id, fragment=fragment, after=after, timeout=timeout)
