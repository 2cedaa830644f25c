"""Targets, periodic figures and self-scores of a period: gathered for some units, said in a few lines, listed in full."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.figures import is_satisfaction
from roviec.db.measures import reach, targets, values
from roviec.db.measures.series import Point, latest
from roviec.db.measures.targets import Line
from roviec.db.measures.values import Shown
from roviec.db.scores import look
from roviec.db.scores.look import Listed
from roviec.reports.criterion_words import sum_words
from roviec.reports.measured_words import (
    NOTHING,
    baseline_of,
    goal_of,
    latest_words,
    noun_of,
    plan_words,
    unit_words,
)
from roviec.reports.period_words import period_words
from roviec.reports.workbook import Cell
from roviec.tasks.measures.goals import goal_words
from roviec.texts import Texts
from roviec.texts.shapes import number, short

Rows = list[list[Cell]]


@dataclass(frozen=True)
class NumbersPart:
    """What people state, as of a day; never empty."""

    targets: tuple[Line, ...]
    measures: tuple[Shown, ...]
    scores: tuple[Listed, ...]


async def gather_numbers(
    session: AsyncSession, *, today: date, unit_ids: Iterable[int] | None
) -> NumbersPart | None:
    """Gather what some units state, of periods that had ended by a day and scorings of its year; None for nothing."""
    of = reach.over(unit_ids)
    lines = [replace(one, points=_by(today, one.points)) for one in await targets.listed(session, of)]
    shown = [replace(one, points=_by(today, one.points)) for one in await values.listed(session, of)]
    scores = [
        one
        for one in await look.listed(session, of)
        if one.scoring.year == today.year and one.scoring.opened_on <= today
    ]
    if not (lines or shown or scores):
        return None
    return NumbersPart(tuple(lines), tuple(shown), tuple(scores))


def _by(today: date, points: Iterable[Point]) -> list[Point]:
    return [one for one in points if one.period.last <= today]


def numbers_words(part: NumbersPart | None, say: Texts, *, name: int, lines: int) -> list[str]:
    """Say how many there are and keep their goals, and name the first that do not; a line for self-scores."""
    if part is None:
        return []
    told, stated = [], [one for one in part.targets if not _is_told_by_index(one)]
    if stated:
        count, kept, missed, unknown = _counted([one.is_reached for one in stated])
        told.append(say("overview.targets", count=count, kept=kept, missed=missed, unknown=unknown))
    if part.measures:
        count, kept, missed, unknown = _counted([one.is_reached for one in part.measures])
        told.append(say("digest.numbers.measures", count=count, kept=kept, missed=missed, unknown=unknown))
    told += [*_missed(part, say, name)][:lines]
    if part.scores:
        told.append(_scores(part.scores, say, name))
    return told


def _is_told_by_index(one: Line) -> bool:
    """Tell whether a target is one of satisfaction, which the index is held against elsewhere in the digest."""
    return one.measure is None and is_satisfaction(one.target)


def _counted(reached: list[bool | None]) -> tuple[str, str, str, str]:
    """Count all, what keeps its goal, what does not, and of what that can't be said."""
    counts = (len(reached), reached.count(True), reached.count(False), reached.count(None))
    return number(counts[0]), number(counts[1]), number(counts[2]), number(counts[3])


def _missed(part: NumbersPart, say: Texts, width: int) -> Iterator[str]:
    for line in part.targets:
        if line.is_reached is False:
            noun = noun_of(line.measure)
            value, goal = latest_words(line.points, noun, say), goal_of(line.target, noun)
            yield say("digest.numbers.missed", name=short(line.name, width), value=value, goal=goal)
    followed = {line.target.measure_id for line in part.targets}
    for one in part.measures:
        if one.is_reached is False and one.measure.id not in followed:
            value = latest_words(one.points, one.measure.noun, say)
            yield say(
                "digest.numbers.missed", name=short(one.measure.name, width), value=value, goal=_goal(one)
            )


def _goal(one: Shown) -> str:
    measure = one.measure
    return goal_words(measure.goal_op, measure.goal, measure.noun) if measure.goal is not None else NOTHING


def _scores(scores: tuple[Listed, ...], say: Texts, width: int) -> str:
    if len(scores) == 1:
        (one,) = scores
        unit = unit_words(short(one.unit, width), one.scoring.former, say)
        own, checked = sum_words(one.own, say), sum_words(one.checked, say)
        return say("overview.scores", unit=unit, year=one.scoring.year, own=own, checked=checked)
    full = sum(not one.own.missing for one in scores)
    return say("digest.numbers.scores", year=scores[0].scoring.year, count=len(scores), full=full)


def verdict(reached: bool | None, say: Texts) -> str:
    """Say whether a goal is kept; "" while that can't be said."""
    return "" if reached is None else say(f"digest.verdict.{'kept' if reached else 'not_kept'}")


def _blank(rows: Iterable[list[Cell]]) -> Rows:
    """Leave empty what nobody said: a cell with no words is no number either."""
    return [[None if cell == "" else cell for cell in row] for row in rows]


def target_rows(part: NumbersPart | None, say: Texts) -> Rows:
    """Return the annex's rows of targets, values as numbers."""
    return _blank(
        [
            plan_words(one.plan),
            one.target.index if one.target.component else "",
            one.name,
            unit_words(one.unit, one.target.former, say) or "; ".join(one.target.responsible),
            one.owner,
            one.target.baseline if one.target.baseline is not None else baseline_of(one.target),
            goal_of(one.target, noun_of(one.measure)),
            *_latest(one.points, say),
            say("digest.numbers.by_index") if _is_told_by_index(one) else verdict(one.is_reached, say),
        ]
        for one in (part.targets if part else ())
    )


def measure_rows(part: NumbersPart | None, say: Texts) -> Rows:
    """Return the annex's rows of periodic figures: the newest value and the one before it."""
    return _blank(
        [
            *(one.measure.name, one.measure.noun, one.unit, one.owner),
            *_latest(one.points, say),
            *_before(one.points, say),
            _goal(one),
            verdict(one.is_reached, say),
        ]
        for one in (part.measures if part else ())
    )


def _latest(points: Iterable[Point], say: Texts) -> list[Cell]:
    return _point(latest([*points])[0], say)


def _before(points: Iterable[Point], say: Texts) -> list[Cell]:
    return _point(latest([*points])[1], say)


def _point(point: Point | None, say: Texts) -> list[Cell]:
    return ["", None] if point is None else [period_words(point.period, say), point.value]


def score_rows(part: NumbersPart | None, say: Texts) -> Rows:
    """Return the annex's rows of self-scores."""
    return [
        [
            one.criteria.title,
            unit_words(one.unit, one.scoring.former, say),
            one.scoring.year,
            *(one.own.highest, one.own.points, one.own.missing, one.checked.points, one.checked.missing),
            one.scoring.closed_on,
        ]
        for one in (part.scores if part else ())
    ]
