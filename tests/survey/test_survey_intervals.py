"""Intervals above the criterion count people; what is claimed to be 95 % covers 93–97 % of simulated surveys."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.counting import count
from roviec.survey.index import Index, index
from roviec.survey.intervals import mean, share
from roviec.survey.load import shipped
from roviec.survey.moments import Moments, Score, of_response, variance
from roviec.survey.tally import people_of
from tests.examples import examples

DESK = shipped()["mot-cua"].contents
FACTORS = DESK[0].factors
ITEMS = DESK[0].criteria
Answers = dict[str, int]
PEOPLE = st.lists(
    st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 5), max_size=len(ITEMS)), min_size=2, max_size=12
)


def gathered(people: Sequence[Answers]) -> Index:
    """Return the index of some people."""
    counts = dict(count(given for answers in people for given in answers.items()))
    counts[people_of("")] = (sum(map(bool, people)), 0, 0, 0, 0)
    moments = sum((of_response(DESK, answers) for answers in people), Moments())
    return index(DESK, counts, minimum_cell=1, moments=moments)


@settings(max_examples=examples(60), deadline=None)
@given(PEOPLE)
def test_the_variance_is_that_of_each_persons_share_in_the_figure(people: list[Answers]) -> None:
    """Against brute force: Σ weight × (what a person gave beyond the mean) / ratings, squared and summed."""
    moments = sum((of_response(DESK, answers) for answers in people), Moments())
    rated = [sum(item in answers for answers in people for item in f.criteria) for f in FACTORS]
    weights = [1.0 / sum(n > 0 for n in rated) if n else 0.0 for n in rated] if any(rated) else []
    who = [answers for answers in people if answers]
    if len(who) < 2:
        assert variance(moments, weights, Score.LEVELS) is None
        return
    for score, worth in (
        (Score.LEVELS, lambda level: (level - 1) / 4),
        (Score.SATISFIED, lambda level: level >= 4),
    ):
        means = [
            sum(worth(answers[item]) for answers in who for item in f.criteria if item in answers) / n
            if n
            else 0
            for f, n in zip(FACTORS, rated, strict=True)
        ]
        apart = [
            sum(
                weight * (worth(answers[item]) - middle) / n
                for f, n, middle, weight in zip(FACTORS, rated, means, weights, strict=True)
                for item in f.criteria
                if item in answers
            )
            for answers in who
        ]
        wanted = len(who) / (len(who) - 1) * sum(one * one for one in apart)
        assert variance(moments, weights, score) == pytest.approx(wanted, abs=1e-12)


@given(PEOPLE, PEOPLE)
def test_moments_of_two_places_add_up_and_come_back_from_the_database(one, other) -> None:
    both = sum((of_response(DESK, answers) for answers in [*one, *other]), Moments())
    apart = [sum((of_response(DESK, answers) for answers in group), Moments()) for group in (one, other)]
    assert apart[0] + apart[1] == both
    if both.people:
        assert Moments.of_list(both.listed()) == both


@settings(max_examples=examples(60), deadline=None)
@given(PEOPLE, PEOPLE)
def test_nothing_but_sums_is_kept(people: list[Answers], others: list[Answers]) -> None:
    """Whoever gave what: people who trade all their answers leave the same moments."""
    moments = sum((of_response(DESK, answers) for answers in [*people, *others]), Moments())
    assert (
        sum((of_response(DESK, answers) for answers in [*others[::-1], *people[::-1]]), Moments()) == moments
    )


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("n", [*range(2, 40), 100, 1000])
def test_a_unanimous_criterion_is_never_wider_than_a_nearly_unanimous_one(n: int, level: int) -> None:
    def width(estimate) -> float:
        return estimate.high - estimate.low

    agreed = tuple(n * (place == level) for place in range(5))
    for other in set(range(5)) - {level}:
        nearly = tuple((n - 1) * (place == level) + (place == other) for place in range(5))
        assert width(mean(agreed)) <= width(mean(nearly)) + 1e-9
        satisfied = [sum(counts[3:]) for counts in (agreed, nearly)]
        assert width(share(satisfied[0], n)) <= width(share(satisfied[1], n)) + 1e-9


POPULATIONS = {
    "good": (0.01, 0.03, 0.12, 0.48, 0.36),
    "fair": (0.03, 0.08, 0.25, 0.42, 0.22),
    "poor": (0.15, 0.20, 0.30, 0.25, 0.10),
    "split": (0.20, 0.10, 0.10, 0.20, 0.40),
}
ROUNDS = 3000


@pytest.mark.parametrize("name", POPULATIONS)
@pytest.mark.parametrize("n", [30, 100, 400])
def test_the_mean_of_a_criterion_is_covered_as_claimed(name: str, n: int) -> None:
    chances, draw = POPULATIONS[name], random.Random(f"{name}{n}")
    truth = 20 * sum(level * chance for level, chance in enumerate(chances, 1))
    hits = 0
    for _ in range(ROUNDS):
        drawn = tuple(map(draw.choices(range(1, 6), chances, k=n).count, range(1, 6)))
        hits += mean(drawn).low <= truth <= mean(drawn).high
    assert 0.93 <= hits / ROUNDS <= 0.97


LEVEL_STEPS = (-1.9, -1.2, -0.3, 0.9)
"""Where a feeling turns into the next level."""


def person(draw: random.Random, together: float, skips: float) -> Answers:
    """Let one person rate: what they feel of the whole office, and of each criterion by itself."""
    whole = draw.gauss(0.0, together**0.5)
    answers = {}
    for place, item in enumerate(ITEMS):
        feeling = whole + draw.gauss(0.06 * (place % 5), (1 - together) ** 0.5)
        if draw.random() >= skips:
            answers[item] = 1 + sum(feeling > step for step in LEVEL_STEPS)
    return answers


def truth(together: float, rounds: int = 40_000) -> tuple[float, float]:
    """Return what all citizens would give, in percent: share and mean of the whole form."""
    from statistics import NormalDist

    shares, means = [], []
    for place in range(len(ITEMS)):
        feeling = NormalDist(0.06 * (place % 5), 1.0)
        above = [1 - feeling.cdf(step) for step in LEVEL_STEPS]
        shares.append(100 * above[2])
        means.append(20 * (1 + sum(above)))
    return sum(shares) / len(shares), sum(means) / len(means)


class Population:
    """Many people whose ratings are known: whoever asks some of them adds up what was counted of each once."""

    def __init__(self, people: Sequence[Answers]) -> None:
        self.counted = [
            [int(one.get(item) == level) for item in ITEMS for level in range(1, 6)] for one in people
        ]
        self.moments = [of_response(DESK, one) for one in people]

    def asked(self, who: Sequence[int]) -> Index:
        """Return the index of some of them."""
        sums = [sum(column) for column in zip(*(self.counted[one] for one in who), strict=True)]
        counts = {item: tuple(sums[5 * at : 5 * at + 5]) for at, item in enumerate(ITEMS)}
        counts[people_of("")] = (len(who), 0, 0, 0, 0)
        given = [self.moments[one] for one in who]
        added = [
            tuple(map(sum, zip(*columns, strict=True)))
            for columns in ([one.sums for one in given], [one.products for one in given])
        ]
        return index(DESK, counts, minimum_cell=1, moments=Moments(len(who), *added))


@pytest.mark.parametrize("together", [0.2, 0.6])
@pytest.mark.parametrize("skips", [0.0, 0.3])
@pytest.mark.parametrize("n", [60])
def test_the_whole_form_is_covered_as_claimed(n: int, skips: float, together: float) -> None:
    """People differ as a whole (`together` of the variance) and skip questions; the figure is of one form."""
    draw, rounds = random.Random(f"{n}{skips}{together}"), 1500
    share_of_all, mean_of_all = truth(together)
    everybody = [one for one in (person(draw, together, skips) for _ in range(8_000)) if one]
    town = Population(everybody)
    assert town.asked(range(n)) == gathered(everybody[:n])
    hits = [0, 0]
    widths, before = 0.0, 0.0
    for _ in range(rounds):
        found = town.asked(draw.choices(range(len(everybody)), k=n))
        overall = found.overall.figures
        hits[0] += overall.share.low <= share_of_all <= overall.share.high
        hits[1] += overall.mean.low <= mean_of_all <= overall.mean.high
        widths += overall.mean.high - overall.mean.low
        criteria = [one.figures.mean for one in found.criteria if one.figures]
        before += sum(one.high - one.low for one in criteria) / len(criteria)
    assert all(0.93 <= hit / rounds <= 0.97 for hit in hits), [hit / rounds for hit in hits]
    assert widths < before * (0.95 if together > 0.5 else 0.75)


def test_without_moments_the_interval_stays_the_widest_one() -> None:
    counts = dict.fromkeys(ITEMS, (0, 0, 2, 10, 8))
    found = index(DESK, counts)
    one = found.criteria[0].figures
    assert found.overall.figures.mean.high == pytest.approx(one.mean.high)
    assert found.overall.figures.mean.value == Fraction(86)
