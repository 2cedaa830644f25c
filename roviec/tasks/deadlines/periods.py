"""Months, quarters, half years and years as deadlines."""

import re
from dataclasses import replace
from datetime import date

from roviec.tasks.deadlines import wording
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.model import Deadline, Kind
from roviec.tasks.deadlines.resolve import (
    Context,
    Span,
    day_before,
    middle,
    months,
    started,
    valid,
    written_period,
)
from roviec.tasks.deadlines.wording import dmy, long_day, year_note


def _deadline(kind: Kind, due: date, span: Span, meaning: str) -> Deadline:
    """Return a deadline in a period, its reading explained."""
    text = f"{meaning}: {long_day(due)}{year_note(span.last, guessed=span.guessed)}."
    return Deadline(kind, due, explanation=text)


def whole(found: re.Match[str], context: Context) -> Deadline | None:
    """Read a period that stands alone: due on its last day, started on its first."""
    span = written_period(found, context)
    if span is None:
        return Deadline(Kind.period, explanation=wording.NO_YEAR)
    return replace(_deadline(Kind.period, span.last, span, "Ngày cuối của kỳ"), start=span.first)


def within(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "trong tháng 9/2023": a fixed day, the period's last; a whole year stays a period."""
    read = whole(found, context)
    is_part = found["hn"] or found["q"] or found["pm"]
    return replace(read, kind=Kind.fixed) if read and is_part else read


def last_day(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "cuối tháng 9": the period's last day."""
    read = whole(found, context)
    return replace(read, start=None) if read else None


def from_now(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "từ nay đến tháng 10": from the document's day to the period's last."""
    read = last_day(found, context)
    return replace(read, start=started(context, read.due)) if read else None


def before(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "trước tháng 10/2026": the last day before the period."""
    span = written_period(found, context)
    if span is None:
        return Deadline(Kind.fixed, explanation=wording.NO_YEAR)
    meaning = f"Trước kỳ bắt đầu ngày {dmy(span.first)} thì hạn là ngày cuối trước đó"
    return _deadline(Kind.fixed, day_before(span.first), span, meaning)


def in_the_middle(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "giữa tháng 6/2025" (BLDS 2015, Điều 146)."""
    span = written_period(found, context)
    if span is None:
        return Deadline(Kind.period, explanation=wording.NO_YEAR)
    return _deadline(Kind.period, middle(span), span, "Giữa kỳ theo Điều 146 Bộ luật Dân sự")


def month_range(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "từ tháng 6/2026 đến tháng 12/2026", "6 – 8/2018"."""
    first, last, year = int(found["sm"]), int(found["em"]), found["ey"]
    ends = months(last, last, year, context)
    if ends is None:
        return Deadline(Kind.period, explanation=wording.NO_YEAR)
    start = valid(int(found["sy"] or (ends.last.year - (first > last))), first, 1)
    if start is None or start > ends.last:
        return None
    return replace(_deadline(Kind.period, ends.last, ends, "Ngày cuối của kỳ"), start=start)


def week_of_named_month(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "tuần thứ ba tháng 10", "trong tuần cuối tháng 12": Sunday of that calendar week, within the month."""
    if not found["pm"]:
        return None
    span = written_period(found, context)
    if span is None:
        return Deadline(Kind.period, explanation=wording.NO_YEAR)
    number = _WEEKS.get(found["nth"]) or int(found["nth"])
    day = 7 - span.first.weekday() + 7 * (number - 1)
    due = span.first.replace(day=min(day, span.last.day))
    return _deadline(Kind.period, due, span, f"Cuối tuần thứ {number} của tháng")


def week_of_month(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "Tuần 3": Sunday of the month's n-th calendar week."""
    month = context.month or (context.issued.month if context.issued else None)
    span = months(month, month, None, context) if month else None
    if span is None:
        return Deadline(Kind.period, explanation=wording.NO_YEAR)
    day = 7 - span.first.weekday() + 7 * (int(found["week"]) - 1)
    due = span.first.replace(day=min(day, span.last.day))
    return _deadline(Kind.period, due, span, f"Chủ nhật tuần thứ {int(found['week'])} của tháng")


_WEEKS = {"dau": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "cuoi": 6, "cuoi cung": 6, "dau tien": 1}
_M2 = r"(?:thang )?(?P<em>1[0-2]|0?[1-9])(?!\d)(?:(?:\s?/\s?|\.| nam )(?P<ey>\d{4}))?(?!\s?/)"
_M1 = r"(?P<sm>1[0-2]|0?[1-9])(?!\d)(?:(?:\s?/\s?|\.| nam )(?P<sy>\d{4}))?"

FORMS = (
    Form(rf"tu thang {_M1}(?: den(?: het)?|\s?-) ?{_M2}", month_range),
    Form(rf"thang {_M1}(?: den(?: het)? |\s?-\s?){_M2}", month_range, alone=True),
    Form(rf"trong \d+ thang \(\s?(?:tu )?(?:thang )?{_M1}(?: den |\s?-\s?){_M2}\s?\)", month_range),
    Form(r"tu nay (?:cho )?den (?:het |cuoi )?<period>", from_now),
    Form(
        r"<done>(?:vao |trong )?tuan (?:le )?(?:thu )?(?P<nth>[1-5]|dau tien|dau|cuoi cung|cuoi|nhat|hai|ba|tu|nam)"
        r"(?: cua)? (?=thang \d)<period>",
        week_of_named_month,
    ),
    Form(r"<done>truoc <period>", before),
    Form(r"(?:<done>trong(?: ca)?|hoan thanh(?: vao)?|xong(?: vao)?) <period>", within),
    Form(r"<done>(?:vao )?(?:den het|den cuoi|cham nhat(?: la)?(?: het| trong| den)?|het) <period>", within),
    Form(
        r"(?:trong|tai|vao|qua)(?: cac| cuoc)? (?:ky|phien|buoi|dot|hoi nghi|cuoc)(?: \w+){0,5}? (?:trong )?"
        r"(?=thang|quy)<period>",
        last_day,
    ),
    Form(r"<done>(?:vao |den )?(?:du kien )?(?<!thang\s)cuoi <period>", last_day),
    Form(r"<done>(?:vao |du kien )?giua <period>", in_the_middle),
    Form(r"tuan (?:thu )?(?P<week>[1-5])(?![\d/])", week_of_month, alone=True),
)
