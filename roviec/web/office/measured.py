"""What the pages of targets, figures and scores share: the tabs, a drawn series, what changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from roviec.db.measures.series import Point
from roviec.db.models import Measure, MeasureEvent, Person, Unit
from roviec.reports.measured_words import with_rank
from roviec.reports.period_words import period_words
from roviec.tasks.measures.goals import goal_words
from roviec.tasks.measures.numbers import write_number
from roviec.tasks.reporting import Cycle, Period, named, running
from roviec.texts import Texts
from roviec.texts.shapes import moment
from roviec.web.deps import deps_of, texts_of

PERIODS = 6
_WIDE, _HIGH, _EDGE = 320.0, 90.0, 8.0
_WAYS = (("targets", "/trang/chi-tieu"), ("measures", "/trang/so-lieu"), ("scores", "/trang/cham-diem"))


def sections(say: Texts, here: str) -> list[dict[str, Any]]:
    """Return the tabs over these pages."""
    return [
        {"label": say(f"web.office.figures.tab.{name}"), "path": path, "is_here": name == here}
        for name, path in _WAYS
    ]


def drawn(points: Sequence[Point], noun: str, goal: float | None, say: Texts) -> dict[str, Any]:
    """Return a series for a table and for a line of at least two points, with the goal across."""
    rows = [
        {
            "period": period_words(one.period, say),
            "value": say("measures.not_yet") if one.value is None else write_number(one.value, noun),
        }
        for one in points
    ]
    known = [one.value for one in points if one.value is not None]
    if len(known) < 2:
        return {"rows": rows, "line": "", "goal": ""}
    low, high = (
        min([*known, *([goal] if goal is not None else [])]),
        max([*known, *([goal] if goal is not None else [])]),
    )
    step = (_WIDE - 2 * _EDGE) / (len(known) - 1)

    def height(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_HIGH - _EDGE - share * (_HIGH - 2 * _EDGE), 1)

    line = " ".join(f"{round(_EDGE + n * step, 1)},{height(value)}" for n, value in enumerate(known))
    return {"rows": rows, "line": line, "goal": height(goal) if goal is not None else ""}


async def events(
    session: AsyncSession, request: Request, found: Sequence[tuple[MeasureEvent, str | None]]
) -> list[dict[str, Any]]:
    """Return the changes of a target or a figure, each with what was before."""
    say, zone = texts_of(request), deps_of(request).zone
    return [
        {
            "at": moment(event.at.astimezone(zone)),
            "what": say(f"web.office.figures.event.{event.kind}"),
            "who": who or "",
            "lines": [line for line in (await _told(session, say, event), event.reason) if line],
        }
        for event, who in found
    ]


async def _told(session: AsyncSession, say: Texts, event: MeasureEvent) -> str:
    before, after = event.before, event.data
    if "goal" in after:
        return _from_to(say, _goal(before), _goal(after))
    if event.kind == "value":
        value = _value(after.get("value"), say)
        period = period_words(named(after["period"]), say)
        old = _from_to(say, _value(before.get("value"), say), value) if before else value
        return f"{period}: {old} («{after['words']}»)"
    for column, table in (("owner_id", Person), ("unit_id", Unit), ("measure_id", Measure)):
        if column in after:
            names = [await _name(session, table, one.get(column)) for one in (before, after)]
            return _from_to(say, *names)
    return ""


def _goal(of: dict[str, Any]) -> str:
    goal = goal_words(of["goal_op"], of["goal"]) if of.get("goal") is not None else ""
    return with_rank(goal, of.get("goal_rank"))


def _value(value: float | None, say: Texts) -> str:
    return say("measures.not_yet") if value is None else write_number(value)


def _from_to(say: Texts, before: str, after: str) -> str:
    return say("web.office.change.from_to", before=before, after=after)


async def _name(session: AsyncSession, table: Any, number: int | None) -> str:
    found = await session.get(table, number) if number else None
    return found.name if found is not None else "–"


def latest_periods(cycle: Cycle, today: date) -> list[Period]:
    """Return the periods that a page offers, the last one that ended first, the running one last."""
    now = running(cycle, today)
    found, one = [], now
    for _ in range(PERIODS):
        one = one.previous
        found.append(one)
    return [*found, now]
