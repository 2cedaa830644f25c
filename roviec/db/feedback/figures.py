"""The digest's figures on feedback, each answering "as of" a day from the dates of the rows.

Counted: what is open, what was answered since 1 January, and praise received since then. Lateness is judged by
the day of the first answer against the promised one; an answer found wanting later does not undo it. A
rating counts from its day on; a second answer takes the first one's rating away, in past weeks too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Feedback
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


async def known(
    session: AsyncSession, *, day: date, unit_ids: Iterable[int] | None = None
) -> Sequence[Feedback]:
    """Return the feedback received up to `day`; only that of `unit_ids` when given."""
    found = select(Feedback).where(col(Feedback.received_on) <= day)
    if unit_ids is not None:
        found = found.where(col(Feedback.unit_id).in_(list(unit_ids)))
    return (await session.exec(found.order_by(col(Feedback.id)))).all()


def counts(rows: Iterable[Feedback], *, day: date, since: date) -> FeedbackCounts:
    """Count feedback as it stood on `day`, from `since` on."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in _counted(row, day, since):
            found[name] += 1
    return FeedbackCounts(**found)


def _counted(row: Feedback, day: date, since: date) -> list[str]:
    """Return under which names a row counts."""
    if row.received_on > day:
        return []
    is_new = row.received_on >= since
    if row.kind is Kind.praise:
        return ["praise"] if is_new else []
    names = ["received"] if is_new else []
    if row.answered_on is None or row.answered_on > day:
        names.append("overdue" if _is_past(row, day) else "within")
    elif row.answered_on >= since:
        names.append("late" if _is_past(row, row.answered_on) else "on_time")
    if row.rating and row.rated_on and since <= row.rated_on <= day:
        names.append("satisfied" if row.rating is Rating.satisfied else "dissatisfied")
    return names


def _is_past(row: Feedback, day: date) -> bool:
    return row.due is not None and row.due < day


def counts_per_unit(rows: Iterable[Feedback], *, day: date, since: date) -> dict[int | None, FeedbackCounts]:
    """Count under each unit; None holds what no unit has yet."""
    groups: dict[int | None, list[Feedback]] = defaultdict(list)
    for row in rows:
        groups[row.unit_id].append(row)
    return {unit: counts(group, day=day, since=since) for unit, group in groups.items()}
