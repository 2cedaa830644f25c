"""Days named from today: "mai", "thứ Sáu tuần sau", "cuối tuần", "đầu tháng sau", "ngày 20"."""

import re
from datetime import date, timedelta

from roviec.tasks.deadlines.often import WEEKDAYS
from roviec.tasks.deadlines.resolve import Context, Span, month_end, valid, written_on

_PART = r"(?:(?:dau|cuoi|het|trong) (?:gio )?)?(?:(?:buoi )?(?:sang|trua|chieu|toi_?|dem) )?"
_WHICH = r"(?:nay|ni|sau nua|sau|toi|ke tiep|tiep theo)"
_AHEAD = {"sau": 1, "toi": 1, "nua": 1, "ke tiep": 1, "tiep theo": 1, "sau nua": 2}

TODAY = (
    r"(?:(?:dau|cuoi|het) )?(?:gio )?(?:ngay )?(?:hom (?:nay|ni)|bua (?:nay|ni))"
    r"|(?:(?:dau|cuoi|het) )?(?:gio |buoi )?(?:trua|chieu|dem|toi_?) (?:nay|ni)"
    r"|(?:(?:ngay|NGAY) )?(?:trong|cuoi|het) (?:ngay|gio chieu|gio sang|gio)"
    r"(?! (?:\d|mai|kia|mot|thu|chu nhat|lam viec))|cuoi (?:chieu|gio)"
)
SOON = (
    r"(?:(?:lat|chut|xiu|ti|ty) (?:nua|xiu)|lat)|toi_?(?= ve )"
    r"|chieu(?= (?:em|toi_?|minh|gui|nop|xong|bao)\b)"
)
TOMORROW = rf"{_PART}(?:ngay |bua |hom )?mai"
DAY_AFTER = rf"{_PART}(?:(?:ngay |bua )(?:kia|mot)|ngaykia|mot(?= (?:(?:em|toi_?) )?(?:gui|nop|bao)))"
WEEKDAY = (
    rf"{_PART}(?:tuan (?P<wbefore>{_WHICH}),? )?(?:thu (?P<wd>hai|ba|tu|nam|sau|SAU|bay|[2-7])|chu nhat)\b"
    rf"(?:,? tuan (?P<wafter>{_WHICH}|nua)|(?P<wthis> nay| toi))?(?! thang \d)"
)
WEEK = rf"(?:(?P<wpart>dau|giua|cuoi|het|trong|sang|qua) )?tuan (?P<week>{_WHICH})"
BARE_WEEK = r"(?P<wpart>dau|giua|cuoi|het|trong|sang|qua) tuan(?! (?:thu|le|cuoi|dau|nao))"
DAY_OF_MONTH = (
    r"(?:ngay|mung|mong) (?P<dom>\d{1,2})(?![\d/.,-]|\w| (?:ngay|hom|bua|tuan|thang \d|tieng|phut|va \d))"
    r"(?: thang (?P<dmonth>nay|sau|toi))?"
)

DAY_OF_THIS_MONTH = r"(?P<dom>\d{1,2}) thang (?P<dmonth>nay)\b"


def in_days(_found: re.Match[str], context: Context, *, ahead: int) -> Span:
    """Read a word that means today or one of the days that follow."""
    day = written_on(context) + timedelta(days=ahead)
    return Span(day, day)


def weekday(found: re.Match[str], context: Context) -> Span:
    """Read a weekday: the next one, or that of a named week; "thứ Sáu này" is the next one too."""
    today = written_on(context)
    number = WEEKDAYS[found["wd"]] if found["wd"] else 6
    which = found["wbefore"] or found["wafter"]
    if which in _AHEAD:
        day = _monday(today) + timedelta(days=7 * _AHEAD[which] + number)
    elif which or found["wthis"]:
        day = _monday(today) + timedelta(days=number)
        day += timedelta(days=7 * (day < today))
    else:
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return Span(day, day)


def week(found: re.Match[str], context: Context) -> Span:
    """Read a week, from Monday to its last working day, or its first, middle or last day."""
    today = written_on(context)
    named = found.groupdict()
    part, which = named["wpart"], named.get("week")
    ahead = _AHEAD.get(which or "", 0)
    if which is None:
        is_over = today.weekday() > (2 if part == "giua" else 4)
        ahead = int(part in {"sang", "qua", "dau"} or is_over)
    monday = _monday(today) + timedelta(days=7 * ahead)
    last = max(monday, context.calendar.on_or_before(monday + timedelta(days=6)))
    day = {"dau": monday, "giua": monday + timedelta(days=2), "cuoi": last, "het": last}.get(part or "")
    return Span(day, day) if day else Span(monday, last)


def day_of_month(found: re.Match[str], context: Context) -> Span | None:
    """Read "ngày 20": of this month, or of the next one if it is past or "tháng sau" is said."""
    today = written_on(context)
    day, which = int(found["dom"]), found["dmonth"]
    is_ahead = which in {"sau", "toi"} or (not which and day < today.day)
    year, month = (
        (today.year + today.month // 12, today.month % 12 + 1) if is_ahead else (today.year, today.month)
    )
    named = valid(year, month, day)
    return Span(named, named) if named else None


def nearby(unit: str, which: str | None, context: Context) -> Span | None:
    """Return this or the next month, quarter or year; a bare month is that of the programme."""
    length = {"thang": 1, "quy": 3, "qui": 3, "nam": 12}[unit]
    if length == 1 and context.month and not which:
        month, base = context.month, context.base_year
    elif context.issued:
        month, base = context.issued.month, context.issued.year
    else:
        return None
    if base is None:
        return None
    first = (month - 1) // length * length + length * (which in {"sau", "toi"})
    year, number = base + first // 12, first % 12 + 1
    return Span(date(year, number, 1), month_end(year, number + length - 1))


def _monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
