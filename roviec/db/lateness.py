"""Lateness where the database counts it: the rule of `tasks/lateness.py` as conditions of a query."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from roviec.db.models import Task
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lateness import At

LONGEST_REST = timedelta(days=31)
"""No office is closed for longer."""
_DAY = timedelta(days=1)


def task_is_over(due: Any, at: At, calendar: Calendar) -> sa.ColumnElement[bool]:
    """Return the condition that a deadline of a task, its present or its first one, has passed at a moment."""
    over = is_passed(due, at.day, calendar)
    if at.hour is None or calendar.last_day(at.day) != at.day:
        return over
    return sa.or_(over, _holds(due == at.day, _named_with(due), col(Task.hour) <= at.hour))


def task_was_late(due: Any, calendar: Calendar, span: tuple[date, date]) -> sa.ColumnElement[bool]:
    """Return the condition that a task was done too late for a deadline of its own, on a day of the span."""
    done, hour = col(Task.completed_on), col(Task.hour)
    same_day = [done == due, _named_with(due), hour <= col(Task.completed_hour)]
    if calendar.day_off is DayOff.next_working_day:
        same_day.append(due.not_in(_off(calendar.rests(span[0] - LONGEST_REST, span[1]))))
    return sa.or_(is_late(due, done, calendar, span), _holds(*same_day))


def _named_with(due: Any) -> sa.ColumnElement[bool]:
    named: sa.ColumnElement[bool] = col(Task.hour_on) == due
    return named


def _holds(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return whether all hold: what has no hour is compared with nothing, and "no" can be turned round."""
    return sa.and_(col(Task.hour).is_not(None), sa.func.coalesce(sa.and_(*conditions), sa.false()))


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
    off = _off(rests)
    pairs = [pair for first, last in rests for pair in _within(first, last)]
    # Few rows are due on a day off and done after one: the long list of pairs is only for them.
    return sa.and_(due.in_(off), done.in_([day + _DAY for day in off]), sa.tuple_(due, done).in_(pairs))


def _within(first: date, last: date) -> list[tuple[date, date]]:
    """Return each day of a stretch with each day after it up to the one on which work goes on."""
    days = [first + n * _DAY for n in range((last - first).days + 2)]
    return [(due, done) for n, due in enumerate(days) for done in days[n + 1 :]]


def _off(rests: list[tuple[date, date]]) -> list[date]:
    return [first + n * _DAY for first, last in rests for n in range((last - first).days + 1)]
