"""Packages from outside: who may unpack one is named here, and every door refuses a bomb before it is opened."""

import ast
import io
import os
import resource
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePath

import openpyxl
import pytest

from roviec.bot.cli.dossier_file import read_dossiers
from roviec.bot.cli.forms import form_text
from roviec.errors import PersonError
from roviec.handlers.roster.file import read
from roviec.reports.letterhead import Letterhead
from roviec.reports.word import Letter, filled
from roviec.tasks.reading.opening import open_document
from tests.effort import within

ROOT = Path(__file__).parents[2]
OPENS = {"load_workbook", "ZipFile", "DocxTemplate", "Document"}
OPENING = {
    "roviec/tasks/reading/guard.py": "the guard itself",
    "roviec/tasks/reading/excel.py": "by open_document, behind the guard",
    "roviec/tasks/reading/word.py": "by open_document, behind the guard",
    "roviec/handlers/roster/excel.py": "asks the guard itself",
    "roviec/survey/authoring/sheets.py": "by form_text, behind the guard",
    "roviec/reports/word.py": "asks the guard for the office's template; the others are ours",
    "roviec/reports/word_layout.py": "makes one",
    "roviec/reports/dossier.py": "makes one",
    "roviec/reports/scoring.py": "makes one",
}
"""File → why it may unpack what it does."""
LIBRARIES = {"openpyxl", "zipfile", "docx", "docxtpl", "tarfile", "shutil.unpack_archive"}


def opens(tree: ast.Module) -> bool:
    """Tell whether a module has a library that unpacks, and calls what opens."""
    names = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}
    return bool({name.split(".")[0] for name in names} & LIBRARIES and called & OPENS)


def test_who_opens_packages_is_named() -> None:
    paths = (ROOT / "roviec").rglob("*.py")
    assert {
        str(path.relative_to(ROOT)) for path in paths if opens(ast.parse(path.read_text("utf-8")))
    } == OPENING.keys()


def test_forms_in_excel_have_one_door() -> None:
    """What is read as a form has no guard below it: its only caller asks first."""
    found = [path for path in (ROOT / "roviec").rglob("*.py") if "read_xlsform(" in path.read_text("utf-8")]
    assert {path.name for path in found} == {"forms.py", "xlsform.py"}


def _package(sheet: bytes, **others: bytes) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", "Đơn vị"])
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" and sheet else old.read(name))
        for name, data in others.items():
            new.writestr(name, data)
    return out.getvalue()


_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
_TAIL = b"</row></sheetData></worksheet>"
BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: _package(b"", **{"xl/media/a.bin": b"\0" * 60_000_000}),
    # Nothing in them but empty cells, with enough noise to be in proportion.
    "cells": lambda: _package(
        _HEAD + b"<c/>" * 3_000_000 + _TAIL + b"<!--" + os.urandom(90_000).hex().encode() + b"-->"
    ),
    "corner": lambda: _package(_HEAD + b'<c r="XFD1048576"><v>1</v></c>' + _TAIL),
}


@cache
def _made(bomb: str) -> bytes:
    """Make a bomb where it is thrown, and not in each process that only collects the tests."""
    return BOMBS[bomb]()


def _template(path: Path) -> None:
    from datetime import date

    filled(Letter("", date(2026, 6, 1), {}), Letterhead(template=path), "UBND xã")


DOORS: dict[str, Callable[[Path], object]] = {
    "documents": lambda path: open_document(path.read_bytes(), path.name),
    "people": lambda path: read(PurePath(path.name), path.read_bytes()),
    "dossiers": read_dossiers,
    "forms": lambda path: form_text(str(path)),
    "template": _template,
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("door", DOORS)
def test_a_bomb_ends_in_a_sentence_at_every_door(door: str, bomb: str, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(_made(bomb))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with within(500), pytest.raises(PersonError) as caught:  # minutes where a door lets one in
        DOORS[door](path)
    assert "danh-sach.xlsx" in str(caught.value) or door == "forms"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
