"""The index in words and as a table: for /chiso and for the command `roviec index`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from roviec.reports.satisfaction import IndexLine, IndexPart
from roviec.survey.cells import Criterion, Figures, Headline
from roviec.survey.counting import Counts
from roviec.survey.index import Index, Level
from roviec.survey.intervals import Estimate
from roviec.survey.numbers import Exact, comma, half_up
from roviec.survey.questionnaire import say as worded
from roviec.texts import Texts
from roviec.texts.shapes import day, number


def figure(estimate: Estimate, digits: int = 1) -> str:
    """Write an estimate as 84,1% (81,0–87,2)."""
    spread = f"{comma(estimate.low, digits)}–{comma(estimate.high, digits)}"
    return f"{comma(estimate.value, digits)}% ({spread})"


def goal_words(goal: float) -> str:
    """Write a goal without needless decimals: 90%, 87,5%."""
    return f"{comma(goal, 0 if goal == int(goal) else 1)}%"


def responses_words(part: IndexPart, say: Texts) -> str:
    """Say how many answered; of a handful only that it is fewer than the minimum."""
    total = part.compared.total
    if total < part.minimum_cell:
        return say("index.responses.few", minimum=part.minimum_cell)
    return say("index.responses", count=number(total))


def why_not(part: IndexPart, line: IndexLine, say: Texts) -> str:
    """Say why a line has no figure: too few people, or nobody at all."""
    if _is_withheld(part, line):
        return say("index.withheld", minimum=part.minimum_cell)
    return say("index.unanswered")


def brief(part: IndexPart, line: IndexLine, say: Texts) -> str:
    """Say the same in a few words, for a row of a chart or list."""
    if _is_withheld(part, line):
        return say("index.withheld.brief", minimum=part.minimum_cell)
    return say("index.unanswered")


def measured(part: IndexPart, line: IndexLine, say: Texts) -> list[str]:
    """Return both measures of a line under their names, the headline first; or why there are none."""
    if line.level.figures is None:
        return [why_not(part, line, say)]
    order = sorted(Headline, key=lambda which: which != part.headline)
    return [
        say(f"index.measure.{which}", figure=figure(line.level.figures.headline(which))) for which in order
    ]


def against_goal(part: IndexPart, line: IndexLine, say: Texts) -> list[str]:
    """Say how far the headline is from the goal, and what it is without the flagged responses."""
    said, shown = [], part.shown(line)
    if shown is not None and line.goal is not None:
        gap = half_up(shown.value, 1) - half_up(line.goal, 1)
        key = "index.goal.reached" if gap >= 0 else "index.goal.missed"
        said.append(say(key, goal=goal_words(line.goal), gap=comma(abs(gap), 1)))
    compared = part.compared
    clean = compared.unflagged.overall.figures
    if line.kind == "overall" and compared.flagged and clean:
        value = figure(clean.headline(part.headline))
        said.append(say("index.unflagged", count=number(compared.flagged), figure=value))
    return said


def burst_words(part: IndexPart, say: Texts) -> list[str]:
    """Say on which days many responses came within minutes, or from one network, at most three of each."""
    return [
        *(say("index.burst", day=day(on), unit=unit, count=number(n)) for on, unit, n in part.bursts[:3]),
        *(say("index.network", day=day(on), unit=unit, count=number(n)) for on, unit, n in part.networks[:3]),
    ]


def index_text(part: IndexPart | None, say: Texts) -> str:
    """Return the short text for /chiso: overall with both measures, then each factor against the goal."""
    if part is None:
        return say("digest.index.none")
    title = worded(part.form.title, say.language)
    span = say("index.span", first=day(part.since), last=day(part.until))
    lines = [say("index.title", form=title), f"{responses_words(part, say)}, {span}"]
    lines += measured(part, part.overall, say) + against_goal(part, part.overall, say)
    if part.overall.level.figures is None:
        return "\n".join([*lines, *grade_words(part, say), *other_words(part, say)])
    lines += ["", say("index.factors", measure=say(f"measure.{part.headline}"))]
    for line in part.factors:
        shown = part.shown(line)
        words = f"{figure(shown)}, n = {number(line.people)}" if shown else brief(part, line, say)
        lines.append(f"- {worded(line.title, say.language)}: {words}")
    lines += grade_words(part, say)
    lines += ["", *burst_words(part, say), *honesty_words(part, say), *other_words(part, say)]
    lines.append(say("index.steps", minimum=part.minimum_cell))
    return "\n".join([*lines, say("digest.index.note")])


def grade_words(part: IndexPart, say: Texts) -> list[str]:
    """Say the grades of a form that has an index as well, a blank line before them."""
    words = grades_words(part.grades, say)
    return ["", words] if words else []


def grades_words(grades: Counts, say: Texts) -> str:
    """Say how many evaluations of a dossier have which grade by their points, the best first; "" for none."""
    total = sum(grades)
    if not total:
        return ""
    names = ("excellent", "good", "fair", "average", "weak")
    counted = zip(names, reversed(grades), strict=True)
    said = [f"{say(f'grade.{name}')} {number(count)}" for name, count in counted]
    return say("index.grades", total=number(total), grades="; ".join(said))


def honesty_words(part: IndexPart, say: Texts) -> list[str]:
    """Say which days are left out and what the index is with them, and when a mark tells nothing any more."""
    said = [say("index.nearly_all")] if part.is_nearly_all_marked else []
    every = part.with_all_days.overall.figures if part.with_all_days else None
    if every:
        value = figure(every.headline(part.headline))
        said.append(say("index.left_out", count=number(part.days_left_out), figure=value))
    return said


def other_words(part: IndexPart, say: Texts) -> list[str]:
    """Name the further forms that were answered in this time: a newer one hides none."""
    forms = [f"{worded(one.title, say.language)} ({one.code} {one.version})" for one in part.others]
    return [say("index.others", forms="; ".join(forms))] if forms else []


def index_table(part: IndexPart, language: str = "vi") -> dict[str, Any]:
    """Return the whole index as a JSON-able dict: percent as numbers rounded half up to 2 decimals.

    `overall`, `contents`, `factors` and `criteria` for everyone, `without_flagged` for unmarked responses;
    `bursts` are the days on which many came within minutes, `networks` those on which many came from one.
    """
    compared = part.compared
    few = compared.total < part.minimum_cell
    return {
        "form": part.form.code,
        "version": part.form.version,
        "title": worded(part.form.title, language),
        "from": part.since.isoformat(),
        "to": part.until.isoformat(),
        "headline": str(part.headline),
        "official": False,
        "minimum_cell": part.minimum_cell,
        "responses": None if few else compared.total,
        "flagged": None if few else compared.flagged,
        "goal": part.overall.goal,
        **_levels(part, compared.everyone, language),
        "without_flagged": _levels(part, compared.unflagged, language),
        "with_all_days": _level(part.with_all_days.overall, language) if part.with_all_days else None,
        "days_left_out": part.days_left_out,
        "other_forms": [{"code": one.code, "version": one.version} for one in part.others],
        "grades": list(part.grades) if sum(part.grades) else None,
        "bursts": _days(part.bursts),
        "networks": _days(part.networks),
    }


def _days(days: Iterable[tuple[date, str, int]]) -> list[dict[str, Any]]:
    return [{"date": on.isoformat(), "unit": unit, "responses": n} for on, unit, n in days]


def _levels(part: IndexPart, computed: Index, language: str) -> dict[str, Any]:
    return {
        "overall": _level(computed.overall, language),
        "contents": [_level(level, language) for level in computed.contents],
        "factors": [_level(level, language) for level in computed.factors],
        "criteria": [_criterion(part, one, language) for one in computed.criteria],
    }


def _level(level: Level, language: str) -> dict[str, Any]:
    return {
        "id": level.id or "overall",
        "title": worded(level.title, language),
        "criteria_used": level.used,
        "criteria_total": level.total,
        "ratings": level.ratings,
        **_figures(level.figures),
    }


def _criterion(part: IndexPart, one: Criterion, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": worded(part.form.item(one.id).text, language),
        "n": one.n,
        "distribution": list(one.counts) if one.counts else None,
        **_figures(one.figures),
        "withheld": {"count": one.withheld.count, "reason": one.withheld.reason} if one.withheld else None,
    }


def _figures(figures: Figures | None) -> dict[str, Any]:
    """Return both measures: `share` is tỷ lệ hài lòng, `mean` điểm bình quân quy đổi."""
    if figures is None:
        return {"share": None, "mean": None, "neutral": None, "dissatisfied": None}
    return {
        "share": _estimate(figures.share),
        "mean": _estimate(figures.mean),
        "neutral": _two(figures.neutral),
        "dissatisfied": _two(figures.dissatisfied),
    }


def _estimate(one: Estimate) -> dict[str, float]:
    return {"value": _two(one.value), "low": _two(one.low), "high": _two(one.high)}


def _two(value: Exact | float) -> float:
    return float(half_up(value))


def _is_withheld(part: IndexPart, line: IndexLine) -> bool:
    return any(criterion.withheld for criterion in _criteria_of(part, line))


def _criteria_of(part: IndexPart, line: IndexLine) -> list[Criterion]:
    groups: dict[tuple[str, str], tuple[str, ...]] = {}
    for content in part.form.contents:
        groups["content", content.id] = content.criteria
        groups.update({("factor", factor.id): factor.criteria for factor in content.factors})
    everyone = part.compared.everyone
    if (line.kind, line.id) not in groups:
        return list(everyone.criteria)
    return [everyone.criterion(item) for item in groups[line.kind, line.id]]
