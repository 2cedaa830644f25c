"""Rows that a conversion moved by one cell: the columns of the rows beside them prove where their cells belong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from roviec.tasks.reading.columns import role_of
from roviec.tasks.reading.ragged import WHEN, suits
from roviec.tasks.reading.source import Cell, Passage

MOVED = "Các ô của dòng này lệch cột; đọc theo cột của các dòng khác."
_EMPTY = Cell(Passage("", ()))
# So well suits a time its column, and a body its own, so well "như trên"; so many of the rows have them there.
_SUITS, _DITTO, _HALF, _FEWEST_ROWS = 2, 1, 0.5, 2
# Columns that hold times of their own: when work was given, when it begins.
_TIMES = {"due", "start", "given", "status"}
# What is no longer is a time and nothing else.
_SHORT = 10

Row = tuple[Cell, ...]


def put_right(rows: Sequence[Row], roles: dict[str, int], header: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the rows, those moved sideways with each cell in its column and a mark on it."""
    if not {"lead", "due"} <= roles.keys() or roles["lead"] == roles["due"]:
        return list(rows)
    whole = [row for row in rows if _stands(row, roles, _DITTO)]
    proved = len(whole) >= max(_FEWEST_ROWS, _HALF * sum(not _is_wide(row) for row in rows))
    timed = {at for at, head in enumerate(header) if role_of(*head) in _TIMES}
    return [_put_right(row, roles, timed) if proved else row for row in rows]


def _is_wide(row: Row) -> bool:
    return any(cell.wide for cell in row)


def _stands(row: Row, roles: dict[str, int], least: int = _SUITS) -> bool:
    """Tell a row with a body where bodies stand and a time where times do."""
    if _is_wide(row) or len(row) <= max(roles.values()):
        return False
    return all(suits(row[roles[role]].text, role) >= least for role in ("lead", "due"))


def _put_right(row: Row, roles: dict[str, int], timed: set[int]) -> Row:
    """Return a row whose time stands in another column, moved by one where that puts body and time in theirs."""
    due = roles["due"]
    if _is_wide(row) or len(row) <= max(roles.values()) or not all(cell.home for cell in row):
        return row
    beside = [cell.text for at, cell in enumerate(row) if abs(at - due) == 1 and at not in timed]
    if suits(row[due].text, "due") > 0 or not any(map(_is_time, beside)):
        return row
    found = [made for made in _moved(row) if _stands(made, roles) and _keeps_task(made, roles)]
    best = max(found, key=lambda made: _fit(made, roles), default=None)
    return tuple(replace(cell, doubtful=cell.doubtful or MOVED) for cell in best) if best else row


def _is_time(text: str) -> bool:
    return WHEN.match(text) is not None and len(text.split()) < _SHORT


def _keeps_task(row: Row, roles: dict[str, int]) -> bool:
    text = row[roles["task"]].text
    return suits(text, "task") > 0 or suits(text, "lead") <= 0 < len(text)


def _moved(row: Row) -> Iterator[Row]:
    """Yield the row with an empty cell put in and the empty one at its end left out, and the other way round."""
    for at in range(len(row)):
        if not row[-1].text:
            yield (*row[:at], _EMPTY, *row[at:-1])
        if not row[at].text:
            yield (*row[:at], *row[at + 1 :], _EMPTY)


def _fit(row: Row, roles: dict[str, int]) -> int:
    """Return how well the cells suit their columns, an empty one no less than any."""
    return sum(suits(row[at].text, role) for role, at in roles.items() if row[at].text)
