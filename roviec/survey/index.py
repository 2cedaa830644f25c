"""The satisfaction index: criterion → factor → content → overall, in the two ways of counting.

*Tỷ lệ hài lòng* is the share of levels 4–5; *điểm bình quân quy đổi* is the mean level over 5. Higher levels
are means of their criteria with equal weight, which reproduces the values published for 2023 and 2024 under
QĐ 1001/QĐ-BNV; the mean of the contents gives that of 2022. Neither is called official here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from roviec.survey.cells import Criterion, Figures, criterion, mean_figures
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.numbers import Exact
from roviec.survey.questionnaire import Content, Wording


class Scheme(StrEnum):
    """How the overall value is made: every criterion equal (1001), or every content equal (2022)."""

    CRITERIA = "criteria"
    CONTENTS = "contents"


@dataclass(frozen=True)
class Level:
    """A factor, a content or the whole: the mean of the `used` criteria among its `total` that are shown."""

    id: str
    title: Wording
    used: int
    total: int
    ratings: int
    figures: Figures | None


@dataclass(frozen=True)
class Index:
    """The index of one set of answers; parts are in the order of the form."""

    scheme: Scheme
    overall: Level
    contents: tuple[Level, ...]
    factors: tuple[Level, ...]
    criteria: tuple[Criterion, ...]

    def criterion(self, item_id: str) -> Criterion:
        """Return one criterion by its item id; KeyError when the index has none."""
        return {criterion.id: criterion for criterion in self.criteria}[item_id]


def index(
    contents: Sequence[Content],
    counts: Mapping[str, Counts],
    *,
    minimum_cell: int = 5,
    scheme: Scheme = Scheme.CRITERIA,
    waiting: Collection[str] = (),
) -> Index:
    """Return the index of a form's tree. A criterion with fewer than `minimum_cell` people is withheld.

    So is one of which only `waiting` answers are known. Withheld criteria stay out of the levels above too: a
    total that held them would give them away.
    """
    known = {
        item: criterion(item, counts.get(item, NOTHING), minimum_cell, waiting=item in waiting)
        for content in contents
        for item in content.criteria
    }
    parts = tuple(_level(c.id, c.title, [known[item] for item in c.criteria]) for c in contents)
    factors = tuple(
        _level(factor.id, factor.title, [known[item] for item in factor.criteria])
        for content in contents
        for factor in content.factors
    )
    whole = _level("", {"vi": "Chung", "en": "Overall"}, list(known.values()))
    if scheme is Scheme.CONTENTS:
        shown = [part.figures for part in parts if part.figures]
        whole = Level("", whole.title, whole.used, whole.total, whole.ratings, mean_figures(shown))
    return Index(scheme, whole, parts, factors, tuple(known.values()))


def _level(level_id: str, title: Wording, criteria: Sequence[Criterion]) -> Level:
    shown = [one.figures for one in criteria if one.figures]
    ratings = sum(one.n or 0 for one in criteria)
    return Level(level_id, title, len(shown), len(criteria), ratings, mean_figures(shown))


def pooled(parts: Iterable[tuple[Exact, int]]) -> Fraction:
    """Return the value over (value, number of criteria) parts with each criterion equal (2023, 2024)."""
    known = [(Fraction(value), criteria) for value, criteria in parts]
    return sum((value * n for value, n in known), Fraction(0)) / sum(n for _, n in known)


def mean_of_contents(values: Iterable[Exact]) -> Fraction:
    """Return the plain mean of the contents' values (2022)."""
    return pooled((value, 1) for value in values)
