"""When a recurring task falls due next, and when a counted period really ends."""

from calendar import monthrange
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.model import Deadline, Recurrence, Rule

_DAY = timedelta(days=1)


def next_occurrence(deadline: Deadline, after: date, calendar: Calendar) -> date | None:
    """Return the first due day strictly after `after`; None for a deadline that does not recur.

    Days named by the document stay as written, on a day off too; a weekly task without a weekday is due on
    the week's last working day. Quarterly reports have no separate second and fourth report: these are the
    half-year and annual ones, due on the same days (NĐ 09/2019/NĐ-CP).
    """
    if deadline.recurrence is Recurrence.daily:
        return calendar.next_working(after)
    if deadline.recurrence is Recurrence.weekly:
        return min(_next_in_week(rule, after, calendar) for rule in deadline.rules)
    return min((_next_in_period(rule, after) for rule in deadline.rules), default=None)


def _next_in_week(rule: Rule, after: date, calendar: Calendar) -> date:
    """Return the next due day of a weekly task; a week without working day has none."""
    monday = after - timedelta(days=after.weekday())
    while True:
        if rule.weekday is not None:
            due = monday + timedelta(days=rule.weekday)
        else:
            due = calendar.on_or_before(monday + timedelta(days=6))
        if due > after:
            return due
        monday += timedelta(days=7)


def _next_in_period(rule: Rule, after: date) -> date:
    """Return the next due day of a task that recurs every `rule.months` months."""
    first = (after.month - 1) // rule.months * rule.months
    index = after.year * 12 + first - rule.months
    while True:
        due = _due_in(rule, index)
        if due > after:
            return due
        index += rule.months


def _due_in(rule: Rule, index: int) -> date:
    """Return the due day in the period that starts with month number `index` (year * 12 + month - 1)."""
    offset = 0 if rule.month_in_period == 1 else rule.months - 1
    if rule.month:
        offset = rule.month - 1
    year, month = divmod(index + offset, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(rule.day or last, last)) + rule.shift * _DAY
