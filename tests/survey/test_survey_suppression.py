"""A released table against an attacker with a solver: what is withheld can't be worked out from what is shown."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.suppression import is_primary, release, with_totals
from tests.examples import examples
from tests.survey.solver import most

MINIMUM = 5
LEVELS = st.integers(0, 9)
COUNTS = st.one_of(
    st.tuples(*[LEVELS] * 5),
    st.tuples(*[st.integers(0, 1)] * 5),
    st.tuples(*[st.just(0)] * 4, st.integers(1, 12)),
    st.tuples(st.just(0), *[st.integers(0, 60)] * 4),
).filter(any)
TABLES = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from([1, 2, 3, 4])), COUNTS, min_size=1, max_size=16
)


def span_of(cells, withheld, target, level):
    """Return the least and the most that a withheld cell may hold of a level, by all that is shown."""
    table = with_totals(cells)
    unknown = sorted(withheld, key=repr)
    rows, columns = {row for row, _ in table}, {column for _, column in table}
    lines = [[cell for cell in table if cell[0] == row] for row in rows]
    lines += [[cell for cell in table if cell[1] == column] for column in columns]
    equations = []
    for line in lines:
        signs = {cell: -1 if cell.count(None) == 1 else 1 for cell in line}
        right = -sum(signs[cell] * table[cell][level] for cell in line if cell not in withheld)
        row = [signs.get(cell, 0) for cell in unknown]
        if any(row):
            equations.append((row, right))
    aim = [int(cell == target) for cell in unknown]
    highest = most(aim, equations)
    lowest = most([-one for one in aim], equations)
    return -(lowest or Fraction(0)), highest


@settings(max_examples=examples(12), deadline=None)
@given(TABLES)
def test_no_solver_works_out_what_is_withheld(cells) -> None:
    released = release(cells, MINIMUM)
    for cell in released.primary:
        spans = [span_of(cells, released.withheld, cell, level) for level in range(5)]
        open_ends = any(high is None for _, high in spans)
        assert open_ends or sum(high - low for low, high in spans) >= MINIMUM, (cell, spans)


@settings(max_examples=examples(80), deadline=None)
@given(TABLES)
def test_only_what_must_be_is_withheld_for_its_own_sake(cells) -> None:
    released = release(cells, MINIMUM)
    table = with_totals(cells)
    assert released.primary == {cell for cell, counts in table.items() if is_primary(counts, MINIMUM)}
    assert not released.primary & released.complementary
    assert released.withheld <= set(table)
    if not released.primary:
        assert not released.withheld


def test_the_solver_sees_a_cell_that_a_total_gives_away() -> None:
    """Withheld alone, a cell is what its row lacks."""
    cells = {
        ("A", 1): (0, 0, 0, 1, 2),
        ("A", 2): (0, 0, 9, 9, 9),
        ("B", 1): (9, 9, 0, 9, 9),
        ("B", 2): (9, 0, 9, 9, 9),
    }
    assert span_of(cells, {("A", 1)}, ("A", 1), 4) == (2, 2)
    released = release(cells, MINIMUM)
    assert released.primary == {("A", 1)}
    assert released.complementary == {("A", 2), ("B", 1), ("B", 2)}
    low, high = span_of(cells, released.withheld, ("A", 1), 4)
    assert high - low >= MINIMUM


def test_a_table_of_one_cell_is_withheld_with_its_totals() -> None:
    released = release({("A", 1): (0, 0, 0, 0, 6)}, MINIMUM)
    assert released.withheld == {("A", 1), ("A", None), (None, 1), (None, None)}


def test_all_of_one_mind_are_told_from_twice_the_minimum_on() -> None:
    assert is_primary((0, 0, 0, 0, 9), MINIMUM)
    assert not is_primary((0, 0, 0, 0, 10), MINIMUM)
    assert not is_primary((0, 0, 0, 1, 5), MINIMUM)
    assert not is_primary((0, 0, 0, 0, 0), MINIMUM)
