"""The index part of the picture: a dot with its interval per factor, against the line of the target."""

from dataclasses import dataclass

from roviec.reports.index_words import brief, goal_words, responses_words, why_not
from roviec.reports.palette import SHADE
from roviec.reports.satisfaction import IndexLine, IndexPart
from roviec.reports.svg import FAINT, INK, PAPER, RULE, SOFT, Canvas
from roviec.reports.task_chart import MARGIN, RIGHT
from roviec.reports.typeset import wrap
from roviec.survey.intervals import Estimate
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import say as worded
from roviec.tasks.punctuality import Outcome
from roviec.texts import Texts
from roviec.texts.shapes import number

_LEFT, _END = 486, 812
_ROW = 72
_GOOD, _LOW = SHADE[Outcome.met], SHADE[Outcome.overdue]


@dataclass(frozen=True)
class Axis:
    """Percent from `low` to 100 laid out in pixels."""

    low: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (max(self.low, min(100.0, value)) - self.low) / (100.0 - self.low)
        return _LEFT + share * (_END - _LEFT)


def index(page: Canvas, y: float, part: IndexPart | None, say: Texts) -> float:
    """Draw the index, or say that there is none; return where it ends."""
    page.text(MARGIN, y + 34, say("picture.index"), 32, weight=700)
    if part is None:
        page.text(MARGIN, y + 82, say("digest.index.none"), 28, ink=SOFT)
        return y + 100
    if part.overall.level.figures is None:
        for place, piece in enumerate(wrap(why_not(part, part.overall, say), RIGHT - MARGIN, 28)):
            page.text(MARGIN, y + 82 + 38 * place, piece, 28, ink=SOFT)
        return y + 130
    measure = say(f"measure.{part.headline}")
    about = say("picture.index.about", measure=measure, responses=responses_words(part, say))
    page.text(MARGIN, y + 74, about, 25, ink=SOFT)
    axis = _axis(part)
    top = y + 96
    bottom = top + 36 + _ROW * len(part.lines)
    _scale(page, axis, top, bottom)
    _goal(page, axis, part.overall.goal, (top, bottom), say)
    for place, line in enumerate(part.lines):
        _line(page, axis, top + 36 + place * _ROW, part, line, say)
    return bottom


def _axis(part: IndexPart) -> Axis:
    """Start the axis at a multiple of 20 below everything that is drawn."""
    known = [shown.low for line in part.lines if (shown := part.shown(line))]
    known += [line.goal for line in part.lines if line.goal is not None]
    return Axis(min(60.0, max(0.0, min(known, default=60.0) // 20 * 20)))


def _scale(page: Canvas, axis: Axis, top: float, bottom: float) -> None:
    for value in range(int(axis.low), 101, 10 if axis.low >= 40 else 20):
        x = axis.at(value)
        page.line((x, top + 30), (x, bottom), RULE, 2)
        page.text(x, top + 20, number(value), 21, ink=FAINT, anchor="middle")


def _goal(page: Canvas, axis: Axis, goal: float | None, span: tuple[float, float], say: Texts) -> None:
    if goal is None:
        return
    x = axis.at(goal)
    page.line((x, span[0] + 30), (x, span[1]), _LOW, 4, "12 8")
    words = say("picture.goal", goal=goal_words(goal))
    page.text(RIGHT, span[0] + 20, words, 24, weight=600, ink=_LOW, anchor="end")


def _line(page: Canvas, axis: Axis, y: float, part: IndexPart, line: IndexLine, say: Texts) -> None:
    _name(page, y, worded(line.title, say.language), line.kind)
    shown = part.shown(line)
    if shown is not None:
        _figure(page, axis, y, line, shown, part.overall.goal if line.goal is None else line.goal)
        return
    page.box(_LEFT + 4, y + 18, RIGHT - _LEFT - 4, 34, PAPER)
    page.text(RIGHT, y + 44, brief(part, line, say), 23, ink=SOFT, anchor="end")


def _name(page: Canvas, y: float, name: str, kind: str) -> None:
    inset, weight = (20, 400) if kind == "factor" else (0, 700)
    lines = wrap(name, _LEFT - 24 - MARGIN - inset, 25, weight)
    start = y + (45 if len(lines) == 1 else 30)
    for place, piece in enumerate(lines):
        page.text(MARGIN + inset, start + 29 * place, piece, 25, weight=weight)


def _figure(page: Canvas, axis: Axis, y: float, line: IndexLine, shown: Estimate, goal: float | None) -> None:
    value = float(shown.value)
    ink = _LOW if goal is not None and value < goal else _GOOD
    page.line((axis.at(shown.low), y + 36), (axis.at(shown.high), y + 36), ink, 6)
    page.dot(axis.at(value), y + 36, 13 if line.kind == "overall" else 10, ink)
    page.text(RIGHT, y + 34, f"{comma(shown.value, 1)}%", 29, weight=700, ink=ink, anchor="end")
    spread = f"{comma(shown.low, 1)}–{comma(shown.high, 1)}; n = {number(line.people)}"
    page.text(RIGHT, y + 60, spread, 21, ink=INK, anchor="end")
