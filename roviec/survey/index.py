"""The satisfaction index: criterion → factor → content → overall, in the two ways of counting.

*Tỷ lệ hài lòng* is the share of levels 4–5; *điểm bình quân quy đổi* is the mean level over 5. Higher levels
are means of their criteria with equal weight, which reproduces the values published for 2023 and 2024 under
QĐ 1001/QĐ-BNV; the mean of the contents gives that of 2022. Neither is called official here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from roviec.survey.cells import Criterion, Figures, criterion, mean_figures, of_people
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.moments import Moments, Score, variance
from roviec.survey.numbers import Exact
from roviec.survey.questionnaire import Content, Wording
from roviec.survey.tally import people_of


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


@dataclass(frozen=True)
class _Answered:
    """What is known: the figures of each criterion, how many people are counted, how people differ."""

    criteria: Mapping[str, Criterion]
    counts: Mapping[str, Counts]
    moments: Moments

    def people(self, group: str) -> int:
        """Return how many rated at least one criterion of a group."""
        return sum(self.counts.get(people_of(group), NOTHING))

    def variance(self, weights: Sequence[float], score: Score) -> float | None:
        """Return the variance of a weighted mean among the people counted; the moments may be of more of them."""
        found, people = variance(self.moments, weights, score), self.people("")
        return found * self.moments.people / people if found is not None and people else None


def index(
    contents: Sequence[Content],
    counts: Mapping[str, Counts],
    *,
    minimum_cell: int = 5,
    scheme: Scheme = Scheme.CRITERIA,
    waiting: Collection[str] = (),
    moments: Moments = Moments(),  # noqa: B008
) -> Index:
    """Return the index of a form's tree. A criterion with fewer than `minimum_cell` people is withheld.

    So is one of which only `waiting` answers are known. Withheld criteria stay out of the levels above too: a
    total that held them would give them away. Without `moments` the intervals above the criterion are those of
    ratings that go together entirely.
    """
    known = {
        item: criterion(item, counts.get(item, NOTHING), minimum_cell, waiting=item in waiting)
        for content in contents
        for item in content.criteria
    }
    tree = [factor for content in contents for factor in content.factors]
    shown = tuple(sum(known[item].figures is not None for item in factor.criteria) for factor in tree)
    answered = _Answered(known, counts, moments)
    spans = _spans(contents)
    parts = tuple(
        _level(answered, c.id, c.title, c.criteria, _weights(shown, [span]))
        for c, span in zip(contents, spans, strict=True)
    )
    factors = tuple(
        _level(answered, factor.id, factor.title, factor.criteria, _weights(shown, [range(at, at + 1)]))
        for at, factor in enumerate(tree)
    )
    title = {"vi": "Chung", "en": "Overall"}
    if scheme is Scheme.CONTENTS:
        values = [part.figures for part in parts if part.figures]
        whole = _level(answered, "", title, tuple(known), _weights(shown, spans), values)
    else:
        whole = _level(answered, "", title, tuple(known), _weights(shown, [range(len(tree))]))
    return Index(scheme, whole, parts, factors, tuple(known.values()))


def _spans(contents: Sequence[Content]) -> list[range]:
    """Return which factors are those of each content."""
    spans, at = [], 0
    for content in contents:
        spans.append(range(at, at + len(content.factors)))
        at += len(content.factors)
    return spans


def _weights(shown: Sequence[int], spans: Sequence[range]) -> list[float]:
    """Return the weight of each factor: groups count alike, and in a group each criterion that is shown."""
    totals = [sum(shown[at] for at in span) for span in spans]
    weights, used = [0.0] * len(shown), sum(total > 0 for total in totals)
    for span, total in zip(spans, totals, strict=True):
        for at in span:
            weights[at] = shown[at] / total / used if total else 0.0
    return weights


def _level(
    answered: _Answered,
    level_id: str,
    title: Wording,
    items: Sequence[str],
    weights: Sequence[float],
    parts: Sequence[Figures] | None = None,
) -> Level:
    """Return the mean of criteria, or of `parts` made of them, with intervals that count people."""
    criteria = [answered.criteria[item] for item in items]
    shown = [one.figures for one in criteria if one.figures]
    ratings = sum(one.n or 0 for one in criteria)
    figures = mean_figures(shown if parts is None else parts)
    people = answered.people(level_id)
    if figures and people > 1:
        satisfied, given = (answered.variance(weights, score) for score in (Score.SATISFIED, Score.LEVELS))
        if satisfied is not None and given is not None:
            figures = of_people(figures, share=satisfied, mean=given, people=people)
    return Level(level_id, title, len(shown), len(criteria), ratings, figures)


def pooled(parts: Iterable[tuple[Exact, int]]) -> Fraction:
    """Return the value over (value, number of criteria) parts with each criterion equal (2023, 2024)."""
    known = [(Fraction(value), criteria) for value, criteria in parts]
    return sum((value * n for value, n in known), Fraction(0)) / sum(n for _, n in known)


def mean_of_contents(values: Iterable[Exact]) -> Fraction:
    """Return the plain mean of the contents' values (2022)."""
    return pooled((value, 1) for value in values)
