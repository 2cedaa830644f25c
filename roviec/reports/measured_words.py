"""Targets and figures in words: a goal, the newest value, where it went."""

from collections.abc import Sequence

from roviec.db.figures import is_satisfaction
from roviec.db.measures.series import Point, latest
from roviec.db.measures.targets import Line
from roviec.db.measures.values import Shown
from roviec.db.models import Measure, Plan, Target
from roviec.folding import fold
from roviec.reports.index_words import figure, why_not
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexPart
from roviec.tasks.measures.goals import Way, change, goal_words
from roviec.tasks.measures.numbers import write_number
from roviec.texts import Texts
from roviec.texts.shapes import short

NOTHING = "–"


def plan_words(plan: Plan) -> str:
    """Name a document: Kế hoạch 41/KH-UBND, its subject where it has no number."""
    return " ".join(filter(None, [plan.kind, plan.number])) if plan.number else short(plan.subject, 90)


def target_name(target: Target) -> str:
    """Name a target with the index that it belongs to."""
    return f"{target.index}: {target.component}" if target.component else target.index


def unit_words(unit: str, former: str, say: Texts) -> str:
    """Name a unit, with the one that something was of before that went into it."""
    return say("units.formerly", unit=unit, former=former) if unit and former else unit


def goal_of(target: Target, noun: str = "") -> str:
    """Write a target's goal with its place: ≥ 90 (hạng 3)."""
    goal = goal_words(target.goal_op, target.goal, noun) if target.goal is not None else ""
    return with_rank(goal, target.goal_rank)


def baseline_of(target: Target, noun: str = "") -> str:
    """Write what a target was before with its place."""
    value = write_number(target.baseline, noun) if target.baseline is not None else ""
    return with_rank(value, target.baseline_rank)


def with_rank(value: str, rank: str | None) -> str:
    """Write a figure with its place, either alone where there is only one: ≥ 90 (hạng 3), hạng 3, –."""
    if not rank:
        return value or NOTHING
    return f"{value} (hạng {rank})" if value else f"hạng {rank}"


def value_words(value: float | None, noun: str, say: Texts) -> str:
    """Write a value, or that there is none yet."""
    return say("measures.not_yet") if value is None else write_number(value, noun)


def latest_words(points: Sequence[Point], noun: str, say: Texts) -> str:
    """Write the newest value with its period."""
    now = latest(points)[0]
    if now is None or now.value is None:
        return say("measures.none")
    return say("measures.latest", value=write_number(now.value, noun), period=period_words(now.period, say))


def trend_words(points: Sequence[Point], first: float | None, noun: str, say: Texts) -> str:
    """Say where the newest value went since the one before, or since what it was at first."""
    now, before = latest(points)
    gone = change(before.value if before else first, now.value) if now else None
    if gone is None:
        return NOTHING
    if gone[0] is Way.same:
        return say("measures.unchanged")
    return say(f"measures.trend.{gone[0]}", gap=write_number(gone[1], noun))


def target_trend(line: Line, say: Texts) -> str:
    """Say where a target went."""
    return trend_words(line.points, line.target.baseline, noun_of(line.measure), say)


def noun_of(measure: Measure | None) -> str:
    """Return what a figure counts."""
    return measure.noun if measure else ""


def index_line(part: IndexPart | None, target: Target, say: Texts) -> str:
    """Say what the satisfaction index is of which a target is the goal; "" where it is the goal of something else.

    Only what has moved into the figures is said, and what is withheld stays so.
    """
    if part is None or not is_satisfaction(target):
        return ""
    wanted = fold(target.component or "")
    own = (line for line in part.factors if fold(line.title["vi"]) == wanted)
    line = next(own, part.overall)
    shown = part.shown(line)
    return figure(shown) if shown else why_not(part, line, say)


def target_lines(line: Line, say: Texts) -> list[tuple[str, str]]:
    """Return everything about a target: what each line is, and what it says."""
    noun = noun_of(line.measure)
    lines = [
        ("plan", plan_words(line.plan)),
        ("baseline", baseline_of(line.target, noun)),
        ("goal", goal_of(line.target, noun)),
        ("year", str(line.target.year or NOTHING)),
        ("latest", latest_words(line.points, noun, say)),
        ("trend", target_trend(line, say)),
        (
            "unit",
            unit_words(line.unit, line.target.former, say) or "; ".join(line.target.responsible) or NOTHING,
        ),
        ("owner", line.owner or NOTHING),
    ]
    return [(say(f"targets.about.{name}"), words) for name, words in lines]


def measure_lines(one: Shown, say: Texts) -> list[tuple[str, str]]:
    """Return everything about a figure: what each line is, and what it says."""
    measure = one.measure
    goal = goal_words(measure.goal_op, measure.goal, measure.noun) if measure.goal is not None else NOTHING
    lines = [
        ("cycle", say(f"measures.cycle.{measure.cycle}")),
        ("asked", say("measures.asked_on", day=measure.ask_day) if measure.ask_day else NOTHING),
        ("goal", goal),
        ("latest", latest_words(one.points, measure.noun, say)),
        ("trend", trend_words(one.points, None, measure.noun, say)),
        ("unit", one.unit),
        ("owner", one.owner or NOTHING),
    ]
    return [(say(f"targets.about.{name}"), words) for name, words in lines]
