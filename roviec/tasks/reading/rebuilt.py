"""Put tables together again whose cells came a line each: rows by their numbers, cells by what suits their column."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from roviec.folding import fold
from roviec.tasks.reading.columns import role_of, target_roles, task_roles
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import INDEX, WHEN, goals_of, header_of, roles_of, suits
from roviec.tasks.reading.rejoined import Piece, heads_joined, may_break, rejoined, without_pages
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.weblike import NumberedLine

NOTE = (
    "Văn bản có bảng bị rời thành từng dòng; Ông/Bà nên gửi tệp Word hoặc Excel gốc để các cột được đọc đúng."
)
APART = "Bảng bị rời thành từng dòng; ô này có thể lẫn với ô khác."
FIRST = ("tt", "stt", "so tt", "so thu tu")
MOST_COLUMNS = 9
LONGEST_HEAD = 60
# No document has more tables, no row more lines; what is beyond is noise that would take minutes to look at.
_MOST_TABLES = 40
_MOST_LINES = 60
# What tells when stands in few words, a page's number in few digits; a row of a schedule has two cells at least.
_SHORT = 7
_SHORT_NUMBER = 4
_FEWEST = 2
_FEW_WORDS = 3
_END = re.compile(
    r"(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|Người lập|NGƯỜI LẬP|Trên đây|PHỤ LỤC|Phụ lục|[IVX]+\.\s+\S|Điều \d+\.)"
)
# A group's name in one cell with its number: "II. HOÀN THIỆN CƠ CHẾ".
_GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])\.\s+\S")
_COUNT = re.compile(r"\(?(\d)\)?")
_PART = re.compile(
    r"(?:(?:don vi|co quan) )?(?:chu tri|phoi hop|chinh)|(?:bat dau|ket thuc|hoan thanh)|(?:thoi gian )?(?:tu|den)"
)
# What a column without a cell of its own costs: somebody leads nearly every row.
_LEFT_OUT = {"task": -6.0, "label": -6.0, "goal": -2.0, "lead": -1.0, "due": -0.6}
# And what one more line in a cell costs: those who help are many more often than those who lead.
_ONE_MORE = {"lead": -1.9, "partners": -1.4}


@dataclass(frozen=True)
class Torn:
    """A table of the lines from `start` to `end`, put together again."""

    start: int
    end: int
    table: Table


def rebuilt(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables of which every row can be told; the others stay apart."""
    made: list[Torn] = []
    firsts = [at for at, (_, raw) in enumerate(lines) if len(raw) < 20 and _opens_header(raw)]
    for at in firsts[:_MOST_TABLES]:
        torn = _at(lines, at) if not made or at >= made[-1].end else None
        made += [torn] if torn else []
    return made


def _opens_header(raw: str) -> bool:
    """Tell a table's first head: a number, or the time of each row."""
    text = raw.strip()
    return fold(text) in FIRST or (text[:1].isupper() and role_of(text, "") == "due")


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header begins at line `start`, None where its columns or rows cannot be told."""
    pieces = _pieces(lines, start)
    close = start + 1 < len(lines) and bool(lines[start + 1][1].strip())
    pieces = without_pages(pieces) if close else pieces
    found = _heads(pieces, close=close)
    if found is None:
        return None
    count, heads = found
    made = _header([Cell(piece.passage) for piece in heads])
    width, above = len(made[0]), None
    roles = roles_of(made) or goals_of(made)
    body = _without_heads(pieces[_past_counts(pieces, count, width) :], pieces[:count])
    rows = _rows(body, roles, width) if fold(heads[0].text) in FIRST else _dated_rows(body)
    if not rows:
        return None
    rows = [[row[0], *rejoined(row[1:])] if close else row for row in [*rows[:-1], _to_item(rows[-1])]]
    rows[-1] = _last(rows[-1], width)
    sure = not _has_column_before(lines, start)
    for row, following in zip_longest(rows, rows[1:]):
        names_group = len(row) <= _FEWEST and (
            not _index(row).isdigit() or _index(following).startswith(f"{_index(row)}.")
        )
        above = _wide(row, width) if names_group else _laid(row, width, roles, above, sure=sure)
        made.append(above)
    return Torn(start, rows[-1][-1].end, Table(tuple(made)))


def _has_column_before(lines: list[NumberedLine], start: int) -> bool:
    """Tell a table with a column before its number, on one line or on two: "Thời gian"."""
    before = [raw.strip() for _, raw in lines[max(start - 2, 0) : start]]
    heads = [text for text in (*before[-1:], " ".join(before)) if len(text.split()) <= _FEW_WORDS]
    return any(
        not text.endswith((":", ".")) and role_of(text, "") in ("due", "lead", "leader", "partners")
        for text in heads
    )


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


def _heads(pieces: list[Piece], *, close: bool) -> tuple[int, list[Piece]] | None:
    """Return how many pieces are the header and the heads they make: a table's columns, then what opens the first row."""
    numbered = fold(pieces[0].text) in FIRST
    for count in range(3, min(_MOST_LINES, len(pieces) - 1) + 1):
        if len(pieces[count - 1].text) > LONGEST_HEAD or re.search(r"[.;:]$", pieces[count - 1].text):
            return None
        first = pieces[count].text
        opens = first.strip("().") in ("1", "01", "I", "A") or _GROUP.match(first)
        if not (opens if numbered else _is_time(first)):
            continue
        for heads in [*([heads_joined(pieces[:count])] if close else []), pieces[:count]]:
            columns = [(head.text, "") for head in heads]
            known = 3 <= len(heads) <= MOST_COLUMNS and (task_roles(columns) or target_roles(columns))
            if known and all(len(head.text) <= LONGEST_HEAD for head in heads) and _are_heads(heads):
                return count, heads
    return None


def _are_heads(heads: list[Piece]) -> bool:
    """Tell heads from the lines of wrapped ones: none begins with a small letter or a bracket, none is a number."""
    return not any(re.match(r"[^\W\dA-ZĐÀ-Ỹ]|\((?!\d)|\d{1,3}\Z", head.text) for head in heads)


def _is_time(text: str) -> bool:
    """Tell what opens a row of a schedule: "Tháng 02", "15/3 - 20/4"."""
    return len(text.split()) < _SHORT and WHEN.match(text) is not None and "/24" not in text


def _without_heads(pieces: list[Piece], heads: list[Piece]) -> list[Piece]:
    """Return the pieces without the header that every page repeats."""
    again = [head.text for head in heads]
    made: list[Piece] = []
    at = 0
    while at < len(pieces):
        if pieces[at].text == again[0] and [one.text for one in pieces[at : at + len(again)]] == again:
            at += len(again)
        else:
            made.append(pieces[at])
            at += 1
    return made


def _header(heads: list[Cell]) -> list[tuple[Cell, ...]]:
    """Return the rows of a header: two where the last heads are parts of an upper one ("Phân công": chủ trì, phối hợp)."""
    parts = len(heads)
    while parts and _PART.fullmatch(fold(heads[parts - 1].text)):
        parts -= 1
    low = len(heads) - parts
    two = header_of(heads[:parts], heads[parts:], len(heads) - 1) if 2 <= low <= 3 and parts > 2 else None
    return list(two) if two else [tuple(heads)]


def _past_counts(pieces: list[Piece], heads: int, width: int) -> int:
    """Return where the rows begin, behind a row that only counts the columns: (1) (2) (3)."""
    counts = [_COUNT.fullmatch(piece.text) for piece in pieces[heads : heads + width]]
    numbers = [int(count[1]) for count in counts if count]
    return heads + width if numbers == list(range(1, width + 1)) else heads


def _rows(pieces: list[Piece], roles: dict[str, int], width: int) -> list[list[Piece]]:
    """Cut into rows, each from its number on; the last has no more cells than there are columns."""
    rows: list[list[Piece]] = []
    number = 0
    for here, piece in enumerate(pieces):
        following = _following(pieces, here)
        after = pieces[here + 1].text if here + 1 < len(pieces) else ""
        if _GROUP.match(piece.text) and after.strip("().") in (str(number + 1), "1"):
            rows.append([piece])
            continue
        if _END.match(piece.text) or (rows and len(rows[-1]) > _MOST_LINES):
            break
        index = piece.text.strip("().") if INDEX.fullmatch(piece.text) and _may_open(following) else ""
        if index and (not index.isdigit() or int(index) in (number + 1, 1)):
            if index.isdigit() and rows and _is_page(pieces, here, rows[-1], roles, width):
                continue
            number = int(index) if index.isdigit() else number
            rows.append([piece])
        elif rows and not (piece.text.isdigit() and "task" in roles and len(piece.text) < _SHORT_NUMBER):
            rows[-1].append(piece)
    return rows


def _following(pieces: list[Piece], here: int) -> str:
    """Return what stands behind a piece, a page's number left out."""
    return next((one.text for one in pieces[here + 1 : here + 3] if not one.text.isdigit()), "")


def _is_page(pieces: list[Piece], here: int, row: list[Piece], roles: dict[str, int], width: int) -> bool:
    """Tell a page's number from the next row's, which is the same and follows: whichever leaves better rows."""
    number = pieces[here].text
    ahead = range(here + 1, min(here + _MOST_LINES, len(pieces) - 1))
    again = next((at for at in ahead if pieces[at].text == number and _may_open(pieces[at + 1].text)), None)
    passed = {pieces[at].text.strip("().") for at in range(here + 1, again or here)}
    if again is None or str(int(number.strip("().")) + 1) in passed:
        return False
    between, names = pieces[here + 1 : again], _names(roles, width)
    after = pieces[again + 1 : again + 1 + width]
    first = _score([*row[1:], *between], names) + _score(after, names)
    second = _score(row[1:], names) + _score([*between, *after], names)
    return first > second


def _dated_rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Cut a schedule into rows, each from its time on."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if _END.match(piece.text) or (rows and len(rows[-1]) > _MOST_LINES):
            break
        if rows and len(rows[-1]) == 1 and re.search(r"(?:[-–]|đến|từ)$", rows[-1][0].text):
            rows[-1] = [rows[-1][0].with_more(piece)]
        elif _is_time(piece.text) and not (rows and len(rows[-1]) < _FEWEST):
            rows.append([piece])
        elif rows:
            rows[-1].append(piece)
    return rows


def _may_open(text: str) -> bool:
    """Tell what may stand behind a row's number: words that are more than a body's name."""
    words = len(re.findall(r"[^\W\d]{2,}", text))
    return words > 1 and (words > 5 or text[:1].isdigit() or UNIT.match(text) is None)


def _to_item(row: list[Piece]) -> list[Piece]:
    """Return the last row as far as the first item of the text below the table."""
    markers = (marker_of(piece.text) for piece in row[1:])
    end = next(
        (at for at, one in enumerate(markers, 1) if one and one.kind not in ("dash", "plus", "star")),
        len(row),
    )
    return row[:end]


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
    """Lay a row's lines over the columns in their order, each where it suits best."""
    index, parts = row[0], row[1:]
    runs = list(_best(parts, _names(roles, width))[1])
    cells = [Cell(index.passage)]
    at = 0
    for count in runs:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n")))
        at += count
    if sure and _is_whole(cells, runs, roles):
        return tuple(cells)
    return tuple(_doubted(cell, at, roles, above) for at, cell in enumerate(cells))


def _names(roles: dict[str, int], width: int) -> tuple[str, ...]:
    """Return the role of each column behind the first, "" for one that has none."""
    return tuple(next((role for role, at in roles.items() if at == column), "") for column in range(1, width))


def _score(parts: list[Piece], names: tuple[str, ...]) -> float:
    """Return how well the lines of a row suit the columns at best."""
    return _best(rejoined(parts), names)[0]


def _best(parts: list[Piece], names: tuple[str, ...]) -> tuple[float, tuple[int, ...]]:
    """Return how many lines each column takes so that all of them suit best, and how well they do."""

    @cache
    def best(column: int, line: int) -> tuple[float, tuple[int, ...]]:
        if column == len(names):
            return (0.0 if line == len(parts) else -1e6, ())
        ways = []
        for count in range(len(parts) - line + 1):
            score, rest = best(column + 1, line + count)
            ways.append((score + _worth(parts[line : line + count], names[column]), (count, *rest)))
        return max(ways)

    return best(0, 0)


def _worth(parts: list[Piece], role: str) -> float:
    if not parts:
        return _LEFT_OUT.get(role, -0.3)
    first, *more = (suits(part.text, role) for part in parts)
    filled = sum(may_break(one, two) for one, two in pairwise(parts))
    return first + filled + sum(min(one, 0) + _ONE_MORE.get(role, -1.6) for one in more)


def _is_whole(cells: list[Cell], runs: list[int], roles: dict[str, int]) -> bool:
    """Tell a row that has one cell for each column, who and when among them where they are looked for.

    What neither names anybody nor tells when may be empty.
    """
    idle = {
        at
        for at in range(len(cells))
        if at not in roles.values() or at in (roles.get("note"), roles.get("product"))
    }
    known = [cells[roles[role]].text for role in ("lead", "due") if role in roles]
    sure = [suits(cells[roles[role]].text, role) > 0 for role in ("lead", "due") if role in roles]
    full = all(count == 1 or (not count and at in idle) for at, count in enumerate(runs, 1))
    return full and bool(known) and all(sure)


def _doubted(cell: Cell, at: int, roles: dict[str, int], above: tuple[Cell, ...] | None) -> Cell:
    """Return a cell that may belong elsewhere; who leads is taken from the row above where nobody is named."""
    if at == roles.get("lead") and not cell.text and above is not None and above[at].text:
        return replace(above[at], home=False, doubtful=APART)
    return replace(cell, doubtful=APART)
