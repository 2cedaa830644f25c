"""Punctuality, computed from dates and never stored, and the percentages of the digest."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from roviec.filling import Words
from roviec.tasks.calendar import Calendar, DayOff

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


def punctuality(
    due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None
) -> Punctuality:
    """Return how a task stands; a completed one is judged by the day it was done and is never "near"."""
    if due is None:
        return Punctuality.undated
    last = calendar.last_day(due)
    if (done_on or today) > last:
        return Punctuality.overdue
    is_near = done_on is None and calendar.working_days_between(today, last) <= NEAR
    return Punctuality.near if is_near else Punctuality.on_time


def near_until(today: date, calendar: Calendar) -> date:
    """Return the newest deadline that is near today; the oldest is the day after `calendar.passed(today)`."""
    if calendar.day_off is DayOff.next_working_day:
        return calendar.add_working_days(today, NEAR)
    return calendar.add_working_days(today, NEAR + 1) - timedelta(days=1)


def days_late(due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None) -> int:
    """Return the calendar days past the last day on time, at completion or until today; 0 when on time."""
    return max(0, ((done_on or today) - calendar.last_day(due)).days) if due else 0


def outcome(due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None) -> Outcome:
    """Return one of the digest's four ways; a task without deadline can't be late."""
    is_late = days_late(due, today, calendar, done_on=done_on) > 0
    if done_on is not None:
        return Outcome.late if is_late else Outcome.met
    return Outcome.overdue if is_late else Outcome.within


def describe(due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None) -> Words:
    """Return the words shown on a task: "sắp đến hạn", "quá hạn 2 ngày làm việc", "đúng hạn"."""
    until = done_on or today
    last = calendar.last_day(due) if due else None
    if last is not None and until > last:
        return _past("late" if done_on else "overdue", calendar.working_days_between(last, until))
    if due is not None and done_on is not None:
        return Words(Outcome.met.label, "word.in_time")
    return punctuality(due, today, calendar).label


def _past(how: str, days: int) -> Words:
    """Return by how many working days something is late; no number while only days off have passed."""
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
