"""Long commands say how far they are on a terminal, leave the line clean, and say nothing of it in a pipe."""

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roviec.bot.cli.progress import Line
from roviec.db.files import FileStore
from tests.cli.conftest import ROSTER, Office

ROVIEC = (sys.executable, "-m", "roviec")


@contextmanager
def terminal() -> Iterator[tuple[int, Callable[[], str]]]:
    """Open a terminal; yield its end for a command, which is closed with the block, and what it got by then."""
    ours, theirs = pty.openpty()
    seen: list[bytes] = []

    def read() -> None:
        try:
            while some := os.read(ours, 65536):
                seen.append(some)
        except OSError:
            return  # on Linux the end of a terminal is an error

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield theirs, lambda: b"".join(seen).decode("utf-8", "replace")
    finally:
        os.close(theirs)
        reader.join(10)
        os.close(ours)


def by_a_process(office: Office, *words: object) -> tuple[int, str, str]:
    """Run a command in a process whose messages go to a terminal; return its code, its data and what that got."""
    with terminal() as (theirs, got):
        ran = subprocess.run(
            [*ROVIEC, *map(str, words)],
            cwd=office.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            check=False,
            timeout=60,
        )
    return ran.returncode, ran.stdout, got()


def on_a_terminal(office: Office, *words: object) -> tuple[int, str, str]:
    """Run a command here, which takes a third of the start of a process, with messages that go to a terminal."""
    with terminal() as (theirs, got), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", os.fdopen(theirs, "w", 1, "utf-8", closefd=False))
        result = office(*words)
        sys.stderr.flush()
    return result.code, result.out, got()


def in_a_pipe(office: Office, *words: object) -> tuple[int, str, str]:
    """Run a command here, with messages that go to no terminal."""
    result = office(*words)
    return result.code, result.out, result.err


def people(count: int) -> str:
    rows = [f"Người {n},Công chức,Văn phòng,UBND xã Đại Lãnh,,cán bộ" for n in range(count)]
    return ROSTER + "\n".join(rows) + "\n"


@pytest.fixture
def full(office: Office) -> Office:
    """An office with something in many tables."""
    office.roster(people(300))
    for n in range(3):
        FileStore(office.folder / "files").keep(f"báo cáo {n}".encode())
    return office


def screens(terminal: str) -> list[str]:
    """Return what stood on the line, one after the other."""
    return [part.strip() for part in terminal.split("\r")]


def test_a_copy_is_followed_on_the_terminal_and_silent_in_a_pipe(full: Office, tmp_path: Path) -> None:
    for run, is_watched in ((on_a_terminal, True), (in_a_pipe, False)):
        name = tmp_path / f"{is_watched}.backup"
        code, said, told = run(full, "backup", name)
        assert (code, said.strip()) == (0, str(name))
        assert ("Bảng " in told) == ("Tệp: " in told) == ("\r" in told.replace("\r\n", "")) == is_watched
        assert "Bản sao lưu chưa mã hóa" in told
        code, said, told = run(full, "restore", name, "--check")
        assert (code, "khôi phục được" in said) == (0, True)
        assert ("Bảng " in told) == is_watched
        assert ("Tệp: 3/3 (100 %)" in told) == is_watched
        target = f"sqlite+aiosqlite:///{tmp_path}/moved-{is_watched}.db"
        code, _, told = run(full, "move", target, "--yes")
        assert (code, "Bảng " in told) == (0, is_watched)


def test_the_line_is_gone_when_the_work_is_done(full: Office, tmp_path: Path) -> None:
    _, _, told = on_a_terminal(full, "backup", tmp_path / "a.backup")
    # After the last figure the line is blank, and the messages begin at its start.
    last = max(n for n, screen in enumerate(screens(told)) if screen.startswith(("Bảng", "Tệp")))
    assert screens(told)[last + 1] == ""
    assert not any("Bảng" in screen and "tệp (" in screen for screen in screens(told))


def test_an_import_of_people_tells_of_how_many(office: Office) -> None:
    list_ = office.write("can-bo.csv", people(200))
    code, said, told = by_a_process(office, "people", "import", list_)
    assert code == 0, told
    assert "Nhập người: 203/203 (100 %)" in told
    assert "203" in said
    code, _, told = in_a_pipe(office, "people", "import", list_)
    assert (code, "Nhập người" in told) == (0, False)


def test_a_failed_command_leaves_the_line_clean_for_its_sentence(full: Office, tmp_path: Path) -> None:
    (tmp_path / "bad.backup").write_bytes(b"x" * 100)
    code, _, told = on_a_terminal(full, "restore", tmp_path / "bad.backup", "--check")
    assert code != 0
    assert "không phải là bản sao lưu" in told


class Screen:
    def __init__(self) -> None:
        self.text = ""

    def write(self, words: str) -> int:
        self.text += words
        return len(words)

    def flush(self) -> None: ...


def test_a_shorter_line_covers_a_longer_one_and_figures_come_a_few_times_a_second() -> None:
    screen = Screen()
    line = Line(screen)  # type: ignore[arg-type]
    line("rows", "announcementreader", 1000, 0)
    for n in range(1000):
        line("rows", "x", n, 0)
    line("files", "", 3, 3)
    shown = screen.text.split("\r")[1:]
    assert len(shown) <= 12, "not a line for each row"
    assert len(shown[1]) == len("Bảng announcementreader: 1.000 dòng")
    line.end()
    assert screen.text.endswith("\r")
