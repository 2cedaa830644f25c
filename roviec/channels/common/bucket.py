"""Files in an S3-compatible store, where every host sees them; the folder holds copies for an hour."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.common.s3 import Bucket
from roviec.db.engine import Database
from roviec.db.files import SharedFiles, StoreRefused

FILES, HOSTS = "files/", "hosts/"


class BucketFiles(SharedFiles):
    """Each file is an object named by its checksum; a file put again is younger, so that nobody sweeps it away."""

    def __init__(self, folder: Path, db: Database, bucket: Bucket) -> None:
        super().__init__(folder, db)
        self.bucket = bucket

    async def share(self, sha256: str, session: AsyncSession | None = None) -> None:
        """Put a file that was kept here into the store; where the transaction ends badly, nothing names it."""
        await self.bucket.put(f"{FILES}{sha256}", await asyncio.to_thread(self.read, sha256))

    async def fetched(self, sha256: str) -> bytes | None:
        """Return the bytes of a file; None where the store has none."""
        return await self.bucket.get(f"{FILES}{sha256}")

    async def every(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield every file of the store."""
        async for name, _ in self.bucket.names(FILES):
            if (data := await self.bucket.get(name)) is not None:
                yield name.removeprefix(FILES), data

    async def forget(self, needed: Collection[str], *, age: timedelta) -> int:
        """Delete from the store what nothing needs and nobody has put anew for `age`, by this machine's clock."""
        before, gone = datetime.now(UTC) - age, 0
        async for name, at in self.bucket.names(FILES):
            if at < before and name.removeprefix(FILES) not in needed and await self._is_old(name, before):
                await self.bucket.delete(name)
                gone += 1
        return gone

    async def _is_old(self, name: str, before: datetime) -> bool:
        """Look once more: the list is as old as its page, and meanwhile somebody may have put the file anew."""
        at = await self.bucket.kept_at(name)
        return at is not None and at < before

    async def missing(self, session: AsyncSession, named: Collection[str]) -> list[str]:
        """Return those of some checksums whose bytes are not in the store."""
        every = sorted(named)
        found = await asyncio.gather(*(self.bucket.kept_at(f"{FILES}{one}") for one in every))
        return [one for one, at in zip(every, found, strict=True) if at is None]

    async def sign(self, mark: str) -> None:
        """Leave the mark of a host."""
        await self.bucket.put(f"{HOSTS}{mark}", b"roviec")

    async def sees(self, mark: str) -> bool:
        """Tell whether a host's mark is in the store that we see."""
        return await self.bucket.kept_at(f"{HOSTS}{mark}") is not None

    async def prove(self) -> None:
        """Write an object, read it again and take it away; raise OSError."""
        name, data = f"{HOSTS}probe-{uuid.uuid4().hex}", uuid.uuid4().bytes
        await self.bucket.put(name, data)
        if await self.bucket.get(name) != data:
            raise StoreRefused("the store of files: another answer than was put")
        await self.bucket.delete(name)

    async def close(self) -> None:
        """Close the connections to the store."""
        await self.bucket.close()
