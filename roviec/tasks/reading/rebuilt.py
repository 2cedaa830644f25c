"""Put tables together again whose cells came a line each: rows by their numbers, cells by what suits their column."""

import re
from dataclasses import dataclass, replace
from functools import cache

from roviec.folding import fold, whole
from roviec.tasks.reading.columns import target_roles, task_roles
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import INDEX, goals_of, header_of, roles_of, suits
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
_MOST_LINES = 30
_END = re.compile(
    r"(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|Người lập|NGƯỜI LẬP|PHỤ LỤC|Phụ lục|[IVX]+\.\s+\S|Điều \d+\.)"
)
# A group's name in one cell with its number: "II. HOÀN THIỆN CƠ CHẾ".
_GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])\.\s+\S")
_COUNT = re.compile(r"\(?(\d)\)?")
_PART = re.compile(
    r"(?:(?:don vi|co quan) )?(?:chu tri|phoi hop)|(?:bat dau|ket thuc|hoan thanh)|(?:thoi gian )?(?:tu|den)"
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


@dataclass(frozen=True)
class _Piece:
    """What stood in one cell: its lines from `start` to `end`, joined."""

    start: int
    end: int
    passage: Passage

    @property
    def text(self) -> str:
        return self.passage.text.strip()


def rebuilt(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables of which every row can be told; the others stay apart."""
    made: list[Torn] = []
    firsts = [at for at, (_, raw) in enumerate(lines) if len(raw) < 20 and fold(raw).strip() in FIRST]
    for at in firsts[:_MOST_TABLES]:
        torn = _at(lines, at) if not made or at >= made[-1].end else None
        made += [torn] if torn else []
    return made


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header begins at line `start`, None where its columns or rows cannot be told."""
    pieces = _pieces(lines, start)
    heads = _heads([piece.text for piece in pieces])
    if heads is None:
        return None
    made = _header([Cell(piece.passage) for piece in pieces[:heads]])
    width, above = len(made[0]), None
    roles = roles_of(made) or goals_of(made)
    rows = _rows(pieces, _past_counts(pieces, heads, width), width)
    if not rows:
        return None
    for row in rows:
        above = _laid(row, width, roles, above)
        made.append(above)
    return Torn(start, rows[-1][-1].end, Table(tuple(made)))


def _pieces(lines: list[NumberedLine], start: int) -> list[_Piece]:
    """Cut into cells: at blank lines where one follows the first head, else line by line."""
    spaced = start + 1 < len(lines) and not lines[start + 1][1].strip()
    made: list[_Piece] = []
    open_ = False
    for at in range(start, len(lines)):
        offset, raw = lines[at]
        part = Passage(raw, ((0, offset),)).cut(0, len(raw))
        if not part.text:
            open_ = False
        elif open_ and spaced:
            last = made[-1]
            made[-1] = _Piece(last.start, at + 1, join([last.passage, part], "\n"))
        else:
            made.append(_Piece(at, at + 1, part))
            open_ = True
    return made


def _heads(texts: list[str]) -> int | None:
    """Return how many of the texts are the header: a table's columns, then the first row's number."""
    for count in range(3, min(MOST_COLUMNS, len(texts) - 1) + 1):
        heads = texts[:count]
        if any(len(head) > LONGEST_HEAD or re.search(r"[.;:]$", head) for head in heads):
            return None
        first = texts[count]
        opens = first.strip("().") in ("1", "01", "I", "A") or _GROUP.match(first)
        columns = [(head, "") for head in heads]
        if opens and (task_roles(columns) or target_roles(columns)):
            return count
    return None


def _header(heads: list[Cell]) -> list[tuple[Cell, ...]]:
    """Return the rows of a header: two where the last heads are parts of an upper one ("Phân công": chủ trì, phối hợp)."""
    parts = len(heads)
    while parts and _PART.fullmatch(fold(heads[parts - 1].text)):
        parts -= 1
    low = len(heads) - parts
    two = header_of(heads[:parts], heads[parts:], len(heads) - 1) if 2 <= low <= 3 and parts > 2 else None
    return list(two) if two else [tuple(heads)]


def _past_counts(pieces: list[_Piece], heads: int, width: int) -> int:
    """Return where the rows begin, behind a row that only counts the columns: (1) (2) (3)."""
    counts = [_COUNT.fullmatch(piece.text) for piece in pieces[heads : heads + width]]
    numbers = [int(count[1]) for count in counts if count]
    return heads + width if numbers == list(range(1, width + 1)) else heads


def _rows(pieces: list[_Piece], at: int, width: int) -> list[list[_Piece]]:
    """Cut into rows, each from its number on; the last has no more cells than there are columns."""
    rows: list[list[_Piece]] = []
    number = 0
    for here in range(at, len(pieces)):
        piece = pieces[here]
        following = pieces[here + 1].text if here + 1 < len(pieces) else ""
        if _GROUP.match(piece.text) and following.strip("().") in (str(number + 1), "1"):
            rows.append([piece])
            continue
        if _END.match(piece.text) or (rows and len(rows[-1]) > _MOST_LINES):
            break
        index = piece.text.strip("().") if INDEX.fullmatch(piece.text) and _may_open(following) else ""
        counted = whole(index)
        if index and (counted is None or counted in (number + 1, 1)):
            number = number if counted is None else counted
            rows.append([piece])
        elif rows:
            rows[-1].append(piece)
    return [*rows[:-1], _last(rows[-1], width)] if rows else []


def _may_open(text: str) -> bool:
    """Tell what may stand behind a row's number: words that are more than a body's name."""
    words = len(re.findall(r"[^\W\d]{2,}", text))
    return words > 1 and (words > 5 or UNIT.match(text) is None)


def _last(row: list[_Piece], width: int) -> list[_Piece]:
    """Return the last row without what follows the table: it holds no item, and beyond its columns only names and times."""
    kept = row[:1]
    for piece in row[1:]:
        marker = marker_of(piece.text)
        beyond = len(kept) >= width and max(suits(piece.text, role) for role in ("lead", "due")) < 1
        if beyond or (marker and marker.kind not in ("dash", "plus", "star")):
            break
        kept.append(piece)
    return kept


def _laid(
    row: list[_Piece], width: int, roles: dict[str, int], above: tuple[Cell, ...] | None
) -> tuple[Cell, ...]:
    """Lay a row's lines over the columns in their order, each where it suits best."""
    index, parts = row[0], row[1:]
    if len(parts) < 2 and not index.text.strip("().").isdigit():
        wide = Cell(row[-1].passage, wide=True)
        cells = [*[Cell(piece.passage) for piece in row[:-1]], wide]
        return (*cells, *[replace(wide, home=False)] * (width - len(cells)))
    names = [next((role for role, at in roles.items() if at == column), "") for column in range(1, width)]
    runs = _runs(tuple(part.text for part in parts), tuple(names))
    cells = [Cell(index.passage)]
    at = 0
    for count in runs:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n")))
        at += count
    if _is_whole(cells, runs, roles):
        return tuple(cells)
    return tuple(_doubted(cell, at, roles, above) for at, cell in enumerate(cells))


def _runs(texts: tuple[str, ...], names: tuple[str, ...]) -> list[int]:
    """Return how many lines each column takes so that all of them suit best."""

    @cache
    def best(column: int, line: int) -> tuple[float, tuple[int, ...]]:
        if column == len(names):
            return (0.0 if line == len(texts) else -1e6, ())
        ways = []
        for count in range(len(texts) - line + 1):
            score, rest = best(column + 1, line + count)
            ways.append((score + _worth(texts[line : line + count], names[column]), (count, *rest)))
        return max(ways)

    return list(best(0, 0)[1])


def _worth(texts: tuple[str, ...], role: str) -> float:
    if not texts:
        return _LEFT_OUT.get(role, -0.3)
    first, *more = (suits(text, role) for text in texts)
    return first + sum(min(one, 0) + _ONE_MORE.get(role, -1.6) for one in more)


def _is_whole(cells: list[Cell], runs: list[int], roles: dict[str, int]) -> bool:
    """Tell a row that has just one line for each column, who and when among them where they are looked for."""
    known = [cells[roles[role]].text for role in ("lead", "due") if role in roles]
    sure = [suits(cells[roles[role]].text, role) > 0 for role in ("lead", "due") if role in roles]
    return all(count == 1 for count in runs) and bool(known) and all(sure)


def _doubted(cell: Cell, at: int, roles: dict[str, int], above: tuple[Cell, ...] | None) -> Cell:
    """Return a cell that may belong elsewhere; who leads is taken from the row above where nobody is named."""
    if at == roles.get("lead") and not cell.text and above is not None and above[at].text:
        return replace(above[at], home=False, doubtful=APART)
    return replace(cell, doubtful=APART)
