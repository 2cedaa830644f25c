"""Figures move in steps: no difference of two views is about fewer people than a view may be."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.load import shipped
from roviec.survey.tally import addition, moves, people_of, plus, replay
from tests.examples import examples

DESK = shipped()["mot-cua"]
FIRST = date(2026, 3, 2)
NOTHING = (0, 0, 0, 0, 0)


def test_a_response_adds_its_levels_and_itself_to_each_group_it_rated() -> None:
    factors = DESK.contents[0].factors
    one, other = factors[0].criteria[:2]
    added = addition(DESK.contents, {one: 5, other: 1, factors[1].criteria[0]: None, "gioi-tinh": 2})
    assert added[one] == (0, 0, 0, 0, 1)
    assert added[other] == (1, 0, 0, 0, 0)
    groups = {people_of(""), people_of(DESK.contents[0].id), people_of(factors[0].id)}
    assert set(added) == {one, other} | groups
    assert all(added[group] == (1, 0, 0, 0, 0) for group in groups)


def test_who_rated_nothing_adds_nothing() -> None:
    assert addition(DESK.contents, {"khac": "Xin cảm ơn", "gioi-tinh": 1}) == {}


def test_the_fifth_answer_takes_the_four_before_along() -> None:
    assert not moves((1, 1, 1, 1, 0), 5)
    assert moves((1, 1, 1, 1, 1), 5)


days = st.lists(st.tuples(st.integers(0, 40), st.tuples(*[st.integers(0, 4)] * 5)), max_size=30).map(
    lambda rows: sorted((FIRST + timedelta(n), counts) for n, counts in rows)
)


@given(days, st.integers(1, 9))
def test_nothing_is_lost_and_every_block_is_enough_people(rows, minimum: int) -> None:
    moved, waiting = replay(rows, minimum)
    total = NOTHING
    for _, counts in rows:
        total = plus(total, counts)
    shown = waiting
    for counts in moved.values():
        shown = plus(shown, counts)
    assert shown == total
    assert sum(waiting) < minimum
    assert all(sum(counts) >= minimum for counts in moved.values())


@settings(max_examples=examples(60))
@given(st.lists(days, min_size=1, max_size=3), st.integers(2, 6))
def test_no_two_views_differ_by_fewer_people_than_a_view_may_have(units, minimum: int) -> None:
    """Views: any units, any span of days; the attacker subtracts any two of which one holds the other."""
    blocks = [replay(rows, minimum)[0] for rows in units]
    spans = [(FIRST, FIRST + timedelta(n)) for n in range(0, 41, 8)]
    spans += [(FIRST + timedelta(n), FIRST + timedelta(40)) for n in range(0, 41, 8)]
    views = []
    for size in range(1, len(blocks) + 1):
        for chosen in combinations(range(len(blocks)), size):
            for first, last in spans:
                inside = [c for u in chosen for day, c in blocks[u].items() if first <= day <= last]
                view = NOTHING
                for counts in inside:
                    view = plus(view, counts)
                views.append((frozenset(chosen), first, last, view))
    for one in views:
        assert sum(one[3]) == 0 or sum(one[3]) >= minimum
        for other in views:
            if other[0] <= one[0] and one[1] <= other[1] and other[2] <= one[2]:
                gap = sum(one[3]) - sum(other[3])
                assert gap == 0 or gap >= minimum
