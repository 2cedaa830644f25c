"""Tables printed in columns of fixed places, as a page's text has them: cells end at the gutters, rows at their numbers."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from roviec.folding import fold
from roviec.tasks.reading.columns import role_of, target_roles, task_roles
from roviec.tasks.reading.gutters import Columns, columns_of, may_open, segments
from roviec.tasks.reading.heads import FIRST
from roviec.tasks.reading.ragged import FROM_ABOVE, INDEX, MARK, texts_of, with_merged
from roviec.tasks.reading.rebuilt import APART, Torn
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.weblike import NumberedLine

_END = re.compile(r"\s*(?:Nơi nhận|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Người lập|NGƯỜI LẬP)")
# Words with which a cell's line may begin too: they end a table at the margin only.
_MARGIN_END = re.compile(r"\s*(?:Ghi chú\s*:|Phụ lục|Trên đây|Điều \d)")
_PAGE = re.compile(r"\s*(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?\s*\Z")
# "II  HẠ TẦNG SỐ": a letter and one name, over however many columns.
_GROUP = re.compile(r"\s*(?P<index>[IVX]{1,5}|[A-HĐ]|\d{1,3}(?:\.\d{1,3})*)(?P<mark>[.)]?) +(?=[^\W\d])")
_BULLET = re.compile(r"[-–+•]")
# No table holds more lines.
_MOST_LINES, _FEW_LINES = 2_000, 6
# So many lines at most may reach over a gutter.
_CROSSED = 0.1
# So many cells at least begin where a row does that no number opens.
_FEWEST_BEGUN = 2
# Beside so many of the numbers a task goes on where they stand in the middle of their rows.
_GOING = 0.25


@dataclass
class _Row:
    """A row as its lines are read: what each column holds of each, or the name of a group; where it was doubtful."""

    cells: list[list[Passage]]
    wide: bool = False
    doubtful: bool = False
    fresh: bool = True
    ended: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Printed:
    """A line of a table's body: where it stands, its pieces, and what it is."""

    at: int
    pieces: tuple[Passage, ...]
    group: bool = False
    fits: bool = True
    blank: bool = False


def printed(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables whose columns stand in fixed places."""
    made: list[Torn] = []
    for at, (_, raw) in enumerate(lines):
        if (not made or at >= made[-1].end) and may_open(raw):
            torn = _at(lines, at)
            made += [torn] if torn else []
    return made


def _at(lines: list[NumberedLine], at: int) -> Torn | None:
    """Return the table whose header has the line `at`, None where its columns or rows cannot be told."""
    whole, page = _sample(lines, at), _sample(lines, at, page=True)
    return (
        _with(lines, columns_of(lines, at, whole))
        or _with(lines, columns_of(lines, at, page))
        or _with(lines, columns_of(lines, at, whole, strict=False))
    )


def _with(lines: list[NumberedLine], columns: Columns | None) -> Torn | None:
    """Return the table with these columns, None where they are no table's or the lines below do not keep to them."""
    heads = texts_of(list(columns.header)) if columns else []
    roles = task_roles(heads) or target_roles(heads)
    if columns is None or not roles:
        return None
    body, end = _body(lines, columns)
    rows = _centred(body, columns) if _is_centred(body, columns) else _rows(body, columns)
    if not any(not row.wide for row in rows):
        return None
    made: list[tuple[Cell, ...]] = [*columns.header]
    for row in rows:
        cells = _cells(row, len(columns.bounds) + 1)
        cells = cells if row.wide or row is rows[0] else _with_above(cells, made[-1], columns.index or 0)
        made.append(cells if row.wide else with_merged(cells, made[-1], roles))
    apart = any(row.doubtful for row in rows)
    return Torn(columns.start, end, Table(tuple(made)), apart=apart)


def _with_above(cells: tuple[Cell, ...], above: tuple[Cell, ...], index: int) -> tuple[Cell, ...]:
    """Return a row with the merged cells from above that stand before its number: "Tháng 8" over several."""
    if not cells[index].text or above[0].wide:
        return cells
    return tuple(
        replace(above[at], home=False, doubtful=FROM_ABOVE) if at < index and not cell.text else cell
        for at, cell in enumerate(cells)
    )


def _sample(lines: list[NumberedLine], at: int, *, page: bool = False) -> list[str]:
    """Return the lines below a header, or below any line of the same `page` only, that hold parts of several cells."""
    made: list[str] = []
    for below in range(at + 1, min(at + _MOST_LINES, len(lines))):
        raw = lines[below][1]
        again = _is_again(raw, lines[at][1])
        if _END.match(raw) or (page and made and (again or _breaks(lines, below))):
            break
        if not again and _is_header(raw):
            break
        found = segments(raw)
        index = len(found) == 2 and INDEX.fullmatch(raw[slice(*found[0])])
        if len(found) > 1 and not index and not again:
            made.append(raw)
    return made


def _is_header(raw: str) -> bool:
    """Tell the header of another table: a number's head among the others, or heads alone."""
    heads = [(raw[a:b], "") for a, b in segments(raw)] if may_open(raw) else []
    numbered = any(fold(head).strip(".") in FIRST for head, _ in heads)
    sure = numbered or all(role_of(*head) for head in heads)
    return bool(heads) and sure and (task_roles(heads) or target_roles(heads)) is not None


def _breaks(lines: list[NumberedLine], at: int) -> bool:
    """Tell where a page may end: its number alone in a line, or a blank line behind another."""
    raw = lines[at][1].strip()
    return (bool(raw) and _PAGE.match(raw) is not None and _stands_alone(lines, at)) or not (
        raw or lines[at - 1][1].strip()
    )


def _is_again(raw: str, head: str) -> bool:
    """Tell the header's line that a page repeats."""
    return fold(raw).split() == fold(head).split()


def _body(lines: list[NumberedLine], columns: Columns) -> tuple[list[_Printed], int]:
    """Return the lines of a table's rows, and where it ends: at a line that leaves no gutter blank and names no group."""
    made: list[_Printed] = []
    heads = [fold(raw).split() for _, raw in lines[columns.start : columns.end]]
    end, blank, several, turned = columns.end, False, columns.end, False
    for at in range(columns.end, min(columns.end + _MOST_LINES, len(lines))):
        raw = lines[at][1]
        margin = len(raw) - len(raw.lstrip())
        heading = _is_header(raw) and fold(raw).split() not in heads
        if heading or _END.match(raw) or (margin < columns.bounds[0] and _MARGIN_END.match(raw)):
            break
        page = _PAGE.match(raw) and margin >= columns.bounds[0]
        if not raw.strip() or fold(raw).split() in heads or (page and _stands_alone(lines, at)):
            blank = blank or not raw.strip()
            turned = turned or fold(raw).split() in heads or _breaks(lines, at)
            continue
        if turned and not columns.fit(raw):
            columns = columns.moved(_sample(lines, at - 1, page=True))
        turned = False
        line = _line(lines, at, columns, made, blank=blank)
        if line is None:
            break
        made.append(line)
        blank, end = False, at + 1
        several = at + 1 if len(segments(raw)) > 1 and not line.group else several
    crossed = sum(not line.fits for line in made)
    return _to_last_row(made, end, several) if crossed <= _CROSSED * len(made) else ([], end)


def _has_parts(lines: list[NumberedLine], at: int, index: str) -> bool:
    """Tell a group by the number of its first row: "2", then "2.1"."""
    after = (found["index"] for _, raw in lines[at + 1 : at + _FEW_LINES] if (found := _GROUP.match(raw)))
    return next(after, "").startswith(f"{index}.")


def _is_pushed(raw: str, columns: Columns, made: list[_Printed], *, blank: bool) -> bool:
    """Tell a line of a row that a full cell pushed over the gutters: it begins where tasks do, or with the next number."""
    found = _GROUP.match(raw)
    index = found["index"] if found and not found["mark"] and found.start("index") < columns.bounds[0] else ""
    goes_on = bool(made) and not blank and len(raw) - len(raw.lstrip()) == columns.bounds[0]
    return (goes_on or index.isdigit()) and not columns.fit(raw)


def _to_last_row(made: list[_Printed], end: int, several: int) -> tuple[list[_Printed], int]:
    """Return the lines without the groups that no row follows: headings of the text below."""
    last = next((n for n in range(len(made) - 1, -1, -1) if made[n].at < several), -1)
    stop = next((n for n in range(last + 1, len(made)) if made[n].group or made[n].blank), len(made))
    return made[:stop], made[stop].at if stop < len(made) else end


def _stands_alone(lines: list[NumberedLine], at: int) -> bool:
    around = [lines[one][1].strip() for one in (at - 1, at + 1) if 0 <= one < len(lines)]
    return not all(around)


def _line(
    lines: list[NumberedLine], at: int, columns: Columns, made: list[_Printed], *, blank: bool
) -> _Printed | None:
    """Return a line as a row's or a group's, None for one of the text below the table."""
    raw = lines[at][1]
    found, fits = segments(raw), columns.fit(raw)
    group = _GROUP.match(raw) if columns.numbered else None
    rest = len(segments(raw[group.end() :])) == 1 if group else False
    reaches = len(raw.rstrip()) > columns.bounds[min(1, len(columns.bounds) - 1)]
    whole = Passage(raw, ((0, lines[at][0]),))
    if group and rest and group.start("index") < columns.bounds[0]:
        lettered = not group["index"][0].isdigit()
        if lettered or (reaches and not fits and _has_parts(lines, at, group["index"])):
            name = (whole.cut(*group.span("index")), whole.cut(group.end(), len(raw)))
            return _Printed(at, name, group=True, blank=blank)
    goes_on = bool(made) and made[-1].group and not blank and len(found) == 1
    small = raw.strip()[:1].islower() and found[0][0] <= columns.bounds[0]
    wide = (Passage("", ()), whole.cut(0, len(raw)))
    if goes_on and (small or not fits or raw.isupper()):
        return _Printed(at, wide, group=True, blank=blank)
    if not fits and len(found) == 1 and not _is_pushed(raw, columns, made, blank=blank):
        return _Printed(at, wide, group=True, blank=blank) if raw.isupper() else None
    pieces = tuple(columns.cut(lines[at]))
    first = pieces[0].text
    if columns.numbered and first and not (INDEX.fullmatch(first) or _BULLET.fullmatch(first)):
        return None
    return _Printed(at, pieces, fits=fits, blank=blank)


def _rows(body: list[_Printed], columns: Columns) -> list[_Row]:
    """Return the rows, each from the line on that has its number, or on which cells begin that had ended."""
    rows: list[_Row] = []
    for line in body:
        if line.group:
            _add_group(rows, line)
            continue
        key = columns.index
        anew = not rows or rows[-1].wide or _begins_anew(rows[-1], line)
        opens = anew if key is None else INDEX.fullmatch(line.pieces[key].text) is not None
        below_group = bool(rows) and rows[-1].wide and not _names_on(rows[-1], line)
        if not rows or opens or below_group or (not rows[-1].wide and _reopens(rows[-1], line, columns)):
            rows.append(_Row([[] for _ in line.pieces], fresh=opens))
        _add(rows[-1], line)
    return rows


def _begins_anew(row: _Row, line: _Printed) -> bool:
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


def _names_on(row: _Row, line: _Printed) -> bool:
    """Tell the second line of a group's name: only words where tasks stand."""
    filled = [at for at, piece in enumerate(line.pieces) if piece.text]
    return row.wide and filled == [1]


def _add_group(rows: list[_Row], line: _Printed) -> None:
    """Add a group's row, or the line on which its name goes on."""
    if not line.pieces[0].text and rows and rows[-1].wide:
        rows[-1].cells[1].append(line.pieces[1])
    else:
        rows.append(_Row([[piece] for piece in line.pieces], wide=True))


def _add(row: _Row, line: _Printed) -> None:
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


def _reopens(row: _Row, line: _Printed, columns: Columns) -> bool:
    """Tell a line on which a cell begins anew that had ended, beside a task or a time that begins."""
    begun = [
        at for at, piece in enumerate(line.pieces) if piece.text[:1].isupper() or piece.text[:1].isdigit()
    ]
    again = [at for at in begun if at in row.ended and row.cells[at]]
    task = 0 if columns.index is None else columns.index + 1
    return bool(again) and len(begun) > 1 and (task in begun or line.blank)


def _is_centred(body: list[_Printed], columns: Columns) -> bool:
    """Tell a table whose numbers stand in the middle of their rows.

    The first line of its first row has none, or beside many of them a task goes on in a small letter.
    """
    lines = [line for line in body if not line.group]
    numbered = [line.pieces[1].text for line in lines if line.pieces[0].text]
    going = sum(text[:1].islower() for text in numbered)
    above = bool(lines) and not lines[0].pieces[0].text
    return columns.numbered and len(numbered) > 1 and (above or going > _GOING * len(numbered))


def _centred(body: list[_Printed], columns: Columns) -> list[_Row]:
    """Return the rows whose numbers stand in their middle: each reaches as far below its number as above it."""
    rows: list[_Row] = []
    stretch: list[_Printed] = []
    for line in [*body, None]:
        if line is None or line.group:
            rows += _around_numbers(stretch)
            stretch = []
            if line:
                _add_group(rows, line)
        else:
            stretch.append(line)
    return rows


def _around_numbers(lines: list[_Printed]) -> list[_Row]:
    numbers = [at for at, line in enumerate(lines) if line.pieces[0].text]
    rows: list[_Row] = []
    start = 0
    for number, following in pairwise([*numbers, len(lines)]):
        end = len(lines) if following == len(lines) else _middle_end(lines, start, number, following)
        row = _Row([[] for _ in lines[number].pieces])
        for line in lines[start:end]:
            _add(row, line)
        row.doubtful |= following != len(lines) and not _may_begin(lines[end])
        rows.append(row)
        start = end
    return rows


def _middle_end(lines: list[_Printed], start: int, number: int, following: int) -> int:
    """Return where the next row begins: as far below the number as this one began above it, or a line from there."""
    middle = min(max(2 * number - start + 1, number + 1), following)
    near = [one for one in (middle, middle + 1, middle - 1) if number < one <= following]
    return next(
        (one for one in near if lines[one].blank),
        next((one for one in near if _may_begin(lines[one])), middle),
    )


def _may_begin(line: _Printed) -> bool:
    return line.pieces[1].text[:1].isupper() or bool(line.pieces[0].text and not line.pieces[1].text)


def _cells(row: _Row, width: int) -> tuple[Cell, ...]:
    """Return the cells of a row, the name of a group over all columns."""
    made = [Cell(join(pieces, solid=len(pieces) == 1)) for pieces in row.cells]
    if row.wide:
        name = replace(made[1], wide=True)
        return (made[0], name, *[replace(name, home=False)] * (width - 2))
    return tuple(replace(cell, doubtful=APART if row.doubtful else "") for cell in made)
