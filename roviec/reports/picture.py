"""The picture of a period: what its template is told, every word and number already written."""

from typing import Any

from roviec.reports.index_words import brief, goal_words, responses_words, why_not
from roviec.reports.model import Digest, UnitLine
from roviec.reports.numbers import numbers_words
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexLine, IndexPart
from roviec.reports.typeset import render
from roviec.reports.wording import remark_words
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import say as worded
from roviec.tasks.punctuality import Outcome
from roviec.tasks.reporting import Cycle
from roviec.texts import Texts
from roviec.texts.shapes import day, moment, number

MOST_UNITS, MOST_NUMBERS = 8, 4
WORST_FIRST = tuple(reversed(Outcome))
Json = dict[str, Any]


def picture(digest: Digest, say: Texts) -> bytes:
    """Return the PNG of a digest, 1080 pixels wide; the same digest always gives the same bytes."""
    return render("digest", told(digest, say), "png")


def told(digest: Digest, say: Texts) -> Json:
    """Return what the template `digest` needs; units beyond MOST_UNITS are only counted."""
    period = period_words(digest.period, say)
    shown = digest.units[:MOST_UNITS]
    left = len(digest.units) - len(shown)
    return {
        "language": say.language,
        "title": say("digest.title", office=digest.office, period=period),
        "office": digest.office,
        "week": period[:1].upper() + period[1:],
        "dates": _dates(digest, say),
        "totals": [_total(digest, way, say) for way in WORST_FIRST],
        "units_title": say("picture.units"),
        "units": [_unit(line, say) for line in shown],
        "longest": max((line.now.total for line in shown), default=0),
        "no_tasks": say("picture.no_tasks"),
        "more": say("picture.more_units", count=left) if left else "",
        "index": _index(digest.index, say),
        "remark": " ".join(remark_words(digest, say)),
        "numbers": {
            "title": say("picture.numbers"),
            "lines": numbers_words(digest.numbers, say, name=60, lines=MOST_NUMBERS),
        },
        "notes": _notes(digest, say),
    }


def signed(change: int) -> str:
    """Write a change as +2 or −2."""
    return f"{'+' if change > 0 else '−'}{number(abs(change))}"


def _dates(digest: Digest, say: Texts) -> str:
    until, period = day(digest.today), digest.period
    if period.cycle is Cycle.week:
        return say("picture.dates", day=until)
    return say("picture.span", first=day(period.first), last=day(period.last), day=until)


def _total(digest: Digest, way: Outcome, say: Texts) -> Json:
    now, before = digest.total.now[way], digest.total.before[way]
    to = "week" if digest.period.cycle is Cycle.week else "period"
    moved = now != before
    change = say(f"picture.change.{to}", change=signed(now - before)) if moved else say(f"picture.same.{to}")
    label = say(f"picture.column.{way}").split("|")
    return {"way": way, "label": label, "value": now, "text": number(now), "change": change}


def _unit(line: UnitLine, say: Texts) -> Json:
    change = line.now[Outcome.overdue] - line.before[Outcome.overdue]
    counts = [
        {"way": way, "value": line.now[way], "text": number(line.now[way]), "change": ""}
        for way in WORST_FIRST
    ]
    if change:
        counts[0]["change"] = f"({signed(change)})"
    return {"name": line.name or say("digest.unit.nobody"), "counts": counts}


def _index(part: IndexPart | None, say: Texts) -> Json:
    """Return the levels with their figures, or why there are none."""
    told: Json = {"title": say("picture.index"), "why": ""}
    if part is None:
        return told | {"why": say("digest.index.none")}
    if part.overall.level.figures is None:
        return told | {"why": why_not(part, part.overall, say)}
    low, goal = _lowest(part), part.overall.goal
    measure = say(f"measure.{part.headline}")
    return told | {
        "about": say("picture.index.about", measure=measure, responses=responses_words(part, say)),
        "low": low,
        "ticks": [{"value": at, "text": f"{number(at)}%"} for at in range(low, 101, 10 if low >= 60 else 20)],
        "goal": None if goal is None else {"value": goal, "text": say("picture.goal", goal=goal_words(goal))},
        "lines": [_line(part, line, say) for line in part.lines],
    }


def _lowest(part: IndexPart) -> int:
    """Start the axis at a multiple of 20 below everything that is drawn."""
    known = [shown.low for line in part.lines if (shown := part.shown(line))]
    known += [line.goal for line in part.lines if line.goal is not None]
    return int(min(60.0, max(0.0, min(known, default=60.0) // 20 * 20)))


def _line(part: IndexPart, line: IndexLine, say: Texts) -> Json:
    told: Json = {"name": worded(line.title, say.language), "kind": line.kind, "figure": None, "brief": ""}
    shown = part.shown(line)
    if shown is None:
        return told | {"brief": brief(part, line, say)}
    goal = part.overall.goal if line.goal is None else line.goal
    figure = {
        "value": float(shown.value),
        "low": shown.low,
        "high": shown.high,
        "text": f"{comma(shown.value, 1)}%",
        "spread": f"{comma(shown.low, 1)}–{comma(shown.high, 1)}; n = {number(line.people)}",
        "missed": goal is not None and float(shown.value) < goal,
        "whole": line.kind == "overall",
    }
    return told | {"figure": figure}


def _notes(digest: Digest, say: Texts) -> list[str]:
    notes = [say("picture.how", before=day(digest.before), since=day(digest.since))]
    if digest.index is not None:
        notes.append(say("picture.how.index", since=day(digest.index.since)))
    return [*notes, say("picture.made", moment=moment(digest.now))]
