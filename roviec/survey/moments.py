"""How much people differ in a whole form: sums over people, from which no single one can be told. Pure.

The same person rates many criteria, and their ratings go together: an interval above the criterion must count people,
not ratings. For that it takes, factor by factor, how many criteria each person rated and what they gave, as sums,
sums of squares and of cross products (Kish 1965, linearised ratios).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from roviec.survey.counting import LEVELS
from roviec.survey.questionnaire import Content
from roviec.survey.session import Answer

_WIDE = 3
"""Numbers of one person in one factor: criteria rated, levels above the lowest, criteria of levels 4 and 5."""


class Score(IntEnum):
    """Which of a person's numbers is the score, per criterion rated."""

    LEVELS = 1
    SATISFIED = 2

    @property
    def most(self) -> int:
        """The most that one rating can give."""
        return LEVELS - 1 if self is Score.LEVELS else 1


@dataclass(frozen=True)
class Moments:
    """Sums over people of their numbers and of the products of each two, the upper triangle row by row."""

    people: int = 0
    sums: tuple[int, ...] = ()
    products: tuple[int, ...] = ()

    def __add__(self, other: "Moments") -> "Moments":
        """Return both together; nobody's moments fit everything."""
        if not self.people or not other.people:
            return self if self.people else other
        return Moments(
            self.people + other.people,
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.products, other.products, strict=True)),
        )

    def product(self, a: int, b: int) -> int:
        """Return the sum of the products of two numbers."""
        a, b = min(a, b), max(a, b)
        return self.products[a * len(self.sums) - a * (a - 1) // 2 + b - a]

    def listed(self) -> list[int]:
        """Return them as the database keeps them."""
        return [self.people, *self.sums, *self.products]

    @classmethod
    def of_list(cls, kept: Sequence[int]) -> "Moments":
        """Return what was kept: 1 + k + k(k+1)/2 numbers."""
        size = 0
        while 1 + size + size * (size + 1) // 2 < len(kept):
            size += 1
        return cls(kept[0], tuple(kept[1 : 1 + size]), tuple(kept[1 + size :]))


def of_response(contents: Iterable[Content], answers: Mapping[str, Answer]) -> Moments:
    """Return the moments of one response; nobody's where it rated nothing."""
    numbers: list[int] = []
    for content in contents:
        for factor in content.factors:
            given = [answers.get(item) for item in factor.criteria]
            rated = [level for level in given if isinstance(level, int) and 1 <= level <= LEVELS]
            numbers += (len(rated), sum(rated) - len(rated), sum(level >= LEVELS - 1 for level in rated))
    if not any(numbers):
        return Moments()
    products = tuple(one * other for at, one in enumerate(numbers) for other in numbers[at:])
    return Moments(1, tuple(numbers), products)


def size(contents: Iterable[Content]) -> int:
    """Return how many numbers of each person the moments of a form are made of."""
    return _WIDE * sum(len(content.factors) for content in contents)


def variance(moments: Moments, weights: Sequence[float], score: Score) -> float | None:
    """Return the variance of the weighted sum of the factors' means (scores of 0–1), between people.

    None where a factor that counts was rated by nobody, or fewer than two people answered.
    """
    if moments.people < 2:
        return None
    parts: list[tuple[float, int, float]] = []
    for factor, weight in enumerate(weights):
        rated = moments.sums[_WIDE * factor]
        if weight and not rated:
            return None
        if weight:
            parts.append((weight / rated, _WIDE * factor, moments.sums[_WIDE * factor + score] / rated))
    total = 0.0
    for at, (scale, column, value) in enumerate(parts):
        for to, (other, row, against) in enumerate(parts[at:]):
            both = _residuals(moments, (column, value), (row, against), score)
            total += (1 if to == 0 else 2) * scale * other * both
    return max(total, 0.0) * moments.people / (moments.people - 1) / score.most**2


def _residuals(moments: Moments, one: tuple[int, float], other: tuple[int, float], score: Score) -> float:
    """Return the sum of products of what people gave beyond the mean in two factors."""
    (a, mean_a), (b, mean_b) = one, other
    return (
        moments.product(a + score, b + score)
        - mean_b * moments.product(a + score, b)
        - mean_a * moments.product(a, b + score)
        + mean_a * mean_b * moments.product(a, b)
    )
