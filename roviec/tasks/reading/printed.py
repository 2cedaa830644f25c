"""Tables printed in columns of fixed places, as a page's text has them: cells end at the gutters, rows at their numbers."""

import re
from dataclasses import replace
from itertools import pairwise

from roviec.folding import fold
from roviec.tasks.reading.bands import is_band, is_title
from roviec.tasks.reading.columns import role_of, target_roles, task_roles
from roviec.tasks.reading.gutters import Columns, columns_of, may_open, segments
from roviec.tasks.reading.heads import FIRST, is_head
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.merged import filled
from roviec.tasks.reading.printed_rows import OPENS_ROW, Printed, Row, rows_of
from roviec.tasks.reading.ragged import INDEX, texts_of, with_merged
from roviec.tasks.reading.rebuilt import APART, Torn
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.weblike import NumberedLine

_END = re.compile(r"\s*(?:Nơi nhận|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Người lập|NGƯỜI LẬP)")
# Words with which a cell's line may begin too: they end a table at the margin only.
_MARGIN_END = re.compile(r"\s*(?:Ghi chú\s*:|Phụ lục|Trên đây|Điều \d)")
_PAGE = re.compile(r"\s*(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?\s*\Z")
# "II  HẠ TẦNG SỐ": a letter and one name, over however many columns.
_GROUP = re.compile(
    r"\s*(?P<index>[IVX]{1,5}(?:\.\d{1,2})*|[A-HĐ]|\d{1,3}(?:\.\d{1,3})*)(?P<mark>[.)]?) +(?=[^\W\d])"
)
_BULLET = re.compile(r"[-–+•]")
# No table holds more lines.
_MOST_LINES, _FEW_LINES = 2_000, 6
# Among so many heads one may be of a kind that no rule knows: "Kinh phí".
_MANY_HEADS = 4
# So many lines at most may reach over a gutter.
_CROSSED = 0.1
# A line had room for the next word where so many more letters fit: a blank, and what letters of many widths take.
_ROOM = 3


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
    rows = rows_of(body, columns)
    if not any(not row.wide for row in rows):
        return None
    made: list[tuple[Cell, ...]] = [*columns.header]
    opens = columns.task if columns.index is None else columns.index
    widths = [_width(rows, column) for column in range(len(columns.bounds) + 1)]
    for row in rows:
        cells = _cells(row, widths)
        cells = cells if row.wide or row is rows[0] else _with_above(cells, made[-1], opens)
        made.append(cells if row.wide else with_merged(cells, made[-1], roles))
    apart = any(row.doubtful for row in rows)
    return Torn(columns.start, end, Table(tuple(made)), apart=apart)


def _with_above(cells: tuple[Cell, ...], above: tuple[Cell, ...], index: int) -> tuple[Cell, ...]:
    """Return a row with the merged cells from above that stand before its number or task: "Tháng 8" over several."""
    if not cells[index].text or above[index].wide:
        return cells
    return filled(cells, above, range(index))


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
    """Tell the header of another table: a number's head among the others, heads alone, or many and one unknown."""
    heads = [(raw[a:b], "") for a, b in segments(raw)] if may_open(raw) else []
    numbered = any(fold(head).strip(".") in FIRST for head, _ in heads)
    known = len(heads) >= _MANY_HEADS and sum(is_head(head) for head, _ in heads) >= len(heads) - 1
    sure = numbered or known or all(role_of(*head) for head in heads)
    return bool(heads) and sure and (task_roles(heads) or target_roles(heads)) is not None


def _is_over(raw: str) -> bool:
    """Tell a line with which a table is over: the header of another, or what stands below the last."""
    return _is_header(raw) or _END.match(raw) is not None


def _breaks(lines: list[NumberedLine], at: int) -> bool:
    """Tell where a page may end: its number alone in a line, or a blank line behind another."""
    raw = lines[at][1].strip()
    return (bool(raw) and _PAGE.match(raw) is not None and _stands_alone(lines, at)) or not (
        raw or lines[at - 1][1].strip()
    )


def _is_again(raw: str, head: str) -> bool:
    """Tell the header's line that a page repeats."""
    return fold(raw).split() == fold(head).split()


def _body(lines: list[NumberedLine], columns: Columns) -> tuple[list[Printed], int]:
    """Return the lines of a table's rows, and where it ends: at a line that leaves no gutter blank and names no group."""
    made: list[Printed] = []
    heads = [fold(raw).split() for _, raw in lines[columns.start : columns.end] if raw.strip()]
    end, blank, several, turned = columns.end, False, columns.end, False
    for at in range(columns.end, min(columns.end + _MOST_LINES, len(lines))):
        raw = lines[at][1]
        margin = len(raw) - len(raw.lstrip())
        heading = _is_header(raw) and fold(raw).split() not in heads
        heading = heading or is_title(lines, at, columns, _is_header)
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


def _is_pushed(raw: str, columns: Columns, made: list[Printed], *, blank: bool) -> bool:
    """Tell a line of a row that a full cell pushed over the gutters: it begins where tasks do, or with the next number."""
    found = _GROUP.match(raw)
    index = found["index"] if found and not found["mark"] and found.start("index") < columns.bounds[0] else ""
    goes_on = bool(made) and not blank and len(raw) - len(raw.lstrip()) == columns.bounds[0]
    return (goes_on or index.isdigit()) and not columns.fit(raw)


def _to_last_row(made: list[Printed], end: int, several: int) -> tuple[list[Printed], int]:
    """Return the lines without the groups that no row follows: headings of the text below."""
    last = next((n for n in range(len(made) - 1, -1, -1) if made[n].at < several), -1)
    stop = next((n for n in range(last + 1, len(made)) if made[n].group or made[n].blank), len(made))
    return made[:stop], made[stop].at if stop < len(made) else end


def _stands_alone(lines: list[NumberedLine], at: int) -> bool:
    around = [lines[one][1].strip() for one in (at - 1, at + 1) if 0 <= one < len(lines)]
    return not all(around)


def _line(
    lines: list[NumberedLine], at: int, columns: Columns, made: list[Printed], *, blank: bool
) -> Printed | None:
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
            return Printed(at, name, group=True, blank=blank)
    goes_on = bool(made) and made[-1].group and not blank and len(found) == 1
    small = raw.strip()[:1].islower() and found[0][0] <= columns.bounds[0]
    wide = (Passage("", ()), whole.cut(0, len(raw)))
    pushed = _is_pushed(raw, columns, made, blank=blank)
    if not pushed and is_band(lines, at, columns, _is_over):
        return Printed(at, wide, group=True, blank=blank)
    if goes_on and (small or not fits or raw.isupper()):
        return Printed(at, wide, group=True, blank=blank)
    if not fits and len(found) == 1 and not pushed:
        return Printed(at, wide, group=True, blank=blank) if raw.isupper() else None
    pieces = tuple(columns.cut(lines[at]))
    first = pieces[0].text
    if columns.numbered and first and not (OPENS_ROW.fullmatch(first) or _BULLET.fullmatch(first)):
        return None
    return Printed(at, pieces, fits=fits, blank=blank)


def _cells(row: Row, widths: list[int]) -> tuple[Cell, ...]:
    """Return the cells of a row, the name of a group over all columns."""
    made = [Cell(_joined(pieces, width)) for pieces, width in zip(row.cells, widths, strict=False)]
    if row.wide:
        name = replace(made[1], wide=True)
        return (made[0], name, *[replace(name, home=False)] * (len(widths) - 2))
    return tuple(replace(cell, doubtful=APART if row.doubtful else "") for cell in made)


def _width(rows: list[Row], column: int) -> int:
    """Return how wide the widest line of a column is."""
    lines = (piece.text for row in rows if not row.wide for piece in row.cells[column])
    return max(map(len, lines), default=0)


def _joined(pieces: list[Passage], width: int) -> Passage:
    """Return the lines of a cell as one; another body begins where the line before had room for its first word."""
    made = pieces[0] if pieces else Passage("", ())
    for above, piece in pairwise(pieces):
        room = len(above.text) + _ROOM + len(piece.text.split(" ")[0]) <= width
        made = join([made, piece], "\n" if room and UNIT.match(piece.text) else " ", solid=False)
    return made
