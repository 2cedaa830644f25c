"""How long a promise ("mai em nộp") may put a reminder off. Pure."""

from datetime import date

from roviec.tasks.calendar import Calendar

SNOOZE = 1
"""Working days, for "remind me later": no words put a reminder off for longer than the button does."""


def quiet_until(promised: date, today: date, due: date | None, calendar: Calendar) -> date | None:
    """Return the day on which the reminder comes again after a promise, None where nothing is put off.

    No later than the button allows, and never past the deadline.
    """
    limits = [promised, calendar.add_working_days(today, SNOOZE), *([calendar.last_day(due)] if due else [])]
    until = min(limits)
    return until if until > today else None
