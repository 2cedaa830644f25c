"""When digests and reports go out: in the morning of a working day, never two on one. Pure."""

from datetime import date, datetime, time, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.reporting import DAY, Period

HOUR = time(7, 30)


def digest_time(today: date, calendar: Calendar) -> datetime | None:
    """Return when the digest of `today`'s ISO week goes out; None for a week without a working day."""
    monday = today - timedelta(days=today.weekday())
    day = calendar.on_or_after(monday)
    return None if day > monday + timedelta(days=6) else _morning(day, calendar)


def report_time(period: Period, calendar: Calendar) -> datetime:
    """Return when the report of a period goes out: on the first working day after it that has no weekly digest.

    Where the 15th is a Monday the week comes first and the report a day later: nobody reads two on one morning.
    """
    day = calendar.on_or_after(period.last + DAY)
    weekly = digest_time(day, calendar)
    if weekly is not None and weekly.date() == day:
        day = calendar.on_or_after(day + DAY)
    return _morning(day, calendar)


def _morning(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, max(HOUR, calendar.hours[0]), tzinfo=calendar.tz)
