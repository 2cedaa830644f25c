"""Files under their checksum: bytes in a folder or in the database, what they are in a table."""

import asyncio
import hashlib
import os
import time
import uuid
from collections.abc import AsyncIterator, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.inbox import insert
from roviec.db.models import FileContent, StoredFile
from roviec.db.troubles import TROUBLE
from roviec.messages.stripping import strip


class StoreRefused(OSError):
    """The store did not do what it was asked, or did not answer; the words name neither key nor file."""


AWAY = (StoreRefused, *TROUBLE)
"""What says that files can't be had or kept now, wherever they are: nothing is wrong with any of them."""


class FileStore:
    """A folder of files named by their SHA-256; the same bytes are kept once.

    Every host that serves must see this folder, or the office uses `SharedFiles`.
    """

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
        self._put(sha256, data)
        return sha256

    def _put(self, sha256: str, data: bytes) -> None:
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

    async def share(self, sha256: str, session: AsyncSession | None = None) -> None:
        """Let every host see a file that was kept here, in the transaction of `session` or in one of its own."""

    async def here(self, sha256: str) -> Path:
        """Return where a file lies on this host; there may be none.

        Raise ValueError for what is no checksum, and one of `AWAY` where that can't be known now.
        """
        return self.path(sha256)

    def drop_copies(self) -> None:
        """Delete what lies here for convenience alone."""

    async def missing(self, session: AsyncSession, named: Collection[str]) -> list[str]:
        """Return those of some checksums whose bytes are in no store."""
        return sorted(sha256 for sha256 in named if not self.path(sha256).is_file())

    async def sign(self, mark: str) -> None:
        """Leave the mark of a host among the files."""
        path = self.folder / ".hosts" / mark
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    async def sees(self, mark: str) -> bool:
        """Tell whether a host's mark is among the files that we see."""
        return (self.folder / ".hosts" / mark).exists()

    async def prove(self) -> None:
        """Write something, read it again and take it away, where that is not seen otherwise; raise OSError."""

    async def close(self) -> None:
        """Close what was opened."""

    async def bring(self, sha256: str, data: bytes) -> None:
        """Keep a file of a backup under the checksum that it has there; raise ValueError where it has another."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError("the bytes are not those of the checksum")
        await asyncio.to_thread(self._put, sha256, data)

    async def every(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield every file with its checksum, in the order of the checksums."""
        for path in sorted(self._files()):
            if len(path.name) == 64:
                try:
                    yield path.name, await asyncio.to_thread(path.read_bytes)
                except FileNotFoundError:
                    continue  # swept away meanwhile: nothing needs it any more

    async def forget(self, needed: Collection[str], *, age: timedelta) -> int:
        """Do what `sweep` does, wherever files are kept; return how many went."""
        return len(await asyncio.to_thread(self.sweep, needed, age=age))

    def sweep(self, needed: Collection[str], *, age: timedelta) -> list[str]:
        """Delete what nothing needs and nobody has kept anew for `age`, by the clock of the disk; return what went."""
        before = time.time() - age.total_seconds()
        return [path.name for path in self._files() if path.name not in needed and _removed(path, before)]

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("??/*") if path.is_file())


class SharedFiles(FileStore):
    """Files in the database, where every host sees them; the folder holds copies for an hour."""

    def __init__(self, folder: Path, db: Database) -> None:
        super().__init__(folder)
        self.db = db

    async def share(self, sha256: str, session: AsyncSession | None = None) -> None:
        """Put a file that was kept here into the database."""
        data = await asyncio.to_thread(self.read, sha256)
        if session is not None:
            await _contain(session, sha256, data)
            return
        async with self.db.write() as own:
            await _contain(own, sha256, data)

    async def here(self, sha256: str) -> Path:
        """Return where a file lies on this host, fetched unless there is a copy."""
        path = self.path(sha256)
        if not path.exists() and (data := await self.fetched(sha256)) is not None:
            await asyncio.to_thread(self._put, sha256, data)
        return path

    async def fetched(self, sha256: str) -> bytes | None:
        """Return the bytes of a file; None where the database has none."""
        async with self.db.read() as session:
            found = await session.get(FileContent, sha256)
        return found.data if found is not None else None

    async def missing(self, session: AsyncSession, named: Collection[str]) -> list[str]:
        """Return those of some checksums whose bytes are not in the database."""
        there = select(FileContent.sha256).where(col(FileContent.sha256).in_(named))
        return sorted(set(named) - set((await session.exec(there)).all()))

    async def sign(self, mark: str) -> None:
        """Do nothing: every host has the database."""

    async def sees(self, mark: str) -> bool:
        """Tell that it does."""
        return True

    async def bring(self, sha256: str, data: bytes) -> None:
        """Put a file of a backup into the database."""
        await super().bring(sha256, data)
        await self.share(sha256)

    async def every(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield every file of the database; none where it is of a version that kept no files."""
        async with self.db.read() as session:
            connection = await session.connection()
            if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table("filecontent")):
                return
            for sha256 in (await session.exec(select(FileContent.sha256).order_by(FileContent.sha256))).all():
                found = await session.get(FileContent, sha256)
                if found is not None:
                    yield sha256, found.data
                    session.expunge(found)

    async def forget(self, needed: Collection[str], *, age: timedelta) -> int:
        """Delete from the database what nothing needs and nobody has kept anew for `age`, by this machine's clock."""
        old = col(FileContent.kept_at) < datetime.now(UTC) - age
        async with self.db.read() as session:
            known = (await session.exec(select(FileContent.sha256).where(old))).all()
        gone = sorted(set(known) - set(needed))
        for start in range(0, len(gone), _CHUNK):
            some = col(FileContent.sha256).in_(gone[start : start + _CHUNK])
            async with self.db.write() as session:
                await session.exec(sa.delete(FileContent).where(some, old))
        return len(gone)

    def drop_copies(self) -> None:
        """Delete the copies of more than an hour ago: what is erased must not stay on a host."""
        self.sweep((), age=COPIED)


COPIED = timedelta(hours=1)
"""How long a host keeps a copy of what lies in the database."""
_CHUNK = 500


async def _contain(session: AsyncSession, sha256: str, data: bytes) -> None:
    now = datetime.now(UTC)
    row = insert(session, FileContent).values(sha256=sha256, data=data, kept_at=now)
    await session.exec(row.on_conflict_do_update(index_elements=["sha256"], set_={"kept_at": now}))


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
