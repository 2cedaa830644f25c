"""Send one rendered message: files, then words with the buttons, or an edit of what was sent before."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import InputFile
from telegram.error import TelegramError

from roviec.channels.contract import Failure, FileOut, Outgoing
from roviec.channels.telegram import markup
from roviec.channels.telegram.trouble import Refused
from roviec.channels.telegram.wire import Api
from roviec.db.files import FileStore

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
REMEMBERED = 1000
Step = Callable[[], Awaitable[str | None]]
_NO_EDIT = ("message to edit not found", "message can't be edited", "no text in the message", "message_id_invalid")
_NO_PHOTO = ("photo_", "image_process_failed", "wrong type of the web page content")


class Sender:
    """Sends messages of several parts so that a second try goes on where the first one failed."""

    def __init__(self, api: Api, files: FileStore) -> None:
        self.api, self.files = api, files
        self._done: dict[str, int] = {}
        self._uploaded: dict[tuple[str, str, str], str] = {}

    async def send(self, chat: str, message: Outgoing, key: str) -> str | None:
        """Return the platform's id of the last part; raise what the Bot API refused, or `Failure`."""
        if message.edit and not message.files and await self._edit(chat, message):
            return message.edit
        steps, sent = self._steps(chat, message), None
        done = self._done.pop(key, 0)
        for number, step in enumerate(steps[done:], done):
            try:
                sent = await step()
            except TelegramError:
                if number:
                    self._remember(key, number)
                raise
        return sent

    def _remember(self, key: str, number: int) -> None:
        if len(self._done) >= REMEMBERED:
            self._done.clear()
        self._done[key] = number

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
        return [partial(self._file if "file" in part else self._text, chat, **part) for part in parts]

    async def _text(self, chat: str, text: str, reply_markup: Any = None) -> str | None:
        return _number(await self.api.call("sendMessage", chat_id=chat, reply_markup=reply_markup, **_html(text)))

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

    async def _file(
        self, chat: str, file: FileOut, caption: str | None = None, reply_markup: Any = None
    ) -> str | None:
        more = {"chat_id": chat, "caption": caption, "reply_markup": reply_markup}
        if caption:
            more["parse_mode"] = "HTML"
        if file.is_picture:
            try:
                return await self._upload(file, "sendPhoto", "photo", more)
            except Refused as refused:
                # Too long, too wide or too heavy for a picture: the same bytes go as a document.
                if not refused.says(*_NO_PHOTO):
                    raise
        return await self._upload(file, "sendDocument", "document", more)

    async def _upload(self, file: FileOut, endpoint: str, field: str, more: dict[str, Any]) -> str | None:
        """Send a file, by the platform's own id when it has it already."""
        known = (file.sha256, file.name, field)
        if known in self._uploaded:
            try:
                return _number(await self.api.call(endpoint, **{field: self._uploaded[known]}, **more))
            except Refused as refused:
                if not refused.says("file identifier", "file_id", "file reference"):
                    raise
                del self._uploaded[known]
        data = await self._read(file)
        if field == "photo" and len(data) > MAX_PHOTO:
            return await self._upload(file, "sendDocument", "document", more)
        answer = await self.api.call(endpoint, **{field: InputFile(data, filename=file.name)}, **more)
        self._note(known, answer)
        return _number(answer)

    async def _read(self, file: FileOut) -> bytes:
        try:
            data = await asyncio.to_thread(self.files.read, file.sha256)
        except (OSError, ValueError):
            raise Failure("a file to send is not in the store") from None
        if not 0 < len(data) <= MAX_UPLOAD:
            raise Failure("a file to send is empty or larger than 50 MB")
        return data

    def _note(self, known: tuple[str, str, str], answer: Any) -> None:
        if len(self._uploaded) >= REMEMBERED:
            self._uploaded.clear()
        try:
            part = answer[known[2]]
            self._uploaded[known] = (part[-1] if isinstance(part, list) else part)["file_id"]
        except (KeyError, IndexError, TypeError):
            return


def _html(text: str) -> dict[str, Any]:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _number(answer: Any) -> str | None:
    """Return the id in the answer; a message that was taken counts as sent even without one."""
    found = answer.get("message_id") if isinstance(answer, dict) else None
    return str(found) if found is not None else None
