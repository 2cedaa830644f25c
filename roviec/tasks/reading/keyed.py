"""Rows of a torn table that open with an hour ("6h30 - 7h10") or carry their number in the first cell ("1. Sửa cầu …")."""

import re

from roviec.tasks.reading.rejoined import Piece

_HOUR = r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d\d)?"
HOUR = re.compile(rf"{_HOUR}(?:\s*(?:[-–]|đến)\s*{_HOUR})?\W*")
NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=[^\W\d])")
# "Buổi chiều: tập bơi": what a part of the day is for, over the whole width.
_PART_OF_DAY = re.compile(r"(?:[Bb]uổi )?(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối)(?!\w)")
# "NGÀY 3: THỨ NĂM, NGÀY 12/3": the heading of the next table.
_NEXT_DAY = re.compile(r"(?:ngày|thứ|chủ nhật)\s.*\d{1,2}\s?[/.-]\s?\d{1,2}", re.IGNORECASE)
_FEWEST = 2
_MOST_LINES = 60


def first_number(text: str) -> bool:
    """Tell the first of the rows that carry their own number."""
    match = NUMBERED.match(text)
    return match is not None and int(match[1]) == 1


def by_hour(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the rows that hours open, and those of parts of the day; nothing where there are too few."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if _NEXT_DAY.match(piece.text) and len(rows) > 1:
            break
        if HOUR.fullmatch(piece.text) or names_part_of_day(piece.text):
            rows.append([piece])
        elif not rows or len(rows[-1]) > _MOST_LINES:
            return []
        else:
            rows[-1].append(piece)
    return rows if sum(bool(HOUR.fullmatch(row[0].text)) for row in rows) >= _FEWEST else []


def by_number(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the rows whose first cell begins with the next number; one may be left out."""
    rows: list[list[Piece]] = []
    last = 0
    for piece in pieces:
        match = NUMBERED.match(piece.text)
        if match and int(match[1]) in (last + 1, last + 2):
            last = int(match[1])
            rows.append([piece])
        elif not rows or len(rows[-1]) > _MOST_LINES:
            return []
        else:
            rows[-1].append(piece)
    return rows if len(rows) >= _FEWEST else []


def names_part_of_day(text: str) -> bool:
    """Tell what a part of the day is called: "Buổi chiều: tập bơi"."""
    return _PART_OF_DAY.match(text) is not None


def is_part_of_day(row: list[Piece]) -> bool:
    """Tell the row of a part of the day from one of an hour."""
    return HOUR.fullmatch(row[0].text) is None
