"""When a task is late: after its last day on time, on it from its hour on. `db/lateness.py` says this in SQL."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from roviec.tasks.calendar import Calendar
from roviec.tasks.hours import Due, hour_of


@dataclass(frozen=True, slots=True)
class At:
    """A moment of the office, its day and hour; without an hour it is judged by the day alone."""

    day: date
    hour: time | None = None


class Judged(Due, Protocol):
    """What has a deadline and may be done."""

    @property
    def completed_on(self) -> date | None:
        """The day on which it was said to be done."""

    @property
    def completed_hour(self) -> time | None:
        """The office's hour at which it was said."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline by itself, with the hour that it names, and when it was met."""

    due: date | None
    hour: time | None = None
    completed_on: date | None = None
    completed_hour: time | None = None

    @property
    def hour_on(self) -> date | None:
        """The day with which the hour was named."""
        return self.due


def at_of(now: datetime, calendar: Calendar) -> At:
    """Return the office's day and hour of an aware moment."""
    here = now.astimezone(calendar.tz)
    return At(here.date(), here.time())


def done_at(task: Judged) -> At | None:
    """Return when something was said to be done; None while it is not."""
    return None if task.completed_on is None else At(task.completed_on, task.completed_hour)


def binding_hour(task: Due, calendar: Calendar) -> time | None:
    """Return the hour that ends the last day on time; a deadline that moved off a day off ends with its day."""
    moved = task.due is not None and calendar.last_day(task.due) != task.due
    return None if moved else hour_of(task)


def is_over(task: Due, at: At, calendar: Calendar) -> bool:
    """Tell whether a deadline has passed at a moment."""
    if task.due is None or at.day < task.due:
        return False
    last = calendar.last_day(task.due)
    if at.day != last:
        return at.day > last
    hour = binding_hour(task, calendar)
    return hour is not None and at.hour is not None and at.hour >= hour


def is_late(task: Judged, now: At, calendar: Calendar) -> bool:
    """Tell whether a task was done too late or, while it is not done, is late now."""
    return is_over(task, done_at(task) or now, calendar)
