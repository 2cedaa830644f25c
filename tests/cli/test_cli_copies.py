"""Saving, bringing back, moving and upgrading an office from the terminal."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import migrate
from roviec.db.engine import Database
from roviec.db.models import Fact
from tests.cli.conftest import Office

ADD = ("tasks", "add", "--title", "Rà soát thủ tục", "--lead", "Văn phòng", "--due", "2027-06-30")


def behind(office: Office, version: str = "0012_consent") -> None:
    """Make the office's database one of an older version, with a unit in it."""

    async def make() -> None:
        db = Database(office.url)
        async with db.engine.begin() as connection:
            await connection.run_sync(lambda c: command.upgrade(migrate._config(c), version))
        await db.dispose()

    asyncio.run(make())
    with sqlite3.connect(office.folder / "roviec.db") as database:
        database.execute("INSERT INTO unit (id, name, folded) VALUES (1, 'Văn phòng', 'van phong')")


def version(office: Office) -> str:
    with sqlite3.connect(office.folder / "roviec.db") as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.parametrize("words", [("tasks",), ("people", "list"), ("index",), ("units",), ("digest",)])
def test_no_command_migrates_an_older_database_unasked(office: Office, words: tuple[str, ...]) -> None:
    behind(office)
    said = office(*words)
    assert (said.code, said.out) == (1, "")
    assert "roviec migrate" in said.err
    assert said.err.count("\n") == 1
    assert version(office) == "0012_consent"


def test_the_doctor_only_looks(office: Office) -> None:
    behind(office)
    checks = {one["check"]: one for one in office("doctor", "--json").json["checks"]}
    assert not checks["database"]["ok"]
    assert "roviec migrate" in checks["database"]["advice"]
    assert version(office) == "0012_consent"


def test_serving_waits_for_the_migration_too(office: Office) -> None:
    behind(office)
    said = office("run", "--only", "road")
    assert (said.code, "roviec migrate" in said.err) == (1, True)
    assert version(office) == "0012_consent"


def test_an_upgrade_says_what_it_changes_saves_and_then_does_it(office: Office) -> None:
    behind(office)
    asked = office("migrate")
    assert asked.code == 2
    assert "--yes" in asked.err
    assert "0013_counter_codes" in asked.err
    assert "Bảng mới:" in asked.err
    assert "countercode" in asked.err
    assert version(office) == "0012_consent"
    done = office.ok("migrate", "--yes")
    (kept,) = (office.folder / "var/backup").glob("*.backup")
    assert str(kept.relative_to(office.folder)) in done.err
    assert not asyncio.run(_pending(office.url))
    assert "không có gì phải nâng cấp" in office.ok("migrate").out
    office.ok(*ADD)
    # And back to before it, as far as data go.
    office.ok("restore", kept, "--replace", "--yes")
    assert office.ok("tasks", "--json").json == []


async def _pending(url: str) -> bool:
    db = Database(url)
    try:
        return await migrate.pending(db)
    finally:
        await db.dispose()


def test_an_empty_database_is_made_by_whatever_comes_first(office: Office) -> None:
    office.ok("migrate")
    assert not asyncio.run(_pending(office.url))


def test_a_newer_database_is_left_alone(office: Office) -> None:
    office.ok("tasks")
    with sqlite3.connect(office.folder / "roviec.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (("tasks",), ("migrate", "--yes"), ("doctor",)):
        said = office(*words)
        assert said.code != 0
        assert "phiên bản Rõ Việc mới hơn" in said.out + said.err


def test_an_office_is_saved_tried_out_and_brought_back(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_BACKUP__KEY", "khóa đủ dài của xã")
    staffed.ok(*ADD)
    before = staffed.ok("tasks", "--json").json
    saved = staffed.ok("backup")
    path = saved.out.strip()
    assert "chưa mã hóa" not in saved.err
    assert "khôi phục được" in staffed.ok("restore", path, "--check").out
    assert "đã có dữ liệu" in staffed("restore", path).err
    staffed.ok("tasks", "edit", "1", "--title", "Việc khác", "--why", "thử")
    assert "--yes" in staffed("restore", path, "--replace").err
    back = staffed.ok("restore", path, "--replace", "--yes")
    assert "UBND xã Đại Lãnh" in back.err
    assert staffed.ok("tasks", "--json").json == before
    (staffed.folder / "roviec.db").unlink()
    for rest in ("roviec.db-wal", "roviec.db-shm"):
        (staffed.folder / rest).unlink(missing_ok=True)
    staffed.ok("restore", path)
    assert staffed.ok("tasks", "--json").json == before
    monkeypatch.delenv("ROVIEC_BACKUP__KEY")
    assert "ROVIEC_BACKUP__KEY" in staffed("restore", path, "--check").err


def test_a_copy_that_is_not_encrypted_is_told_so(staffed: Office) -> None:
    said = staffed.ok("backup", staffed.folder / "usb" / "a.backup")
    assert "chưa mã hóa" in said.err
    assert (staffed.folder / "usb" / "a.backup").is_file()


def test_nights_leave_copies_that_were_tried(staffed: Office) -> None:
    old = staffed.folder / "var/backup/roviec-20200101-010000.backup"
    staffed.ok("backup", "--nightly")
    old.write_bytes(b"alt")
    (old.parent / "ghi-chu.txt").write_text("của người khác")
    made = staffed.ok("backup", "--nightly").out.strip()
    assert not old.exists()
    assert (old.parent / "ghi-chu.txt").exists()
    assert Path(made).name in staffed.ok("restore", made, "--check").out + made


def test_an_office_moves(staffed: Office) -> None:
    staffed.ok(*ADD)
    before = staffed.ok("tasks", "--json").json
    url = f"sqlite+aiosqlite:///{staffed.folder}/moved/roviec.db"
    assert "--yes" in staffed("move", url).err
    assert "khớp" in staffed.ok("move", url, "--yes").out
    assert "đã có dữ liệu" in staffed("move", url, "--yes").err
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROVIEC_DATABASE__URL", url)
        assert staffed.ok("tasks", "--json").json == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("restore", "khong-co.backup"), "Không tìm thấy tệp khong-co.backup"),
        (("restore", "config.toml", "--check"), "không phải là bản sao lưu"),
        (("move", "mysql://x", "--yes"), "không phải địa chỉ cơ sở dữ liệu"),
    ],
)
def test_wrong_words_get_one_sentence(staffed: Office, words: tuple[str, ...], says: str) -> None:
    said = staffed(*words)
    assert (said.code, says in said.err) == (2, True)


def test_the_same_database_is_no_place_to_move_to(staffed: Office) -> None:
    assert "trùng" in staffed("move", staffed.url, "--yes").err


def test_without_a_folder_a_file_must_be_named(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_BACKUP__FOLDER", "")
    assert "backup.folder" in staffed("backup").err
    assert "backup.folder" in staffed("backup", "--nightly").err
    staffed.ok("backup", "a.backup")


def test_a_folder_to_run_from_is_made_once(office: Office) -> None:
    made = office.ok("init", office.folder / "moi")
    path = office.folder / "moi" / "config.toml"
    assert made.out.strip() == str(path)
    office.ok("--config", path, "migrate")
    path.write_text("# của cơ quan\n")
    again = office("init", office.folder / "moi")
    assert (again.code, "không ghi đè" in again.err) == (2, True)
    assert path.read_text() == "# của cơ quan\n"


@pytest.mark.parametrize(("seconds", "is_told"), [(20, True), (600, False)])
def test_who_moves_a_running_office_is_told_to_stop_it(staffed: Office, seconds: int, is_told: bool) -> None:
    at = datetime.now(UTC) - timedelta(seconds=seconds)

    async def beat(session: AsyncSession) -> None:
        session.add(Fact(name="heartbeat", value={"at": at.isoformat()}))

    staffed.inside(beat)
    said = staffed("move", f"sqlite+aiosqlite:///{staffed.folder}/moved.db")
    assert ("dừng roviec run" in said.err) == is_told
    assert not (staffed.folder / "moved.db").exists()
