"""What speaks against the answers of a unit's day: counts of the day, never a mark of when one came. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import comb, sqrt

NEARLY_ALL = 0.8
"""From which share of marked responses on they no longer tell the suspicious ones from the others."""
_SHARE = 0.3
"""Which share of a day's responses, at least, its bursts, nights or one network must be of."""
_CHANCE = 1e-4
"""How rarely chance alone may bring a day so many marked responses."""


class Ground(StrEnum):
    """Why a day deserves a look."""

    BURST = "burst"
    NETWORK = "network"
    NIGHT = "night"
    MARKED = "marked"
    CROWD = "crowd"


@dataclass(frozen=True)
class Day:
    """What is counted of a unit's day in a campaign."""

    unit: int
    on: date
    responses: int
    marked: int = 0
    """Hasty or mechanical ones."""
    in_bursts: int = 0
    of_one_network: int = 0
    at_night: int = 0


@dataclass(frozen=True)
class Suspicion:
    """A day and what speaks against it."""

    day: Day
    grounds: tuple[Ground, ...]


def suspicious(days: Sequence[Day], minimum_cell: int) -> list[Suspicion]:
    """Return the days that deserve a look, the newest first; a day of a few people never does.

    What is usual is what the same campaign shows on its other days.
    """
    usual = _usual(days)
    found = [
        Suspicion(day, tuple(_grounds(day, days, usual))) for day in days if day.responses >= minimum_cell
    ]
    return sorted(
        (one for one in found if one.grounds), key=lambda one: (-one.day.on.toordinal(), one.day.unit)
    )


def _grounds(day: Day, days: Sequence[Day], usual: float) -> Iterable[Ground]:
    for ground, count in (
        (Ground.BURST, day.in_bursts),
        (Ground.NETWORK, day.of_one_network),
        (Ground.NIGHT, day.at_night),
    ):
        if count >= _SHARE * day.responses:
            yield ground
    if day.marked >= 3 and _at_least(day.marked, day.responses, usual) < _CHANCE:
        yield Ground.MARKED
    if _is_crowd(day, days):
        yield Ground.CROWD


def _usual(days: Sequence[Day]) -> float:
    """Return the usual share of marked responses: the middle one of all days, weighed by their responses."""
    shares = sorted((day.marked / day.responses, day.responses) for day in days if day.responses)
    total, seen = sum(weight for _, weight in shares), 0
    for share, weight in shares:
        seen += weight
        if 2 * seen >= total:
            return max(share, 0.02)
    return 0.02


def _at_least(marked: int, responses: int, share: float) -> float:
    """Return how likely so many marked responses, or more, are of so many (binomial)."""
    if responses > 500:
        spread = sqrt(responses * share * (1 - share))
        return 0.0 if marked > responses * share + 4 * spread else 1.0
    below = sum(comb(responses, k) * share**k * (1 - share) ** (responses - k) for k in range(marked))
    return max(0.0, 1.0 - below)


def _is_crowd(day: Day, days: Sequence[Day]) -> bool:
    """Tell whether far more answered than on the other days of the unit: over three times the middle one, and 20 more."""
    others = sorted(other.responses for other in days if other.unit == day.unit and other.on != day.on)
    if len(others) < 5:
        return False
    return day.responses > max(3 * others[len(others) // 2], others[len(others) // 2] + 20)


def nearly_all(marked: int, total: int, minimum_cell: int) -> bool:
    """Tell whether so many responses are marked that the mark says more of the form than of the people."""
    return total >= minimum_cell and marked >= NEARLY_ALL * total
