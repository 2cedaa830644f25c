"""Uploaded files: counted while they stream in, kept under their checksum."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from roviec.db.files import FileStore
from roviec.folding import nfc
from roviec.texts.shapes import size
from roviec.web.errors import FileTooLarge, Refused, TooManyFiles
from roviec.web.payload import clean, post_id

MAX_FILES = 10
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_MIME = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}", re.ASCII)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


@dataclass(frozen=True)
class Form:
    """An upload's fields; `files` may be read while the form is open."""

    id: str
    text: str
    files: list[UploadFile]
    others: FormData = field(default_factory=FormData)

    def every(self, name: str) -> list[str]:
        """Return every value of a field of words, cleaned."""
        return [clean(one) for one in self.others.getlist(name) if isinstance(one, str)]

    def one(self, name: str) -> str:
        """Return the first value of a field of words; "" where there is none."""
        return next(iter(self.every(name)), "")


@dataclass(frozen=True)
class Upload:
    """A stored file."""

    sha256: str
    name: str
    mime: str
    size: int

    def as_ref(self) -> dict[str, Any]:
        """Return the shape that the inbox keeps."""
        return {"ref": self.sha256, "name": self.name, "mime": self.mime, "size": self.size}

    def as_file(self) -> dict[str, Any]:
        """Return the shape of a file that has arrived."""
        return {"sha256": self.sha256, "name": self.name, "mime": self.mime, "size": self.size}

    def as_line(self) -> dict[str, Any]:
        """Return the shape that the stream shows."""
        return {"sha256": self.sha256, "name": self.name, "mime": self.mime}


class _Parser(MultiPartParser):
    """Starlette's parser, which itself sets no limit to a file."""

    max_file = 0
    _counted: object = None
    _size = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Count a piece of a file before it is written."""
        part = self._current_part
        if part is not self._counted:
            self._counted, self._size = part, 0
        self._size += end - start
        if part.file is not None and self._size > self.max_file:
            raise FileTooLarge(limit=size(self.max_file))
        super().on_part_data(data, start, end)

    def on_headers_finished(self) -> None:
        """Count the files."""
        super().on_headers_finished()
        if self._current_files > MAX_FILES:
            raise TooManyFiles(limit=MAX_FILES)


@asynccontextmanager
async def read_form(
    request: Request, max_file: int, *, max_fields: int = 10, needs_file: bool = True
) -> AsyncIterator[Form]:
    """Parse an upload of files of at most `max_file` bytes each; raise `Refused` for one without the file it needs."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refused
    parser = _Parser(request.headers, request.stream(), max_fields=max_fields, max_part_size=128 * 1024)
    parser.max_file = max_file
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Refused from error
    try:
        files = [
            f for f in form.getlist("files") + form.getlist("file") if isinstance(f, UploadFile) and f.size
        ]
        if needs_file and not files:
            raise Refused
        yield Form(post_id(form.get("id")), clean(form.get("text", "")), files, form)
    finally:
        await form.close()


async def keep(store: FileStore, part: UploadFile, turn: asyncio.Lock) -> Upload:
    """Store one file; one at a time, so that equal files do not write over each other."""
    async with turn:
        data = await part.read()
        sha256 = await asyncio.to_thread(store.keep, data)
        await store.share(sha256)
    return Upload(sha256, file_name(part.filename or ""), mime_of(data, part.content_type or ""), len(data))


def mime_of(data: bytes, claimed: str) -> str:
    """Return what a file is: pictures by their first bytes, the rest as the browser says."""
    for magic, mime in PICTURES.items():
        if data.startswith(magic):
            return mime
    claimed = claimed.partition(";")[0].strip().lower()
    believable = _MIME.fullmatch(claimed) and claimed not in PICTURES.values()
    return claimed if believable else "application/octet-stream"


def file_name(name: str) -> str:
    """Return a file's last name without a path, at most 120 characters, its ending kept."""
    last = _UNSAFE.sub("_", nfc(re.split(r"[/\\]", name)[-1])).strip(" .") or "tep"
    stem, dot, ending = last.rpartition(".")
    return last if len(last) <= 120 else f"{stem[:100]}{dot}{ending[-15:]}" if dot else last[:120]
