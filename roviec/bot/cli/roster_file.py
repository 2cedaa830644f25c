"""Read a list of people from CSV or Excel as offices save them: any usual encoding, delimiter, heading."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roviec.bot.cli.common import read_bytes
from roviec.errors import PersonError
from roviec.folding import fold, nfc

HEADINGS = {
    "name": ("name", "full name", "ho ten", "ho va ten", "ho va ten can bo", "ten"),
    "position": ("position", "chuc vu", "chuc danh", "chuc vu, chuc danh", "chuc danh, chuc vu"),
    "unit": ("unit", "don vi", "don vi cong tac", "phong ban", "bo phan"),
    "parent_unit": ("parent_unit", "parent unit", "don vi cap tren", "don vi chu quan", "truc thuoc"),
    "phone": ("phone", "dien thoai", "so dien thoai", "sdt", "dien thoai di dong", "so di dong"),
    "email": (
        "email",
        "e-mail",
        "thu dien tu",
        "dia chi thu dien tu",
        "dia chi email",
        "hop thu",
        "hop thu dien tu",
    ),
    "role": ("role", "vai tro", "quyen"),
}
_COLUMNS = {alias: column for column, aliases in HEADINGS.items() for alias in aliases}
_NUMBERING = {"stt", "tt", "so tt", "so thu tu", "ghi chu", "note"}
_TITLES = 20
"""Rows above the headings that an office may fill with its name and the title of the list."""


class NoHeadings(PersonError):
    """Tệp {path} không có dòng tiêu đề với các cột «họ tên» và «đơn vị». Ông/Bà thêm dòng tiêu đề rồi nhập lại."""


class HeadingTwice(PersonError):
    """Tệp {path} có hai cột cùng nghĩa «{heading}». Ông/Bà giữ lại một cột rồi nhập lại."""


class NotATable(PersonError):
    """Không đọc được tệp {path} như một bảng. Ông/Bà lưu lại thành CSV (UTF-8) hoặc Excel .xlsx rồi nhập lại."""


@dataclass(frozen=True)
class Roster:
    """The rows of a list, each with its number in the file; `columns` that it has, `unknown` headings."""

    columns: frozenset[str]
    rows: tuple[tuple[int, dict[str, str]], ...]
    unknown: tuple[str, ...] = ()


Line = tuple[int, list[str]]


def read(path: Path) -> Roster:
    """Read a file; raise what is wrong with it as a table."""
    data = read_bytes(path)
    for lines in _excel(path, data) if data.startswith(b"PK") else _csv(path, data):
        found = _headed(path, lines)
        if found is not None:
            return found
    raise NoHeadings(path=path)


def _excel(path: Path, data: bytes) -> Iterator[list[Line]]:
    """Yield each sheet."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [[[_cell(value) for value in row] for row in sheet.values] for sheet in book.worksheets]
    except Exception as error:
        # openpyxl raises whatever its parsers do on a broken workbook.
        raise NotATable(path=path) from error
    for rows in sheets:
        yield list(enumerate(rows, 1))


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else _clean(str(value))


def _csv(path: Path, data: bytes) -> Iterator[list[Line]]:
    """Yield the table under each usual delimiter; the headings tell which one was meant."""
    text = _decoded(path, data)
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lines: list[Line] = []
        before = 0
        try:
            for row in reader:
                lines.append((before + 1, [_clean(cell) for cell in row]))
                before = reader.line_num
        except csv.Error as error:
            raise NotATable(path=path) from error
        yield lines


def _decoded(path: Path, data: bytes) -> str:
    encodings = ["utf-8-sig", "cp1258"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:2] == b"\0":
        encodings = ["utf-16-le"]
    for encoding in encodings:
        try:
            text = nfc(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATable(path=path)


def _clean(cell: str) -> str:
    return " ".join(nfc(cell).split())


def _headed(path: Path, lines: list[Line]) -> Roster | None:
    """Return the rows below the headings; None where no row of headings is found."""
    for place, (_, cells) in enumerate(lines[:_TITLES]):
        columns = [_COLUMNS.get(fold(cell).replace("*", "").strip(" :.")) for cell in cells]
        if not {"name", "unit"} <= set(columns):
            continue
        known = [column for column in columns if column]
        for column in known:
            if known.count(column) > 1:
                raise HeadingTwice(path=path, heading=cells[columns.index(column)])
        rows = [
            (number, {column: cell for column, cell in zip(columns, row, strict=False) if column})
            for number, row in lines[place + 1 :]
            if any(row)
        ]
        unknown = [
            cell
            for cell, column in zip(cells, columns, strict=True)
            if cell and not column and fold(cell) not in _NUMBERING
        ]
        return Roster(frozenset(known), tuple(rows), tuple(unknown))
    return None
