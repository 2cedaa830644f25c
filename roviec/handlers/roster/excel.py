"""Sheets of an Excel workbook, or of the HTML page that some programs call .xls, as rows of words."""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from roviec.tasks.reading.errors import UnknownFormat
from roviec.tasks.reading.guard import check_area, check_package

MAX_COLUMNS = 60
MAX_ROWS = 20_000
Line = tuple[int, list[str]]
_JOINED = re.compile(r'"((?:[^"]|"")*)"|(\$?[A-Z]{1,3}\$?\d+)|(\d+)|([&,;]|\s+)')


@dataclass
class Sheet:
    """A visible sheet: its rows with their numbers; what was left out because it is hidden."""

    title: str = ""
    lines: list[Line] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    """Rows with a formula whose result the file does not hold."""


def sheets(data: bytes, name: str) -> tuple[list[Sheet], list[str]]:
    """Return the visible sheets and the titles of the hidden ones; raise whatever a broken workbook raises.

    Nothing is opened that the guard refuses: it raises a DocumentError.
    """
    if check_package(data, name) != "xlsx":
        raise UnknownFormat(name=name)
    # 26 MB that a process which reads no workbook is spared.
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown, written = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    for one in shown.worksheets:
        check_area(min(one.max_row, MAX_ROWS), min(one.max_column, MAX_COLUMNS), name)
    visible = [one.title for one in shown.worksheets if one.sheet_state == "visible"]
    hidden = [one.title for one in shown.worksheets if one.sheet_state != "visible"]
    return [_sheet(shown[title], written[title]) for title in visible], hidden


def _sheet(shown: Any, written: Any) -> Sheet:
    made = Sheet(shown.title)
    made.hidden_columns = [letter for letter in _letters(shown) if _hides(shown, letter)]
    columns = [n for n, letter in enumerate(_letters(shown), 1) if letter not in made.hidden_columns]
    merged = _merged(shown)
    for number in range(1, min(shown.max_row, MAX_ROWS) + 1):
        row = [_words(shown, written, merged.get((number, n), (number, n))) for n in columns]
        if shown.row_dimensions[number].hidden:
            made.hidden_rows += [number] * any(row)
            continue
        if None in row:
            made.unknown.append(number)
        made.lines.append((number, [cell or "" for cell in row]))
    return made


def _letters(sheet: Any) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(n) for n in range(1, min(sheet.max_column, MAX_COLUMNS) + 1)]


def _hides(sheet: Any, letter: str) -> bool:
    """Tell whether a column is hidden; neighbours that are alike stand as one group."""
    from openpyxl.utils import column_index_from_string

    n = column_index_from_string(letter)
    return any(
        one.hidden and (one.min or 0) <= n <= (one.max or 0) for one in sheet.column_dimensions.values()
    )


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where the words of a merged cell stand: they hold for each of its rows, in its first column."""
    return {
        (row, area.min_col): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
    }


def _words(shown: Any, written: Any, place: tuple[int, int]) -> str | None:
    """Return what a cell shows; None for a formula whose result nobody knows."""
    value, formula = shown.cell(*place).value, written.cell(*place).value
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return _joined(formula, written)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _joined(formula: str, sheet: Any) -> str | None:
    """Return what a formula joins, where it joins words and cells: offices give phones their zero back so."""
    body = re.sub(r"^=\s*(?:CONCATENATE|CONCAT)\s*\((.*)\)\s*$", r"\1", formula, flags=re.IGNORECASE).lstrip(
        "="
    )
    made, at = "", 0
    for part in _JOINED.finditer(body):
        if part.start() != at:
            return None
        at = part.end()
        cell = sheet[part[2].replace("$", "")].value if part[2] else None
        if isinstance(cell, str) and cell.startswith("="):
            return None
        made += (part[1] or "").replace('""', '"') + (part[3] or "") + ("" if cell is None else str(cell))
    return made if at == len(body) else None


class _Tables(HTMLParser):
    """The rows of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside = True
        if tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Add words to the open cell."""
        if self.inside:
            self.rows[-1][-1] += data


def page(text: str) -> Iterator[Line]:
    """Yield the rows of the tables of an HTML page."""
    parser = _Tables()
    parser.feed(text)
    yield from enumerate(parser.rows, 1)
