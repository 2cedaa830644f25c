"""Merged cells that a text has lost: what stands above holds for the rows below it, with a mark."""

from collections.abc import Container
from dataclasses import replace

from roviec.tasks.reading.source import Cell

FROM_ABOVE = "Dòng này thiếu ô; lấy theo dòng trên."
# Who and when a row may leave to the one it belongs to.
_MERGED = ("lead", "partners", "due")

Row = tuple[Cell, ...]


def merged_in(roles: dict[str, int]) -> list[int]:
    """Return the columns whose cells reach down over several rows."""
    return [roles[role] for role in _MERGED if role in roles]


def from_above(cell: Cell, why: str = FROM_ABOVE) -> Cell:
    """Return a cell of the row above as the one that reaches down into this row."""
    return replace(cell, home=False, doubtful=why)


def filled(row: Row, above: Row, columns: Container[int], why: str = FROM_ABOVE) -> Row:
    """Return a row whose empty cells in `columns` are those from above."""
    return tuple(
        from_above(above[at], why) if at in columns and not cell.text else cell for at, cell in enumerate(row)
    )
