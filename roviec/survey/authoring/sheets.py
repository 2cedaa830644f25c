"""The sheets of an Excel form as rows of words, each with its number."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl

from roviec.folding import fold, nfc

MOST_ROWS, MOST_COLUMNS = 2000, 60


@dataclass(frozen=True)
class Row:
    """A row that says something: its number in the sheet, and its cells by the heading above them."""

    number: int
    cells: Mapping[str, str]
    shortened: frozenset[str] = frozenset()
    """Headings whose cells are numbers with a fraction: Excel takes the zeros at their end away."""

    def __getitem__(self, heading: str) -> str:
        """Return a cell, "" where it is empty or there is no such column."""
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings as they were written and its rows."""

    name: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def sheets_of(data: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook by their names in small letters; raises whatever a broken file raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    try:
        return {fold(sheet.title): _sheet(sheet) for sheet in book.worksheets}
    finally:
        book.close()


def _sheet(sheet: Any) -> Sheet:
    last, wide = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    lines = list(sheet.iter_rows(max_row=last, max_col=wide, values_only=True))
    headings = tuple(_words(cell) for cell in lines[0]) if lines else ()
    return Sheet(sheet.title, headings, tuple(_rows(headings, lines[1:])))


def _rows(headings: tuple[str, ...], lines: list[Any]) -> Iterator[Row]:
    for number, line in enumerate(lines, 2):
        cells = {key: _words(cell) for key, cell in zip(headings, line, strict=False) if key}
        if any(cells.values()):
            fractions = {key for key, cell in zip(headings, line, strict=False) if _is_fraction(cell)}
            yield Row(number, {key: value for key, value in cells.items() if value}, frozenset(fractions))


def _is_fraction(cell: Any) -> bool:
    return isinstance(cell, float) and not cell.is_integer()


def _words(cell: Any) -> str:
    """Return what a cell says: a number as it is shown, words without the blanks around them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return nfc(str(cell)).replace("\r\n", "\n").strip()
