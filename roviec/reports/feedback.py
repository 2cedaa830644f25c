"""Feedback in the digest: gathered per unit against last week, and told in a few lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.feedback import figures, find
from roviec.db.feedback.figures import FeedbackCounts
from roviec.reports.changes import changed
from roviec.tasks.calendar import Calendar
from roviec.texts import Texts
from roviec.texts.shapes import number, short

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class FeedbackLine:
    """One unit's feedback now and a week ago; `unit_id` is None for the total and for what no unit has."""

    unit_id: int | None
    name: str
    now: FeedbackCounts
    before: FeedbackCounts

    def told(self, name: str, say: Texts) -> str:
        """Write a figure with its change since last week: "8 (tăng 2)"."""
        now, before = getattr(self.now, name), getattr(self.before, name)
        return f"{number(now)} ({changed(now - before, say)})"


@dataclass(frozen=True)
class FeedbackPart:
    """The feedback of the running year, units with the most overdue first."""

    total: FeedbackLine
    waiting: int
    """How much waits for a leader now: to be routed, or found wanting by the citizen."""
    units: tuple[FeedbackLine, ...]

    @property
    def has_news(self) -> bool:
        """Tell whether anything waits for an answer or changed since last week."""
        return bool(self.total.now.open or self.waiting) or self.total.now != self.total.before


async def gather_feedback(
    session: AsyncSession,
    *,
    today: date,
    names: Mapping[int | None, str],
    calendar: Calendar,
    unit_ids: tuple[int, ...] | None = None,
) -> FeedbackPart | None:
    """Count the feedback of the year by unit; None where there is none. Both weeks count from one 1 January."""
    since, before = date(today.year, 1, 1), today - WEEK
    now, then = [
        await figures.counts_per_unit(session, day=day, since=since, calendar=calendar, unit_ids=unit_ids)
        for day in (today, before)
    ]
    total = FeedbackLine(None, "", figures.total(now.values()), figures.total(then.values()))
    if not (total.now.any or total.before.any):
        return None
    lines = [
        FeedbackLine(unit, names.get(unit, ""), counted, then.get(unit, FeedbackCounts()))
        for unit, counted in now.items()
    ]
    waiting = len(
        [one for one in await find.to_settle(session) if unit_ids is None or one.unit_id in unit_ids]
    )
    return FeedbackPart(total, waiting, tuple(sorted(filter(_is_told, lines), key=_worst_first)))


def _is_told(line: FeedbackLine) -> bool:
    return line.now.any or line.before.any


def _worst_first(line: FeedbackLine) -> tuple[int, int, int, str]:
    return -line.now.overdue, -line.now.open, -line.now.received, line.name


def feedback_words(part: FeedbackPart | None, say: Texts, *, name: int, lines: int) -> list[str]:
    """Return the lines of the digest: at most `lines` units, their names cut to `name` characters."""
    if part is None:
        return []
    total = part.total
    told = [say("digest.feedback", count=total.told("received", say))]
    told += [
        say(f"digest.feedback.{way}", count=total.told(way, say))
        for way in ("on_time", "late", "within", "overdue")
        if getattr(total.now, way) or getattr(total.before, way)
    ]
    if total.now.rated:
        told.append(
            say("digest.feedback.satisfied", count=total.told("satisfied", say), rated=total.now.rated)
        )
    if total.now.praise:
        told.append(say("digest.feedback.praise", count=total.told("praise", say)))
    worst = [line for line in part.units if line.now.overdue][:lines]
    told += [
        say(
            "digest.feedback.unit",
            name=short(line.name or say("digest.feedback.nobody"), name),
            overdue=line.told("overdue", say),
        )
        for line in worst
    ]
    return told


def feedback_rows(part: FeedbackPart | None, say: Texts) -> list[list[object]]:
    """Return the annex's rows: every figure of each unit with its change, then of the office."""
    if part is None:
        return []
    lines = [*part.units, FeedbackLine(None, say("annex.total"), part.total.now, part.total.before)]
    return [
        [line.name or say("digest.feedback.nobody")]
        + [
            value
            for name in FeedbackCounts.__dataclass_fields__
            for value in (getattr(line.now, name), getattr(line.now, name) - getattr(line.before, name))
        ]
        for line in lines
    ]
