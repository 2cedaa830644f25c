"""An office moved from one database to another, whatever kind each is; what arrived is compared with what left."""

import tempfile
from pathlib import Path

from roviec.db import migrate
from roviec.db.backup import rows
from roviec.db.backup.archive import Sums
from roviec.db.backup.loading import filling
from roviec.db.backup.rows import Sum
from roviec.db.backup.saving import NothingToSave, one_moment
from roviec.db.engine import Database
from roviec.db.files import SharedFiles
from roviec.going import step


async def move(source: Database, target: Database) -> Sums:
    """Copy every row into an empty database, all or nothing; return what was moved, counts and checksums equal.

    Files that lie in the database go along; those of a folder stay where they are.
    """
    version = await migrate.version(source)
    if version is None:
        raise NothingToSave
    sums = Sums()
    async with one_moment(source) as connection, filling(target, version) as loading:
        for name, table in (await rows.tables(connection)).items():
            held, known = list[bytes](), sums.tables.setdefault(name, Sum())
            async for line in rows.read(connection, table):
                known.add(line)
                held.append(line)
                if len(held) == rows.CHUNK:
                    await loading.add(name, held)
                    held = []
            await loading.add(name, held)
        await loading.compare(sums.tables)
    await _files(source, target, sums)
    return sums


async def _files(source: Database, target: Database, sums: Sums) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = (SharedFiles(Path(folder) / name, db) for name, db in (("a", source), ("b", target)))
        async for sha256, data in here.every():
            await there.bring(sha256, data)
            there.path(sha256).unlink()
            sums.files, sums.bytes = sums.files + 1, sums.bytes + len(data)
            step("files", done=sums.files)
