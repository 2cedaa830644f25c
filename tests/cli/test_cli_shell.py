"""The command line as such: help, exit codes, one sentence for whatever goes wrong."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roviec.bot.cli import common
from roviec.bot.cli.app import loaded
from roviec.bot.cli.trouble import explain
from roviec.texts import catalogue
from tests.cli.conftest import Office


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, found in (group or loaded()).commands.items():
        yield (*path, name)
        if hasattr(found, "commands"):
            yield from commands(found, (*path, name))


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_every_command_explains_itself_in_vietnamese(office: Office, path: tuple[str, ...]) -> None:
    said = office.ok(*path, "--help").out
    for words in ("Cách dùng: roviec", "Tùy chọn", "Hiện trang này."):
        assert words in said
    for words in ("Usage", "Options", "Show this message", "Commands", "[required]", "<bool>"):
        assert words not in said


def test_every_command_has_an_example_that_names_it() -> None:
    say = catalogue("vi")
    for path in commands():
        key = ".".join(path)
        if key not in ("people", "survey", "zalo", "zalo.template", "figures", "criteria"):
            assert say(f"cli.{key}.example").startswith(f"roviec {' '.join(path)}"), path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nosuch",), "Không có lệnh «nosuch»"),
        (("people", "nosuch"), "roviec people --help"),
        (("tasks", "--nosuch"), "Lệnh này không có tùy chọn --nosuch"),
        (("people", "import"), "Lệnh còn thiếu TỆP"),
        (("tasks", "add", "--title"), "Tùy chọn --title cần đúng một giá trị"),
        (("people", "list", "thừa"), "thừa tham số"),
        (("--config", "khong-co.toml", "tasks"), "Không tìm thấy tệp cấu hình khong-co.toml"),
        (("people", "import", "khong-co.csv"), "Không tìm thấy tệp khong-co.csv"),
        (("people", "import", "."), "Không đọc được tệp"),
        (("--config", ".", "tasks"), "Không đọc được tệp ."),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_exit_code_2(
    office: Office, words: tuple[str, ...], says: str
) -> None:
    result = office(*words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("[office\n", "sai cú pháp"),
        ("[office]\nnam = 'x'\n", "office.nam"),
        ("[reminders]\nhour = '08:00+07:00'\n", "không kèm múi giờ"),
        ("[database]\nurl = 'mysql://x'\n", "sqlite+aiosqlite"),
    ],
)
def test_a_wrong_configuration_is_one_sentence_and_exit_code_2(
    office: Office, config: str, says: str
) -> None:
    office.write("config.toml", config)
    result = office("tasks")
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_a_locked_database_is_one_sentence(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roviec.db.engine._PRAGMAS", ("PRAGMA busy_timeout=10",))
    holder = sqlite3.connect(staffed.folder / "roviec.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    result = staffed("people", "invite", "1")
    holder.close()
    assert (result.code, result.out) == (1, "")
    assert "đang bận" in result.err


def test_surroundings_that_fail_are_one_sentence_each(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write("roviec.db", "này không phải là cơ sở dữ liệu " * 100)
    assert "không phải của Rõ Việc" in office("tasks").err
    for url in (
        f"sqlite+aiosqlite:///{office.folder}/config.toml/x.db",
        "postgresql+asyncpg://a@127.0.0.1:1/x",
    ):
        monkeypatch.setenv("ROVIEC_DATABASE__URL", url)
        result = office("tasks")
        assert (result.code, result.out) == (1, "")
        assert "Không kết nối được cơ sở dữ liệu" in result.err
        assert len(result.err.splitlines()) == 1


def test_a_postgresql_server_that_refuses_is_told(
    office: Office, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_DATABASE__URL", f"{postgres}/khong_co")
    result = office("tasks")
    assert (result.code, result.out) == (1, "")
    assert "Không kết nối được cơ sở dữ liệu" in result.err


def test_a_full_disk_is_one_sentence(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = office("digest", "--out", "x")
    assert result.code == 1
    assert "Đĩa đã đầy" in result.err


def test_the_unexpected_is_an_id_and_a_traceback_only_when_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(common, "open_database", broken)
    result = office("tasks")
    assert (result.code, result.out) == (1, "")
    assert "Có lỗi ngoài dự kiến (mã " in result.err
    assert "secret" not in result.err
    assert len(result.err.splitlines()) == 1
    assert "ZeroDivisionError" in office("--debug", "tasks").err


def test_the_variable_names_the_configuration(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (office.folder / "config.toml").rename(office.folder / "khác.toml")
    assert office("tasks").code == 2
    monkeypatch.setenv("ROVIEC_CONFIG", "khác.toml")
    office.ok("tasks")
    monkeypatch.delenv("ROVIEC_CONFIG")
    office.ok("--config", "khác.toml", "tasks")


def typed(office: Office, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    code = "from roviec.bot.cli import main; main()"
    root = str(Path(__file__).parents[2])
    # A locale without Vietnamese letters must not spoil what is written.
    surroundings = {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "ascii"}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=office.folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=surroundings,
        timeout=60,
        check=False,
    )


def test_a_real_process_writes_data_and_messages_apart(staffed: Office) -> None:
    added = typed(staffed, "tasks", "add", "--title", "Việc", "--lead", "Văn phòng")
    assert (added.returncode, added.stdout) == (0, "1\n")
    assert "Trần Thị Bình" in added.stderr
    missing = typed(staffed, "people", "invite", "Ma")
    assert (missing.returncode, missing.stdout) == (2, "")
    played = typed(staffed, "survey", "play", "mot-cua", stdin="2\n")
    assert played.returncode == 0
    assert "> 2" in played.stdout


def test_the_same_commands_work_on_postgresql(
    office: Office, bare_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_DATABASE__URL", bare_postgres)
    assert office.roster().out == "Thêm mới 3 người, cập nhật 0, không đổi 0.\n"
    assert office.roster().out.endswith("không đổi 3.\n")
    assert office.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng").out == "1\n"
    assert office.ok("survey", "open", "mot-cua", "--unit", "Văn phòng").out == "1\n"
    office.ok("survey", "link", "1", "--unit", "Văn phòng", "--json")
    office.ok("people", "leave", "2", "--to", "3")
    assert office.ok("survey", "answers", "--csv").out.count("\n") == 1
    assert office.ok("tasks", "--json").json[0]["leads"] == ["Văn phòng"]
    for words in (("index", "--json"), ("digest",), ("people", "invite", "1")):
        office.ok(*words)
    assert {check["check"] for check in office("doctor", "--json").json["checks"] if not check["ok"]} == {
        "admin",
        "addresses",
        "unheard",
    }


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OSError(errno.EROFS, "Read-only file system"), "Không có quyền ghi"),
        (sqlite3.OperationalError("unable to open database file"), "Không mở được tệp cơ sở dữ liệu"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "Không có quyền ghi"),
    ],
)
def test_a_folder_that_can_not_be_written_is_not_called_a_server(error: Exception, advice: str) -> None:
    found = explain(error)
    assert found is not None
    assert advice in found.sentence
    assert "máy chủ" not in found.sentence
