"""Punctuality, computed from dates and hours and never stored, and the percentages of the digest."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from roviec.filling import Words
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lateness import At, Judged, is_late

NEAR = 3  # working days: "cam = còn ≤ 3 ngày" in the provincial follow-up systems


class Punctuality(StrEnum):
    """How an open task, or a completed one, stands to its deadline."""

    on_time = "on_time"
    near = "near"
    overdue = "overdue"
    undated = "undated"

    @property
    def label(self) -> Words:
        """Return the official word."""
        return Words(_LABELS[self], f"word.punctuality.{self}")


class Outcome(StrEnum):
    """The four ways in which the digest counts tasks."""

    met = "met"
    late = "late"
    within = "within"
    overdue = "overdue"

    @property
    def label(self) -> str:
        """Return the official word."""
        return _OUTCOMES[self]


_LABELS = {
    Punctuality.on_time: "trong hạn",
    Punctuality.near: "sắp đến hạn",
    Punctuality.overdue: "quá hạn",
    Punctuality.undated: "không hạn",
}
_OUTCOMES = {
    Outcome.met: "đúng hạn",
    Outcome.late: "trễ hạn",
    Outcome.within: "đang trong hạn",
    Outcome.overdue: "đang quá hạn",
}
_PAST = {"late": "trễ hạn", "overdue": "quá hạn"}


def punctuality(task: Judged, now: At, calendar: Calendar) -> Punctuality:
    """Return how a task stands; a completed one is judged by when it was done and is never "near"."""
    if task.due is None:
        return Punctuality.undated
    if is_late(task, now, calendar):
        return Punctuality.overdue
    left = calendar.working_days_between(now.day, calendar.last_day(task.due))
    is_near = task.completed_on is None and left <= NEAR
    return Punctuality.near if is_near else Punctuality.on_time


def near_until(today: date, calendar: Calendar) -> date:
    """Return the newest deadline that is near today; the oldest is the day after `calendar.passed(today)`."""
    if calendar.day_off is DayOff.next_working_day:
        return calendar.add_working_days(today, NEAR)
    return calendar.add_working_days(today, NEAR + 1) - timedelta(days=1)


def days_late(task: Judged, now: At, calendar: Calendar) -> int:
    """Return the calendar days past the last day on time, at completion or until now.

    What is late by its hour alone is late by 0 days: `is_late` tells whether.
    """
    until = task.completed_on or now.day
    return max(0, (until - calendar.last_day(task.due)).days) if task.due else 0


def outcome(task: Judged, now: At, calendar: Calendar, *, is_done: bool) -> Outcome:
    """Return one of the digest's four ways; what waits to be confirmed is not done, but judged by when it was said."""
    late = is_late(task, now, calendar)
    if is_done:
        return Outcome.late if late else Outcome.met
    return Outcome.overdue if late else Outcome.within


def describe(task: Judged, now: At, calendar: Calendar) -> Words:
    """Return the words shown on a task: "sắp đến hạn", "quá hạn 2 ngày làm việc", "đúng hạn"."""
    if task.due is not None and is_late(task, now, calendar):
        until, how = task.completed_on or now.day, "late" if task.completed_on else "overdue"
        return _past(how, calendar.working_days_between(calendar.last_day(task.due), until))
    if task.due is not None and task.completed_on is not None:
        return Words(Outcome.met.label, "word.in_time")
    return punctuality(task, now, calendar).label


def _past(how: str, days: int) -> Words:
    """Return by how many working days something is late; no number within its day or on days off after it."""
    words = _PAST[how]
    if days:
        return Words(f"{words} {days} ngày làm việc", f"word.{how}.days", {"days": days})
    return Words(words, f"word.{how}")


def percent(part: int, whole: int, places: int = 2) -> str:
    """Return `part` of `whole` in percent, rounded half up, with a decimal comma: "70,23%".

    Without a whole there is no share: "–".
    """
    if whole == 0:
        return "–"
    share = Decimal(part) * 100 / Decimal(whole)
    rounded = share.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded}%".replace(".", ",")
