"""Lengths of time counted from a day: "trong vòng 3 ngày", "5 ngày làm việc", "24 giờ", "nửa tháng nữa"."""

import re
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, Doubt, Kind, Length, Unit
from roviec.tasks.deadlines.numbers import number
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.wording import long_day

_UNITS = {
    "ngay": Unit.day, "hom": Unit.day, "bua": Unit.day, "tuan": Unit.week, "thang": Unit.month,
    "nam": Unit.month, "gio": Unit.hour, "tieng": Unit.hour, "phut": Unit.minute,
}  # fmt: skip
NAMES = {
    Unit.minute: "phút", Unit.hour: "giờ", Unit.day: "ngày", Unit.working_day: "ngày làm việc",
    Unit.week: "tuần", Unit.month: "tháng",
}  # fmt: skip
_VAGUE = r"(?:mot |1 )?(?:vai|may|it|doi|so)(?: ba)?"
_LEAD = (
    r"(?<!thang\s)(?<!ngay\s)(?<!quy\s)(?<!thu\s)(?<!nam\s)"
    r"(?:(?:trong|cham nhat|sau)(?: (?:vong|thoi han|khoang|la|trong|sau)){0,3} |(?:thoi han|khoang) )?"
)
_UNIT = r"(?P<unit>ngay|NGAY|hom|bua|tuan|thang|nam(?! \d)|gio|tieng(?: dong ho)?|phut)\b"
_WORKING = r"(?P<working> (?:lam viec|hanh chinh))?(?: (?:nua|toi|tiep theo))?(?P<working2> lam viec)?"
_IS_LENGTH = re.compile(r"^(?:trong|sau|khoang)\b|\b(?:nua|toi|tiep theo|lam viec)$")
_LONGEST = 730

EXACT = rf"{_LEAD}<n> {_UNIT}{_WORKING}(?!,? (?:\d|sau\b|truoc\b|dau\b|cuoi\b|qua\b|roi\b))"
ROUGH = rf"{_LEAD}(?:(?P<low>\d{{1,3}}) ?[-,] ?(?P<n>\d{{1,3}})|(?P<few>{_VAGUE})) {_UNIT}{_WORKING}"
HALF = r"(?:(?:trong|khoang|sau) ){0,3}<half> (?P<unit>ngay|tuan|thang|nam)\b(?: nua)?"


def exact(found: re.Match[str], context: Context) -> Deadline | None:
    """Read a counted length; "15 giờ" by itself is an hour of the day."""
    n, unit = number(found["n"]), _UNITS[found["unit"].lower().split()[0]]
    is_hour = found["unit"] == "gio" and n < 24
    if (is_hour or found["unit"] == "nam") and not _IS_LENGTH.search(found.group()):
        return None
    n *= 12 if found["unit"] == "nam" else 1
    if found["working"] or found["working2"]:
        n, unit = (n // 8, Unit.working_day) if unit is Unit.hour else (n, Unit.working_day)
    days = n * {Unit.week: 7, Unit.month: 30}.get(unit, 1)
    is_counted = (
        unit in {Unit.hour, Unit.minute} or 0 < days <= _LONGEST or (n == 0 and "gio" in found["unit"])
    )
    return counted(Length(n, unit), context) if is_counted else doubtful(Doubt.vague)


def half(found: re.Match[str], context: Context) -> Deadline:
    """Read "nửa tháng": 15 days; half a week or a day is asked."""
    days = {"thang": 15, "nam": 182}.get(found["unit"])
    return counted(Length(days, Unit.day, rough=True), context) if days else doubtful(Doubt.vague)


def rough(found: re.Match[str], context: Context) -> Deadline:
    """Read "vài hôm", "3-4 ngày": said of a length, but nothing to count by."""
    return doubtful(Doubt.vague)


def counted(length: Length, context: Context) -> Deadline:
    """Return the deadline a length after the day on which it was written."""
    if context.issued is None:
        return doubtful(Doubt.unread)
    due = after(context.issued, length, context.calendar)
    text = f"Tính từ {long_day(context.issued)}, hết {length.n} {NAMES[length.unit]} là {long_day(due)}."
    return Deadline(Kind.fixed, due, explanation=text, length=length)


def after(start: date, length: Length, calendar: Calendar) -> date:
    """Return the last day of a length; the first isn't counted, a day off moves it on (BLDS 2015, Điều 147, 148).

    Hours make whole days only. A rough length is not made longer by a day off.
    """
    n, unit = length.n, length.unit
    if unit in {Unit.hour, Unit.minute}:
        return start + timedelta(days=n // (24 if unit is Unit.hour else 24 * 60))
    if unit is Unit.working_day:
        return calendar.add_working_days(start, n)
    if unit is Unit.month:
        return calendar.end_of_period_months(start, n)
    last = start + timedelta(days=7 * n if unit is Unit.week else n)
    return calendar.on_or_before(last) if length.rough else calendar.on_or_after(last)
