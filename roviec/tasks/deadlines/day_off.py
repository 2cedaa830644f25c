"""A deadline on a day off: as it is written, or the next working day (Civil Code 2015, Article 148)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roviec.tasks.calendar import Calendar


class DayOff(StrEnum):
    """What an office makes of a deadline that falls on a day off."""

    as_written = "as_written"
    next_working_day = "next_working_day"


class Reason(StrEnum):
    """Why the effective day is what it is; the values end the keys of the lines that say so."""

    working_day = "working_day"
    kept = "kept"
    moved = "moved"


@dataclass(frozen=True)
class EffectiveDue:
    """The day from which a task is late and the day that was written, with the reason they differ or not."""

    day: date
    written: date
    reason: Reason


def effective_due(due: date, calendar: Calendar, day_off: DayOff) -> EffectiveDue:
    """Return the last day on which a task due on `due` is in time, and why (Civil Code 2015, Article 148)."""
    if calendar.is_working(due):
        return EffectiveDue(due, due, Reason.working_day)
    if day_off is DayOff.as_written:
        return EffectiveDue(due, due, Reason.kept)
    return EffectiveDue(calendar.next_working(due), due, Reason.moved)
