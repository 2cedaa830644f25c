"""Upload pictures and documents; what the platform does not take goes as a link."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from roviec.channels.common.sharing import Shelf
from roviec.channels.zalo_oa.client import Client
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut

LARGEST_PICTURE, LARGEST_FILE = 1024 * 1024, 5 * 1024 * 1024
_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg"}
_FILES = (".pdf", ".doc", ".docx", ".csv")
LIFE = timedelta(days=6)
"""How long an upload is used again: the platform keeps it for seven days."""
REMEMBERED = 500


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

    def missing(self, files: Sequence[FileOut]) -> bool:
        """Tell whether a file is not in the store."""
        return not all(self.shelf.has(file) for file in files)

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
