"""95 % intervals for a criterion: how far the figure of all citizens may lie from that of those asked."""

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


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share, as fractions of 1 (Wilson 1927); n must be positive."""
    share = successes / n
    spread = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    middle, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    low = 0.0 if successes == 0 else (middle - spread) / scale
    return low, 1.0 if successes == n else (middle + spread) / scale


def share(successes: int, n: int) -> Estimate:
    """Estimate a share in percent, with the Wilson interval."""
    low, high = wilson(successes, n)
    return _around(Fraction(100 * successes, n), 100 * low, 100 * high)


def mean(counts: Sequence[int]) -> Estimate:
    """Estimate the mean level over the highest one, in percent; `counts[k]` people gave level k+1.

    The interval is Student's t with the sample deviation, kept within the scale. When all agree (or one
    answers) there is no deviation to go by; the share of others that Wilson leaves open is then put at
    each end of the scale, so that a unanimous handful is not shown as certain.
    """
    n, top = sum(counts), len(counts)
    total = sum(level * count for level, count in enumerate(counts, 1))
    value = Fraction(100 * total, top * n)
    squares = sum(level * level * count for level, count in enumerate(counts, 1))
    scatter = n * squares - total * total  # n² times the variance, exact
    if scatter == 0:
        level, others = total // n, 1 - wilson(n, n)[0]
        low, high = level - others * (level - 1), level + others * (top - level)
        return _around(value, 100 * low / top, 100 * high / top)
    half = 100 / top * student_t(n - 1) * math.sqrt(scatter / (n * n * (n - 1)))
    return _around(value, max(100 / top, float(value) - half), min(100.0, float(value) + half))


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
