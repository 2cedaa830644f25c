"""A list as a file for a spreadsheet: CSV that Excel opens in Vietnamese, or a workbook with real dates and numbers."""

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO

from roviec.texts.shapes import day

Cell = str | int | date | None
CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def as_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark of it; no cell can become a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell


def as_workbook(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the rows as a workbook: a title, a heading that is printed on each page, A4 across."""
    import xlsxwriter  # 3 MB, for one file now and then

    out = BytesIO()
    # Cells are data: a title that begins with "=" must not become a formula, nor a link be made of one.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top", "border": 1}
    plain, dated = book.add_format(font), book.add_format({**font, "num_format": "d/m/yyyy"})
    bold = book.add_format({**font, "bold": True, "align": "center"})
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, len(head) - 1, title, book.add_format({**font, "bold": True, "border": 0}))
    sheet.write_row(1, 0, head, bold)
    for place, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(place, column, cell, dated)
            else:
                sheet.write(place, column, "" if cell is None else cell, plain)
    sheet.freeze_panes(2, 0)
    if rows:
        sheet.autofilter(1, 0, len(rows) + 1, len(head) - 1)
    for column, name in enumerate(head):
        longest = max([len(name), *(len(str(_written(row[column]))) for row in rows)])
        sheet.set_column(column, column, min(_WIDEST, longest + 2))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C&P/&N")
    book.close()
    return out.getvalue()
