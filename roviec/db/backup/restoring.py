"""An office brought back from a file: into an empty database, all or nothing, and compared with what was saved."""

import shutil
import tempfile
import time
from pathlib import Path

from roviec.db.backup.archive import Head, NotABackup, Sums, reading, sums_of
from roviec.db.backup.loading import filling
from roviec.db.backup.saving import Office
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.going import step

_TRIAL, _LONGEST = "thu-", 6 * 3600
"""How the folders of trials begin, and seconds after which none still runs."""


async def restore(office: Office, path: Path, *, key: str, replace: bool = False) -> tuple[Head, Sums]:
    """Fill the office from a backup; raise what is wrong with either, nothing changed in the database then.

    Files follow when the rows are there and equal: a restore that ends between the two is simply repeated.
    """
    with reading(path, key) as (head, parts):
        async with filling(office.db, head.version, replace=replace) as loading:
            sums = None
            for part in parts:
                if part.kind == "rows":
                    await loading.add(part.name, part.data.splitlines())
                sums = sums_of(part, path) if part.kind == "sums" else sums
            if sums is None:
                raise NotABackup(path=path)
            await loading.compare(sums.tables)
    brought = 0
    with reading(path, key) as (_, parts):
        for part in parts:
            if part.kind == "file":
                await office.files.bring(part.name, part.data)
                brought += 1
                step("files", done=brought, total=sums.files)
            elif part.kind == "push" and not office.push_key.exists():
                _write_key(office.push_key, part.data)
    return head, sums


def _write_key(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    path.write_bytes(data)


def _forget_trials(folder: Path) -> None:
    """Delete what a trial has left that was killed: it is the office, and not encrypted."""
    for left in folder.glob(f"{_TRIAL}*"):
        if left.stat().st_mtime < time.time() - _LONGEST:
            shutil.rmtree(left, ignore_errors=True)


async def trial(path: Path, *, key: str) -> tuple[Head, Sums]:
    """Restore a backup into a scratch database beside it, which is deleted again: what can't be, raises."""
    _forget_trials(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_TRIAL) as folder:
        scratch = Database(f"sqlite+aiosqlite:///{folder}/trial.db")
        try:
            office = Office(scratch, FileStore(Path(folder) / "files"), Path(folder) / "push.key")
            return await restore(office, path, key=key)
        finally:
            await scratch.dispose()
