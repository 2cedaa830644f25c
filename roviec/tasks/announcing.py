"""When those who have not read an announcement are reminded, once. Pure."""

from datetime import date

from roviec.tasks.calendar import Calendar

AFTER = 2
"""Working days that people have to read what has no deadline, and at most what has one."""


def remind_on(made: date, read_by: date | None, calendar: Calendar) -> date:
    """Return the working day of the reminder: two after the announcement, or the last one before the deadline's end.

    With a deadline of today or tomorrow that is the deadline's own day.
    """
    usual = calendar.add_working_days(made, AFTER)
    if read_by is None:
        return usual
    last = calendar.on_or_before(read_by)
    before = calendar.previous_working(last)
    return max(before if before > made else last, made)
