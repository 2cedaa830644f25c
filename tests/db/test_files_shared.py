"""Two hosts with one database: what one has taken, the other can show; what is erased is gone from both."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

import roviec
from roviec.channels.common.sharing import Shelf
from roviec.channels.webchat.channel import WebChat
from roviec.db import hosts
from roviec.db.engine import Database
from roviec.db.files import FileStore, SharedFiles
from roviec.db.models import FileContent
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut

DATA, DAY = b"%PDF-1.7 ket qua", timedelta(days=1)


@pytest.fixture
def two(db: Database, tmp_path: Path) -> tuple[SharedFiles, SharedFiles]:
    return SharedFiles(tmp_path / "a", db), SharedFiles(tmp_path / "b", db)


async def test_what_one_host_took_the_other_has(two: tuple[SharedFiles, SharedFiles]) -> None:
    here, there = two
    sha256 = here.keep(DATA)
    assert not (await there.here(sha256)).exists()
    await here.share(sha256)
    assert (await there.here(sha256)).read_bytes() == DATA
    assert [found async for found in there.every()] == [(sha256, DATA)]


async def test_a_file_is_shared_in_the_transaction_that_names_it(
    two: tuple[SharedFiles, SharedFiles],
) -> None:
    here, there = two
    sha256 = here.keep(DATA)
    async with here.db.write() as session:
        await here.share(sha256, session)
        await session.rollback()
    assert not (await there.here(sha256)).exists()
    async with here.db.write() as session:
        await here.share(sha256, session)
        await here.share(sha256, session)
    assert (await there.here(sha256)).exists()


async def test_what_nothing_needs_is_gone_from_the_database_and_from_every_host(
    two: tuple[SharedFiles, SharedFiles],
) -> None:
    here, there = two
    old, needed, fresh = [here.keep(DATA + bytes([n])) for n in range(3)]
    for sha256 in (old, needed, fresh):
        await here.share(sha256)
        assert (await there.here(sha256)).exists()
    async with here.db.write() as session:
        for row in (await session.exec(select(FileContent).where(col(FileContent.sha256) != fresh))).all():
            row.kept_at = datetime.now(UTC) - 2 * DAY
    assert await here.forget({needed}, age=DAY) == 1
    for store in two:
        for sha256 in (old, needed):
            os.utime(store.path(sha256), (1, 1))
        store.drop_copies()
        assert not store.path(old).exists()
        assert store.path(fresh).exists()
        assert not (await store.here(old)).exists()
        assert (await store.here(needed)).read_bytes() == DATA + bytes([1])


async def test_what_is_no_checksum_is_no_file(two: tuple[SharedFiles, SharedFiles], tmp_path: Path) -> None:
    for store in (*two, FileStore(tmp_path / "c")):
        for wrong in ("", "../../etc/passwd", "x" * 63):
            with pytest.raises(ValueError):
                await store.here(wrong)
        with pytest.raises(ValueError):
            await store.bring("0" * 64, DATA)


async def test_hosts_with_one_folder_see_each_other_and_others_do_not(db: Database, tmp_path: Path) -> None:
    now = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    common, own = FileStore(tmp_path / "common"), FileStore(tmp_path / "own")
    async with db.write() as session:
        for host, store in (("a", common), ("b", common), ("c", own)):
            await hosts.sign_in(session, store, host=host, now=now)
            await hosts.sign_in(session, store, host=host, now=now)
        assert await hosts.unseen(session, common, now=now) == ["c"]
        assert await hosts.unseen(session, own, now=now) == ["a", "b"]
        assert await hosts.unseen(session, SharedFiles(tmp_path / "own", db), now=now) == []
        assert await hosts.recent(session, now=now) == ["a", "b", "c"]
        assert await hosts.recent(session, now=now + 2 * DAY) == []


async def test_what_one_host_s_page_took_the_other_host_works_with(
    two: tuple[SharedFiles, SharedFiles],
) -> None:
    here, there = two
    sha256 = here.keep(DATA)
    await here.share(sha256)
    other = WebChat(there.db, there, "https://roviec.example.vn")
    assert (
        await other.fetch(FileRef(ref=sha256, name="a.pdf", mime="application/pdf", size=len(DATA))) == DATA
    )
    shelf = Shelf(
        SharedFiles(there.folder.parent / "c", there.db), "token", "https://roviec.example.vn", path="/f"
    )
    await shelf.bring([FileOut(sha256, "a.pdf", "application/pdf")])
    with pytest.raises(Failure):
        await shelf.bring([FileOut("0" * 64, "a.pdf", "application/pdf")])


def test_whoever_keeps_a_file_shares_it_and_whoever_reads_one_has_it_brought() -> None:
    """A host that is alone in a test never notices that it keeps something for itself."""
    root = Path(roviec.__file__).parent
    for path in (one for one in root.rglob("*.py") if one != root / "db" / "files.py"):
        source = path.read_text("utf-8")
        if re.search(r"\b(?:files|store)\.keep\b", source):
            assert ".share(" in source, path
        if re.search(r"\bfiles\.(?:read|path)\b", source) and path.name != "keeping.py":
            assert re.search(r"\.(?:here|bring)\(", source), path
