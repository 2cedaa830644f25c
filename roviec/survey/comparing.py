"""Whether two figures differ by more than chance: between waves, and between the units of a ranking. Pure.

The interval of a difference is made of the two intervals (Zou and Donner 2008, Newcombe 1998 for shares), so that what
is said of a change never contradicts what is shown of its two ends.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import TypeVar

from roviec.survey.intervals import Estimate, Z

Key = TypeVar("Key")
_SURE = 0.05


@dataclass(frozen=True)
class Change:
    """How far a figure lies above another one, in points, with its 95 % interval."""

    value: Fraction
    low: float
    high: float

    @property
    def is_significant(self) -> bool:
        """Tell whether chance alone hardly explains it (5 %, this comparison by itself)."""
        return self.low > 0 or self.high < 0

    @property
    def chance(self) -> float:
        """Return the two-sided p-value that goes with the interval."""
        value = float(self.value)
        half = value - self.low if value > 0 else self.high - value
        return math.erfc(Z * abs(value) / half / math.sqrt(2)) if half > 0 else float(value == 0)


def change(before: Estimate, after: Estimate) -> Change:
    """Return how far `after` lies above `before`; the two are of different people."""
    value = after.value - before.value
    down = math.hypot(float(after.value) - after.low, before.high - float(before.value))
    up = math.hypot(after.high - float(after.value), float(before.value) - before.low)
    return Change(value, float(value) - down, float(value) + up)


def fallen(changes: Mapping[Key, Change]) -> list[Key]:
    """Return what fell significantly when all of these are looked at together (Holm 1979), the surest first."""
    return [key for key in _significant(changes) if changes[key].value < 0]


def risen(changes: Mapping[Key, Change]) -> list[Key]:
    """Return what rose significantly when all of these are looked at together, the surest first."""
    return [key for key in _significant(changes) if changes[key].value > 0]


def _significant(changes: Mapping[Key, Change]) -> list[Key]:
    found: list[Key] = []
    for place, key in enumerate(sorted(changes, key=lambda one: changes[one].chance)):
        if changes[key].chance * (len(changes) - place) > _SURE:
            break
        found.append(key)
    return found


@dataclass(frozen=True)
class Rank:
    """A place in a ranking, and the best and worst place that chance leaves open."""

    place: int
    best: int
    worst: int


def ranked(estimates: Mapping[Key, Estimate]) -> dict[Key, Rank]:
    """Return the places of figures, the highest first; equal figures share one.

    Who is not significantly above is not behind: each pair is judged as one of all pairs (Bonferroni).
    """
    order = sorted(estimates, key=lambda one: -estimates[one].value)
    pairs = max(len(order) * (len(order) - 1) // 2, 1)
    sure = NormalDist().inv_cdf(1 - _SURE / pairs / 2) / Z
    ends = {key: (float(estimates[key].value), estimates[key].low, estimates[key].high) for key in order}
    found: dict[Key, Rank] = {}
    better, worse = dict.fromkeys(order, 0), dict.fromkeys(order, 0)
    # In the order of the figures nobody is above who stands behind: each pair is looked at once.
    for place, key in enumerate(order):
        for other in order[place + 1 :]:
            if _is_surely_above(ends[key], ends[other], sure):
                better[other] += 1
                worse[key] += 1
    values = [ends[key][0] for key in order]
    for key in order:
        found[key] = Rank(values.index(ends[key][0]) + 1, better[key] + 1, len(order) - worse[key])
    return found


def _is_surely_above(
    one: tuple[float, float, float], other: tuple[float, float, float], times: float
) -> bool:
    """Tell whether a figure (value, low, high) lies above another by so many times what the interval allows."""
    down = math.hypot(one[0] - one[1], other[2] - other[0])
    return one[0] - other[0] > times * down


def weighted(parts: Sequence[tuple[Estimate, int]]) -> Estimate:
    """Return the mean of figures of different people, each by the size of its population."""
    whole = sum(size for _, size in parts)
    value = sum((one.value * size for one, size in parts), Fraction(0)) / whole
    down = math.hypot(*((float(one.value) - one.low) * size / whole for one, size in parts))
    up = math.hypot(*((one.high - float(one.value)) * size / whole for one, size in parts))
    return Estimate(value, max(0.0, float(value) - down), min(100.0, float(value) + up))
