"""CSV that Excel opens as it is: UTF-8 with a mark, and never a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from roviec.reports.workbook import Cell

MIME = "text/csv"
MARK = "\ufeff"
"""By which Excel knows that the letters are UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a file with a head and a row each; days are 2026-06-30, moments 2026-06-30 08:05."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return f"{MARK}{out.getvalue()}".encode()


def plain(cell: Cell) -> str:
    """Return a cell's text: never such that a spreadsheet would run it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else str(cell)
