"""Read a list of days off from a CSV file, as an office or the State's announcement gives it."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from roviec.bot.cli.common import read_bytes
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.days_off import Span, read_days

_HEADINGS = {"day": ("ngay", "day", "date"), "kind": ("loai", "kind"), "note": ("ghi chu", "note", "name")}
_KINDS = {"nghi": False, "off": False, "lam": True, "lam bu": True, "lam viec": True, "work": True}


class DaysHeadings(PersonError):
    """Tệp {path} phải là CSV (UTF-8) có dòng tiêu đề: ngày,loại,ghi chú. Ông/Bà thêm dòng đó rồi nhập lại."""


class DaysLine(PersonError):
    """Dòng {n} của tệp: {why} Chưa có gì được ghi; Ông/Bà sửa dòng này rồi nhập lại."""


class DaysKind(PersonError):
    """«{kind}» không phải là nghỉ hay làm bù."""


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, the days, whether they are worked, and why."""

    n: int
    span: Span
    working: bool
    note: str


def read(path: Path, today: date) -> list[Row]:
    """Read a file; raise `DaysHeadings`, or `DaysLine` for the first line that is wrong."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DaysHeadings(path=path) from None
    for delimiter in ",;\t":
        head, *lines = list(csv.reader(io.StringIO(text), delimiter=delimiter)) or [[]]
        places = _places(head)
        if "day" in places and "kind" in places:
            return [_row(n, cells, places, today) for n, cells in enumerate(lines, 2) if any(cells)]
    raise DaysHeadings(path=path)


def _places(head: list[str]) -> dict[str, int]:
    named = [fold(cell) for cell in head]
    return {key: named.index(alias) for key, known in _HEADINGS.items() for alias in known if alias in named}


def _row(n: int, cells: list[str], places: dict[str, int], today: date) -> Row:
    found = {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()}
    try:
        kind = _KINDS.get(fold(found["kind"]))
        if kind is None:
            raise DaysKind(kind=found["kind"])
        (span, *_), note = read_days(found["day"], today)
    except PersonError as error:
        raise DaysLine(n=n, why=error) from None
    return Row(n, span, kind, found.get("note", "") or note)
