"""Lateness where the database counts it: the same rule as `Calendar.last_day`, as a condition of a query."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from roviec.tasks.calendar import Calendar, DayOff

LONGEST_REST = timedelta(days=31)
"""No office is closed for longer."""
_DAY = timedelta(days=1)


def is_passed(due: Any, day: date, calendar: Calendar) -> sa.ColumnElement[bool]:
    """Return the condition that a deadline is late on a day."""
    late: sa.ColumnElement[bool] = due <= calendar.passed(day)
    return late


def is_late(due: Any, done: Any, calendar: Calendar, span: tuple[date, date]) -> sa.ColumnElement[bool]:
    """Return the condition that something was done too late, on a day `done` of the span.

    It is on time still where only days off lie between: each stretch of them excuses what was due in it.
    """
    late: sa.ColumnElement[bool] = due < done
    if calendar.day_off is DayOff.as_written:
        return late
    rests = calendar.rests(span[0] - LONGEST_REST, span[1])
    return sa.and_(late, sa.not_(_excused(due, done, rests)))


def _excused(due: Any, done: Any, rests: list[tuple[date, date]]) -> sa.ColumnElement[bool]:
    off = [first + n * _DAY for first, last in rests for n in range((last - first).days + 1)]
    within = (sa.and_(due >= first, done.between(first, last + _DAY)) for first, last in rests)
    # Few rows are due on a day off and done after one: the long list of stretches is only for them.
    return sa.and_(due.in_(off), done.in_([day + _DAY for day in off]), sa.or_(sa.false(), *within))
