"""Feedback in the digest: gathered per unit against the period before, and told in a few lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.feedback import figures, find
from roviec.db.feedback.figures import FeedbackCounts
from roviec.reports.changes import Told, told_once, with_change
from roviec.reports.workbook import Cell
from roviec.tasks.calendar import Calendar
from roviec.texts import Texts
from roviec.texts.shapes import short


@dataclass(frozen=True)
class FeedbackLine:
    """One unit's feedback now and a period ago; `unit_id` is None for the total and for what no unit has."""

    unit_id: int | None
    name: str
    now: FeedbackCounts
    before: FeedbackCounts

    def told(self, name: str, tell: Callable[[str], str]) -> Told:
        """Return a figure with what it was."""
        return Told(getattr(self.now, name), getattr(self.before, name), tell)


@dataclass(frozen=True)
class FeedbackPart:
    """The feedback of the running year, units with the most overdue first."""

    total: FeedbackLine
    waiting: int
    """How much waits for a leader now: to be routed, or found wanting by the citizen."""
    units: tuple[FeedbackLine, ...]

    @property
    def has_news(self) -> bool:
        """Tell whether anything waits for an answer or changed in the period."""
        return bool(self.total.now.open or self.waiting) or self.total.now != self.total.before


async def gather_feedback(
    session: AsyncSession,
    *,
    days: tuple[date, date],
    since: date,
    names: Mapping[int | None, str],
    calendar: Calendar,
    unit_ids: tuple[int, ...] | None = None,
) -> FeedbackPart | None:
    """Count the feedback since a day by unit, on a day and on one before it; None where there is none."""
    count = partial(figures.counts_per_unit, since=since, calendar=calendar, unit_ids=unit_ids)
    today, before = days
    now = await count(session, day=today)
    if not now:
        return None
    then = await count(session, day=before)
    total = FeedbackLine(None, "", figures.total(now.values()), figures.total(then.values()))
    if not (total.now.any or total.before.any):
        return None
    lines = [
        FeedbackLine(unit, names.get(unit, ""), counted, then.get(unit, FeedbackCounts()))
        for unit, counted in now.items()
    ]
    # Which unit answers is settled above the units.
    waiting = len(await find.to_settle(session)) if unit_ids is None else 0
    return FeedbackPart(total, waiting, tuple(sorted(filter(_is_told, lines), key=_worst_first)))


def _is_told(line: FeedbackLine) -> bool:
    return line.now.any or line.before.any


def _worst_first(line: FeedbackLine) -> tuple[int, int, int, str]:
    return -line.now.overdue, -line.now.open, -line.now.received, line.name


def feedback_words(part: FeedbackPart | None, say: Texts, *, name: int, lines: int) -> list[str]:
    """Return the lines of the digest: at most `lines` units, their names cut to `name` characters."""
    if part is None:
        return []
    received = part.total.told("received", lambda count: say("digest.feedback", count=count))
    worst = [line for line in part.units if line.now.overdue][:lines]
    units = [line.told("overdue", partial(_unit_words, line, say, name)) for line in worst]
    return [
        with_change(received, say),
        *told_once(_told(part.total, say), say),
        *(f"- {words}" for words in told_once(units, say)),
    ]


def _told(total: FeedbackLine, say: Texts) -> Iterator[Told]:
    """Yield the figures of the whole that are or were more than none."""
    for way in ("on_time", "late", "within", "overdue"):
        if getattr(total.now, way) or getattr(total.before, way):
            yield total.told(way, partial(_way_words, way, say))
    if total.now.rated:
        yield total.told("satisfied", partial(_satisfied_words, total.now.rated, say))
    if total.now.praise:
        yield total.told("praise", lambda count: say("digest.feedback.praise", count=count))


def _way_words(way: str, say: Texts, count: str) -> str:
    return say(f"digest.feedback.{way}", count=count)


def _satisfied_words(rated: int, say: Texts, count: str) -> str:
    return say("digest.feedback.satisfied", count=count, rated=rated)


def _unit_words(line: FeedbackLine, say: Texts, width: int, overdue: str) -> str:
    name = short(line.name or say("digest.feedback.nobody"), width)
    return say("digest.feedback.unit", name=name, overdue=overdue)


def feedback_rows(part: FeedbackPart | None, say: Texts) -> list[list[Cell]]:
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
