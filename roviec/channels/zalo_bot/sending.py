"""Send one rendered message with as few calls as can be: each call costs one of the month's messages."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from roviec.channels.common.http import Unanswered
from roviec.channels.common.retrying import Progress
from roviec.channels.common.sharing import Shelf
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.trouble import Refused
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import split, width

MAX_TEXT = 2000
MAX_CAPTION = 1500
"""Shorter than the platform's 2000: an address must still fit where a picture can't be shown."""
MAX_TITLE = 500
Call = tuple[str, dict[str, Any]]


class Sender:
    """Sends messages of several calls so that a second try goes on where the first one failed."""

    def __init__(self, client: Client, shelf: Shelf, taken: Callable[[], Awaitable[None]]) -> None:
        """Take the client, the shelf and whoever counts the calls that the platform took."""
        self.client, self.shelf, self.taken = client, shelf, taken
        self._progress = Progress()
        self._plain = False

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> str | None:
        """Return the platform's id of the last part; raise what the client raises, or `Failure`."""
        await self.shelf.bring(message.files)
        calls, sent = self.calls(message, now), None
        done = self._progress.of(key)
        for number, (method, data) in enumerate(calls[done:], done):
            try:
                sent = await self._call(method, chat_id=chat, **data)
            except (Refused, Unanswered):
                self._progress.stopped(key, number)
                raise
            await self.taken()
        return sent

    def calls(self, message: Outgoing, now: datetime) -> list[Call]:
        """Return the calls in order: pictures first, the last of them with the words when they fit."""
        pictures = [f for f in message.files if f.is_picture and self.shelf.is_open]
        hidden = [file for file in message.files if file not in pictures]
        text = "\n\n".join(part for part in (message.text, self.shelf.mentioned(hidden, now)) if part)
        words = _texts(message.title, text)
        shown: list[Call] = [("sendPhoto", {"photo": self.shelf.address(f, now)}) for f in pictures]
        if shown and len(words) == 1 and width(words[0]["text"]) <= MAX_CAPTION:
            # A caption has no styles: the title stands above the words, plain.
            shown[-1][1]["caption"] = words.pop()["text"]
        calls = [*shown, *(("sendMessage", data) for data in words)]
        if not calls:
            raise Failure("a message without words")
        return calls

    async def _call(self, method: str, **data: Any) -> str | None:
        """Call; what the platform refuses as styled words or as a picture is said in plain words."""
        if self._plain:
            data.pop("text_styles", None)
        try:
            answer = await self.client.call(method, **data)
        except Refused as refused:
            simpler = _simpler(method, data) if refused.code == 400 else None
            if simpler is None:
                raise
            answer = await self.client.call("sendMessage", **simpler)
            self._plain = self._plain or "text_styles" in data
        found = answer.get("message_id") if isinstance(answer, dict) else None
        return str(found) if found is not None else None


def _simpler(method: str, data: dict[str, Any]) -> dict[str, Any] | None:
    """Return the same as plain words; None where it is that already."""
    if method == "sendPhoto":
        # The platform could not open our address; people perhaps can.
        text = "\n\n".join(part for part in (data.get("caption", ""), data["photo"]) if part)
        return {"chat_id": data["chat_id"], "text": text}
    return {key: data[key] for key in ("chat_id", "text")} if "text_styles" in data else None


def _texts(title: str, text: str) -> list[dict[str, Any]]:
    """Return the words as messages of at most 2000 UTF-16 units; the title in bold, by its place."""
    if not title or width(title) > MAX_TITLE:
        plain = f"{title}\n{text}".strip()
        return [{"text": part} for part in split(plain, MAX_TEXT)] if plain else []
    first, *rest = split(text, MAX_TEXT - width(title) - 1)
    head = {
        "text": f"{title}\n{first}".rstrip(),
        "text_styles": [{"start": 0, "len": width(title), "st": ["b"]}],
    }
    return [head, *({"text": part} for part in rest)]
