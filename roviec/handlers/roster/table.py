"""The headings of a list and the rows under them: two lines of headings, split names, units as sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.handlers.roster.excel import Line
from roviec.tasks.reading.casing import Casing
from roviec.tasks.reading.lexicon import HEADS, SHORT
from roviec.texts import catalogue

say = catalogue("vi")

HEADINGS = {
    "name": (
        *(
            "name",
            "full name",
            "ho ten",
            "ho va ten",
            "ho va ten can bo",
            "ten",
            "ten can bo",
            "ho ten can bo",
        ),
        *("ho va ten can bo, cong chuc", "ho va ten can bo cong chuc", "ho ten can bo, cong chuc"),
        *(
            "ho va ten cong chuc",
            "ho, ten",
            "ho, chu dem va ten",
            "ho, ten dem va ten",
            "ho va chu dem va ten",
        ),
    ),
    "family": (
        *("ho", "ho dem", "ho va dem", "ho va ten dem", "ho, ten dem", "ho va chu dem", "ho ten dem"),
        *("ho, chu dem", "ho lot", "ho va ten lot", "family name", "last name", "surname"),
    ),
    "given": ("given name", "first name", "ten goi"),
    "position": (
        *(
            "position",
            "chuc vu",
            "chuc danh",
            "chuc vu, chuc danh",
            "chuc danh, chuc vu",
            "chuc vu/chuc danh",
        ),
        *("chuc vu hien tai", "chuc vu, don vi cong tac"),
    ),
    "unit": (
        *(
            "unit",
            "don vi",
            "don vi cong tac",
            "phong ban",
            "bo phan",
            "ten don vi",
            "phong, ban",
            "phong/ban",
        ),
        *("phong", "co quan, don vi", "don vi/bo phan", "noi cong tac", "phong/don vi"),
    ),
    "parent_unit": (
        *(
            "parent_unit",
            "parent unit",
            "don vi cap tren",
            "don vi chu quan",
            "truc thuoc",
            "co quan cap tren",
        ),
    ),
    "phone": (
        *("phone", "dien thoai", "so dien thoai", "sdt", "dien thoai di dong", "so di dong", "so dt", "dt"),
        *(
            "di dong",
            "dtdd",
            "so dtdd",
            "dt di dong",
            "mobile",
            "so dien thoai di dong",
            "dien thoai lien he",
        ),
        *("so dien thoai lien he", "so may"),
    ),
    "email": (
        *("email", "e-mail", "thu dien tu", "dia chi thu dien tu", "dia chi email", "hop thu"),
        "hop thu dien tu",
    ),
    "role": ("role", "vai tro", "quyen"),
}
_COLUMNS = {alias: column for column, aliases in HEADINGS.items() for alias in aliases}
_NUMBERS = {"stt", "tt", "so tt", "so thu tu"}
_UNSAID = {*_NUMBERS, "ghi chu", "note"}
_TITLES = 20
"""Rows above the headings that an office may fill with its name and the title of the list."""
_TOTAL = re.compile(
    r"(?:tong cong|tong so|tong|cong)\b[\s:.]*(?:\d|$|danh sach|co)|(?:danh sach|tong) (?:nay )?(?:co|gom)\b"
)
_ROMAN = re.compile(r"(?:[IVX]+|[A-H])\.?$")
_NUMBERED = re.compile(r"^(?:[IVX]+|\d+|[A-H])\s*[.)/-]\s*")
# Đoàn is a family name as well.
_UNIT = re.compile(
    rf"(?!Đoàn (?!thanh|Thanh|TN|xã|phường|thể|khối|cơ|đại))(?:(?:{HEADS})(?![\w])|{SHORT}|P\.)"
)

_ACRONYMS = frozenset(re.findall(r"\b[A-ZĐ]{2,}\b", f"{HEADS}|{SHORT}"))


class HeadingTwice(PersonError):
    """Tệp {path} có hai cột cùng nghĩa «{heading}». Ông/Bà giữ lại một cột rồi nhập lại."""


@dataclass(frozen=True)
class Row:
    """A row under the headings: its number, how it is called in a message, its cells by column."""

    number: int
    place: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The people of one sheet."""

    sheet: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]


def clean(cell: str) -> str:
    """Return a cell on one line; a zero-width space between two words is a space."""
    parts = cell.split("\u200b")
    made = parts[0]
    for part in parts[1:]:
        between = made[-1:].isalpha() and part[:1].isupper()
        made += (" " if between else "") + part
    return " ".join(nfc(made).split())


def table_of(
    path: PurePath, lines: Sequence[Line], *, sheet: str = "", of_several: bool = False
) -> Table | None:
    """Return the rows below the headings; None where no headings are found."""
    tidy = [(number, [clean(cell) for cell in cells]) for number, cells in lines]
    for place in range(min(len(tidy), _TITLES)):
        for depth in (1, 2):
            names = _headings([cells for _, cells in tidy[place : place + depth]], depth)
            columns = _columns(names)
            if _is_heading(columns):
                _refuse_twice(path, names, columns)
                below = tidy[place + depth :]
                rows = tuple(_rows(below, names, columns, sheet if of_several else ""))
                return Table(sheet, frozenset(c for c in columns if c), rows, _unknown(names, columns))
    return None


def _headings(lines: Sequence[list[str]], depth: int) -> list[str]:
    """Return the headings of one line, or of two: what stands below says more than what stands above it."""
    if len(lines) < depth:
        return []
    if depth == 1:
        return lines[0]
    width = max(map(len, lines))
    above, below = (line + [""] * (width - len(line)) for line in lines)
    return [low or high for high, low in zip(above, below, strict=True)]


def _columns(names: Sequence[str]) -> list[str | None]:
    columns = [_COLUMNS.get(_bare(name)) for name in names]
    if "family" in columns:
        # Beside «Họ và tên đệm», «Tên» is the given name alone.
        columns = ["given" if _bare(n) == "ten" else c for n, c in zip(names, columns, strict=True)]
    return columns


def _bare(heading: str) -> str:
    return re.sub(r"\s*\(.*\)", "", fold(heading)).replace("*", "").strip(" :.")


def _is_heading(columns: Sequence[str | None]) -> bool:
    named = "name" in columns or {"family", "given"} <= set(columns)
    # Without a column of units they may stand as sections: then another column must tell that these are headings.
    return named and bool({"unit", "position", "phone"} & set(columns))


def _refuse_twice(path: PurePath, names: Sequence[str], columns: Sequence[str | None]) -> None:
    for column in filter(None, columns):
        if columns.count(column) > 1:
            raise HeadingTwice(path=path, heading=names[columns.index(column)])


def _unknown(names: Sequence[str], columns: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(n for n, c in zip(names, columns, strict=True) if n and not c and fold(n) not in _UNSAID)


def _rows(
    lines: Sequence[Line], names: Sequence[str], columns: Sequence[str | None], sheet: str
) -> list[Row]:
    made: list[Row] = []
    section = ""
    for number, row in lines:
        cells = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        words = [cell for cell in row if cell]
        if not words or _is_total(words):
            continue
        if (found := _section(cells, row, names)) is not None:
            section = found
            continue
        _join_name(cells)
        if section and not cells.get("unit"):
            cells["unit"] = section
        made.append(Row(number, _place(number, sheet), cells))
    return made


def _is_total(words: Sequence[str]) -> bool:
    return bool(_TOTAL.match(fold(next((word for word in words if not word.isdigit()), ""))))


def _place(number: int, sheet: str) -> str:
    return say("cli.roster.on_sheet", row=number, title=sheet) if sheet else str(number)


def _join_name(cells: dict[str, str]) -> None:
    if "family" in cells or "given" in cells:
        whole = f"{cells.pop('family', '')} {cells.pop('given', '')}".strip()
        cells["name"] = cells.get("name") or whole


def _section(cells: dict[str, str], row: Sequence[str], names: Sequence[str]) -> str | None:
    """Return what a row names for the rows under it, "" where that is no unit; None for the row of a person."""
    if any(cells.get(column) for column in ("position", "phone", "role", "unit", "parent_unit", "given")):
        return None
    numbers = [cell for name, cell in zip(names, row, strict=False) if cell and fold(name) in _NUMBERS]
    words = [cell for name, cell in zip(names, row, strict=False) if cell and fold(name) not in _NUMBERS]
    if any(number.strip(".").isdigit() for number in numbers) or len(words or numbers) != 1:
        return None
    said = _NUMBERED.sub("", (words or numbers)[0])
    is_unit = any(_UNIT.match(form) for form in (said, said.capitalize()))
    if not is_unit and not (words and numbers and _ROMAN.match(numbers[0])):
        return None
    return _cased(said) if is_unit else ""


def _cased(unit: str) -> str:
    """Write a unit's name in capitals as offices do: "PHÒNG NỘI VỤ" → "Phòng Nội vụ"."""
    if not unit.isupper() or " " not in unit:
        return unit
    lower = Casing("").sentence(unit)
    made = " ".join(
        was if was in _ACRONYMS else now for was, now in zip(unit.split(), lower.split(), strict=True)
    )
    head = _UNIT.match(made)
    rest = made[head.end() :].lstrip() if head else ""
    return f"{made[: head.end()]} {rest[:1].upper()}{rest[1:]}" if head and rest else made
