"""Punctuality, computed from dates and never stored, and the percentages of the digest."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from roviec.tasks.calendar import Calendar

NEAR = 3  # working days: "cam = còn ≤ 3 ngày" in the provincial follow-up systems


class Punctuality(StrEnum):
    """How an open task, or a completed one, stands to its deadline."""

    on_time = "on_time"
    near = "near"
    overdue = "overdue"
    undated = "undated"

    @property
    def label(self) -> str:
        """Return the official word."""
        return _LABELS[self]


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


def punctuality(
    due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None
) -> Punctuality:
    """Return how a task stands; a completed one is judged by the day it was done and is never "near"."""
    if due is None:
        return Punctuality.undated
    if (done_on or today) > due:
        return Punctuality.overdue
    is_near = done_on is None and calendar.working_days_between(today, due) <= NEAR
    return Punctuality.near if is_near else Punctuality.on_time


def days_late(due: date | None, today: date, *, done_on: date | None = None) -> int:
    """Return the calendar days past the deadline at completion, or until today; 0 when on time."""
    return max(0, ((done_on or today) - due).days) if due else 0


def outcome(due: date | None, today: date, *, done_on: date | None = None) -> Outcome:
    """Return one of the digest's four ways; a task without deadline can't be late."""
    is_late = days_late(due, today, done_on=done_on) > 0
    if done_on is not None:
        return Outcome.late if is_late else Outcome.met
    return Outcome.overdue if is_late else Outcome.within


def describe(due: date | None, today: date, calendar: Calendar, *, done_on: date | None = None) -> str:
    """Return the words shown on a task: "sắp đến hạn", "quá hạn 2 ngày", "trễ hạn 4 ngày", "đúng hạn"."""
    late = days_late(due, today, done_on=done_on)
    if due is not None and done_on is not None:
        return f"trễ hạn {late} ngày" if late else "đúng hạn"
    if late:
        return f"quá hạn {late} ngày"
    return punctuality(due, today, calendar, done_on=done_on).label


def percent(part: int, whole: int, places: int = 2) -> str:
    """Return `part` of `whole` in percent, rounded half up, with a decimal comma: "70,23%".

    Without a whole there is no share: "–".
    """
    if whole == 0:
        return "–"
    share = Decimal(part) * 100 / Decimal(whole)
    rounded = share.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded}%".replace(".", ",")
