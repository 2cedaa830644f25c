"""Changes and ranks: what is called significant is hardly ever chance."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.survey.comparing import Rank, change, fallen, ranked, risen, weighted
from roviec.survey.intervals import Estimate, mean, share

GOOD, WORSE = (0.01, 0.03, 0.12, 0.48, 0.36), (0.06, 0.12, 0.22, 0.40, 0.20)


def drawn(draw: random.Random, chances, n: int):
    levels = draw.choices(range(5), chances, k=n)
    return tuple(levels.count(level) for level in range(5))


@pytest.mark.parametrize("measure", [mean, lambda counts: share(counts[3] + counts[4], sum(counts))])
def test_the_interval_of_a_change_covers_none_where_nothing_changed(measure) -> None:
    draw, rounds = random.Random(5), 2000
    wrong = sum(
        change(measure(drawn(draw, GOOD, 80)), measure(drawn(draw, GOOD, 120))).is_significant
        for _ in range(rounds)
    )
    assert 0.03 <= wrong / rounds <= 0.07


def test_a_real_fall_is_found_and_many_criteria_do_not_cry_wolf() -> None:
    draw, found, wrong, rounds = random.Random(7), 0, 0, 200
    for _ in range(rounds):
        changes = {
            n: change(mean(drawn(draw, GOOD, 200)), mean(drawn(draw, WORSE if n == 0 else GOOD, 200)))
            for n in range(16)
        }
        found += 0 in fallen(changes)
        wrong += any(n for n in [*fallen(changes), *risen(changes)] if n)
    assert found / rounds > 0.95
    assert wrong / rounds <= 0.07


def test_a_significant_change_is_one_whose_interval_leaves_nothing_out() -> None:
    one, other = share(80, 100), share(60, 100)
    down, up = change(one, other), change(other, one)
    assert (down.value, up.value) == (-20, 20)
    assert (round(down.low, 2), round(down.high, 2)) == (-31.85, -7.31)  # Newcombe 1998, method 10
    assert (round(up.low, 2), round(up.high, 2)) == (7.31, 31.85)
    assert down.is_significant
    assert down.chance < 0.01
    assert change(one, one).chance == 1
    assert fallen({"a": down, "b": up}) == ["a"]
    assert risen({"a": down, "b": up}) == ["b"]


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 60))
def test_the_chance_agrees_with_the_interval(n: int, a: int, m: int, b: int) -> None:
    one = change(share(min(a, n), n), share(min(b, m), m))
    assert one.low <= float(one.value) <= one.high
    assert one.is_significant == (one.chance < 0.05) or abs(one.chance - 0.05) < 1e-9


def test_units_that_chance_could_exchange_share_their_places() -> None:
    found = ranked({"a": share(950, 1000), "b": share(900, 1000), "c": share(895, 1000), "d": share(3, 10)})
    assert found == {"a": Rank(1, 1, 1), "b": Rank(2, 2, 3), "c": Rank(3, 2, 3), "d": Rank(4, 4, 4)}
    same = ranked({"a": share(1, 2), "b": share(1, 2)})
    assert same == {"a": Rank(1, 1, 2), "b": Rank(1, 1, 2)}


def test_places_left_open_hold_the_true_one() -> None:
    draw, rounds, hits = random.Random(3), 300, 0
    chances = [0.70 + 0.03 * n for n in range(8)]
    for _ in range(rounds):
        estimates = {n: share(sum(draw.random() < p for _ in range(150)), 150) for n, p in enumerate(chances)}
        ranks = ranked(estimates)
        hits += all(one.best <= 8 - n <= one.worst for n, one in ranks.items())
    assert hits / rounds >= 0.95


def test_weights_follow_the_population() -> None:
    one, other = share(90, 100), share(50, 100)
    found = weighted([(one, 3000), (other, 1000)])
    assert found.value == Fraction(80)
    assert found.low < 80 < found.high
    assert found.high - found.low < 0.75 * (one.high - one.low) + 0.25 * (other.high - other.low)
    assert weighted([(one, 5)]) == Estimate(one.value, pytest.approx(one.low), pytest.approx(one.high))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=9), st.integers(0, 2**32)
)
def test_places_are_what_looking_at_every_pair_says(counts, seed) -> None:
    """Whoever is surely above somebody stands before, whatever the order in which units come."""
    estimates = {n: share(min(yes, whole), whole) for n, (yes, whole) in enumerate(counts)}
    keys = list(estimates)
    random.Random(seed).shuffle(keys)
    ranks = ranked({key: estimates[key] for key in keys})
    for key, rank in ranks.items():
        assert rank.place == 1 + sum(
            float(one.value) > float(estimates[key].value) for one in estimates.values()
        )
        assert rank.best <= rank.place <= rank.worst <= len(counts)
        alone = {
            other: ranked({key: estimates[key], other: estimates[other]}) for other in keys if other != key
        }
        # A pair among many is judged harder than alone: nobody is surely behind who would not be so alone.
        assert rank.best - 1 <= sum(pair[key].best == 2 for pair in alone.values())
        assert len(counts) - rank.worst <= sum(pair[key].worst == 1 for pair in alone.values())
