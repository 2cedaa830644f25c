"""Uploaded files: ids, download links that end after an hour, and what a photo must be."""

import io
import mimetypes
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from .clock import Clock
from .errors import bad_request
from .forms import Files, Upload

Json = dict[str, Any]
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
LINK_LIFETIME = 3600.0


@dataclass(slots=True)
class StoredFile:
    """One file of the server; `linked_at` is the running time of the last getFile."""

    file_id: str
    unique_id: str
    path: str
    upload: Upload
    linked_at: float = -1e9

    def describe(self) -> Json:
        """Return the fields that every file object has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.upload.data)}


class FileStore:
    """All files by id and by download path."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Keep an upload under `photos` or `documents`."""
        number = len(self.by_id)
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        if folder == "photos":
            suffix = "jpg"
        path = f"{folder}/file_{number}.{suffix}"
        stored = StoredFile(f"FAKE{number:06d}AAQ", f"UNIQ{number:06d}", path, upload)
        self.by_id[stored.file_id] = self.by_path[path] = stored
        return stored

    def take(self, value: object, files: Files, folder: str) -> StoredFile:
        """Return the file that a parameter means: an upload, `attach://name`, or the id of a known file."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = files.get(value.removeprefix("attach://"))
        if isinstance(value, Upload):
            if not value.data:
                raise bad_request("file must be non-empty")
            return self.keep(value, folder)
        if isinstance(value, str) and value in self.by_id:
            return self.by_id[value]
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong file identifier/HTTP URL specified")

    def link(self, file_id: str) -> Json:
        """Return a File with a fresh `file_path`."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.upload.data) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        stored.linked_at = self.clock.running()
        return {**stored.describe(), "file_path": stored.path}

    def download(self, path: str) -> bytes | None:
        """Return the content while its link is fresh."""
        stored = self.by_path.get(path)
        if stored is None or self.clock.running() - stored.linked_at > LINK_LIFETIME:
            return None
        return stored.upload.data


def photo_sizes(stored: StoredFile) -> list[Json]:
    """Return the PhotoSize list of a picture, or raise the 400 of one that cannot be a photo."""
    data = stored.upload.data
    if len(data) > MAX_PHOTO:
        raise bad_request("file is too big")
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [{**stored.describe(), "width": width, "height": height}]


def document(stored: StoredFile) -> Json:
    """Return the Document object of a file."""
    name = stored.upload.name
    mime = mimetypes.guess_type(name)[0] or stored.upload.mime_type
    return {**stored.describe(), "file_name": name, "mime_type": mime}
