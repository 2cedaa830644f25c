"""Several months named together: "Tháng 3, 6, 9, 12", "Tháng 8 và tháng 9"."""

import re

from roviec.tasks.deadlines.model import Deadline, Kind, Recurrence, Rule
from roviec.tasks.deadlines.resolve import Context, Span, months, year_of
from roviec.tasks.deadlines.wording import dmy, long_day, year_note

MONTHS = (
    r"(?:(?:trong|vao) )?(?:cac )?thang (?P<list>\d{1,2}(?:(?: ?[,;]| va) ?(?:thang )?\d{1,2}(?![\d/])){1,11})"
    r"(?:(?: nam |/)(?P<ly>\d{4}))?(?!\w)"
)


def months_named(found: re.Match[str], context: Context) -> Deadline | None:
    """Read a list of months: one after the other they are one period, else each is due every year."""
    named = [int(month) for month in re.findall(r"\d+", found["list"])]
    if not all(1 <= month <= 12 for month in named) or named != sorted(set(named)):
        return None
    if named[-1] - named[0] == len(named) - 1 or (found["ly"] and len(named) == 2):
        return _period(named[0], named[-1], found["ly"], context)
    if found["ly"] and not year_of(found["ly"], context):
        return None
    first, *also = (Rule(months=12, month=month) for month in named)
    text = f"Các tháng {', '.join(map(str, named))} hằng năm, ngày cuối tháng."
    return Deadline(
        Kind.recurring, explanation=text, recurrence=Recurrence.yearly, rule=first, also=tuple(also)
    )


def _period(first: int, last: int, year: str | None, context: Context) -> Deadline | None:
    """Return the period from one month to another."""
    span: Span | None = months(first, last, year, context)
    if span is None:
        return None
    note = year_note(span.last, guessed=span.guessed)
    text = f"Kỳ bắt đầu {dmy(span.first)}, ngày cuối là {long_day(span.last)}{note}."
    return Deadline(Kind.period, span.last, explanation=text, start=span.first)
