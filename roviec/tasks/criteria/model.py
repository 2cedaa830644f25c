"""A set of criteria, and the points of a scoring summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Level:
    """What a criterion may be given, and when."""

    points: float
    when: str


@dataclass(frozen=True)
class Criterion:
    """One criterion: at most how many points (điểm tối đa), how it is scored, what proves it (tài liệu kiểm chứng)."""

    id: str
    title: str
    points: float
    how: str = ""
    proof: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    verified: bool = True
    """Whether its points were read in the document that sets them."""


@dataclass(frozen=True)
class Group:
    """A field or group of criteria."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Criteria:
    """A set: what it is, where it comes from, its groups."""

    code: str
    version: str
    title: str
    groups: tuple[Group, ...]
    source: str = ""
    note: str = ""

    @property
    def all(self) -> tuple[Criterion, ...]:
        """Return every criterion in its order."""
        return tuple(one for group in self.groups for one in group.criteria)

    def find(self, id_: str) -> Criterion | None:
        """Return a criterion by its id."""
        return next((one for one in self.all if one.id == id_), None)

    @property
    def highest(self) -> float:
        """Return the points of the whole set."""
        return total(one.points for one in self.all)


@dataclass(frozen=True)
class Sum:
    """Points of a set or a group: scored of at most, and how many criteria have no points yet."""

    points: float
    highest: float
    missing: int

    @property
    def percent(self) -> float | None:
        """Return the share in percent to two decimals; None of nothing."""
        if not self.highest:
            return None
        share = Decimal(repr(self.points)) * 100 / Decimal(repr(self.highest))
        return float(share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def total(points: object) -> float:
    """Return the exact sum of points as they are written."""
    return float(sum((Decimal(repr(one)) for one in points), Decimal(0)))  # type: ignore[attr-defined]


def summed(criteria: tuple[Criterion, ...], given: Mapping[str, float | None]) -> Sum:
    """Sum up what was given to some criteria."""
    known = [given.get(one.id) for one in criteria]
    return Sum(
        total(one for one in known if one is not None),
        total(one.points for one in criteria),
        sum(one is None for one in known),
    )
