"""The index part of the picture: a dot with its interval per factor, against the line of the target."""

from dataclasses import dataclass

from roviec.reports.model import IndexLine, IndexPart
from roviec.reports.palette import INK as SHADE
from roviec.reports.svg import FAINT, INK, RULE, SOFT, Canvas
from roviec.reports.task_chart import MARGIN, RIGHT
from roviec.reports.typeset import wrap
from roviec.texts import Texts
from roviec.texts.shapes import number, percent

_LEFT, _END = 486, 836
_ROW = 72
_DEPTH = {"overall": 0, "content": 0, "factor": 20}


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
    about = say("picture.index.about", measure=say(f"measure.{part.measure}"), n=number(part.responses))
    page.text(MARGIN, y + 74, about, 25, ink=SOFT)
    axis = _axis(part)
    top = y + 96
    bottom = top + 36 + _ROW * len(part.lines)
    _scale(page, axis, top, bottom)
    _goal(page, axis, part.overall.goal, (top, bottom), say)
    for place, line in enumerate(part.lines):
        _line(page, axis, top + 36 + place * _ROW, line, say)
    return bottom


def _axis(part: IndexPart) -> Axis:
    values = [line.shown.low for line in part.lines if line.shown]
    values += [line.goal for line in part.lines if line.goal is not None]
    lowest = min(values, default=50.0)
    return Axis(float(max(0, int((lowest - 2) // 10) * 10)) if lowest < 90 else 80.0)


def _scale(page: Canvas, axis: Axis, top: float, bottom: float) -> None:
    step = 10 if axis.low >= 60 else 20
    for value in range(int(axis.low), 101, step):
        x = axis.at(value)
        page.line((x, top + 30), (x, bottom), RULE, 2)
        page.text(x, top + 20, number(value), 21, ink=FAINT, anchor="middle")


def _goal(page: Canvas, axis: Axis, goal: float | None, span: tuple[float, float], say: Texts) -> None:
    if goal is None:
        return
    x = axis.at(goal)
    page.line((x, span[0] + 30), (x, span[1]), SHADE["overdue"], 4, "12 8")
    words = say("picture.goal", goal=number(goal, 0 if goal == int(goal) else 1))
    page.text(RIGHT, span[0] + 20, words, 24, weight=600, ink=SHADE["overdue"], anchor="end")


def _line(page: Canvas, axis: Axis, y: float, line: IndexLine, say: Texts) -> None:
    inset = _DEPTH[line.level]
    weight = 400 if line.level == "factor" else 700
    names = wrap(line.title, _LEFT - 24 - MARGIN - inset, 25, weight)
    start = y + (45 if len(names) == 1 else 30)
    for place, name in enumerate(names):
        page.text(MARGIN + inset, start + 29 * place, name, 25, weight=weight)
    if line.shown is None:
        words = say("picture.withheld", why=line.why_withheld) if line.why_withheld else "–"
        for place, piece in enumerate(wrap(words, RIGHT - _LEFT - 16, 23)):
            page.text(_LEFT + 16, y + 32 + 28 * place, piece, 23, ink=SOFT)
        return
    below = line.goal is not None and line.shown.value < line.goal
    ink = SHADE["overdue"] if below else SHADE["on_time"]
    page.line((axis.at(line.shown.low), y + 36), (axis.at(line.shown.high), y + 36), ink, 6)
    page.dot(axis.at(line.shown.value), y + 36, 13 if line.level == "overall" else 10, ink)
    page.text(RIGHT, y + 34, percent(line.shown.value, 1), 29, weight=700, ink=ink, anchor="end")
    spread = f"{number(line.shown.low, 1)}–{number(line.shown.high, 1)}"
    page.text(RIGHT, y + 60, say("picture.spread", spread=spread, n=number(line.n)), 20, ink=INK, anchor="end")
