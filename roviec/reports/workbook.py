"""Real Excel: numbers and dates as such, a title over each table, ready to print on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date | None
"""A datetime is a local one: Excel knows no time zones."""
HEAD = 3
"""The row of the columns' names, counted from 0: above it are the title and what is under it."""
_FONT = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
_LONGEST = 32_767
_A4, _WIDEST = 9, 60


class Percent(float):
    """A share, 0 to 1, shown as 83,94%."""


_SHAPES: tuple[tuple[type, str], ...] = (
    (datetime, "hh:mm dd/mm/yyyy"),
    (date, "dd/mm/yyyy"),
    (Percent, "0.00%"),
    (float, "#,##0.0##"),
    (int, "0"),
    (str, "@"),
)
"""How each kind of cell is shown; Excel itself puts the decimal comma where the computer is set to it."""


@dataclass(frozen=True)
class Sheet:
    """One table: the name of its sheet, a title, a line under that, the columns' names, the rows."""

    name: str
    title: str
    under: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    """What somebody adds, over the table."""


def workbook(sheets: Sequence[Sheet], *, title: str, made: datetime) -> bytes:
    """Return a workbook; `made` stands in its properties, so that the same sheets give the same bytes."""
    import xlsxwriter  # 3 MB, for a few workbooks a week

    out = BytesIO()
    # Cells are data: a title that begins with "=" must not become a formula, nor a link be made of one.
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, settings)
    book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
    shapes = {kind: book.add_format({**_FONT, "border": 1, "num_format": shape}) for kind, shape in _SHAPES}
    for sheet in sheets:
        _write(book, book.add_worksheet(sheet.name), sheet, shapes)
    book.close()
    return out.getvalue()


def _write(book: Any, page: Any, sheet: Sheet, shapes: dict[type, Any]) -> None:
    plain = {**_FONT, "text_wrap": False}
    page.write_string(0, 0, sheet.title, book.add_format({**plain, "bold": True, "font_size": 14}))
    page.write_string(1, 0, sheet.under, book.add_format({**plain, "italic": True}))
    page.write_string(2, 0, sheet.note, book.add_format(plain))
    bold = {**_FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#E8EEF6"}
    page.write_row(HEAD, 0, sheet.columns, book.add_format(bold))
    for place, row in enumerate(sheet.rows, HEAD + 1):
        for column, cell in enumerate(row):
            _cell(page, place, column, cell, shapes)
    _shape(page, sheet)


def _cell(page: Any, row: int, column: int, cell: Cell, shapes: dict[type, Any]) -> None:
    shape = next((shapes[kind] for kind, _ in _SHAPES if isinstance(cell, kind)), shapes[str])
    if cell is None:
        page.write_blank(row, column, None, shape)
    elif isinstance(cell, str):
        page.write_string(row, column, cell[:_LONGEST], shape)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, shape)
    else:
        page.write_number(row, column, cell, shape)


def _shape(page: Any, sheet: Sheet) -> None:
    """Set the widths, what stays in sight, and how it prints: A4 across, as wide as the paper, a head on each page."""
    for place, column in enumerate(sheet.columns):
        longest = max([len(column) // 2, *(len(_shown(row[place])) for row in sheet.rows)], default=0)
        page.set_column(place, place, min(_WIDEST, max(8, longest + 2)))
    page.freeze_panes(HEAD + 1, 0)
    if sheet.rows:
        page.autofilter(HEAD, 0, HEAD + len(sheet.rows), len(sheet.columns) - 1)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.set_footer("&C&P/&N")


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return "00:00 00/00/0000"
    if isinstance(cell, date):
        return "00/00/0000"
    return "" if cell is None else "00,00%" if isinstance(cell, Percent) else str(cell)
