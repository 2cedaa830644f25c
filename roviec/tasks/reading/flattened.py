"""Tables whose columns ran together: each printed line holds a piece of every cell of its row, with nothing between.

Cells are told apart by what a program does that wraps them: it fills a cell's line as long as the next word fits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from operator import attrgetter
from statistics import median

from roviec.tasks.reading.columns import task_roles
from roviec.tasks.reading.heads import MOST_COLUMNS
from roviec.tasks.reading.laying import best_runs, names_of
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.ragged import WHEN, suits
from roviec.tasks.reading.rebuilt import APART as MARK
from roviec.tasks.reading.rebuilt import Torn
from roviec.tasks.reading.rejoined import Piece
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.units import names_at
from roviec.tasks.reading.weblike import NumberedLine

_OPENS = re.compile(r"\s*(?:S?TT|Stt|Số TT)\s+(?=[A-ZĐ][^\t|]{18,}\Z)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)")
_GROUP = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ])[.)]?\s+(?=[A-ZĐ])")
_PAGE = re.compile(r"\s*\d{0,3}\s*\Z")
_END = re.compile(r"\s*(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Phụ lục|Người lập)")
_JOINS = re.compile(r"(?:\b(?:và|của|các|với|cho|về|theo|tại)|,|&|[-–/])\Z")
# A time or a name that is open goes on: "Trước ngày" | "15/5/2026", "Sở" | "KH&CN".
_OPEN_TIME = re.compile(r"\b(?:ngày|tháng|năm|quý|trước|từ|đến|đợt|hết|trong|cuối|đầu)\Z", re.IGNORECASE)
_HEAD = re.compile(
    r"\b(?:Sở|Phòng|Ban|Bộ|Văn phòng|Trung tâm|Trưởng|UBND|Tổ|Đội|Đoàn|Hội|Công an|Chủ tịch|Giám đốc)\Z"
)
_DITTO = re.compile(r"-?nt-?(?=\s|\Z)")
_WORD = re.compile(r"\S+")
# No table holds more lines, no printed row more words, and no line is looked at in more ways.
_MOST_LINES, _MOST_PARTS, _MOST_PIECE, _MOST_HEAD_LINES, _MOST_IN_CELL = 400, 10, 12, 3, 4
_BEAM, _BEST = 16, 4
_FEWEST_ROWS = 2
_SPREAD = 6
_MOSTLY = 0.9
_FEW_WORDS = 8
# What it is worth that a first line suits its column, that a whole cell does, and what an empty one costs.
_SUITS, _WHOLE = 0.3, 1.0
_EMPTY = {"task": 6, "lead": 2, "due": 1}
# What it costs a cell that it went on although its line had room, or that it is wider than its column began.
_HAD_ROOM, _TOO_WIDE, _SLACK = -2.0, -0.3, 3
# And two words that stand together elsewhere or do not, or are torn; a cell that ends at a word which calls for more.
_TOGETHER, _APART, _TORN, _OPEN = 0.7, -0.6, -0.8, -0.6

Span = tuple[int, int]
Way = dict[int, Span]
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _State:
    """The cells of a row as far as its lines are read: how likely, and the span that each column has of each line."""

    worth: float
    ways: tuple[Way, ...]


def flattened(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables whose header is one line of heads that begins with a number's."""
    made: list[Torn] = []
    for at, (_, raw) in enumerate(lines):
        if (not made or at >= made[-1].end) and _OPENS.match(raw):
            torn = _at(lines, at)
            made += [torn] if torn else []
    return made


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header is the line at `start`, None where its columns or rows cannot be told."""
    heads = _heads(lines[start][1])
    roles = task_roles([(head.text, "") for head in heads])
    if not roles or not ("lead" in roles or "due" in roles) or not 3 <= len(heads) <= MOST_COLUMNS:
        return None
    rows, end = _rows(lines, start + 1)
    if sum(_NUMBER.match(lines[row[0]][1]) is not None for row in rows) < _FEWEST_ROWS:
        return None
    names = names_of(roles, len(heads))
    opened = [row[0] for row in rows if not _GROUP.match(lines[row[0]][1])]
    suggested = {at: _suggested(lines[at][1], names) for at in opened}
    widths = _widths(list(suggested.values()), [len(head.text) for head in heads[1:]])
    if _runs_through([[lines[at][1] for at in row] for row in rows]):
        table = [
            _in_order(lines, row, names) if row[0] in suggested else _wide(lines, row, len(heads))
            for row in rows
        ]
        return Torn(start, end, Table((tuple(heads), *table)))
    pairs = _pairs([raw for _, raw in (*lines[:start], *lines[end:])])
    table = [tuple(heads)]
    for row in rows:
        if row[0] in suggested:
            states = _first_states(lines[row[0]][1], names, widths)
            table.append(_laid(lines, row, states, names, widths, pairs))
        else:
            table.append(_wide(lines, row, len(heads)))
    return Torn(start, end, Table(tuple(table)))


def _pairs(raws: list[str]) -> Pairs:
    """Return the pairs of words that stand beside each other in the rest of the document."""
    words = [word for raw in raws for word in raw.split()]
    return frozenset(_pair(one, two) for one, two in pairwise(words))


def _pair(before: str, after: str) -> tuple[str, str]:
    """Return the last word of one piece and the first of another; a full stop keeps words apart, a comma does not."""
    last, first = before.rsplit(None, 1)[-1:], after.split(None, 1)[:1]
    return "".join(last).strip(",()“”").lower(), "".join(first).strip(".,;:()“”").lower()


def _heads(raw: str) -> list[Cell]:
    """Return the heads of a header's first line: each begins with a capital letter."""
    starts = [0, *(match.start() for match in re.finditer(r"(?<=\s)(?=[A-ZĐ])", raw))]
    ends = [*starts[1:], len(raw)]
    return [Cell(Passage(raw, ((0, 0),)).cut(a, b)) for a, b in zip(starts, ends, strict=True)]


def _rows(lines: list[NumberedLine], start: int) -> tuple[list[list[int]], int]:
    """Return the lines of each row, from its number on, and where the table ends."""
    rows: list[list[int]] = []
    number, end = 0, start
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        raw = lines[at][1]
        if _END.match(raw):
            break
        match = _NUMBER.match(raw)
        if match and int(match[1]) in (number + 1, 1):
            number = int(match[1])
            rows.append([at])
        elif _GROUP.match(raw) and (rows or at - start < _MOST_HEAD_LINES):
            rows.append([at])
        elif rows and not _PAGE.match(raw):
            # A group's name is one line, or goes on in capitals.
            ended = _GROUP.match(lines[rows[-1][0]][1]) and not raw.isupper()
            rows.append([at]) if ended else rows[-1].append(at)
        elif not rows and at - start >= _MOST_HEAD_LINES:
            break
        end = at + 1 if rows else end
    return rows, end


def _runs_through(rows: list[list[str]]) -> bool:
    """Tell rows whose cells follow each other, wrapped as one text: every line but the last is as wide as the page."""
    width = max(len(raw.rstrip()) for row in rows for raw in row)
    going = [(one.rstrip(), two.split()) for row in rows for one, two in pairwise(row)]
    full = sum(len(one) + 1 + len("".join(words[:1])) > width for one, words in going)
    return full >= _MOSTLY * len(going)


def _in_order(lines: list[NumberedLine], row: list[int], names: tuple[str, ...]) -> tuple[Cell, ...]:
    """Return the cells of a row whose words stand in their order."""
    whole = join([Passage(lines[at][1], ((0, lines[at][0]),)).cut(0, len(lines[at][1])) for at in row])
    number = _NUMBER.match(whole.text)
    way = _suggested(whole.text, names, whole=True)
    cells = [whole.cut(*way[column]) if column in way else Passage("", ()) for column in range(len(names))]
    return (Cell(whole.cut(0, number.end() if number else 0)), *(Cell(cell, doubtful=MARK) for cell in cells))


def _suggested(raw: str, names: tuple[str, ...], *, whole: bool = False) -> Way:
    """Return how the words of a row's first line suggest that its cells begin: with a body's name, a time, a capital."""
    parts = _parts(raw, whole=whole)
    runs = (1,) * len(names) if len(parts) == len(names) else best_runs(parts, names)[1]
    return _way(parts, runs)


def _parts(raw: str, *, whole: bool = False) -> list[Piece]:
    """Return a line cut before each word with which a cell may begin."""
    match = _NUMBER.match(raw)
    begin = match.end() if match else 0
    starts = (word.start() for word in _WORD.finditer(raw, begin + 1))
    cuts = [begin, *[start for start in starts if _may_begin(raw, start, whole=whole)][: _MOST_PARTS - 1]]
    ends = [len(raw[:end].rstrip()) for end in [*cuts[1:], len(raw)]]
    return [Piece(a, b, Passage(raw[a:b], ((0, a),))) for a, b in zip(cuts, ends, strict=True)]


def _way(parts: list[Piece], runs: Iterable[int]) -> Way:
    """Return the span of each column that takes one of the next parts at least."""
    made: Way = {}
    at = 0
    for column, count in enumerate(runs):
        if count:
            made[column] = (parts[at].start, parts[at + count - 1].end)
        at += count
    return made


def _first_states(raw: str, names: tuple[str, ...], widths: list[int]) -> list[_State]:
    """Return the likeliest ways to cut a row's first line, by what suits each column."""
    parts = _parts(raw)
    made = []
    for runs in _shared(len(parts), len(names)):
        way = _way(parts, runs)
        if all(b - a <= widths[column] + _SLACK for column, (a, b) in way.items()):
            worth = sum(suits(raw[a:b], names[column]) for column, (a, b) in way.items())
            worth -= sum(_EMPTY.get(names[column], 0) for column in range(len(names)) if column not in way)
            made.append(_State(_SUITS * worth, (way,)))
    return nlargest(_BEAM, made, key=attrgetter("worth")) or [_State(0.0, (_suggested(raw, names),))]


def _shared(parts: int, columns: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to share `parts` out among `columns` in their order; more than a few stay one cell nowhere."""
    if columns == 1:
        if parts <= _MOST_IN_CELL:
            yield (parts,)
        return
    for count in range(min(parts, _MOST_IN_CELL) + 1):
        for rest in _shared(parts - count, columns - 1):
            yield (count, *rest)


def _may_begin(raw: str, at: int, *, whole: bool) -> bool:
    """Tell a word with which a cell may begin; before it a cell may end anywhere unless it stands there as a `whole`."""
    before = raw[:at].rstrip()
    open_ = _OPEN_TIME.search(before) or _HEAD.search(before) or _JOINS.search(before)
    of_office = before.endswith("Văn phòng") and raw.startswith(("UBND", "HĐND"), at)
    if before.endswith(" -") or of_office or (whole and open_):
        return False
    if not (raw[at].isupper() or not raw[at].isalpha()):
        return _DITTO.match(raw, at) is not None
    if ORDER.match(raw, at) or UNIT.match(raw, at) or WHEN.match(raw, at) or raw[at : at + 2] == "- ":
        return True
    last = before.rsplit(" ", 1)[-1]
    return raw[at].isupper() and not last[:1].isupper() and _JOINS.search(before) is None


def _widths(first: list[Way], heads: list[int]) -> list[int]:
    """Return how wide each column is: as its head or its longest first line, those far beyond the others left out."""
    widths = []
    for column, head in enumerate(heads):
        lengths = [way[column][1] - way[column][0] for way in first if column in way]
        middle = median(lengths) if lengths else 0
        widths.append(max((one for one in [head, *lengths] if one <= max(middle, head) + _SPREAD), default=head))
    return widths


def _laid(
    lines: list[NumberedLine],
    row: list[int],
    states: list[_State],
    names: tuple[str, ...],
    widths: list[int],
    pairs: Pairs,
) -> tuple[Cell, ...]:
    """Return the cells of a row in the likeliest way; nothing proves it, so that each is marked."""
    raws = [lines[at][1] for at in row]
    number = _NUMBER.match(raws[0])
    begin = number.end() if number else 0
    for before, raw in pairwise(raws):
        made = [more for state in states for more in _gone_on(state, before, raw, widths, pairs)]
        states = nlargest(_BEAM, made, key=attrgetter("worth"))
    best = max(states, key=lambda state: state.worth + _suiting(state, raws, names))
    cells = [Cell(Passage(raws[0], ((0, lines[row[0]][0]),)).cut(0, begin))]
    for column in range(len(widths)):
        parts = [
            Passage(lines[at][1], ((0, lines[at][0]),)).cut(*way[column])
            for at, way in zip(row, best.ways, strict=True)
            if column in way
        ]
        cells.append(Cell(join(parts, solid=len(parts) == 1), doubtful=MARK))
    return tuple(cells)


def _suiting(state: _State, raws: list[str], names: tuple[str, ...]) -> float:
    """Return how well the whole cells suit: those of bodies hold nothing but names, those of times a time."""
    worth = 0.0
    for column, name in enumerate(names):
        text = " ".join(raw[slice(*way[column])] for raw, way in zip(raws, state.ways, strict=True) if column in way)
        if name in ("lead", "partners") and text:
            found = names_at(text, 0)
            worth += _WHOLE if found and not text[found.end :].strip(" .;,") else -_WHOLE
        elif name == "due" and text:
            worth += _WHOLE if WHEN.match(text) and len(text.split()) <= _FEW_WORDS else -_WHOLE
    return worth


def _gone_on(state: _State, above: str, raw: str, widths: list[int], pairs: Pairs) -> Iterator[_State]:
    """Yield the likeliest ways to cut one line more among the cells that are open."""
    before = state.ways[-1]
    words = [match.span() for match in _WORD.finditer(raw)]
    ways: dict[int, list[tuple[float, Way]]] = {0: [(state.worth, {})]}
    for column, span in before.items():
        text = above[slice(*span)]
        ended = _OPEN if _JOINS.search(text) else 0.0
        following = {at: [(worth + ended, way) for worth, way in some] for at, some in ways.items()}
        for at, some in ways.items():
            torn = (
                _TORN
                if at and at < len(words) and _pair(raw[: words[at][0]], raw[words[at][0] :]) in pairs
                else 0.0
            )
            for end, worth in _pieces(text, raw, words[at : at + _MOST_PIECE], widths[column], pairs):
                made = ((base + worth + torn, way | {column: (words[at][0], end)}) for base, way in some)
                following.setdefault(_after(words, end), []).extend(made)
        ways = {at: sorted(some, key=lambda one: -one[0])[:_BEAM] for at, some in following.items()}
    whole = {min(before, default=0): (0, len(raw.rstrip()))}
    # A line that fits nowhere belongs to the first cell that is open.
    best = ways.get(len(words), [(state.worth + _HAD_ROOM, whole)])[:_BEST]
    yield from (_State(worth, (*state.ways, way)) for worth, way in best)


def _after(words: list[Span], end: int) -> int:
    """Return which word comes next behind the one that ends at `end`."""
    return next(at for at, span in enumerate(words, 1) if span[1] == end)


def _pieces(above: str, raw: str, words: list[Span], width: int, pairs: Pairs) -> Iterator[tuple[int, float]]:
    """Yield where a cell's piece of a line may end that begins with the first of `words`, and what it is worth."""
    if not words:
        return
    start, first = words[0]
    full = len(above) + 1 + first - start > width
    together = _pair(above, raw[start:first]) in pairs
    worth = (0.0 if full else _HAD_ROOM) + (_TOGETHER if together else _APART)
    for _, end in words:
        if end - start > width + _SLACK:
            return
        yield end, worth + (_TOO_WIDE if end - start > width else 0.0)


def _wide(lines: list[NumberedLine], row: list[int], width: int) -> tuple[Cell, ...]:
    """Return the row of a group, whose name reaches over the whole width."""
    parts = [Passage(lines[at][1], ((0, lines[at][0]),)).cut(0, len(lines[at][1])) for at in row]
    cell = Cell(join(parts), wide=True)
    return (cell, *[Cell(cell.passage, home=False, wide=True)] * (width - 1))
