"""Read a list of people from CSV or Excel as offices save them: any usual encoding, delimiter, heading, layout."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from roviec.errors import PersonError
from roviec.handlers.roster.excel import Line, Sheet, page, sheets
from roviec.handlers.roster.letters import decoded, mended
from roviec.handlers.roster.table import Row, Table, table_of
from roviec.tasks.reading.errors import EncryptedDocument, SuspiciousDocument, TooLarge
from roviec.texts import catalogue

say = catalogue("vi")

_OLE = b"\xd0\xcf\x11\xe0"
_SHOWN = 10


class NoHeadings(PersonError):
    """Tệp {path} không có dòng tiêu đề với các cột «họ tên» và «đơn vị». Ông/Bà thêm dòng tiêu đề rồi nhập lại."""


class NotATable(PersonError):
    """Không đọc được tệp {path} như một bảng. Ông/Bà lưu lại thành CSV (UTF-8) hoặc Excel .xlsx rồi nhập lại."""


class OldExcel(PersonError):
    """Tệp {path} là Excel đời cũ (.xls). Ông/Bà mở bằng Excel, chọn Lưu thành .xlsx rồi nhập lại."""


class ListTooLarge(PersonError):
    """Tệp {path} quá lớn để đọc như một danh sách. Ông/Bà chỉ giữ trang tính có danh sách, xóa các ô thừa rồi nhập lại."""


@dataclass(frozen=True)
class Roster:
    """The rows of a list; `columns` that it has, `unknown` headings, what to say of how it was read."""

    columns: frozenset[str]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    """Row → what is wrong with its letters."""


@dataclass
class _Read:
    """What was read so far."""

    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def read(path: PurePath, data: bytes) -> Roster:
    """Read what is in a file; raise what is wrong with it as a table."""
    if data.startswith(_OLE):
        raise OldExcel(path=path)
    made = _Read()
    if data.startswith(b"PK"):
        _read_workbook(path, data, made)
    else:
        _read_text(path, data, made)
    if not made.tables:
        raise NoHeadings(path=path)
    columns = frozenset[str]().union(*(table.columns for table in made.tables))
    unknown = dict.fromkeys(heading for table in made.tables for heading in table.unknown)
    rows = tuple(row for table in made.tables for row in table.rows)
    return Roster(columns, rows, tuple(unknown), tuple(made.notes), tuple(made.problems))


def _read_workbook(path: PurePath, data: bytes, made: _Read) -> None:
    """Read every visible sheet that holds a list, and say what is hidden."""
    try:
        visible, hidden = sheets(data, str(path))
    except TooLarge as error:
        raise ListTooLarge(path=path) from error
    except (EncryptedDocument, SuspiciousDocument):
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers do on a broken workbook.
        raise NotATable(path=path) from error
    if hidden:
        made.notes.append(say("cli.roster.hidden_sheets", titles=_named(hidden)))
    for sheet in visible:
        _read_sheet(path, sheet, made, of_several=len(visible) > 1)
    empty = [one.title for one in visible if one.lines and one.title not in {t.sheet for t in made.tables}]
    if len(visible) > 1 and made.tables:
        made.notes.append(say("cli.roster.sheets", titles=_named([table.sheet for table in made.tables])))
        if empty:
            made.notes.append(say("cli.roster.other_sheets", titles=_named(empty)))


def _read_sheet(path: PurePath, sheet: Sheet, made: _Read, *, of_several: bool) -> None:
    table = _table(path, sheet, made, of_several=of_several)
    if table is None:
        return
    made.tables.append(table)
    if sheet.hidden_rows:
        made.notes.append(say("cli.roster.hidden_rows", title=sheet.title, rows=_listed(sheet.hidden_rows)))
    if sheet.hidden_columns:
        columns = ", ".join(sheet.hidden_columns)
        made.notes.append(say("cli.roster.hidden_columns", title=sheet.title, columns=columns))
    known = {row.number: row for row in table.rows}
    made.problems += [(known[n].place, say("cli.roster.no_result")) for n in sheet.unknown if n in known]


def _read_text(path: PurePath, data: bytes, made: _Read) -> None:
    text = decoded(data)
    if text is None:
        raise NotATable(path=path)
    if text.lstrip()[:200].casefold().startswith(("<html", "<!doctype html", "<table", "<meta", "<head")):
        ways = iter([list(page(text))])
    else:
        ways = _csv(path, text)
    for lines in ways:
        table = _table(path, Sheet(lines=lines), made, of_several=False)
        if table is not None:
            made.tables.append(table)
            return


def _csv(path: PurePath, text: str) -> Iterator[list[Line]]:
    """Yield the table under each usual delimiter; the headings tell which one was meant."""
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lines: list[Line] = []
        before = 0
        try:
            for row in reader:
                lines.append((before + 1, row))
                before = reader.line_num
        except csv.Error as error:
            raise NotATable(path=path) from error
        yield lines


def _table(path: PurePath, sheet: Sheet, made: _Read, *, of_several: bool) -> Table | None:
    """Return the list of a sheet, its letters put right; None where it has no headings."""
    letters = mended(sheet.lines)
    table = table_of(path, letters.lines, sheet=sheet.title, of_several=of_several)
    if table is None:
        return None
    known = {row.number: row.place for row in table.rows}
    if old := [n for n in letters.old if n in known]:
        made.notes.append(say("cli.roster.old_font", rows=_listed(old)))
    if misread := [n for n in letters.misread if n in known]:
        made.notes.append(say("cli.roster.misread", rows=_listed(misread)))
    made.problems += [(known[n], say("cli.roster.unsure_font")) for n in letters.unsure if n in known]
    made.problems += [(known[n], say("cli.roster.lost_letters")) for n in letters.lost if n in known]
    return table


def _named(titles: list[str]) -> str:
    return ", ".join(f"«{title}»" for title in titles)


def _listed(rows: list[int]) -> str:
    """Return numbers as a line: "2–5, 9"."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    shown = ["–".join(map(str, span)) for span in spans]
    return ", ".join([*shown[:_SHOWN], *(["…"] if len(shown) > _SHOWN else [])])
