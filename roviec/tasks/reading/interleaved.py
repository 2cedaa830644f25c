"""Rows whose cells are interleaved: each printed line holds a piece of every cell, with nothing between.

Cells are told apart by what a program does that wraps them, which fills a cell's line as long as the next word fits, and by
which words stand together elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from operator import attrgetter, itemgetter
from statistics import median

from roviec.tasks.reading.beginnings import JOINS, NUMBER, WORD, Span, Way, parts_of, suggested
from roviec.tasks.reading.ragged import WHEN, suits
from roviec.tasks.reading.source import Passage, join
from roviec.tasks.reading.units import names_at

# No cell's piece of a line has more words, and no line is looked at in more ways.
_MOST_PIECE, _MOST_IN_CELL = 12, 4
_BEAM, _BEST = 16, 4
_SPREAD = 6
_FEW_WORDS = 8
# What it is worth that a first line suits its column, that a whole cell does, and what an empty one costs.
_SUITS, _WHOLE = 0.3, 1.0
_EMPTY = {"task": 6, "label": 6, "goal": 2, "lead": 2, "due": 1}
# What it costs a cell that it went on although its line had room, or that it is wider than its column began.
_HAD_ROOM, _TOO_WIDE, _SLACK = -2.0, -0.3, 3
# And two words that stand together elsewhere or do not, or are torn; a cell that ends at a word which calls for more.
_TOGETHER, _APART, _TORN, _OPEN = 0.7, -0.6, -0.8, -0.6

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
        words = tuple(match.span() for match in WORD.finditer(raw))
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


@dataclass(frozen=True)
class Interleaved:
    """How to read the rows of a table: the role and the width of each column, and which words stand together."""

    names: tuple[str, ...]
    widths: tuple[int, ...]
    pairs: Pairs

    @classmethod
    def of(cls, names: tuple[str, ...], heads: list[int], rows: list[str], prose: list[str]) -> "Interleaved":
        """Look at the lengths of the heads, the first lines of the rows and the rest of the document."""
        ways = [suggested(row, names) for row in rows]
        return cls(names, tuple(_widths(ways, heads)), _pairs(prose))

    def cells(self, lines: list[tuple[int, str]], first: int = 0) -> list[Passage]:
        """Return what stands in each column of a row in the likeliest way, its number first; none before `first`."""
        raws = [raw for _, raw in lines]
        number = NUMBER.match(raws[0])
        states = self._first_states(raws[0], first)
        printed = [_Printed.of(raw, self.pairs) for raw in raws]
        for above, line in pairwise(printed):
            made = [more for state in states for more in self._gone_on(state, above, line)]
            states = nlargest(_BEAM, made, key=attrgetter("worth"))
        best = max(states, key=lambda state: state.worth + self._suiting(state, raws))
        whole = [Passage(raw, ((0, offset),)) for offset, raw in lines]
        cells = [whole[0].cut(0, number.end() if number else 0)]
        for column in range(len(self.names)):
            ways = zip(whole, best.ways, strict=True)
            parts = [passage.cut(*way[column]) for passage, way in ways if column in way]
            cells.append(join(parts, solid=len(parts) == 1))
        return cells

    def _first_states(self, raw: str, first: int) -> list[_State]:
        """Return the likeliest ways to cut a row's first line, by what suits each column."""
        parts = parts_of(raw)
        ways: dict[int, list[tuple[float, Way]]] = {0: [(0.0, {})]}
        for column, name in enumerate(self.names):
            empty = -_EMPTY.get(name, 0)
            following = {at: [(worth + empty, way) for worth, way in some] for at, some in ways.items()}
            for at, some in ways.items() if column >= first else ():
                for end in range(at + 1, min(at + _MOST_IN_CELL, len(parts)) + 1):
                    span = (parts[at].start, parts[end - 1].end)
                    if span[1] - span[0] > self.widths[column] + _SLACK:
                        break
                    worth = suits(raw[slice(*span)], name)
                    following.setdefault(end, []).extend(
                        (base + worth, way | {column: span}) for base, way in some
                    )
            ways = {at: nlargest(_BEAM, some, key=itemgetter(0)) for at, some in following.items()}
        made = [_State(_SUITS * worth, (way,)) for worth, way in ways.get(len(parts), [])]
        return made or [_State(0.0, (suggested(raw, self.names),))]

    def _suiting(self, state: _State, raws: list[str]) -> float:
        """Return how well the whole cells suit: those of bodies hold nothing but names, those of times a time."""
        worth = 0.0
        for column, name in enumerate(self.names):
            text = " ".join(
                raw[slice(*way[column])] for raw, way in zip(raws, state.ways, strict=True) if column in way
            )
            if name in ("lead", "partners") and text:
                found = names_at(text, 0)
                worth += _WHOLE if found and not text[found.end :].strip(" .;,") else -_WHOLE
            elif name == "due" and text:
                worth += _WHOLE if WHEN.match(text) and len(text.split()) <= _FEW_WORDS else -_WHOLE
        return worth

    def _gone_on(self, state: _State, above: _Printed, line: _Printed) -> Iterator[_State]:
        """Yield the likeliest ways to cut one line more among the cells that are open."""
        before = state.ways[-1]
        ways: dict[int, list[tuple[float, Way]]] = {0: [(state.worth, {})]}
        for column, (a, b) in before.items():
            last = above.last_before(b)
            ended = _OPEN if JOINS.search(above.raw, a, b) else 0.0
            following = {at: [(worth + ended, way) for worth, way in some] for at, some in ways.items()}
            for at, some in ways.items():
                torn = _TORN if at and at < len(line.words) and line.together[at] else 0.0
                for end, worth in _pieces(b - a, last, line, at, self.widths[column], self.pairs):
                    span = (line.words[at][0], line.words[end - 1][1])
                    made = ((base + worth + torn, way | {column: span}) for base, way in some)
                    following.setdefault(end, []).extend(made)
            ways = {at: nlargest(_BEST, some, key=itemgetter(0)) for at, some in following.items()}
        # A line that fits nowhere belongs to the first cell that is open.
        whole = {min(before, default=0): (0, len(line.raw.rstrip()))}
        best = ways.get(len(line.words), [(state.worth + _HAD_ROOM, whole)])
        yield from (_State(worth, (*state.ways, way)) for worth, way in best)


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


def _pairs(raws: list[str]) -> Pairs:
    """Return the pairs of words that stand beside each other in the rest of the document."""
    words = [word for raw in raws for word in raw.split()]
    return frozenset((_last(one), _first(two)) for one, two in pairwise(words))


def _last(word: str) -> str:
    """Return a word as the first of a pair: a full stop keeps it from the next one, a comma does not."""
    return word.strip(",()“”").lower()


def _first(word: str) -> str:
    return word.strip(".,;:()“”").lower()


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
