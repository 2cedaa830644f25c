"""Files both ways: each sent one is uploaded once and then known by its id; what people sent is downloaded."""

import asyncio
from typing import Any
from urllib.parse import quote

from roviec.channels.common.download import Downloads
from roviec.channels.common.retrying import again, only_failure
from roviec.channels.common.sharing import brought
from roviec.channels.telegram.trouble import Refused, TelegramError, failure_of
from roviec.channels.telegram.wire import Api, Upload, number_of
from roviec.db.files import FileStore
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
REMEMBERED = 1000
_NO_PHOTO = ("photo_", "image_process_failed", "wrong type of the web page content")


class Uploader:
    """Sends the files of the store."""

    def __init__(self, api: Api, files: FileStore) -> None:
        self.api, self.files = api, files
        self._uploaded: dict[tuple[str, str, str], str] = {}

    async def send(
        self,
        chat: str,
        file: FileOut,
        caption: str | None = None,
        reply_markup: Any = None,
        topic: str | None = None,
    ) -> str | None:
        """Send one file with its caption and buttons; return the platform's id of the message."""
        more = {"chat_id": chat, "caption": caption, "reply_markup": reply_markup, "message_thread_id": topic}
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
                return number_of(await self.api.call(endpoint, **{field: self._uploaded[known]}, **more))
            except Refused as refused:
                if not refused.says("file identifier", "file_id", "file reference"):
                    raise
                del self._uploaded[known]
        data = await self._read(file)
        if field == "photo" and len(data) > MAX_PHOTO:
            return await self._upload(file, "sendDocument", "document", more)
        answer = await self.api.call(endpoint, **{field: Upload(data, file.name)}, **more)
        self._note(known, answer)
        return number_of(answer)

    async def _read(self, file: FileOut) -> bytes:
        path = await brought(self.files, file.sha256)
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            # A copy that was dropped this moment is brought again; the second look says where there is none.
            raise Failure(f"a file to send can't be read: {type(error).__name__}", retry=True) from None
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


async def download(api: Api, downloads: Downloads, root: str, file: FileRef) -> bytes:
    """Return the bytes of a file from under `root`; raise `Failure` for whatever goes wrong."""
    if file.size > downloads.largest:
        raise Failure("the file is larger than the office takes")
    with only_failure():
        path = await again(lambda: _path(api, file), pause=0.5)
        return await downloads.get(f"{root}/{quote(path)}")


async def _path(api: Api, file: FileRef) -> str:
    """Ask where a file lies; the platform itself refuses what is larger than it hands out."""
    try:
        return str((await api.call("getFile", file_id=file.ref))["file_path"])
    except TelegramError as error:
        raise failure_of(error) from None
