"""Files under their checksum: bytes on disk, what they are in a table."""

import hashlib
import os
import uuid
from datetime import datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import StoredFile


class FileStore:
    """A folder of files named by their SHA-256; the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where a file lies."""
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError("not a checksum")
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a file."""
        return self.path(sha256).read_bytes()

    def keep(self, data: bytes) -> str:
        """Store bytes, durably and whole or not at all; return their checksum."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
            with part.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        return sha256


async def record(session: AsyncSession, *, sha256: str, mime: str, size: int, now: datetime) -> None:
    """Note a stored file in its table, once."""
    row = {"sha256": sha256, "mime": mime, "size": size, "stored_at": now}
    await session.exec(insert(session, StoredFile).values(row).on_conflict_do_nothing())
