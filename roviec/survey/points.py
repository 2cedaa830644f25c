"""The mark of a per-dossier evaluation: 2, 1 or 0 points each (NĐ 61/2018/NĐ-CP, TT 01/2018/TT-VPCP)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from roviec.survey.questionnaire import Item, Questionnaire
from roviec.survey.session import Answer


@dataclass(frozen=True)
class Mark:
    """Points earned out of the most that the answered indicators could give."""

    points: int
    most: int
    indicators: int

    @property
    def percent(self) -> Fraction | None:
        """The points in percent of the most; None when no indicator was answered."""
        return Fraction(100 * self.points, self.most) if self.most else None


def indicators(form: Questionnaire) -> list[str]:
    """Return the questions that give points."""
    return [item.id for item in form.items if _most(item)]


def mark(form: Questionnaire, answers: Mapping[str, Answer]) -> Mark:
    """Add up the points of one response; skipped indicators count neither way."""
    earned = [(_points(item, answers.get(item.id)), _most(item)) for item in form.items if _most(item)]
    counted = [(points, most) for points, most in earned if points is not None]
    return Mark(sum(points for points, _ in counted), sum(most for _, most in counted), len(counted))


GRADES = (Fraction(6, 18), Fraction(9, 18), Fraction(12, 18), Fraction(15, 18))
"""From which share of the most points a grade begins: weak below the first, then average, fair, good, excellent."""


def grade(form: Questionnaire, answers: Mapping[str, Answer]) -> int | None:
    """Return the grade of a response, 1 (weak) to 5 (excellent); None where fewer than half the indicators are answered.

    Of what was answered: 15 of 18 points are as good as 10 of 12.
    """
    found, asked = mark(form, answers), sum(1 for item in form.items if _most(item))
    if not found.most or 2 * found.indicators < asked:
        return None
    return 1 + sum(Fraction(found.points, found.most) >= least for least in GRADES)


def _most(item: Item) -> int:
    return max((option.points or 0 for option in item.options), default=0)


def _points(item: Item, answer: Answer) -> int | None:
    if not isinstance(answer, int):
        return None
    return item.options[answer - 1].points
