"""Where the columns of a printed table begin: between its heads, where its rows leave a gutter blank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.columns import role_of, task_roles
from roviec.tasks.reading.heads import FIRST, LONGEST_HEAD, MOST_COLUMNS, PART
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import texts_of
from roviec.tasks.reading.source import Cell, Passage, join
from roviec.tasks.reading.weblike import NumberedLine

Span = tuple[int, int]
_SEGMENT = re.compile(r"\S+(?: \S+)*")
# A word that may open a head behind a single blank: "Cơ quan phối hợp Thời gian".
_CAPITAL = re.compile(rf"(?<=\S )(?=[{CAPITAL}])")
_FEWEST_COLUMNS, _MOST_ABOVE, _MOST_BELOW = 3, 3, 6
_FEW_WORDS, _KNOWN_WORDS = 5, 7
# So many of the lines may cross a gutter; so many begin where heads stand close, and where a column is set flush.
_CROSSED, _BEGUN, _FLUSH, _APART = 0.1, 0.3, 0.5, 0.2
# So far aside a page may have a column of the page before.
_ASIDE = 10
_EMPTY = Cell(Passage("", ()))


@dataclass(frozen=True)
class _Head:
    """A column's head: from where to where it reaches, the places of its lines, and those of a head over several."""

    span: Span
    parts: tuple[tuple[int, Span], ...]
    over: tuple[tuple[int, Span], ...] = ()


@dataclass(frozen=True)
class Columns:
    """Where each column but the first begins, the rows of the header, and the lines it takes.

    Not `strict`: a line with a part for each column may stand aside.
    """

    bounds: tuple[int, ...]
    header: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    strict: bool = True

    @property
    def index(self) -> int | None:
        """Return the column that numbers the rows, None where none does."""
        heads = (fold(cell.text).strip(".") for cell in self.header[0])
        return next((at for at, head in enumerate(heads) if head in FIRST), None)

    @property
    def task(self) -> int:
        """Return the column of the tasks, the first where none is known."""
        roles = task_roles(texts_of(list(self.header))) or {}
        return roles.get("task", 0) if self.index is None else self.index + 1

    @property
    def numbered(self) -> bool:
        """Tell a table whose first column numbers the rows."""
        return self.index == 0

    def fit(self, raw: str) -> bool:
        """Tell a line that leaves each gutter blank, or holds just as many parts as there are columns."""
        kept = all(raw[bound - 1 : bound] in ("", " ") for bound in self.bounds)
        return kept or (not self.strict and len(segments(raw)) == len(self.bounds) + 1)

    def moved(self, body: list[str]) -> "Columns":
        """Return these columns where another page has them: each a little aside, or as they are where none fit better."""
        bounds, low = [], 1
        for bound in self.bounds:
            high = bound + _ASIDE
            bounds.append(_bound(min(max(low, bound - _ASIDE), high), high, body))
            low = bounds[-1] + 2
        moved = replace(self, bounds=tuple(bounds))
        return moved if sum(map(moved.fit, body)) > sum(map(self.fit, body)) else self

    def cut(self, line: NumberedLine) -> list[Passage]:
        """Return what a line holds of each column; where a word reaches over a gutter the nearest blank is taken."""
        offset, raw = line
        whole = Passage(raw, ((0, offset),))
        parts = segments(raw)
        if len(parts) == len(self.bounds) + 1 and any(a < at < b for a, b in parts for at in self.bounds):
            return [whole.cut(*span) for span in parts]
        bounds = [0, *(_nearest(raw, bound) for bound in self.bounds), max(len(raw), self.bounds[-1])]
        return [whole.cut(a, max(a, b)) for a, b in pairwise(bounds)]


def segments(raw: str) -> list[Span]:
    """Return where a line's parts stand that two blanks or more set apart."""
    return [match.span() for match in _SEGMENT.finditer(raw)]


def may_open(raw: str) -> bool:
    """Tell a line that may be the first of a header: three short parts, none of them a sentence."""
    found = segments(raw)
    short = all(b - a <= LONGEST_HEAD and not raw[a:b].endswith((".", ";", ":")) for a, b in found)
    first = fold(raw[slice(*found[0])]) if found else ""
    numbered = first.strip(".") in FIRST and len(found) > 1
    known = numbered or (len(found) >= _FEWEST_COLUMNS and any(role_of(raw[a:b], "") for a, b in found))
    return "\t" not in raw and short and known


def columns_of(lines: list[NumberedLine], at: int, body: list[str], *, strict: bool = True) -> Columns | None:
    """Return the columns of the table whose header has the line `at`, None where no gutters part them.

    `body` are the lines of its rows that hold several parts.
    """
    start, end = _extent(lines, at)
    raws = [raw for _, raw in lines[start:end]]
    spans = {row: [*_split(raw, body)] for row, raw in enumerate(raws)}
    heads = _with_parts([*_heads(spans)], raws)
    if not _FEWEST_COLUMNS <= len(heads) <= MOST_COLUMNS or not body:
        return None
    bounds = []
    # A line with a part for each column needs no gutter.
    loose = [raw for raw in body if strict or len(segments(raw)) != len(heads)]
    for one, two in pairwise(heads):
        bound = _bound(one.span[1] + 1, two.span[0], body)
        if _crossing(bound, loose) > _CROSSED * len(body):
            return None
        bounds.append(bound)
    header = _header(lines[start:end], heads)
    opened = all(cell.text[:1].isupper() or cell.text[:1] in "%(#" for row in header for cell in row)
    return Columns(tuple(bounds), header, start, end, strict) if opened else None


def _extent(lines: list[NumberedLine], at: int) -> tuple[int, int]:
    """Return the lines of a header: those above and below its first that hold nothing but parts of heads."""
    first = segments(lines[at][1])[0][1]
    start, end = at, at + 1
    while start > max(at - _MOST_ABOVE, 0) and _is_over_heads(lines[start - 1][1], first):
        start -= 1
    while start < at and not _opens_heads(lines[start][1]):
        start += 1
    end = _below(lines, at, end, first)
    after = [raw for _, raw in lines[end : end + 2]]
    if len(after) > 1 and not after[0].strip() and _are_parts(after[1], first):
        # A rule between the two rows of a header leaves a blank line.
        end = _below(lines, at + 1, end + 1, first)
    return start, end


def _below(lines: list[NumberedLine], at: int, end: int, first: int) -> int:
    """Return where the lines below a header's first end that hold nothing but parts of heads."""
    while end < min(at + _MOST_BELOW, len(lines)) and _is_beside(lines[end][1], first):
        end += 1
    return end


def _are_parts(raw: str, first: int) -> bool:
    """Tell a line of nothing but parts of the heads above it: "Chủ trì   Phối hợp"."""
    names = [re.sub(r"\s*\(.*\Z", "", raw[a:b]) for a, b in segments(raw)]
    return _is_beside(raw, first) and len(names) > 1 and all(PART.fullmatch(fold(name)) for name in names)


def _is_beside(raw: str, first: int) -> bool:
    """Tell a line on which heads begin, go on or have their parts: none of it in the first column."""
    found = segments(raw)
    return bool(found) and found[0][0] > first and all(_is_piece(raw[a:b]) for a, b in found)


def _is_over_heads(raw: str, first: int) -> bool:
    """Tell a line of heads above the first from the heading of the part: "    III. NHIỆM VỤ KHẮC PHỤC"."""
    marker = marker_of(raw.strip())
    return _is_beside(raw, first) and (marker is None or marker.kind in ("dash", "plus", "star"))


def _opens_heads(raw: str) -> bool:
    """Tell a line above the number's on which heads begin: no end of a title, which has a line of its own."""
    return all(raw[a : a + 1].isupper() and role_of(raw[a:b], "") for a, b in segments(raw))


def _is_piece(text: str) -> bool:
    """Tell what may be a line of a head: a few words that go on in a small letter, or name a column."""
    known = (
        role_of(text, "")
        or PART.fullmatch(fold(re.sub(r"\s*\(.*\Z", "", text)))
        or re.search(r"20\d\d|^\(", text)
    )
    most = _KNOWN_WORDS if known else _FEW_WORDS
    few = len(text.split()) <= most and not text.endswith((".", ";", ":"))
    return few and (not text[:1].isupper() or bool(known))


def _split(raw: str, body: list[str]) -> Iterator[Span]:
    """Yield the parts of a header's line, those apart too that one blank parts where the rows have a gutter."""
    for a, b in segments(raw):
        cuts = [match.start() for match in _CAPITAL.finditer(raw, a, b) if _is_gutter(match.start(), body)]
        yield from ((one, two - 1 if two < b else two) for one, two in pairwise([a, *cuts, b]))


def _is_gutter(at: int, body: list[str]) -> bool:
    return _crossing(at, body) == 0 and _beginning(at, body) > _BEGUN * len(body)


def _crossing(bound: int, body: list[str]) -> int:
    """Return how many lines do not leave the place before `bound` blank."""
    return sum(raw[bound - 1 : bound] not in ("", " ") for raw in body)


def _beginning(bound: int, body: list[str], behind: str = " ") -> int:
    """Return on how many lines something begins at `bound`, `behind` one blank or more."""
    return sum(raw.endswith(behind, 0, bound) and raw[bound : bound + 1] not in ("", " ") for raw in body)


def _bound(low: int, high: int, body: list[str]) -> int:
    """Return where a column begins between the end of the head before and its own.

    Where most of its lines begin, if they are set flush; else where fewest lines cross.
    """
    places = range(max(min(low, high), 1), max(high, 1) + 1)
    flush = [
        at
        for at in places
        if _beginning(at, body) >= _FLUSH * len(body)
        and _beginning(at, body, behind="  ") >= _APART * len(body)
        and _crossing(at, body) <= _CROSSED * len(body)
    ]
    if flush:
        return max(flush, key=lambda at: (_beginning(at, body, behind="  "), _beginning(at, body), at))
    return max(places, key=lambda at: (-_crossing(at, body), _beginning(at, body, behind="  "), at))


def _heads(spans: dict[int, list[Span]]) -> Iterator[_Head]:
    """Yield the heads that the parts of a header's lines make: what stands one below the other belongs together."""
    parts = sorted((span, row) for row, found in spans.items() for span in found)
    reach = -1
    cluster: list[tuple[int, Span]] = []
    for span, row in [*parts, ((10**6, 10**6), 0)]:
        if cluster and span[0] >= reach:
            yield from _columns_below(cluster)
            cluster = []
        cluster.append((row, span))
        reach = max(reach, span[1])


def _with_parts(heads: list[_Head], raws: list[str]) -> list[_Head]:
    """Return the heads, those on the last line that are parts of one above it ("Chủ trì", "Phối hợp") below that one."""
    made = list(heads)
    for at, head in enumerate(heads):
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(made) and _is_part(made[one], raws)]
        over = {one: made[one].over or made[one].parts[:-1] for one in beside}
        near = min(
            (one for one in beside if over[one]), key=lambda one: _apart(head, over[one]), default=None
        )
        if near is not None and len(head.parts) == 1 and _is_part(head, raws):
            for one in (at, near):
                made[one] = _Head(made[one].parts[-1][1], made[one].parts[-1:], over[near])
    return made


def _is_part(head: _Head, raws: list[str]) -> bool:
    row, span = head.parts[-1]
    return row == len(raws) - 1 > 0 and PART.fullmatch(fold(raws[row][slice(*span)])) is not None


def _apart(head: _Head, over: tuple[tuple[int, Span], ...]) -> int:
    """Return how far a head is from one above it and another."""
    return min(max(a - head.span[1], head.span[0] - b) for _, (a, b) in over)


def _columns_below(cluster: list[tuple[int, Span]]) -> Iterator[_Head]:
    """Yield one head, or those that stand side by side below one over all of them."""
    rows = sorted(cluster)
    lower = max({row for row, _ in rows}, key=lambda row: (sum(one == row for one, _ in rows), -row))
    beside = [span for row, span in rows if row == lower]
    if len(beside) == 1:
        yield _Head((min(a for _, (a, _) in rows), max(b for _, (_, b) in rows)), tuple(rows))
        return
    over = tuple((row, span) for row, span in rows if _covered(span, beside) != 1)
    for place in beside:
        own = tuple(one for one in rows if one not in over and _covered(one[1], [place]))
        yield _Head((min(a for _, (a, _) in own), max(b for _, (_, b) in own)), own, over)


def _covered(span: Span, places: list[Span]) -> int:
    return sum(span[0] < b and a < span[1] for a, b in places)


def _header(lines: list[NumberedLine], heads: list[_Head]) -> tuple[tuple[Cell, ...], ...]:
    """Return the header's cells: in two rows where a head reaches over several."""
    lower = [_cell(lines, head.parts) for head in heads]
    if not any(head.over for head in heads):
        return (tuple(lower),)
    upper: list[Cell] = []
    for at, (head, cell) in enumerate(zip(heads, lower, strict=True)):
        again = bool(head.over) and at > 0 and heads[at - 1].over == head.over
        top = replace(_cell(lines, head.over), wide=True, home=not again) if head.over else cell
        upper.append(top)
        lower[at] = cell if head.over else replace(cell, home=False)
    return tuple(upper), tuple(lower)


def _cell(lines: list[NumberedLine], parts: tuple[tuple[int, Span], ...]) -> Cell:
    made = [Passage(lines[row][1], ((0, lines[row][0]),)).cut(*span) for row, span in parts]
    return Cell(join(made, solid=len(made) == 1)) if made else _EMPTY


def _nearest(raw: str, bound: int) -> int:
    """Return `bound`, or the place of the word that begins nearest to it where one reaches over it."""
    if raw[bound - 1 : bound] in ("", " "):
        return bound
    starts = [match.start() for match in re.finditer(r"(?<= )\S", raw)]
    return min(starts, key=lambda at: abs(at - bound), default=bound)
