"""Excel workbooks (.xlsx, .xlsm): each sheet as one table, merged cells spread out, dates as shown."""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl

from roviec.folding import nfc
from roviec.tasks.reading.errors import DamagedDocument, DocumentError
from roviec.tasks.reading.guard import check_area
from roviec.tasks.reading.letters import is_tcvn3
from roviec.tasks.reading.source import Block, Cell, Document, Passage, Table, TextBuilder

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(d+|m+|y+)|([^"\\\[])', re.IGNORECASE)
MAX_COLUMNS = 60


def read_excel(data: bytes, name: str) -> Document:
    """Read a workbook that the guard has let through; hidden sheets are left out."""
    blocks: list[Block] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        for sheet in book.worksheets:
            check_area(sheet.max_row, min(sheet.max_column, MAX_COLUMNS), name)
        builder = TextBuilder(old=is_tcvn3(" ".join(_strings(book))))
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                blocks.append(_table(sheet, builder))
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise DamagedDocument(name=name) from error
    return Document(name, "xlsx", builder.text(), tuple(blocks), builder.notes)


def _strings(book: Any) -> Iterator[str]:
    for sheet in book.worksheets:
        # Not past its last column: openpyxl makes the cells it is asked for, and the sheet is as wide from then on.
        for row in sheet.iter_rows(max_col=_width(sheet), values_only=True):
            yield from (value for value in row if isinstance(value, str))


def _width(sheet: Any) -> int:
    columns: int = sheet.max_column
    return min(columns, MAX_COLUMNS)


def _table(sheet: Any, builder: TextBuilder) -> Table:
    grid = [[_cell(cell, builder) for cell in row] for row in sheet.iter_rows(max_col=_width(sheet))]
    for area in sheet.merged_cells.ranges:
        _spread(grid, area)
    return Table(tuple(tuple(row) for row in grid), nfc(sheet.title))


def _spread(grid: list[list[Cell]], area: Any) -> None:
    """Repeat a merged cell's content over the `area` it covers."""
    top, left = area.min_row - 1, area.min_col - 1
    if top >= len(grid) or left >= len(grid[top]):
        return
    wide = area.max_col > area.min_col
    home = grid[top][left] = replace(grid[top][left], wide=wide)
    for row in range(top, min(area.max_row, len(grid))):
        for column in range(left, min(area.max_col, len(grid[row]))):
            if (row, column) != (top, left):
                grid[row][column] = replace(home, home=False)


def _cell(cell: Any, builder: TextBuilder) -> Cell:
    value = cell.value
    if value is None:
        return Cell(Passage("", ()))
    day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    if day:
        text = shown(day, cell.number_format or "dd/mm/yyyy")
    elif isinstance(value, float) and "%" in (cell.number_format or ""):
        text = f"{round(value * 100, 2):g}%".replace(".", ",")
    elif isinstance(value, float):
        text = f"{value:g}".replace(".", ",")
    else:
        text = str(value).replace("\r", "")
    passage = builder.add(text, end="\t")
    return Cell(passage.cut(0, len(passage.text)), day=day)


def shown(day: date, pattern: str) -> str:
    """Return `day` as a sheet with the number format `pattern` shows it."""
    text = ""
    for quoted, escaped, token, other in _TOKEN.findall(pattern.split(";")[0]):
        letter = token[:1].lower()
        if letter == "d":
            text += f"{day.day:02}" if len(token) > 1 else str(day.day)
        elif letter == "m":
            text += f"{day.month:02}" if len(token) > 1 else str(day.month)
        elif letter == "y":
            text += str(day.year) if len(token) > 2 else f"{day.year % 100:02}"
        else:
            text += quoted or escaped or ("" if other in "@hHsS" else other)
    return text.strip() if re.search(r"\d", text) else f"{day:%d/%m/%Y}"
