"""How a deadline is written where it may fall on a day off: the day that counts beside it, and why."""

from datetime import date, time

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Reason, effective_due
from roviec.tasks.hours import written
from roviec.texts import Texts
from roviec.texts.shapes import day, weekday


def dated(say: Texts, due: date, last: date, hour: time | None = None) -> str:
    """Return a deadline with its hour, and the last day on time where that is another: "30/8/2026 (ngày nghỉ, …)"."""
    if due != last:
        return say("due.moved", due=day(due), last=day(last))
    return due_with(say, due, hour)


def due_with(say: Texts, due: date, hour: time | None) -> str:
    """Return a deadline as it was named: its day, and its hour where it has one."""
    return say("due.at", due=day(due), hour=written(hour)) if hour else day(due)


def why_so(say: Texts, due: date | None, calendar: Calendar, today: date) -> list[str]:
    """Return the line that explains a deadline on a day off; none for a working day, or once it helps nobody."""
    found = effective_due(due, calendar) if due else None
    if found is None or found.reason is Reason.working_day:
        return []
    if found.reason is Reason.kept and found.day < today:
        return []
    counts = found.day if found.reason is Reason.moved else calendar.previous_working(found.day)
    return [say(f"due.why.{found.reason}", day=weekday(counts, say.language))]
