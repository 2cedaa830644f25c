"""The rows of a printed table: from their numbers on, around them, or between blank lines."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from roviec.tasks.reading.gutters import Columns
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import INDEX, MARK
from roviec.tasks.reading.source import Passage

# "2", "II", and the letters that count within a group: "a)", "đ)".
OPENS_ROW = re.compile(rf"(?:{INDEX.pattern})|[IVX]{{1,5}}(?:\.\d{{1,2}})+\.?|\(?[a-zđ](?:\d)?[.)]")
# "1.2   Nền tảng số": a number in the margin of the first column.
_MARGIN_INDEX = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s{2,}")
# So many cells at least begin where a row does that no number opens.
_FEWEST_BEGUN = 2
# Beside so many of the numbers a task goes on where they stand in the middle of their rows.
_GOING = 0.25
# So many rows and lines of each, and so great a share of whole rows, have a table whose rows blank lines part.
_FEW_BLOCKS, _TALL, _MOSTLY = 3, 1.5, 0.8


@dataclass
class Row:
    """A row as its lines are read: what each column holds of each, or the name of a group; where it was doubtful."""

    cells: list[list[Passage]]
    wide: bool = False
    doubtful: bool = False
    fresh: bool = True
    ended: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Printed:
    """A line of a table's body: where it stands, its pieces, and what it is."""

    at: int
    pieces: tuple[Passage, ...]
    group: bool = False
    fits: bool = True
    blank: bool = False


def rows_of(body: list[Printed], columns: Columns) -> list[Row]:
    """Return the rows of a table's body."""
    read = _apart if _are_apart(body) else _centred if _is_centred(body, columns) else _numbered
    return read(body, columns)


def _numbered(body: list[Printed], columns: Columns) -> list[Row]:
    """Return the rows, each from the line on that has its number, or on which cells begin that had ended."""
    rows: list[Row] = []
    for line in body:
        if line.group:
            _add_group(rows, line)
            continue
        key = columns.index
        anew = not rows or rows[-1].wide or _begins_anew(rows[-1], line)
        opens = anew if key is None else OPENS_ROW.fullmatch(line.pieces[key].text) is not None
        below_group = bool(rows) and rows[-1].wide and not _names_on(rows[-1], line)
        if not rows or opens or below_group or (not rows[-1].wide and _reopens(rows[-1], line, columns)):
            rows.append(Row([[] for _ in line.pieces], fresh=opens))
        _add(rows[-1], line)
    return rows


def _begins_anew(row: Row, line: Printed) -> bool:
    """Tell the first line of a row that no number opens: as many cells begin as did in the row above, or nearly.

    A cell may begin in a small letter ("km") only if none is missing. Marks ("x") do not count.
    """
    filled = [piece.text for piece in line.pieces if piece.text and not MARK.fullmatch(piece.text)]
    before = sum(bool(cell) and not MARK.fullmatch(cell[0].text) for cell in row.cells)
    small = sum(text[:1].islower() for text in filled)
    missing = 0 if small else 1
    return (
        bool(filled) and not filled[0][:1].islower() and len(filled) >= max(_FEWEST_BEGUN, before - missing)
    )


def _names_on(row: Row, line: Printed) -> bool:
    """Tell the second line of a group's name: only words where tasks stand."""
    filled = [at for at, piece in enumerate(line.pieces) if piece.text]
    return row.wide and filled == [1]


def _add_group(rows: list[Row], line: Printed) -> None:
    """Add a group's row, or the line on which its name goes on."""
    name = line.pieces[1].text
    if not line.pieces[0].text and rows and rows[-1].wide and marker_of(name) is None:
        rows[-1].cells[1].append(line.pieces[1])
    else:
        rows.append(Row([[piece] for piece in line.pieces], wide=True))


def _add(row: Row, line: Printed) -> None:
    """Add what a line holds of each cell."""
    if row.wide:
        row.cells[1] += [piece for piece in line.pieces if piece.text]
        return
    for at, (cell, piece) in enumerate(zip(row.cells, line.pieces, strict=True)):
        if piece.text:
            cell.append(piece)
        else:
            row.ended.add(at)
    row.doubtful |= not line.fits


def _reopens(row: Row, line: Printed, columns: Columns) -> bool:
    """Tell a line on which a cell begins anew that had ended, beside a task or a time that begins."""
    begun = [
        at for at, piece in enumerate(line.pieces) if piece.text[:1].isupper() or piece.text[:1].isdigit()
    ]
    again = [at for at in begun if at in row.ended and row.cells[at]]
    return bool(again) and len(begun) > 1 and (columns.task in begun or line.blank)


def _are_apart(body: list[Printed]) -> bool:
    """Tell a table that parts its rows by blank lines, as a page with rules between them has it."""
    blocks = _blocks(body)
    full = sum(
        len({at for line in block for at, piece in enumerate(line.pieces) if piece.text}) > 2
        for block in blocks
    )
    alone = all(sum(_index(line) > 0 for line in block) <= 1 for block in blocks)
    alone = alone and all(_is_one(block) for block in blocks)
    many = len(blocks) >= _FEW_BLOCKS and sum(map(len, blocks)) >= _TALL * len(blocks)
    # What only the names of groups part are no rows yet.
    many = many and sum(block[0].blank for block in blocks) >= _FEW_BLOCKS - 1
    return many and alone and full >= _MOSTLY * len(blocks)


def _is_one(block: list[Printed]) -> bool:
    """Tell lines in which no cell begins anew that had ended."""
    begun, ended = set[int](), set[int]()
    for line in block:
        filled = {at for at, piece in enumerate(line.pieces) if piece.text}
        if filled & ended:
            return False
        begun |= filled
        ended |= begun - filled
    return True


def _blocks(body: list[Printed]) -> list[list[Printed]]:
    """Return the lines of rows, those together that no blank line and no group parts."""
    blocks: list[list[Printed]] = []
    for line, before in zip(body, [None, *body], strict=False):
        if not line.group:
            if not blocks or line.blank or before is None or before.group:
                blocks.append([])
            blocks[-1].append(line)
    return blocks


def _index(line: Printed) -> int:
    """Return how far the number reaches with which a line's first cell begins, 0 without one."""
    first = line.pieces[0].text
    found = _MARGIN_INDEX.match(first)
    return len(first) if OPENS_ROW.fullmatch(first) else found.end() if found else 0


def _apart(body: list[Printed], columns: Columns) -> list[Row]:
    """Return the rows that blank lines part; one without a number goes on from the page before, where others have one."""
    rows: list[Row] = []
    blocks = {block[0].at: block for block in _blocks(body)}
    counted = sum(any(map(_index, block)) for block in blocks.values()) >= _MOSTLY * len(blocks)
    for line in body:
        block = blocks.get(line.at)
        if line.group:
            _add_group(rows, line)
            continue
        goes_on = counted and block is not None and not any(map(_index, block))
        again = block is not None and rows and not rows[-1].wide and _reopens(rows[-1], line, columns)
        if not rows or rows[-1].wide or again or (block is not None and not goes_on):
            rows.append(Row([[] for _ in line.pieces]))
        _add(rows[-1], line if columns.numbered else _without_index(line))
    return rows


def _without_index(line: Printed) -> Printed:
    """Return a line without the number that stands in its margin, where no column is for it."""
    first = line.pieces[0]
    return replace(line, pieces=(first.cut(_index(line), len(first.text)), *line.pieces[1:]))


def _is_centred(body: list[Printed], columns: Columns) -> bool:
    """Tell a table whose numbers stand in the middle of their rows.

    The first line of its first row has none, or beside many of them a task goes on in a small letter.
    """
    lines = [line for line in body if not line.group]
    numbered = [line.pieces[1].text for line in lines if line.pieces[0].text]
    going = sum(text[:1].islower() for text in numbered)
    above = bool(lines) and not lines[0].pieces[0].text
    return columns.numbered and len(numbered) > 1 and (above or going > _GOING * len(numbered))


def _centred(body: list[Printed], columns: Columns) -> list[Row]:
    """Return the rows whose numbers stand in their middle: each reaches as far below its number as above it."""
    rows: list[Row] = []
    stretch: list[Printed] = []
    for line in [*body, None]:
        if line is None or line.group:
            rows += _around_numbers(stretch)
            stretch = []
            if line:
                _add_group(rows, line)
        else:
            stretch.append(line)
    return rows


def _around_numbers(lines: list[Printed]) -> list[Row]:
    numbers = [at for at, line in enumerate(lines) if line.pieces[0].text]
    rows: list[Row] = []
    start = 0
    for number, following in pairwise([*numbers, len(lines)]):
        end = len(lines) if following == len(lines) else _middle_end(lines, start, number, following)
        row = Row([[] for _ in lines[number].pieces])
        for line in lines[start:end]:
            _add(row, line)
        row.doubtful |= following != len(lines) and not _may_begin(lines[end])
        rows.append(row)
        start = end
    return rows


def _middle_end(lines: list[Printed], start: int, number: int, following: int) -> int:
    """Return where the next row begins: as far below the number as this one began above it, or a line from there."""
    middle = min(max(2 * number - start + 1, number + 1), following)
    near = [one for one in (middle, middle + 1, middle - 1) if number < one <= following]
    return next(
        (one for one in near if lines[one].blank),
        next((one for one in near if _may_begin(lines[one])), middle),
    )


def _may_begin(line: Printed) -> bool:
    """Tell the first line of a row, whose task may begin further down where its other cells are taller."""
    if line.pieces[1].text or line.pieces[0].text:
        return line.pieces[1].text[:1].isupper() or not line.pieces[1].text
    beside = [piece.text for piece in line.pieces[2:] if piece.text]
    return len(beside) > 1 and all(text[:1].isupper() for text in beside)
