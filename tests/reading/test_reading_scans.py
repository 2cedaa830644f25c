"""Pages that are pictures: read through Tesseract where it is there, every field marked; else one sentence."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import typst

from roviec.handlers.plans import scan
from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.errors import ScannedPdf
from roviec.tasks.reading.model import Reading
from roviec.tasks.reading.read import read
from roviec.tasks.reading.scanned import READ_BY_MACHINE

CALENDAR = Calendar.seeded(range(2025, 2028))
TEXT = "1. Giao Phòng Kinh tế rà soát các hộ kinh doanh, báo cáo trước ngày 30/6/2026."
SAYS = """#!/bin/sh
case "$1" in --list-langs) echo vie;; *) cat > /dev/null; {body};; esac
"""


def pictures(*pages: str) -> bytes:
    """Print pages, then keep nothing of them but pictures."""
    made = typst.compile("#pagebreak()\n".join(f"{page}\n" for page in pages).encode())
    assert isinstance(made, bytes)
    images = [page.render(scale=200 / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(made)]
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return data.getvalue()


def reading(data: bytes) -> Reading:
    return read(data, "quet.pdf", calendar=CALENDAR, recognise=scan.recognised)


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    scan.installed.cache_clear()
    yield
    scan.installed.cache_clear()


def tesseract(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Put a program on the path that stands in for Tesseract."""
    program = folder / "tesseract"
    program.write_text(SAYS.replace("{body}", body), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_every_field_of_a_scan_is_marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tesseract(monkeypatch, tmp_path, f"echo '{TEXT}'")
    made = reading(pictures("Trang"))
    (task,) = made.tasks
    assert ([one.name for one in task.lead], str(task.deadline.due)) == (["Phòng Kinh tế"], "2026-06-30")
    assert {field: why for field, why in task.unsure if field in ("title", "lead", "due")} == {
        "title": "từ bản quét",
        "lead": "từ bản quét",
        "due": "từ bản quét",
    }
    assert (made.form, made.notes[0]) == ("scan", READ_BY_MACHINE)


def test_pages_that_the_time_does_not_allow_are_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scan, "SECONDS", 3.0)
    tesseract(
        monkeypatch, tmp_path, f"[ -e {tmp_path}/one ] && sleep 20; touch {tmp_path}/one; echo '{TEXT}'"
    )
    assert "Bản quét dài: mới đọc 1 trên 2 trang." in reading(pictures("Một", "Hai")).notes


@pytest.mark.parametrize("body", ["exit 1", "echo", "kill $$"])
def test_a_tesseract_that_fails_leaves_the_sentence_of_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str
) -> None:
    tesseract(monkeypatch, tmp_path, body)
    with pytest.raises(ScannedPdf):
        reading(pictures("Trang"))


def test_without_tesseract_a_scan_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ScannedPdf, match="bản chụp"):
        reading(pictures("Trang"))


def test_the_real_tesseract_reads_vietnamese() -> None:
    if shutil.which("tesseract") is None or not scan.installed():
        pytest.skip("Tesseract with Vietnamese is not installed")
    made = reading(pictures(f'#set text(14pt, lang: "vi")\n{TEXT}'))
    assert [task.deadline.due and str(task.deadline.due) for task in made.tasks] == ["2026-06-30"]
