"""The index against published figures and brute force."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.cells import Headline
from roviec.survey.counting import count, from_counts
from roviec.survey.index import Scheme, index, mean_of_contents, pooled
from roviec.survey.intervals import Estimate, Z, average, mean, share, student_t, wilson
from roviec.survey.load import shipped
from roviec.survey.numbers import comma, half_up
from tests.examples import examples

SIPAS, DESK = shipped()["sipas-2026"].contents, shipped()["mot-cua"].contents


@pytest.mark.parametrize(("part", "whole", "digits", "published"), [
    (71, 72, 2, "98,61"),  # T1 thôn Linh Cang 2017
    (141, 209, 1, "67,5"),  # T2 thôn Đông Xuân 2017
    (24_266, 24_275, 3, "99,963"),  # T3 Duy Xuyên 2020
    (39_765, 40_230, 2, "98,84"),  # T4 SIPAS 2023
    (28_372, 30_000, 3, "94,573"),  # T5 SIPAS 2021
])  # fmt: skip
def test_published_shares_are_reproduced(part, whole, digits, published):
    assert comma(share(part, whole).value, digits) == published


def test_published_parts_add_up_as_published():
    assert sum(map(Decimal, ("50.78", "43.24", "5.89"))) == Decimal("99.91")  # T6: not every table gives 100
    assert sum(map(Decimal, ("98.87", "1.13"))) == 100  # T3
    assert sum(map(Decimal, ("98.23", "1.77"))) == 100  # T2
    assert sum(map(Decimal, ("90.06", "8.98", "0.96"))) == 100  # T10


def test_2024_pools_39_criteria():  # T7
    parts = [(Decimal("83.84"), 23), (Decimal("84.09"), 16)]
    assert comma(pooled(parts)) == "83,94"
    assert comma(mean_of_contents(value for value, _ in parts)) == "83,97"


def test_2023_pools_39_criteria():  # T8
    factors = zip(map(Decimal, ("83.00", "83.02", "83.12", "83.03", "82.27")), (3, 4, 3, 3, 3), strict=True)
    service = pooled(factors)
    assert comma(service, 3) == "82,896"
    assert comma(pooled([(Decimal("82.49"), 23), (service, 16)])) == "82,66"
    assert comma(mean_of_contents([Decimal("82.49"), service])) == "82,69"


def test_2022_is_the_mean_of_two_contents_rounded_half_up():  # T9
    values = [Decimal("79.72"), Decimal("80.43")]
    assert comma(mean_of_contents(values)) == "80,08"
    assert comma(pooled([(values[0], 14), (values[1], 19)])) == "80,13"


@pytest.mark.parametrize(("value", "shown"), [
    (80.075, "80,08"), (Fraction(80075, 1000), "80,08"), (Decimal("0.005"), "0,01"),
    (24275.5, "24.275,50"), (100, "100,00"), (0.02, "0,02"), (0.014, "0,01"), (1234567, "1.234.567,00"),
])  # fmt: skip
def test_figures_are_rounded_half_up_with_a_decimal_comma(value, shown):
    assert comma(value) == shown


def test_half_up_goes_away_from_zero():
    assert half_up(Decimal("-0.125")) == Decimal("-0.13")
    assert str(half_up(Fraction(2, 3), 4)) == "0.6667"
    assert (str(half_up(2.5, 0)), str(half_up(7, 1))) == ("3", "7.0")


def test_a_criterion_gives_both_figures_and_the_distribution():
    one = index(DESK, {"sipas.24": (1, 2, 7, 30, 60)}).criterion("sipas.24")
    assert (one.n, one.counts) == (100, (1, 2, 7, 30, 60))
    assert one.figures.share.value == 90
    assert one.figures.mean.value == Fraction(446, 5)  # (1+4+21+120+300)/500 = 89,2
    assert (one.figures.neutral, one.figures.dissatisfied) == (7, 3)
    assert one.figures.headline(Headline.MEAN).value == Fraction(446, 5)
    assert one.figures.headline(Headline.TOP2).value == 90


def test_intervals_agree_with_the_tables():
    low, high = wilson(90, 100)
    assert (round(low, 4), round(high, 4)) == (0.8256, 0.9448)
    assert wilson(0, 10)[0] == 0
    assert round(wilson(0, 10)[1], 4) == 0.2775
    for freedom, t in ((1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (9, 2.2622), (30, 2.0423)):
        assert student_t(freedom) == pytest.approx(t, rel=0.002)
    # Score ½ of variance 2/16, one more person a level away: (0,1·5/4 + 1/16/5)/5 = 0,0275; t(5) = 2,5706.
    alike, t = 0.25 / 0.0275, 2.5706
    half = t * (0.25 / alike + t * t / (4 * alike * alike)) ** 0.5 / (1 + t * t / alike)
    estimate = mean((1, 1, 1, 1, 1))
    assert estimate.high - 60 == pytest.approx(80 * half, rel=0.002)
    assert 60 - estimate.low == pytest.approx(80 * half, rel=0.002)


@pytest.mark.parametrize(("freedom", "t"), [
    (1, 12.706205), (2, 4.302653), (3, 3.182446), (4, 2.776445), (5, 2.570582), (10, 2.228139), (100, 1.983972),
])  # fmt: skip
def test_student_t_agrees_with_the_tables(freedom, t):
    assert student_t(freedom) == pytest.approx(t, rel=2e-5 if freedom > 5 or freedom < 3 else 2e-3)


@pytest.mark.parametrize("freedom", [3, 4, 7, 30])
def test_student_t_is_the_expansion_of_abramowitz_and_stegun(freedom):  # 26.7.5, nested
    z, q = Z, Z * Z
    terms = (
        z,
        z * (q + 1) / 4,
        z * ((5 * q + 16) * q + 3) / 96,
        z * (((3 * q + 19) * q + 17) * q - 15) / 384,
        z * ((((79 * q + 776) * q + 1482) * q - 1920) * q - 945) / 92160,
    )
    wanted = sum(term / freedom**power for power, term in enumerate(terms))
    assert student_t(freedom) == pytest.approx(wanted, rel=1e-12)


def test_the_interval_of_a_share_is_wilsons_in_percent():
    for successes, n in ((7, 10), (0, 10), (10, 10), (50, 200), (1, 1000)):
        found, (low, high) = share(successes, n), wilson(successes, n)
        assert found.value == Fraction(100 * successes, n)
        assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-9)


@pytest.mark.parametrize(("successes", "n", "low", "high"), [
    (0, 10, 0.0, 0.2775328), (10, 10, 0.7224672, 1.0), (1, 10, 0.0178762, 0.4041500), (7, 10, 0.3967781, 0.8922087),
    (50, 200, 0.1950817, 0.3143410), (1, 1, 0.2065493, 1.0),
])  # fmt: skip
def test_wilson_agrees_with_the_formula_worked_by_hand(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("counts", "value", "low", "high"), [
    ((0, 0, 0, 0, 6), 100, 89.162, 100.0),
    ((6, 0, 0, 0, 0), 20, 20.0, 30.838),
    ((0, 0, 4, 0, 0), 60, 46.889, 73.111),
    ((1, 0, 0, 0, 1), 60, 21.792, 98.208),
    ((1, 2, 3, 4, 10), 80, 66.783, 89.175),
])  # fmt: skip
def test_the_mean_and_its_interval(counts, value, low, high):
    found = mean(counts)
    assert found.value == value
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-3)


def test_estimates_are_averaged_bound_by_bound():
    found = average([Estimate(Fraction(40), 30.0, 50.0), Estimate(Fraction(70), 65.0, 80.0)])
    assert (found.value, found.low, found.high) == (55, 47.5, 65.0)


def test_a_unanimous_handful_is_not_shown_as_certain():
    estimate = mean((0, 0, 0, 0, 6))
    assert estimate.value == 100
    assert estimate.high == 100
    assert estimate.low < 90
    assert mean((0, 0, 0, 0, 60)).low > estimate.low


def test_a_small_cell_is_withheld_with_class_and_reason_and_stays_out_of_the_totals():
    counts = {"sipas.24": (0, 0, 0, 2, 2), "sipas.25": (0, 0, 0, 5, 5), "sipas.26": (10, 0, 0, 0, 0)}
    found = index(DESK, counts, minimum_cell=5)
    small = found.criterion("sipas.24")
    assert (small.n, small.counts, small.figures) == (None, None, None)
    assert small.withheld.count == "dưới 5"
    assert "Chưa đủ 5 người" in small.withheld.reason
    access = found.factors[0]
    assert (access.used, access.total, access.ratings) == (2, 3, 20)
    assert access.figures.share.value == 50
    assert found.factors[1].figures is None
    assert found.criterion("sipas.30").n == 0
    assert found.criterion("sipas.30").withheld is None


def test_skipped_and_foreign_answers_are_not_counted():
    rows = [("sipas.24", 4), ("sipas.24", None), ("sipas.24", 9), ("y-kien", "tốt"), ("q2", [1, 2])]
    assert count(rows) == {"sipas.24": (0, 0, 0, 1, 0)}
    assert from_counts([("a", 5, 3), ("a", 5, 2), ("a", 1, 1)]) == {"a": (1, 0, 0, 0, 5)}
    assert from_counts([("a", 0, 3), ("a", 6, 2), ("b", 3, 1)]) == {"b": (0, 0, 1, 0, 0)}


def test_each_level_is_counted_in_its_place():
    people = (1, 2, 3, 4, 5)
    rows = [("a", level) for level, count_ in enumerate(people, 1) for _ in range(count_)]
    assert count(rows) == {"a": people}
    assert from_counts([("a", level, count_) for level, count_ in enumerate(people, 1)]) == {"a": people}
    for level in range(1, 6):
        alone = tuple(int(place == level) for place in range(1, 6))
        assert count([("a", level)]) == from_counts([("a", level, 1)]) == {"a": alone}
    assert count([("a", 0), ("a", 6)]) == {}


def test_the_index_names_its_parts_and_counts_their_ratings():
    counts = {"sipas.24": (0, 0, 1, 4, 5), "sipas.25": (0, 0, 0, 0, 7)}
    found = index(DESK, counts)
    assert (found.scheme, found.overall.id, found.overall.title) == (
        Scheme.CRITERIA,
        "",
        {"vi": "Chung", "en": "Overall"},
    )
    assert (found.overall.used, found.overall.total, found.overall.ratings) == (2, 16, 17)
    assert [(level.id, level.title) for level in found.contents] == [(one.id, one.title) for one in DESK]
    assert [level.id for level in found.factors] == [factor.id for one in DESK for factor in one.factors]
    assert [one.id for one in found.criteria] == list(DESK[0].criteria)
    assert (found.criterion("sipas.24").counts, found.criterion("sipas.26").counts) == ((0, 0, 1, 4, 5), None)
    whole = index(SIPAS, counts, scheme=Scheme.CONTENTS)
    assert (whole.scheme, whole.overall.id, whole.overall.title) == (Scheme.CONTENTS, "", found.overall.title)
    assert (whole.overall.used, whole.overall.total, whole.overall.ratings) == (2, 39, 17)
    assert whole.overall.figures.neutral == 5


@pytest.mark.parametrize(
    ("people", "cell", "shown"), [(4, 5, False), (5, 5, True), (5, 6, False), (1, 1, True)]
)
def test_a_cell_is_shown_from_its_minimum_on(people, cell, shown):
    one = index(DESK, {"sipas.24": (0, 0, 0, 0, people)}, minimum_cell=cell).criterion("sipas.24")
    assert (one.figures is not None, one.n) == (shown, people if shown else None)
    assert (one.withheld is None) is shown
    if not shown:
        assert one.withheld.count == f"dưới {cell}"
        assert one.withheld.reason == (
            f"Chưa đủ {cell} người trả lời nên chưa công bố, để không lộ ý kiến của từng người."
        )


def test_five_people_are_enough_by_default():
    assert index(DESK, {"sipas.24": (0, 0, 0, 0, 5)}).criterion("sipas.24").n == 5
    assert index(DESK, {"sipas.24": (0, 0, 0, 0, 4)}).criterion("sipas.24").n is None


def test_an_index_of_nothing_is_empty_and_not_an_error():
    found = index(SIPAS, {})
    assert found.overall.figures is None
    assert (found.overall.used, found.overall.total) == (0, 39)


ITEMS = [item for content in SIPAS for item in content.criteria]
COUNTS = st.dictionaries(
    st.sampled_from(ITEMS), st.tuples(*[st.integers(0, 40)] * 5).filter(any), min_size=1, max_size=39
)


@settings(max_examples=examples(100), deadline=None)
@given(COUNTS)
def test_the_index_equals_brute_force_and_lies_in_its_interval(counts):
    found = index(SIPAS, counts, minimum_cell=1)
    shares = [Fraction(100 * (c[3] + c[4]), sum(c)) for c in counts.values()]
    means = [Fraction(20 * sum(k * n for k, n in enumerate(c, 1)), sum(c)) for c in counts.values()]
    assert found.overall.figures.share.value == sum(shares) / len(shares)
    assert found.overall.figures.mean.value == sum(means) / len(means)
    levels = [found.overall, *found.contents, *found.factors, *found.criteria]
    for figures in (level.figures for level in levels if level.figures):
        assert figures.satisfied + figures.neutral + figures.dissatisfied == 100
        for estimate in (figures.share, figures.mean):
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 100
    assert sum(level.ratings for level in found.factors) == sum(map(sum, counts.values()))


@settings(max_examples=examples(50), deadline=None)
@given(COUNTS)
def test_the_2022_scheme_is_the_mean_of_the_contents(counts):
    found = index(SIPAS, counts, minimum_cell=1, scheme=Scheme.CONTENTS)
    values = [content.figures.mean.value for content in found.contents if content.figures]
    assert found.overall.figures.mean.value == sum(values) / len(values)
