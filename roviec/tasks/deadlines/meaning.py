"""From a stretch of days to a deadline: what "trước" leaves out, the hour, and the line that explains it."""

import re

from roviec.tasks.deadlines import wording
from roviec.tasks.deadlines.clock import clock
from roviec.tasks.deadlines.model import Deadline, Doubt, Kind
from roviec.tasks.deadlines.resolve import Context, Span, day_before
from roviec.tasks.deadlines.wording import dmy, long_day, year_note


def due_in(found: re.Match[str], span: Span, context: Context) -> Deadline:
    """Return the deadline of a named day or period: its last day, or with "trước" what lies before it."""
    hour = clock(found)
    if found.groupdict().get("before") and not hour:
        return _before(span, context)
    kind = Kind.fixed if span.is_one_day else Kind.period
    start = None if span.is_one_day else span.first
    meaning = "Hạn là" if span.is_one_day else f"Kỳ bắt đầu {dmy(span.first)}, ngày cuối là"
    return Deadline(kind, span.last, explanation=_line(meaning, span), start=start, at=hour)


def _before(span: Span, context: Context) -> Deadline:
    """Return what "trước" means: the day before a period; before a day, as the office has decided."""
    if span.is_one_day and context.settings.before_is_inclusive:
        note = f" (“trước” được hiểu là tính cả ngày {dmy(span.last)})"
        return Deadline(Kind.fixed, span.last, explanation=_line("Hạn là", span, note))
    due = day_before(span.first)
    text = f"Hạn là {long_day(due)} (“trước” không tính ngày {dmy(span.first)})"
    note = year_note(span.last, guessed=span.guessed)
    return Deadline(Kind.fixed, due, explanation=f"{text}{note}.")


def _line(meaning: str, span: Span, note: str = "") -> str:
    """Return the sentence that names the last day."""
    lunar = " (tính từ ngày âm lịch)" if span.lunar else ""
    return f"{meaning} {long_day(span.last)}{lunar}{note}{year_note(span.last, guessed=span.guessed)}."


def doubtful(doubt: Doubt) -> Deadline:
    """Return no deadline, to be asked back for this reason."""
    return Deadline(Kind.none, explanation=wording.DOUBTS[doubt], doubt=doubt)
