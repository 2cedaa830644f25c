"""Which cells of a released table are withheld, so that nobody works them out from the rest and the totals. Pure.

A criterion is a table of its own: units by periods, with a total for each unit, for each period and for all. A level of
the index is made of shown cells alone and adds nothing (index.py). A cell is withheld for its own sake (primary) when
it is of few people, or of hardly more who all gave one level. Others are withheld to hide it (complementary): it must
lie on a ring of withheld cells, along which `minimum` people of one level can be moved without changing anything that
is shown, so that it stays open whether the cell holds so many more (cycles in the graph of cells, Gusfield 1988).
"""

import heapq
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from roviec.survey.counting import LEVELS, NOTHING, Counts
from roviec.survey.tally import plus

Cell = tuple[Hashable | None, Hashable | None]
"""(unit, period); None is the total of all."""
_Node = tuple[int, Hashable | None]
_COSTS = (1, 20, 400)
"""What it costs to withhold a cell, a total of a line, the total of all."""


def is_primary(counts: Counts, minimum: int) -> bool:
    """Tell whether a cell gives somebody away by itself: few people, or fewer than twice as many of one mind."""
    people = sum(counts)
    return 0 < people < minimum or (0 < people < 2 * minimum and max(counts) == people)


@dataclass(frozen=True)
class Released:
    """What of one criterion's table is withheld: for its own sake, and to hide the former."""

    primary: frozenset[Cell]
    complementary: frozenset[Cell]

    @property
    def withheld(self) -> frozenset[Cell]:
        """Every cell and total that is withheld."""
        return self.primary | self.complementary


def with_totals(cells: Mapping[Cell, Counts]) -> dict[Cell, Counts]:
    """Return a table with the totals of its rows, of its columns and of all."""
    found: dict[Cell, Counts] = dict(cells)
    for (row, column), counts in cells.items():
        for total in ((row, None), (None, column), (None, None)):
            found[total] = plus(found.get(total, NOTHING), counts)
    return found


def release(cells: Mapping[Cell, Counts], minimum: int) -> Released:
    """Return which cells and totals of one criterion's table are withheld; `cells` are those without totals."""
    table = with_totals(cells)
    primary = frozenset(cell for cell, counts in table.items() if is_primary(counts, minimum))
    chosen: set[Cell] = set(primary)
    # The largest first: its ring hides the smaller ones beside it.
    for cell in sorted(primary, key=lambda one: (-sum(table[one]), repr(one))):
        rings = [_ring(table, cell, chosen, level, minimum) for level in range(LEVELS)]
        found = [ring for ring in rings if ring is not None]
        chosen.update(min(found, key=lambda one: _cost(one, chosen)))
    return Released(primary, frozenset(chosen) - primary)


def _cost(ring: Iterable[Cell], chosen: Collection[Cell]) -> int:
    return sum(_COSTS[cell.count(None)] for cell in ring if cell not in chosen)


def _ring(
    table: Mapping[Cell, Counts], cell: Cell, chosen: Collection[Cell], level: int, minimum: int
) -> list[Cell] | None:
    """Return the cheapest ring through a cell on which people of one level can be moved; without the cell itself."""
    start: _Node = (0, cell[0])
    ends: _Node = (1, cell[1])
    steps = _Steps(table, _sign(cell), level, minimum)
    best: dict[_Node, int] = {start: 0}
    came: dict[_Node, tuple[_Node, Cell]] = {}
    order = count()
    heap = [(0, next(order), start)]
    while heap:
        cost, _, node = heapq.heappop(heap)
        if node == ends:
            return list(_walked(came, start, ends))
        for there, step in steps.after(node):
            further = cost + _cost((step,), chosen)
            if step != cell and further < best.get(there, further + 1):
                best[there], came[there] = further, (node, step)
                heapq.heappush(heap, (further, next(order), there))
    return None


def _sign(cell: Cell) -> int:
    """Return how a cell counts in its line: the total of a line against those that it sums up."""
    return -1 if cell.count(None) == 1 else 1


class _Steps:
    """Where a ring may go on, from rows to columns and back, so that its first cell can hold more people.

    Every line sums up to nothing when its total counts against its cells: what one gains another one must lose, and
    only who has enough people of the level can lose them.
    """

    def __init__(self, table: Mapping[Cell, Counts], sign: int, level: int, minimum: int) -> None:
        self._at: dict[_Node, list[Cell]] = {}
        self._table, self._sign, self._level, self._minimum = table, sign, level, minimum
        for cell in table:
            self._at.setdefault((0, cell[0]), []).append(cell)
            self._at.setdefault((1, cell[1]), []).append(cell)

    def after(self, node: _Node) -> Iterator[tuple[_Node, Cell]]:
        """Yield each next node with the cell that leads there."""
        side = node[0]
        for cell in self._at[node]:
            loses = (side == 0) is (_sign(cell) == self._sign)
            if not loses or self._table[cell][self._level] >= self._minimum:
                yield (1 - side, cell[1 - side]), cell


def _walked(came: Mapping[_Node, tuple[_Node, Cell]], start: _Node, node: _Node) -> Iterator[Cell]:
    while node != start:
        node, cell = came[node]
        yield cell
