"""95 % intervals: how far the figure of all citizens may lie from that of those asked.

Every figure is a mean of scores between 0 and 1: who is satisfied or not, or a level between the lowest and the
highest. Wilson's interval takes as many people as would give the variance that was found, so that it stays within the
scale, leans to its middle and narrows with every answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
# Student's t, 97.5 %, where the expansion below is too coarse.
_T = {1: 12.7062, 2: 4.3027}


@dataclass(frozen=True)
class Estimate:
    """A figure in percent (exact) with its 95 % interval; `low <= value <= high`, all within 0–100."""

    value: Fraction
    low: float
    high: float


@dataclass(frozen=True)
class Measure:
    """What a score of 0 and of 1 mean in percent, and the square of how far one more person may differ."""

    bottom: float
    top: float
    doubt: float


SATISFIED = Measure(0.0, 100.0, 0.25)


def levels(top: int) -> Measure:
    """Return the measure of a mean level over the highest one: the lowest level is not 0 %."""
    return Measure(100 / top, 100.0, 1 / (top - 1) ** 2)


def wilson(successes: float, n: float, z: float = Z) -> tuple[float, float]:
    """Return the Wilson score interval of a share, as fractions of 1 (Wilson 1927); n must be positive."""
    share = successes / n
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    middle, scale = share + z * z / (2 * n), 1 + z * z / n
    low = 0.0 if share <= 0 else (middle - spread) / scale
    return low, 1.0 if share >= 1 else (middle + spread) / scale


def share(successes: int, n: int) -> Estimate:
    """Estimate a share in percent, with the Wilson interval."""
    low, high = wilson(successes, n)
    return _around(Fraction(100 * successes, n), 100 * low, 100 * high)


def mean(counts: Sequence[int]) -> Estimate:
    """Estimate the mean level over the highest one, in percent; `counts[k]` people gave level k+1."""
    n, top = sum(counts), len(counts)
    total = sum(level * count for level, count in enumerate(counts, 1))
    squares = sum(level * level * count for level, count in enumerate(counts, 1))
    scatter = n * squares - total * total  # n² times the variance of the levels, exact
    variance = scatter / (n * n * max(n - 1, 1) * (top - 1) ** 2)
    return clustered(Fraction(100 * total, top * n), variance, n, levels(top))


def clustered(value: Fraction, variance: float, people: int, measure: Measure) -> Estimate:
    """Estimate a figure whose variance between people is known: of the figure itself, for scores of 0–1.

    The variance is that of the people asked and one more who differs by `doubt`: all who agree are then less sure
    than a crowd, and never less sure than the same people with one who does not.
    """
    width = measure.top - measure.bottom
    score = min(max((float(value) - measure.bottom) / width, 0.0), 1.0)
    edge = 0.5 / (people + 1)
    inner = min(max(score, edge), 1 - edge)
    spread = variance * (people - 1) / people + measure.doubt / people**2
    alike = inner * (1 - inner) / spread
    low, high = wilson(score * alike, alike, student_t(people))
    return _around(value, measure.bottom + width * low, measure.bottom + width * high)


def student_t(freedom: int) -> float:
    """Return the 97.5 % point of Student's t (Cornish–Fisher, within 0,2 % of the tables)."""
    if freedom in _T:
        return _T[freedom]
    z, v = Z, float(freedom)
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
    )


def average(estimates: Sequence[Estimate]) -> Estimate:
    """Return the unweighted mean of estimates, its bounds the means of their bounds.

    The same people rate all the criteria and their ratings go together to an unknown degree; this is the
    interval for ratings that go together entirely, which is never too narrow.
    """
    value = sum((estimate.value for estimate in estimates), Fraction(0)) / len(estimates)
    low = sum(estimate.low for estimate in estimates) / len(estimates)
    return _around(value, low, sum(estimate.high for estimate in estimates) / len(estimates))


def _around(value: Fraction, low: float, high: float) -> Estimate:
    """Keep the interval around the value and within 0–100, whatever the last bit of a float does."""
    middle = float(value)
    return Estimate(value, max(0.0, min(low, middle)), min(100.0, max(high, middle)))
