"""How a campaign goes: its sample, how many still fail, who finishes, where people stop, how long it takes. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

MINUTES = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 60)
"""Where one class of time ends and the next begins; the last class has no end."""


def sample_size(population: int, error: int) -> int:
    """Return n = N/(1+N·e²), rounded up; `error` e in thousandths (Yamane; the method of 2012 takes 50)."""
    e = Fraction(error, 1000)
    exact = Fraction(population) / (1 + population * e * e)
    return -(-exact.numerator // exact.denominator)


def time_class(seconds: float) -> int:
    """Return the class of time of a finished response."""
    return bisect_right(MINUTES, seconds / 60)


def counted(times: Sequence[int], seconds: float) -> list[int]:
    """Return the classes with one more response in them."""
    found = list(times) or [0] * (len(MINUTES) + 1)
    found[time_class(seconds)] += 1
    return found


def together(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Add the classes of two places."""
    return [a + b for a, b in zip(one, other, strict=True)] if one and other else [*(one or other)]


def median_time(times: Sequence[int], minimum_cell: int) -> tuple[int, int | None] | None:
    """Return the minutes between which the middle response lies; None where too few are counted."""
    total = sum(times)
    if total < max(minimum_cell, 1):
        return None
    place = next(place for place in range(len(times)) if 2 * sum(times[: place + 1]) >= total)
    return (MINUTES[place - 1] if place else 0), (MINUTES[place] if place < len(MINUTES) else None)


@dataclass(frozen=True)
class Course:
    """How a campaign goes at a unit: finished responses, runs that wait, and those that ended without an answer."""

    finished: int = 0
    waiting: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    stand: Mapping[str, int] = field(default_factory=dict)
    """Question → how many of those that wait stand there."""
    times: tuple[int, ...] = ()
    population: int | None = None
    error: int | None = None
    """The allowed error of the sample, in thousandths."""

    def __add__(self, other: "Course") -> "Course":
        """Return two places as one, without a target."""
        return Course(
            self.finished + other.finished,
            self.waiting + other.waiting,
            _added(self.left, other.left),
            _added(self.stand, other.stand),
            tuple(together(self.times, other.times)),
        )

    @property
    def needed(self) -> int | None:
        """The sample that the target asks for; None without one."""
        if self.population is None or self.error is None:
            return None
        return sample_size(self.population, self.error)

    @property
    def begun(self) -> int:
        """How many began, as far as it is counted."""
        return self.finished + self.waiting + sum(self.left.values())

    @property
    def completion(self) -> Fraction | None:
        """The share of those who began that have finished; None where nobody began."""
        return Fraction(self.finished, self.begun) if self.begun else None

    @property
    def missing(self) -> int:
        """How many responses the sample still needs."""
        return max(0, (self.needed or 0) - self.finished)

    def stops(self, minimum_cell: int) -> list[tuple[str, int]]:
        """Return the questions at which people stopped or stand, the worst first, those of a few left out."""
        counts = _added(self.left, self.stand)
        worst = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return [(place, count) for place, count in worst if count >= minimum_cell]


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}
