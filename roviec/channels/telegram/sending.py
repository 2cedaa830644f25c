"""Send one rendered message: files, then words with the buttons, or an edit of what was sent before."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from roviec.channels.common.retrying import Progress
from roviec.channels.telegram import markup
from roviec.channels.telegram.files import Uploader
from roviec.channels.telegram.trouble import Refused, TelegramError
from roviec.channels.telegram.wire import Api, number_of
from roviec.db.files import FileStore
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Outgoing

Step = Callable[[], Awaitable[str | None]]
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_NO_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "no text in the message",
    "message_id_invalid",
)


class Sender:
    """Sends messages of several parts so that a second try goes on where the first one failed."""

    def __init__(self, api: Api, files: FileStore) -> None:
        self.api, self.uploader = api, Uploader(api, files)
        self._progress = Progress()

    async def send(self, chat: str, message: Outgoing, key: str) -> str | None:
        """Return the platform's id of the last part; raise what the Bot API refused, or `Failure`."""
        if message.edit and not message.files and await self._edit(chat, message):
            return message.edit
        try:
            return await self._send(chat, message, key)
        except Refused as refused:
            if not message.topic or not refused.says(*_NO_TOPIC):
                raise
            # The topic is closed or gone: the group hears it all the same.
            return await self._send(chat, replace(message, topic=""), key)

    async def _send(self, chat: str, message: Outgoing, key: str) -> str | None:
        steps, sent = self._steps(chat, message), None
        done = self._progress.of(key)
        for number, step in enumerate(steps[done:], done):
            try:
                sent = await step()
            except TelegramError:
                self._progress.stopped(key, number)
                raise
        return sent

    def _steps(self, chat: str, message: Outgoing) -> list[Step]:
        """Return the calls in order: what the person must read and press comes last."""
        words: list[dict[str, Any]] = [{"text": html} for html in markup.texts(message)]
        files: list[dict[str, Any]] = [{"file": file} for file in message.files]
        if files and markup.fits_caption(message):
            files[-1]["caption"] = words.pop()["text"] if words else None
        parts = [*files, *words]
        if not parts:
            raise Failure("a message without words")
        parts[-1]["reply_markup"] = markup.keyboard(message)
        for part in parts if message.topic else ():
            part["topic"] = message.topic
        return [partial(self.uploader.send if "file" in part else self._text, chat, **part) for part in parts]

    async def _text(
        self, chat: str, text: str, reply_markup: Any = None, topic: str | None = None
    ) -> str | None:
        place = {"chat_id": chat, "message_thread_id": topic}
        return number_of(
            await self.api.call("sendMessage", reply_markup=reply_markup, **place, **_html(text))
        )

    async def _edit(self, chat: str, message: Outgoing) -> bool:
        """Replace a message; False when it can't be, and a new one has to be sent."""
        parts = markup.texts(message)
        if len(parts) != 1 or not (message.edit or "").isdigit():
            return False
        keys = markup.keyboard(message)
        place = {"chat_id": chat, "message_id": message.edit}
        try:
            await self.api.call("editMessageText", reply_markup=keys, **place, **_html(parts[0]))
        except Refused as refused:
            if refused.says(*_NO_EDIT):
                return False
            if not refused.says("message is not modified"):
                raise
        return True


def _html(text: str) -> dict[str, Any]:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
