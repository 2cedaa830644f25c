"""The digest's figures on feedback, each answering "as of" a day from the dates of the rows.

Counted: what is open, what was answered since 1 January, and praise received since then. Lateness is judged by
the day of the first answer against the promised one; an answer found wanting later does not undo it. A
rating counts from its day on; a second answer takes the first one's rating away, in past weeks too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, func
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.lateness import is_late, is_passed
from roviec.db.models import Feedback
from roviec.tasks.calendar import Calendar
from roviec.tasks.feedback.lifecycle import Kind, Rating


@dataclass(frozen=True)
class FeedbackCounts:
    """How much feedback came in and what became of it."""

    received: int = 0
    """Since 1 January, praise left out."""
    on_time: int = 0
    late: int = 0
    within: int = 0
    overdue: int = 0
    satisfied: int = 0
    dissatisfied: int = 0
    praise: int = 0

    @property
    def any(self) -> bool:
        """Tell whether anything is counted."""
        return self != FeedbackCounts()

    @property
    def open(self) -> int:
        """Return how many wait for their first answer."""
        return self.within + self.overdue

    @property
    def rated(self) -> int:
        """Return how many answers were rated."""
        return self.satisfied + self.dissatisfied


async def counts_per_unit(
    session: AsyncSession,
    *,
    day: date,
    since: date,
    calendar: Calendar,
    unit_ids: Iterable[int] | None = None,
) -> dict[int | None, FeedbackCounts]:
    """Count feedback as it stood on `day`, from `since` on, under each unit; None holds what no unit has yet."""
    conditions = _conditions(day, since, calendar)
    sums = [func.coalesce(func.sum(sa.case((one, 1))), 0) for one in conditions.values()]
    found = sa.select(col(Feedback.unit_id), *sums).where(col(Feedback.received_on) <= day)
    if unit_ids is not None:
        found = found.where(col(Feedback.unit_id).in_(list(unit_ids)))
    rows = (await session.exec(found.group_by(col(Feedback.unit_id)))).all()  # type: ignore[call-overload]
    return {unit: FeedbackCounts(**dict(zip(conditions, counted, strict=True))) for unit, *counted in rows}


def total(counts: Iterable[FeedbackCounts]) -> FeedbackCounts:
    """Return the sum: each feedback is of one unit or of none."""
    names = FeedbackCounts.__dataclass_fields__
    every = list(counts)
    return FeedbackCounts(**{name: sum(getattr(one, name) for one in every) for name in names})


def _conditions(day: date, since: date, calendar: Calendar) -> dict[str, sa.ColumnElement[bool]]:
    """Return under what condition a row counts for each figure of `FeedbackCounts`."""
    praise, new = col(Feedback.kind) == Kind.praise, col(Feedback.received_on) >= since
    due, answered = col(Feedback.due), col(Feedback.answered_on)
    waits = sa.and_(sa.not_(praise), sa.or_(answered.is_(None), answered > day))
    done = sa.and_(sa.not_(praise), answered.between(since, day))
    rated = sa.and_(sa.not_(praise), col(Feedback.rated_on).between(since, day))
    # What has no deadline is compared with nothing: it is never late.
    judged = is_late(due, answered, calendar, (since, day)), is_passed(due, day, calendar)
    late, overdue = (sa.func.coalesce(one, sa.false()) for one in judged)
    return {
        "received": sa.and_(sa.not_(praise), new),
        "on_time": sa.and_(done, sa.not_(late)),
        "late": sa.and_(done, late),
        "within": sa.and_(waits, sa.not_(overdue)),
        "overdue": sa.and_(waits, overdue),
        "satisfied": sa.and_(rated, col(Feedback.rating) == Rating.satisfied),
        "dissatisfied": sa.and_(rated, col(Feedback.rating) == Rating.dissatisfied),
        "praise": sa.and_(praise, new),
    }
