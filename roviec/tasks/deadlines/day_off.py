"""Why a deadline on a day off counts as it does: as written, or the next working day (Civil Code, Article 148)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roviec.tasks.calendar import Calendar


class Reason(StrEnum):
    """Why the last day is what it is; the values end the keys of the lines that say so."""

    working_day = "working_day"
    kept = "kept"
    moved = "moved"


@dataclass(frozen=True)
class EffectiveDue:
    """The last day on which a task is on time and the day that was written, with the reason they differ or not."""

    day: date
    written: date
    reason: Reason


def effective_due(due: date, calendar: Calendar) -> EffectiveDue:
    """Return the last day on which a task due on `due` is on time, and why (Civil Code 2015, Article 148)."""
    last = calendar.last_day(due)
    if last != due:
        return EffectiveDue(last, due, Reason.moved)
    return EffectiveDue(due, due, Reason.working_day if calendar.is_working(due) else Reason.kept)
