"""The figures of one criterion, or the reason why so few answers are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from roviec.survey.counting import LEVELS, Counts
from roviec.survey.intervals import SATISFIED, Estimate, average, clustered, levels, mean
from roviec.survey.intervals import share as share_of


class Headline(StrEnum):
    """Which figure stands first."""

    MEAN = "mean"
    TOP2 = "top2"


@dataclass(frozen=True)
class Figures:
    """What may be shown of a level, in percent; satisfied + neutral + dissatisfied = 100."""

    share: Estimate
    mean: Estimate
    neutral: Fraction
    dissatisfied: Fraction

    @property
    def satisfied(self) -> Fraction:
        """The share of levels 4 and 5: tỷ lệ hài lòng."""
        return self.share.value

    def headline(self, which: Headline) -> Estimate:
        """Return the figure chosen to stand first."""
        return self.mean if which is Headline.MEAN else self.share


@dataclass(frozen=True)
class Withheld:
    """Why figures are not shown: `count` is the class of the number of people ("dưới 5"), not the number."""

    count: str
    reason: str


@dataclass(frozen=True)
class Criterion:
    """One criterion: `n` people and their distribution (n = 0 alone when nobody answered), or why not."""

    id: str
    n: int | None
    counts: Counts | None
    figures: Figures | None
    withheld: Withheld | None = None


def criterion(item: str, counts: Counts, minimum_cell: int, *, waiting: bool = False) -> Criterion:
    """Return the figures of one criterion, or why they are withheld; `waiting` answers are in no figure yet."""
    n = sum(counts)
    if n == 0 and not waiting:
        return Criterion(item, 0, None, None)
    if n < minimum_cell:
        reason = f"Chưa đủ {minimum_cell} người trả lời nên chưa công bố, để không lộ ý kiến của từng người."
        return Criterion(item, None, None, None, Withheld(f"dưới {minimum_cell}", reason))
    figures = Figures(
        share_of(counts[3] + counts[4], n),
        mean(counts),
        Fraction(100 * counts[2], n),
        Fraction(100 * (counts[0] + counts[1]), n),
    )
    return Criterion(item, n, counts, figures)


def mean_figures(figures: Sequence[Figures]) -> Figures | None:
    """Return the figures of a higher level: the plain mean of those below; None when there are none."""
    if not figures:
        return None
    return Figures(
        average([one.share for one in figures]),
        average([one.mean for one in figures]),
        sum((one.neutral for one in figures), Fraction(0)) / len(figures),
        sum((one.dissatisfied for one in figures), Fraction(0)) / len(figures),
    )


def of_people(figures: Figures, *, share: float, mean: float, people: int) -> Figures:
    """Return figures whose intervals follow from the variances of both measures between people."""
    return replace(
        figures,
        share=clustered(figures.share.value, share, people, SATISFIED),
        mean=clustered(figures.mean.value, mean, people, levels(LEVELS)),
    )
