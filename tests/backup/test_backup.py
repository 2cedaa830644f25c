"""What is saved comes back: equal, whole or not at all, on either database."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from backup_stage import NOW, fill_every_table, furnish, index, place, sums, tasks
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from roviec.db import migrate
from roviec.db.backup.archive import KeyMissing, NotABackup, reading
from roviec.db.backup.loading import NotEmpty
from roviec.db.backup.moving import move
from roviec.db.backup.restoring import restore, trial
from roviec.db.backup.rows import NOT_ROWS
from roviec.db.backup.saving import NothingToSave, Office, save
from roviec.db.backup.sealing import KeyWrong
from roviec.db.engine import Database
from roviec.db.files import FileStore, SharedFiles
from roviec.db.models import Evidence, Fact, Unit
from roviec.db.models.base import Row
from roviec.db.people import add_unit

KEY = "một câu dài làm khóa"


@pytest.fixture
async def versioned(db: Database) -> Database:
    """A database that knows its version, as one that was migrated."""
    async with db.engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        await connection.execute(sa.text(f"INSERT INTO alembic_version VALUES ('{migrate._known()[-1]}')"))
    return db


async def test_an_office_comes_back_with_its_index_tasks_and_files(
    versioned: Database, target: Database, tmp_path: Path
) -> None:
    office, back = place(versioned, tmp_path), place(target, tmp_path / "back")
    await furnish(office)
    told = await save(office, tmp_path / "a.backup", key=KEY, now=NOW)
    head, found = await restore(back, tmp_path / "a.backup", key=KEY)
    assert (head.office, head.moment, found) == ("UBND xã Đại Lãnh", NOW, told)
    assert await sums(target) == await sums(versioned)
    assert await index(target) == await index(versioned) is not None
    assert await tasks(target) == await tasks(versioned) != []
    async with target.read() as session:
        (evidence,) = (await session.exec(select(Evidence))).all()
    assert back.files.read(evidence.sha256) == b"%PDF-1.7 bao cao"
    assert back.push_key.read_bytes() == b"khoa rieng"
    assert not await migrate.pending(target)


async def test_every_table_and_kind_of_value_survives_a_backup_and_a_move(
    versioned: Database, target: Database, tmp_path: Path
) -> None:
    async with versioned.engine.begin() as connection:
        await fill_every_table(connection)
    before = await sums(versioned)
    assert before.keys() == Row.metadata.tables.keys() - {*NOT_ROWS}
    assert all(one.count == 3 for one in before.values()), before
    await save(place(versioned, tmp_path), tmp_path / "a.backup", key="", now=NOW)
    await restore(place(target, tmp_path / "back"), tmp_path / "a.backup", key="")
    assert await sums(target) == before
    async with target.write() as session:
        # Numbers go on where they were, and foreign keys hold again.
        session.add(unit := Unit(name="mới", folded="moi"))
        await session.flush()
        assert unit.id == 4
    with pytest.raises(sa.exc.IntegrityError):
        async with target.write() as session:
            session.add(Evidence(task_id=99, sha256="x", name="x", sent_by=1, sent_at=NOW))
    moved = Database(f"sqlite+aiosqlite:///{tmp_path}/moved/roviec.db")
    try:
        told = await move(versioned, moved)
        assert (told.tables, await sums(moved)) == (before, before)
    finally:
        await moved.dispose()


async def test_an_office_moves_from_sqlite_to_postgresql_and_back(
    sqlite: Database, bare_postgres: str, tmp_path: Path
) -> None:
    async with sqlite.engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        await connection.execute(sa.text(f"INSERT INTO alembic_version VALUES ('{migrate._known()[-1]}')"))
    await furnish(place(sqlite, tmp_path))
    shared = SharedFiles(tmp_path / "copies", sqlite)
    sha256 = shared.keep("trong cơ sở dữ liệu".encode())
    await shared.share(sha256)
    there, home = Database(bare_postgres), Database(f"sqlite+aiosqlite:///{tmp_path}/home/roviec.db")
    try:
        told = await move(sqlite, there)
        assert (told.rows, told.files) == (sum(one.count for one in (await sums(sqlite)).values()), 1)
        assert await index(there) == await index(sqlite)
        assert await tasks(there) == await tasks(sqlite)
        await move(there, home)
        assert await sums(home) == await sums(sqlite)
        path = await SharedFiles(tmp_path / "more", home).here(sha256)
        assert path.read_text("utf-8") == "trong cơ sở dữ liệu"
        with pytest.raises(NotEmpty):
            await move(sqlite, there)
    finally:
        await there.dispose()
        await home.dispose()


async def test_a_full_database_is_left_alone_unless_it_is_to_be_replaced(
    versioned: Database, target: Database, tmp_path: Path
) -> None:
    office, back = place(versioned, tmp_path), place(target, tmp_path / "back")
    await furnish(office)
    await save(office, tmp_path / "a.backup", key="", now=NOW)
    await restore(back, tmp_path / "a.backup", key="")
    async with target.write() as session:
        await add_unit(session, name="Đơn vị mới")
    before = await sums(target)
    with pytest.raises(NotEmpty):
        await restore(back, tmp_path / "a.backup", key="")
    assert await sums(target) == before
    await restore(back, tmp_path / "a.backup", key="", replace=True)
    assert await sums(target) == await sums(versioned)


async def test_a_backup_of_an_older_version_comes_back_with_the_tables_of_this_one(
    old: Database, target: Database, tmp_path: Path
) -> None:
    async with old.engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(migrate._config(c), "0009_sessions"))
        await connection.execute(
            sa.text("INSERT INTO unit (id, name, folded) VALUES (7, 'Văn phòng', 'van phong')")
        )
    await save(place(old, tmp_path), tmp_path / "a.backup", key="", now=NOW)
    head, _ = await restore(place(target, tmp_path / "back"), tmp_path / "a.backup", key="")
    assert head.version == "0009_sessions"
    assert not await migrate.pending(target)
    async with target.read() as session:
        assert [(one.id, one.name) for one in (await session.exec(select(Unit))).all()] == [(7, "Văn phòng")]


async def test_one_moment_is_saved_while_the_office_goes_on_working(
    versioned: Database, target: Database, tmp_path: Path
) -> None:
    """Each transaction adds a pair: a copy that held one without the other would be of two moments."""
    going = True

    async def work() -> int:
        count = 0
        while going:
            async with versioned.write() as session:
                session.add(Fact(name=f"a/{count:05}", value={}))
                session.add(Unit(name=f"Đơn vị {count}", folded=f"don vi {count}"))
            count += 1
            await asyncio.sleep(0)
        return count

    working = asyncio.create_task(work())
    for n in range(3):
        await asyncio.sleep(0.1)
        await save(place(versioned, tmp_path), tmp_path / f"{n}.backup", key="", now=NOW)
    going = False
    assert await working > 10
    _, told = await restore(place(target, tmp_path / "back"), tmp_path / "2.backup", key="")
    assert told.tables["unit"].count == told.tables["fact"].count > 0


async def test_an_empty_database_is_not_saved(old: Database, tmp_path: Path) -> None:
    with pytest.raises(NothingToSave):
        await save(place(old, tmp_path), tmp_path / "a.backup", key="", now=NOW)
    assert not (tmp_path / "a.backup").exists()


async def test_the_order_on_disk_is_not_told(versioned: Database, tmp_path: Path) -> None:
    """Who came first may not be read off a copy: rows stand in the order of their keys."""
    async with versioned.write() as session:
        for name in ("z", "m", "a"):
            session.add(Fact(name=name, value={}))
    await save(place(versioned, tmp_path), tmp_path / "a.backup", key="", now=NOW)
    with reading(tmp_path / "a.backup", "") as (_, parts):
        (facts,) = [part.data for part in parts if part.name == "fact"]
    assert facts.splitlines() == [b'["a",[{}]]', b'["m",[{}]]', b'["z",[{}]]']


class TestTheFile:
    """Opened with its key alone, and only where nothing was changed."""

    @pytest.fixture(params=["", KEY], ids=["open", "sealed"])
    def key(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    async def file(self, versioned: Database, tmp_path: Path, key: str) -> Path:
        office = place(versioned, tmp_path)
        office.files.keep(bytes(range(256)) * 1000)
        async with versioned.write() as session:
            await add_unit(session, name="Văn phòng")
        await save(office, tmp_path / "a.backup", key=key, now=NOW)
        return tmp_path / "a.backup"

    async def test_it_is_its_owner_s_alone(self, file: Path, key: str) -> None:
        assert file.stat().st_mode & 0o077 == 0
        assert list(file.parent.glob("*.part")) == []
        assert ("Văn phòng".encode() in file.read_bytes()) is False

    async def test_a_trial_leaves_nothing_behind(self, file: Path, key: str) -> None:
        killed = file.parent / "thu-abc"
        killed.mkdir()
        os.utime(killed, (1, 1))
        before = {*file.parent.rglob("*")} - {killed}
        _, found = await trial(file, key=key)
        assert found.tables["unit"].count == 1
        assert set(file.parent.rglob("*")) == before

    async def test_a_changed_or_cut_file_never_passes_for_whole(self, file: Path, key: str) -> None:
        whole = file.read_bytes()
        size = len(whole)
        for where in (0, 20, size // 3, size // 2, size - 40, size - 1):
            for broken in (whole[:where], whole[:where] + bytes([whole[where] ^ 1]) + whole[where + 1 :]):
                file.write_bytes(broken)
                if not _is_whole(file, key):
                    continue
                # The last bytes of an open file are sums, where it may lack some, and padding that says nothing.
                assert key == ""
                with suppress(NotABackup):
                    _, found = await trial(file, key=key)
                    assert found.tables["unit"].count == 1

    async def test_another_key_opens_nothing(self, file: Path, key: str, target: Database) -> None:
        if not key:
            return
        office = Office(target, FileStore(file.parent / "x"), file.parent / "y")
        with pytest.raises(KeyWrong):
            await restore(office, file, key=key + "?")
        with pytest.raises(KeyMissing):
            await restore(office, file, key="")
        assert await migrate.version(target) is None


def _is_whole(file: Path, key: str) -> bool:
    """Read a backup to its end; what is no backup says so and nothing else."""
    try:
        with reading(file, key) as (_, parts):
            return [part.kind for part in parts][-1] == "sums"
    except (NotABackup, KeyWrong, IndexError):
        return False


@given(st.binary(max_size=300))
def test_whatever_is_no_backup_is_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    file = tmp_path_factory.mktemp("junk") / "a.backup"
    file.write_bytes(junk)
    with pytest.raises((NotABackup, KeyWrong)), reading(file, KEY) as (_, parts):
        list(parts)
