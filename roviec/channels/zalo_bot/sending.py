"""Send one rendered message with as few calls as can be: each call costs one of the month's messages."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from roviec.channels.contract import Failure, FileOut, Outgoing
from roviec.channels.render import split, width
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.sharing import Shelf
from roviec.channels.zalo_bot.trouble import Refused, Unanswered
from roviec.texts import catalogue

MAX_TEXT = 2000
REMEMBERED = 1000
Call = tuple[str, dict[str, Any]]


class Sender:
    """Sends messages of several calls so that a second try goes on where the first one failed."""

    def __init__(self, client: Client, shelf: Shelf, taken: Callable[[], Awaitable[None]]) -> None:
        """Take the client, the shelf and whoever counts the calls that the platform took."""
        self.client, self.shelf, self.taken = client, shelf, taken
        self._done: dict[str, int] = {}

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> str | None:
        """Return the platform's id of the last part; raise what the client raises, or `Failure`."""
        calls, sent = self.calls(message, now), None
        done = self._done.pop(key, 0)
        for number, (method, data) in enumerate(calls[done:], done):
            try:
                sent = await self._call(method, chat_id=chat, **data)
            except (Refused, Unanswered):
                self._remember(key, number)
                raise
            await self.taken()
        return sent

    def calls(self, message: Outgoing, now: datetime) -> list[Call]:
        """Return the calls in order: pictures first, the last of them with the words when they fit."""
        if not all(self.shelf.has(file) for file in message.files):
            raise Failure("a file to send is not in the store")
        pictures = [f for f in message.files if f.is_picture and self.shelf.is_open]
        text = "\n\n".join(part for part in (message.text, self._mentioned(message.files, now)) if part)
        words = _texts(message.title, text)
        shown: list[Call] = [("sendPhoto", {"photo": self.shelf.address(f, now)}) for f in pictures]
        if shown and len(words) == 1:
            # A caption has no styles: the title stands above the words, plain.
            shown[-1][1]["caption"] = words.pop()["text"]
        calls = [*shown, *(("sendMessage", data) for data in words)]
        if not calls:
            raise Failure("a message without words")
        return calls

    def _mentioned(self, files: Sequence[FileOut], now: datetime) -> str:
        """Say in words where files are that can't be shown in the chat."""
        say = catalogue("vi")
        if not self.shelf.is_open:
            return "\n".join(say("zalo_bot.file.elsewhere", name=file.name) for file in files)
        documents = [file for file in files if not file.is_picture]
        return "\n".join(
            say("zalo_bot.file.link", name=file.name, link=self.shelf.address(file, now))
            for file in documents
        )

    async def _call(self, method: str, **data: Any) -> str | None:
        """Call; where the platform refuses the styles of a title, say the words without them."""
        try:
            answer = await self.client.call(method, **data)
        except Refused as refused:
            if refused.code != 400 or not data.pop("text_styles", None):
                raise
            answer = await self.client.call(method, **data)
        found = answer.get("message_id") if isinstance(answer, dict) else None
        return str(found) if found is not None else None

    def _remember(self, key: str, number: int) -> None:
        if len(self._done) >= REMEMBERED:
            self._done.clear()
        if number:
            self._done[key] = number


def _texts(title: str, text: str) -> list[dict[str, Any]]:
    """Return the words as messages of at most 2000 UTF-16 units; the title in bold, by its place."""
    if not title:
        return [{"text": part} for part in split(text, MAX_TEXT)] if text.strip() else []
    first, *rest = split(text, MAX_TEXT - width(title) - 1)
    head = {
        "text": f"{title}\n{first}".rstrip(),
        "text_styles": [{"start": 0, "len": width(title), "st": ["b"]}],
    }
    return [head, *({"text": part} for part in rest)]
