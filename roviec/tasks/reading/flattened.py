"""Tables whose columns ran together: each printed line holds a piece of every cell of its row, with nothing between.

Cells are told apart by what a program does that wraps them: it fills a cell's line as long as the next word fits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from operator import attrgetter, itemgetter
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
# "- Lập sổ theo - Sổ theo dõi; Quý IV": a cell begins with a bullet, and another one further on.
_FURTHER = re.compile(
    r"- [A-ZĐÀ-Ỹ].*\s(?:- [A-ZĐÀ-Ỹ]|(?:Quý|Tháng|Trước|Năm|Giai đoạn|Trong|Thường|Hằng|Hàng)\s)"
)
_ENDED = 0.6
# What tells a time that is whole from the word that opens one.
_TOLD = re.compile(r"\d|xuyên|(?:hằng|hàng) \w", re.IGNORECASE)
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
class _Printed:
    """A printed line: where its words stand, each as it begins and ends a pair, and which two of them stand together."""

    raw: str
    words: tuple[Span, ...]
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    together: tuple[bool, ...]

    @classmethod
    def of(cls, raw: str, pairs: Pairs) -> "_Printed":
        """Look at a line's words."""
        words = tuple(match.span() for match in _WORD.finditer(raw))
        firsts = tuple(_first(raw[a:b]) for a, b in words)
        lasts = tuple(_last(raw[a:b]) for a, b in words)
        beside = tuple(pair in pairs for pair in zip(("", *lasts), firsts, strict=False))
        return cls(raw, words, firsts, lasts, beside)

    def last_before(self, end: int) -> str:
        """Return the word that ends at `end`."""
        return next((last for (_, b), last in zip(self.words, self.lasts, strict=True) if b == end), "")


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
    if _runs_through([[lines[at][1] for at in row] for row in rows], names):
        table = [
            _in_order(lines, row, names) if row[0] in suggested else _wide(lines, row, len(heads))
            for row in rows
        ]
        return Torn(start, end, Table((tuple(heads), *table)))
    pairs = _pairs([raw for _, raw in (*lines[:start], *lines[end:])])
    table = [tuple(heads)]
    for row in rows:
        if row[0] in suggested:
            # What goes on with the row above begins with its task; the cells before that are merged.
            first = roles["task"] - 1 if _FURTHER.match(lines[row[0]][1]) else 0
            states = _first_states(lines[row[0]][1], names, [*[-_SLACK] * first, *widths[first:]])
            made = _laid(lines, row, states, names, widths, pairs)
            lead = roles.get("lead", 0)
            if not made[0].text and lead and not made[lead].text and len(table[-1]) == len(made):
                above = replace(table[-1][lead], home=False, doubtful=MARK)
                made = (*made[:lead], above, *made[lead + 1 :])
            table.append(made)
        else:
            table.append(_wide(lines, row, len(heads)))
    return Torn(start, end, Table(tuple(table)))


def _pairs(raws: list[str]) -> Pairs:
    """Return the pairs of words that stand beside each other in the rest of the document."""
    words = [word for raw in raws for word in raw.split()]
    return frozenset((_last(one), _first(two)) for one, two in pairwise(words))


def _last(word: str) -> str:
    """Return a word as the first of a pair: a full stop keeps it from the next one, a comma does not."""
    return word.strip(",()“”").lower()


def _first(word: str) -> str:
    return word.strip(".,;:()“”").lower()


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
            fresh = ended or _is_further(lines[rows[-1][-1]][1], raw)
            rows.append([at]) if fresh else rows[-1].append(at)
        elif not rows and at - start >= _MOST_HEAD_LINES:
            break
        end = at + 1 if rows else end
    return rows, end


def _is_further(above: str, raw: str) -> bool:
    """Tell a further task of the same row, whose merged cells stay as they are: all cells above it had ended before."""
    return _FURTHER.match(raw) is not None and len(above.rstrip()) < _ENDED * len(raw.rstrip())


def _runs_through(rows: list[list[str]], names: tuple[str, ...]) -> bool:
    """Tell rows whose cells follow each other, wrapped as one text: every line but the last is as wide as the page.

    Where the last column is the time's, no first line ends in one.
    """
    width = max(len(raw.rstrip()) for row in rows for raw in row)
    broken = [row for row in rows if len(row) > 1]
    going = [(one.rstrip(), two.split()) for row in broken for one, two in pairwise(row)]
    full = sum(len(one) + 1 + len("".join(words[:1])) > width for one, words in going)
    ends = [_parts(row[0])[-1].text for row in broken] if names[-1] == "due" else []
    timed = sum(WHEN.match(end) is not None and _TOLD.search(end) is not None for end in ends)
    return full >= _MOSTLY * len(going) and 2 * timed < max(len(broken), 1)


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
    ways: dict[int, list[tuple[float, Way]]] = {0: [(0.0, {})]}
    for column, name in enumerate(names):
        empty = -_EMPTY.get(name, 0)
        following = {at: [(worth + empty, way) for worth, way in some] for at, some in ways.items()}
        for at, some in ways.items():
            for end in range(at + 1, min(at + _MOST_IN_CELL, len(parts)) + 1):
                span = (parts[at].start, parts[end - 1].end)
                if span[1] - span[0] > widths[column] + _SLACK:
                    break
                worth = suits(raw[slice(*span)], name)
                following.setdefault(end, []).extend(
                    (base + worth, way | {column: span}) for base, way in some
                )
        ways = {at: nlargest(_BEAM, some, key=itemgetter(0)) for at, some in following.items()}
    made = [_State(_SUITS * worth, (way,)) for worth, way in ways.get(len(parts), [])]
    return made or [_State(0.0, (_suggested(raw, names),))]


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
        widths.append(
            max((one for one in [head, *lengths] if one <= max(middle, head) + _SPREAD), default=head)
        )
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
    printed = [_Printed.of(raw, pairs) for raw in raws]
    for above, line in pairwise(printed):
        made = [more for state in states for more in _gone_on(state, above, line, widths, pairs)]
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
        text = " ".join(
            raw[slice(*way[column])] for raw, way in zip(raws, state.ways, strict=True) if column in way
        )
        if name in ("lead", "partners") and text:
            found = names_at(text, 0)
            worth += _WHOLE if found and not text[found.end :].strip(" .;,") else -_WHOLE
        elif name == "due" and text:
            worth += _WHOLE if WHEN.match(text) and len(text.split()) <= _FEW_WORDS else -_WHOLE
    return worth


def _gone_on(
    state: _State, above: _Printed, line: _Printed, widths: list[int], pairs: Pairs
) -> Iterator[_State]:
    """Yield the likeliest ways to cut one line more among the cells that are open."""
    before = state.ways[-1]
    ways: dict[int, list[tuple[float, Way]]] = {0: [(state.worth, {})]}
    for column, (a, b) in before.items():
        last = above.last_before(b)
        ended = _OPEN if _JOINS.search(above.raw, a, b) else 0.0
        following = {at: [(worth + ended, way) for worth, way in some] for at, some in ways.items()}
        for at, some in ways.items():
            torn = _TORN if at and at < len(line.words) and line.together[at] else 0.0
            for end, worth in _pieces(b - a, last, line, at, widths[column], pairs):
                span = (line.words[at][0], line.words[end - 1][1])
                made = ((base + worth + torn, way | {column: span}) for base, way in some)
                following.setdefault(end, []).extend(made)
        ways = {at: nlargest(_BEST, some, key=itemgetter(0)) for at, some in following.items()}
    # A line that fits nowhere belongs to the first cell that is open.
    whole = {min(before, default=0): (0, len(line.raw.rstrip()))}
    best = ways.get(len(line.words), [(state.worth + _HAD_ROOM, whole)])
    yield from (_State(worth, (*state.ways, way)) for worth, way in best)


def _pieces(
    length: int, last: str, line: _Printed, at: int, width: int, pairs: Pairs
) -> Iterator[tuple[int, float]]:
    """Yield behind which word a cell's piece of a line may end that begins with the word `at`, and what it is worth.

    `length` is how long the cell's piece of the line above is, `last` its last word.
    """
    if at >= len(line.words):
        return
    start, first = line.words[at]
    worth = 0.0 if length + 1 + first - start > width else _HAD_ROOM
    worth += _TOGETHER if (last, line.firsts[at]) in pairs else _APART
    for end in range(at, min(at + _MOST_PIECE, len(line.words))):
        wide = line.words[end][1] - start
        if wide > width + _SLACK:
            return
        yield end + 1, worth + (_TOO_WIDE if wide > width else 0.0)


def _wide(lines: list[NumberedLine], row: list[int], width: int) -> tuple[Cell, ...]:
    """Return the row of a group, whose name reaches over the whole width."""
    parts = [Passage(lines[at][1], ((0, lines[at][0]),)).cut(0, len(lines[at][1])) for at in row]
    cell = Cell(join(parts), wide=True)
    return (cell, *[Cell(cell.passage, home=False, wide=True)] * (width - 1))
