"""The days that a chat message names, read from its normalised words."""

from dataclasses import dataclass
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.coverage import touched, weekday_differs
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings, Doubt
from roviec.tasks.deadlines.moments import IN_CHATS, moments
from roviec.tasks.deadlines.resolve import Context, Found


@dataclass(frozen=True, slots=True)
class Named:
    """A day or length with its place in the line; `touched` where words of time beside it were not read."""

    start: int
    end: int
    deadline: Deadline
    touched: bool = False


def named_in(line: str, *, today: date, calendar: Calendar, lookback: timedelta) -> list[Named]:
    """Return the days and lengths that a folded line names, in order.

    A day without a year is taken for this year's until it is `lookback` behind `today`.
    """
    context = Context(today, None, None, calendar, DeadlineSettings(), lookback)
    found = moments(line, context, IN_CHATS)
    near = touched(line, [(one.start, one.end) for one in found])
    return [_named(line, one, is_near, context) for one, is_near in zip(found, near, strict=True)]


def _named(line: str, one: Found, is_near: bool, context: Context) -> Named:
    """Return one day, without it where the weekday beside it is another."""
    differs = weekday_differs(line[one.start : one.end], context)
    return Named(one.start, one.end, doubtful(Doubt.weekday_differs) if differs else one.deadline, is_near)
