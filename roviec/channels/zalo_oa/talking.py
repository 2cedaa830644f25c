"""Send one rendered message as talk: pictures and documents, each uploaded once, then the words with the buttons."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from roviec.channels.common.http import Unanswered
from roviec.channels.common.retrying import Progress
from roviec.channels.common.sharing import Shelf
from roviec.channels.zalo_oa import markup
from roviec.channels.zalo_oa.client import Client
from roviec.channels.zalo_oa.seal import Seal
from roviec.channels.zalo_oa.trouble import Refused
from roviec.messages.incoming import Json
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut, Outgoing

UPLOAD_GONE = -100
LARGEST_PICTURE, LARGEST_FILE = 1024 * 1024, 5 * 1024 * 1024
_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg"}
_FILES = (".pdf", ".doc", ".docx", ".csv")
LIFE = timedelta(days=6)
"""How long an upload is used again: the platform keeps it for seven days."""
REMEMBERED = 500
Step = Callable[[str], Awaitable[Json]]
"""A call with an access token; returns what the platform says."""
Answered = Callable[[Json], Awaitable[None]]


class Uploader:
    """Uploads each file once in a while, however many people get it."""

    def __init__(self, client: Client, shelf: Shelf) -> None:
        self.client, self.shelf = client, shelf
        self._known: dict[str, tuple[str, datetime]] = {}

    def is_picture(self, file: FileOut) -> bool:
        """Tell whether the platform shows a file in the chat."""
        return file.mime in _PICTURES and self._size(file) <= LARGEST_PICTURE

    def is_document(self, file: FileOut) -> bool:
        """Tell whether the platform hands a file over."""
        return file.name.lower().endswith(_FILES) and self._size(file) <= LARGEST_FILE

    def _size(self, file: FileOut) -> int:
        return self.shelf.files.path(file.sha256).stat().st_size

    async def uploaded(self, access: str, file: FileOut, now: datetime) -> str:
        """Return the platform's name of a file; raise what the client raises."""
        key = f"{file.sha256}/{file.name}"
        known = self._known.get(key)
        if known is not None and now < known[1]:
            return known[0]
        data = await asyncio.to_thread(self.shelf.files.read, file.sha256)
        kind, name = "file", file.name
        if file.mime in _PICTURES:
            kind, name = "image", f"anh{_PICTURES[file.mime]}"
        answer = await self.client.upload(access, kind, name, data, file.mime)
        found = answer.get("attachment_id") or answer.get("token")
        if not isinstance(found, str):
            raise Failure("the platform gave an upload no name", retry=True)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[key] = found, now + LIFE
        return found

    def forget(self) -> None:
        """Forget all uploads: the platform has lost one."""
        self._known.clear()


class Talker:
    """Sends messages of several calls so that a second try goes on where the first one failed."""

    def __init__(self, client: Client, uploader: Uploader, seal: Seal, picture: str) -> None:
        """Take the parts, and the https address of the picture above a form; empty where there is none."""
        self.client, self.uploader, self.seal, self.picture = client, uploader, seal, picture
        self._progress = Progress()

    async def send(
        self, access: str, chat: str, message: Outgoing, *, key: str, now: datetime, answered: Answered
    ) -> str | None:
        """Return the platform's id of the last part; raise what the client raises, or `Failure`.

        `answered` hears what the platform says of each part.
        """
        await self.uploader.shelf.bring(message.files)
        steps, sent = self._steps(chat, message, now), None
        done = self._progress.of(key)
        for number, step in enumerate(steps[done:], done):
            try:
                answer = await step(access)
            except (Refused, Unanswered) as error:
                self._progress.stopped(key, number)
                if isinstance(error, Refused) and error.code == UPLOAD_GONE:
                    self.uploader.forget()
                    raise Failure(str(error), retry=True) from None
                raise
            await answered(answer)
            sent = answer.get("message_id")
        return str(sent) if sent is not None else None

    def _steps(self, chat: str, message: Outgoing, now: datetime) -> list[Step]:
        """Return the calls in order: what the person must read and press comes last."""
        pictures = [f for f in message.files if self.uploader.is_picture(f)]
        documents = [f for f in message.files if f not in pictures and self.uploader.is_document(f)]
        others = [f for f in message.files if f not in pictures and f not in documents]
        if others:
            links = self.uploader.shelf.mentioned(others, now)
            words = "\n\n".join(part for part in (message.text, links) if part)
            message = replace(message, text=words)
        steps: list[Step] = [partial(self._file, chat, f, markup.picture, now) for f in pictures]
        steps += [partial(self._file, chat, f, markup.document, now) for f in documents]
        steps += self._words(chat, message)
        if not steps:
            raise Failure("a message without words")
        return steps

    def _words(self, chat: str, message: Outgoing) -> list[Step]:
        asks = bool(message.contact_label and self.picture)
        if asks and len(message.text) <= markup.MAX_SUBTITLE and not message.title:
            return [partial(self._say, chat, markup.form(message, self.picture))]
        *first, last = markup.texts(message) or [""]
        said = [{"text": part} for part in first]
        said += [markup.talk(last, chat, message, self.seal)] if last else []
        if asks:
            said.append(markup.form(message, self.picture))
        return [partial(self._say, chat, part) for part in said]

    async def _say(self, chat: str, words: Json, access: str) -> Json:
        return await self.client.talk(access, chat, words)

    async def _file(
        self, chat: str, file: FileOut, shape: Callable[[str], Json], now: datetime, access: str
    ) -> Json:
        name = await self.uploader.uploaded(access, file, now)
        return await self.client.talk(access, chat, shape(name))
