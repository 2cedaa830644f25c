"""The most that a variable can be under linear equations, none of the variables below nothing: a simplex in fractions."""

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def most(target: Sequence[int], equations: Sequence[tuple[Sequence[int], int]]) -> Fraction | None:
    """Return the maximum of `target`·x where every row·x = right and x ≥ 0; None where it has no end."""
    table = _feasible(len(target), equations)
    return _maximum(table, [Fraction(one) for one in target])


def _feasible(size: int, equations: Sequence[tuple[Sequence[int], int]]) -> tuple[list[Row], list[int], int]:
    """Find a corner by driving one further variable per equation to nothing."""
    rows: list[Row] = []
    for at, (row, right) in enumerate(equations):
        sign = -1 if right < 0 else 1
        extra = [Fraction(int(at == other)) for other in range(len(equations))]
        rows.append([Fraction(sign * one) for one in row] + extra + [Fraction(sign * right)])
    basis = [size + at for at in range(len(rows))]
    wanted = [Fraction(0)] * size + [Fraction(-1)] * len(rows)
    table = rows, basis, size + len(rows)
    assert _maximum(table, wanted) == 0, "no table fits what is shown"
    for at in range(len(rows)):
        if basis[at] >= size:
            column = next((c for c in range(size) if rows[at][c] != 0), None)
            if column is not None:
                _pivot(rows, basis, at, column)
    return rows, basis, size


def _maximum(table: tuple[list[Row], list[int], int], target: Row) -> Fraction | None:
    rows, basis, size = table
    target = target + [Fraction(0)] * (size - len(target))
    while True:
        prices = [target[b] if b < size else Fraction(0) for b in basis]
        gains = [
            target[c] - sum(p * row[c] for p, row in zip(prices, rows, strict=True)) for c in range(size)
        ]
        column = next((c for c, gain in enumerate(gains) if gain > 0), None)
        if column is None:
            return sum((p * row[-1] for p, row in zip(prices, rows, strict=True)), Fraction(0))
        limits = [(row[-1] / row[column], basis[at], at) for at, row in enumerate(rows) if row[column] > 0]
        # What is left of the first search may neither grow nor hold anything.
        limits += [
            (Fraction(0), basis[at], at)
            for at, row in enumerate(rows)
            if basis[at] >= size and row[column] < 0
        ]
        if not limits:
            return None
        _pivot(rows, basis, min(limits)[2], column)


def _pivot(rows: list[Row], basis: list[int], at: int, column: int) -> None:
    scale = rows[at][column]
    rows[at] = [one / scale for one in rows[at]]
    for other, row in enumerate(rows):
        if other != at and row[column]:
            factor = row[column]
            rows[other] = [a - factor * b for a, b in zip(row, rows[at], strict=True)]
    basis[at] = column
