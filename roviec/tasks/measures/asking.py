"""When the value of a period is asked for, and again; which periods may be answered. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.reporting import Cycle, Period, read_period, running
from roviec.texts.shapes import short

CYCLES = (Cycle.month, Cycle.quarter, Cycle.half, Cycle.year)
"""How often a figure may be asked for."""
AGAIN = 3
"""Working days after which whoever is silent is asked once more."""
LONG = timedelta(days=5 * 366)
"""How far back a value may be entered."""


class PeriodUnread(PersonError):
    """Chưa rõ «{words}» là kỳ nào. Ông/Bà ghi như: {example}."""


class PeriodAhead(PersonError):
    """Kỳ này chưa bắt đầu nên chưa có số liệu. Ông/Bà chọn kỳ đang chạy hoặc kỳ trước."""


class PeriodLongAgo(PersonError):
    """Kỳ này đã quá năm năm nên không nhập nữa. Ông/Bà chọn kỳ gần hơn."""


def asked_on(period: Period, day: int, calendar: Calendar) -> date:
    """Return when a period's value is asked for: the first such day of a month after it, else the next working day."""
    first = period.last + timedelta(days=1)
    month = first.replace(day=min(day, monthrange(first.year, first.month)[1]))
    if month < first:
        ahead = first.replace(day=1) + timedelta(days=32)
        month = ahead.replace(day=min(day, monthrange(ahead.year, ahead.month)[1]))
    return month if calendar.is_working(month) else calendar.next_working(month)


def again_on(asked: date, calendar: Calendar) -> date:
    """Return the day of the one reminder to whoever was asked and has not answered."""
    return calendar.add_working_days(asked, AGAIN)


def due_period(cycle: Cycle, day: int, today: date, calendar: Calendar) -> Period | None:
    """Return the last ended period whose value has been asked for by today; None where nobody is ever asked."""
    if not day:
        return None
    period = running(cycle, today).previous
    return period if asked_on(period, day, calendar) <= today else period.previous


def answered_period(words: str, cycle: Cycle, today: date, example: str) -> Period:
    """Return the period of a figure that words name; raise what is wrong with it."""
    period = read_period(words, today)
    if period is None or period.cycle is not cycle:
        raise PeriodUnread(words=short(words, 40) or "…", example=example)
    check_period(period, today)
    return period


def check_period(period: Period, today: date) -> None:
    """Raise for a period that has not begun, or that is over for years."""
    if period.first > today:
        raise PeriodAhead
    if today - period.last > LONG:
        raise PeriodLongAgo
