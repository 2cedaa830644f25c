"""Files under their checksum: bytes on disk, what they are in a table."""

import hashlib
import os
import time
import uuid
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import StoredFile
from roviec.messages.stripping import strip


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
        """Store bytes, durably and whole or not at all, a picture without its metadata; return their checksum."""
        data = strip(data)
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        try:
            # Asked for again: nobody may sweep it away as forgotten.
            os.utime(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
            with part.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        return sha256

    def sweep(self, needed: Collection[str], *, age: timedelta) -> list[str]:
        """Delete what nothing needs and nobody has kept anew for `age`, by the clock of the disk; return what went."""
        before = time.time() - age.total_seconds()
        return [path.name for path in self._files() if path.name not in needed and _removed(path, before)]

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("??/*") if path.is_file())


def _removed(path: Path, before: float) -> bool:
    """Delete a file that is older; one that is kept at this very moment is put back."""
    if path.stat().st_mtime >= before:
        return False
    aside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    path.rename(aside)
    if aside.stat().st_mtime >= before:
        aside.rename(path)
        return False
    aside.unlink()
    return True


async def record(session: AsyncSession, *, sha256: str, mime: str, size: int, now: datetime) -> None:
    """Note a stored file in its table, once."""
    row = {"sha256": sha256, "mime": mime, "size": size, "stored_at": now}
    await session.exec(insert(session, StoredFile).values(row).on_conflict_do_nothing())
