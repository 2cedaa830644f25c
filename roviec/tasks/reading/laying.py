"""Lay the cells of a torn table over its columns: each where it suits best, for one row or for rows that no number opens."""

from functools import cache
from itertools import pairwise

from roviec.tasks.reading.ragged import suits
from roviec.tasks.reading.rejoined import Piece, may_break, rejoined

# What a column without a cell of its own costs: somebody leads nearly every row.
_LEFT_OUT = {"task": -6.0, "label": -6.0, "goal": -2.0, "lead": -1.0, "due": -0.6}
# And what one more line in a cell costs: those who help are many more often than those who lead.
_ONE_MORE = {"lead": -1.9, "partners": -1.4}
_NEW_ROW = -0.5
_NEVER = -1e6


def names_of(roles: dict[str, int], width: int, *, first: int = 1) -> tuple[str, ...]:
    """Return the role of each column from `first` on, "" for one that has none."""
    return tuple(
        next((role for role, at in roles.items() if at == column), "") for column in range(first, width)
    )


def score(parts: list[Piece], names: tuple[str, ...]) -> float:
    """Return how well the lines of a row suit the columns at best."""
    return best_runs(rejoined(parts), names)[0]


def best_runs(parts: list[Piece], names: tuple[str, ...]) -> tuple[float, tuple[int, ...]]:
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


def flowing(pieces: list[Piece], names: tuple[str, ...]) -> list[list[tuple[int, Piece]]]:
    """Return rows of (column, piece) for pieces that run on from row to row without a number: what suits best in all."""
    skipped = [0.0]
    for name in names:
        skipped.append(skipped[-1] + _LEFT_OUT.get(name, -0.3))
    columns = range(len(names))
    worth = [[float(suits(piece.text, name)) for name in names] for piece in pieces]
    score = [worth[0][c] + skipped[c] for c in columns]
    came: list[list[tuple[int, bool]]] = [[(0, True)] * len(names)]
    for at in range(1, len(pieces)):
        filled = may_break(pieces[at - 1], pieces[at])
        last = max(columns, key=lambda c: score[c] + skipped[-1] - skipped[c + 1])
        ended = score[last] + skipped[-1] - skipped[last + 1] + _NEW_ROW
        following, ways = [], []
        for c in columns:
            more = _ONE_MORE.get(names[c], -1.6) + filled + min(worth[at][c], 0) - worth[at][c]
            options = [(ended + skipped[c], (last, True)), (score[c] + more, (c, False))]
            options += [(score[d] + skipped[c] - skipped[d + 1], (d, False)) for d in range(c)]
            best, way = max(options)
            following.append(best + worth[at][c])
            ways.append(way)
        score = following
        came.append(ways)
    return _rows_back(pieces, came, max(columns, key=lambda c: score[c] + skipped[-1] - skipped[c + 1]))


def _rows_back(
    pieces: list[Piece], came: list[list[tuple[int, bool]]], column: int
) -> list[list[tuple[int, Piece]]]:
    """Return the rows of the best way, followed from its end."""
    rows: list[list[tuple[int, Piece]]] = [[]]
    for at in range(len(pieces) - 1, -1, -1):
        rows[-1].append((column, pieces[at]))
        column, fresh = came[at][column]
        if fresh:
            rows.append([])
    return [row[::-1] for row in rows[::-1] if row]
