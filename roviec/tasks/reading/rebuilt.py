"""Put tables together again whose cells came a line each: rows by their numbers, cells by what suits their column."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from roviec.folding import fold, whole
from roviec.tasks.reading.further import laid_below, parted
from roviec.tasks.reading.heads import (
    FIRST,
    GROUP,
    has_column_before,
    header_rows,
    heads_of,
    opens_header,
    past_counts,
    without_heads,
)
from roviec.tasks.reading.keyed import by_hour, by_number, first_number, is_part_of_day
from roviec.tasks.reading.laying import best_runs, flowing, names_of, score
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.merged import filled
from roviec.tasks.reading.ragged import INDEX, MARK, goals_of, roles_of, suits, texts_of
from roviec.tasks.reading.rejoined import Piece, may_be_one, rejoined, without_pages
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.tables import is_target
from roviec.tasks.reading.units import names_at
from roviec.tasks.reading.weblike import NumberedLine

NOTE = (
    "Văn bản có bảng bị rời thành từng dòng; Ông/Bà nên gửi tệp Word hoặc Excel gốc để các cột được đọc đúng."
)
APART = "Bảng bị rời thành từng dòng; ô này có thể lẫn với ô khác."
# No document has more tables, no row more lines; what is beyond is noise that would take minutes to look at.
_MOST_TABLES = 40
_MOST_LINES = 60
# What tells when stands in few words, a page's number in few digits; a row of a schedule has two cells at least.
_SHORT_NUMBER = 4
_FEWEST = 2
# A line of a cell is no longer where columns stand beside each other; a table without numbers holds no more cells.
_WIDEST_CELL = 64
_WIDEST_PAGE = 100
_MOST_CELLS = 300
_END = re.compile(
    r"(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|Người lập|NGƯỜI LẬP|Trên đây|PHỤ LỤC|Phụ lục|[IVX]+\.\s+\S|Điều \d+\.)"
)
# "Trong Quý" | "III", "giai đoạn" | "2": no number of a row.
_CALLS_NUMBER = re.compile(r"\b(?:quý [IV]+|(?:giai đoạn|đợt|hạng) \d{1,2})\Z", re.IGNORECASE)
_MEASURE = re.compile(r"don vi tinh|\bdvt\b|^don vi$")


@dataclass(frozen=True)
class Torn:
    """A table of the lines from `start` to `end`, put together again; `apart` unless its columns stood where they should."""

    start: int
    end: int
    table: Table
    apart: bool = True


def rebuilt(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables of which every row can be told; the others stay apart."""
    made: list[Torn] = []
    firsts = [at for at, (_, raw) in enumerate(lines) if len(raw) < 20 and opens_header(raw)]
    for at in firsts[:_MOST_TABLES]:
        torn = _at(lines, at) if not made or at >= made[-1].end else None
        made += [torn] if torn else []
    return made


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header begins at line `start`, None where its columns or rows cannot be told."""
    pieces = _pieces(lines, start)
    close = start + 1 < len(lines) and bool(lines[start + 1][1].strip())
    pieces = without_pages(pieces) if close else pieces
    found = heads_of(pieces, close=close)
    if found is None:
        return None
    count, heads = found
    made = header_rows([Cell(piece.passage) for piece in heads])
    width, above = len(made[0]), None
    roles = goals_of(made) if is_target(texts_of(made)) else roles_of(made) or goals_of(made)
    body = without_heads(pieces[past_counts(pieces, count, width) :], pieces[:count])
    if fold(heads[0].text) not in FIRST:
        body = [
            piece
            for piece in body
            if not ("task" in roles and piece.text.isdigit() and len(piece.text) < _SHORT_NUMBER)
        ]
        keyed = _keyed(start, made, roles, body) if close else None
        return keyed or _unnumbered(start, made, roles, rejoined(_to_end(body)) if close else _to_end(body))
    rows = _rows(body, roles, width)
    if not rows:
        return None
    units = any(_MEASURE.search(fold(head.text)) for head in heads)
    width_of_task = _first_width(rows) if roles.get("task") == 1 else 0
    rows = [
        [row[0], *rejoined(row[1:], units=units, width=width_of_task)] if close else row
        for row in [*rows[:-1], _to_item(rows[-1], close=close, widest=_widest(rows[:-1]))]
    ]
    rows[-1] = _last(rows[-1], width)
    sure = not has_column_before(lines, start)
    for row, following in zip_longest(rows, rows[1:]):
        names_group = len(row) <= _FEWEST and (
            not _index(row).isdigit() or _index(following).startswith(f"{_index(row)}.")
        )
        first, *further = [row] if names_group else parted(row, width, roles)
        above = _wide(row, width) if names_group else _laid(first, width, roles, above, sure=sure)
        made.append(above)
        made += [laid_below(parts, above, roles, APART) for parts in further]
    return Torn(start, rows[-1][-1].end, Table(tuple(made)))


def _first_width(rows: list[list[Piece]]) -> int:
    """Return how wide the first cell behind the number is, by the first lines of the rows; 0 for too few rows."""
    first = sorted(row[1].lengths[0] for row in rows if len(row) > _FEWEST and row[1].lengths)
    return first[-1] if len(first) > _FEWEST else 0


def _unnumbered(
    start: int, made: list[tuple[Cell, ...]], roles: dict[str, int], body: list[Piece]
) -> Torn | None:
    """Return the table whose rows no number opens: a schedule, a list of bodies and their work."""
    width = len(made[0])
    if not body:
        return None
    names = names_of(roles, width, first=0)
    for row in flowing(body, names):
        cells = [[piece for at, piece in row if at == column] for column in range(width)]
        # Nothing proves where such a row begins, so that each is marked.
        made.append(
            tuple(Cell(join([piece.passage for piece in cell], "\n"), doubtful=APART) for cell in cells)
        )
    return Torn(start, body[-1].end, Table(tuple(made)))


def _keyed(start: int, made: list[tuple[Cell, ...]], roles: dict[str, int], body: list[Piece]) -> Torn | None:
    """Return the table whose rows open with an hour, or with a number in the cell of the task itself."""
    width = len(made[0])
    if roles.get("due") == 0:
        rows = by_hour(_to_end(body))
    elif roles.get("task") == 0 and body and first_number(body[0].text):
        rows = by_number(_to_end(body, numbered=True))
    else:
        return None
    for row in rows:
        if roles.get("due") == 0 and is_part_of_day(row):
            made.append(_wide([replace(row[0], passage=join([one.passage for one in row]))], width))
        else:
            made.append(_run_over(row, width, roles, first=1 if roles.get("due") == 0 else 0))
    return Torn(start, rows[-1][-1].end, Table(tuple(made))) if rows else None


def _run_over(row: list[Piece], width: int, roles: dict[str, int], *, first: int) -> tuple[Cell, ...]:
    """Lay a row's lines over the columns from `first` on; what does not prove where its cells end is marked."""
    parts = [*row[:first], *rejoined(row[first:])]
    runs = [*[1] * first, *best_runs(parts[first:], names_of(roles, width, first=first))[1]]
    cells: list[Cell] = []
    at = 0
    for count in runs:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n")))
        at += count
    told = max(_told(cells, runs[1:], roles), first) if runs[0] == 1 else 0
    return (*cells[:told], *[replace(cell, doubtful=APART) for cell in cells[told:]])


def _to_end(pieces: list[Piece], *, numbered: bool = False) -> list[Piece]:
    """Return the pieces as far as the table goes: to the next item, the signature or a line as wide as the page.

    The items of a `numbered` one are its rows.
    """
    for at, piece in enumerate(pieces):
        marker = marker_of(piece.text)
        item = marker and marker.kind not in ("dash", "plus", "star") and not numbered
        if item or _END.match(piece.text) or len(piece.text) > _WIDEST_CELL or at > _MOST_CELLS:
            return pieces[:at]
    return pieces


def _pieces(lines: list[NumberedLine], start: int) -> list[Piece]:
    """Cut into cells: at blank lines where one follows the first head, else line by line."""
    spaced = start + 1 < len(lines) and not lines[start + 1][1].strip()
    made: list[Piece] = []
    open_ = False
    for at in range(start, len(lines)):
        offset, raw = lines[at]
        part = Passage(raw, ((0, offset),)).cut(0, len(raw))
        if not part.text:
            open_ = False
        elif open_ and spaced:
            last = made[-1]
            made[-1] = Piece(last.start, at + 1, join([last.passage, part], "\n"))
        else:
            made.append(Piece(at, at + 1, part, (len(part.text),)))
            open_ = True
    return made


def _rows(pieces: list[Piece], roles: dict[str, int], width: int) -> list[list[Piece]]:
    """Cut into rows, each from its number on; the last has no more cells than there are columns."""
    rows: list[list[Piece]] = []
    number = 0
    for here, piece in enumerate(pieces):
        following = _following(pieces, here)
        after = pieces[here + 1].text if here + 1 < len(pieces) else ""
        if GROUP.match(piece.text) and after.strip("().") in (str(number + 1), "1"):
            rows.append([piece])
            continue
        if _END.match(piece.text) or (rows and len(rows[-1]) > _MOST_LINES):
            break
        goes_on = bool(rows) and _CALLS_NUMBER.search(f"{rows[-1][-1].text} {piece.text}") is not None
        index = piece.text.strip("().") if INDEX.fullmatch(piece.text) and not goes_on else ""
        if index and not (
            _may_open(following)
            or (roles.get("lead") == 1 and UNIT.match(following))
            or ("task" in roles and rows and len(rejoined(rows[-1][1:])) >= width - 1)
            or _opens_group(pieces, here, number)
        ):
            index = ""
        counted = whole(index)
        if index and (counted is None or counted in (number + 1, 1) or _counts_on(pieces, here, number)):
            if counted is not None and rows and _is_page(pieces, here, rows[-1], roles, width):
                continue
            number = number if counted is None else counted
            rows.append([piece])
        elif rows and (
            goes_on or not (piece.text.isdigit() and "task" in roles and len(piece.text) < _SHORT_NUMBER)
        ):
            rows[-1].append(piece)
    return rows


def _counts_on(pieces: list[Piece], here: int, number: int) -> bool:
    """Tell the number that an excerpt goes on with: the next two count on from it and not from the row before."""
    ahead = pieces[here + 1 : here + 2 * _MOST_LINES]
    counted = whole(pieces[here].text.strip("()."))
    after = [
        whole(one.text.strip("()."))
        for one, two in pairwise(ahead)
        if one.text.strip("().").isdigit() and len(one.text) < _SHORT_NUMBER + 1 and _may_open(two.text)
    ]
    return counted is not None and after[:2] == [counted + 1, counted + 2] and number + 1 not in after[:2]


def _opens_group(pieces: list[Piece], here: int, number: int) -> bool:
    """Tell the letter of a group, whose name is followed by the number of its first row: "II", "Sở Nội vụ", "3"."""
    after = [one.text.strip("().") for one in pieces[here + 2 : here + 5]]
    letter = re.fullmatch(r"[IVX]+|[A-HĐ]", pieces[here].text.strip("()."))
    return letter is not None and (str(number + 1) in after or "1" in after)


def _following(pieces: list[Piece], here: int) -> str:
    """Return what stands behind a piece, a page's number left out."""
    return next((one.text for one in pieces[here + 1 : here + 3] if not one.text.isdigit()), "")


def _is_page(pieces: list[Piece], here: int, row: list[Piece], roles: dict[str, int], width: int) -> bool:
    """Tell a page's number from the next row's, which is the same and follows: whichever leaves better rows."""
    number = pieces[here].text
    ahead = range(here + 1, min(here + _MOST_LINES, len(pieces) - 1))
    again = next((at for at in ahead if pieces[at].text == number and _may_open(pieces[at + 1].text)), None)
    passed = {pieces[at].text.strip("().") for at in range(here + 1, again or here)}
    # A group between the two begins to count anew; the first page bears no number.
    if number.strip("().") == "1" or again is None or passed & {"1", str(int(number.strip("().")) + 1)}:
        return False
    between, names = pieces[here + 1 : again], names_of(roles, width)
    after = pieces[again + 1 : again + 1 + width]
    first = score([*row[1:], *between], names) + score(after, names)
    second = score(row[1:], names) + score([*between, *after], names)
    return first > second


def _may_open(text: str) -> bool:
    """Tell what may stand behind a row's number: words that are more than a body's name."""
    words = len(re.findall(r"[^\W\d]{2,}", text))
    return words > 1 and (words > 5 or text[:1].isdigit() or UNIT.match(text) is None)


def _widest(rows: list[list[Piece]]) -> int:
    """Return how wide the widest line of the rows is."""
    return max((len(piece.text) for row in rows for piece in row), default=0)


def _to_item(row: list[Piece], *, close: bool, widest: int) -> list[Piece]:
    """Return the last row as far as the first item of the text below the table, or a line of that text."""
    for at, piece in enumerate(row[1:], 1):
        marker = marker_of(piece.text)
        item = marker and marker.kind not in ("dash", "plus", "star")
        if item or (close and _is_text(row, at, widest)):
            return row[:at]
    return row


def _is_text(row: list[Piece], at: int, widest: int) -> bool:
    """Tell a line as wide as a page's, where the table has no cell on one line that is wider.

    What stands right behind the row's number, or goes on in a small letter, is the row's.
    """
    length = len(row[at].text)
    if widest > _WIDEST_CELL and (at == 1 or row[at].text[:1].islower()):
        return False
    if length <= _WIDEST_CELL or widest <= _WIDEST_PAGE:
        return length > _WIDEST_CELL
    after = row[at + 1].text if at + 1 < len(row) else ""
    told = at == 1 and any(suits(after, role) > 1 for role in ("lead", "due"))
    return length <= _WIDEST_PAGE and not told


def _last(row: list[Piece], width: int) -> list[Piece]:
    """Return the last row without what follows the table: beyond its columns it holds only names and times."""
    kept = row[:1]
    for piece in row[1:]:
        if len(kept) >= width and max(suits(piece.text, role) for role in ("lead", "due")) < 1:
            break
        kept.append(piece)
    return kept


def _index(row: list[Piece] | None) -> str:
    return row[0].text.strip("().") if row else ""


def _wide(row: list[Piece], width: int) -> tuple[Cell, ...]:
    """Return the row of a group, whose name reaches over the whole width."""
    wide = Cell(row[-1].passage, wide=True)
    cells = [*[Cell(piece.passage) for piece in row[:-1]], wide]
    return (*cells, *[replace(wide, home=False)] * (width - len(cells)))


def _laid(
    row: list[Piece], width: int, roles: dict[str, int], above: tuple[Cell, ...] | None, *, sure: bool
) -> tuple[Cell, ...]:
    """Lay a row's lines over the columns in their order, each where it suits best.

    What may belong elsewhere is marked; who leads is taken from the row above where nobody is named.
    """
    index, parts = row[0], row[1:]
    runs = list(best_runs(parts, names_of(roles, width))[1])
    cells = [Cell(index.passage)]
    at = 0
    for count in runs:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n")))
        at += count
    told = _told(cells, runs, roles) if sure else 0
    laid = (*cells[:told], *[replace(cell, doubtful=APART) for cell in cells[told:]])
    lead = roles.get("lead", -1)
    return (
        filled(laid, above, [lead], APART)
        if above is not None and told <= lead and above[lead].text
        else laid
    )


def _told(cells: list[Cell], runs: list[int], roles: dict[str, int]) -> int:
    """Return how many cells are sure: all of a row that has one for each column, or those up to a plain time.

    Who and when are to stand where they are looked for. What neither names anybody nor tells when may be empty.
    """
    named = [cells[roles[role]].text for role in ("lead", "partners") if role in roles]
    timed = cells[roles["due"]].text if "due" in roles else ""
    due = roles.get("due", 0)
    idle = {
        at
        for at in range(len(cells))
        if at not in roles.values() or at in (roles.get("note"), roles.get("product"))
    }
    sure = "lead" not in roles or suits(named[0], "lead") > 0
    sure &= not due or suits(timed, "due") > 0
    sure &= "partners" not in roles or not named[-1] or suits(named[-1], "partners") > 0
    sure &= all(_only_names(text) for text in named)
    sure &= not any(MARK.fullmatch(cells[at].text) for at in idle)
    sure &= not any(may_be_one(one.text, two.text) for one, two in pairwise(cells))
    single = [True, *[count == 1 or (not count and at in idle) for at, count in enumerate(runs, 1)]]
    if not sure or not ("lead" in roles or due):
        return 0
    last = max(roles.get("lead", 0), roles.get("partners", 0), due)
    before = due == last and all(single[: due + 1])
    return len(cells) if all(single) else due + 1 if before and due else 0


def _only_names(text: str) -> bool:
    """Tell a cell that is nothing but known names, labels before them or a ditto aside: the end of a title is none."""
    names = names_at(text, 0)
    return names is None or not text[names.end :].strip(" .;,/") or ":" in text
