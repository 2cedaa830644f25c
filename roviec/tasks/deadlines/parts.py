"""Parts of a month, quarter or year: "nửa đầu tháng 9", "cuối quý", "10 ngày đầu tháng", "tháng sau"."""

import re
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.relative import nearby
from roviec.tasks.deadlines.resolve import Context, Span, middle, written_period

_DAY = timedelta(days=1)
_PART = (
    r"(?:<half> (?P<halfof>dau|cuoi)(?: cua)?"
    r"|(?P<days>\d{1,2}) ngay (?P<daysof>dau|cuoi)(?: cua)?"
    r"|(?P<tenth>thuong|trung|ha) tuan(?: cua)?"
    r"|ngay(?P<worked> lam viec)? (?P<dayof>dau|cuoi)(?: tien| cung)?(?: cua)?"
    r"|(?P<edge>dau|giua|cuoi|het|trong|ca|suot|sang|qua)) "
)
_NEARBY = r"(?P<near>thang|qu[yi]|nam)(?! \d)(?: (?P<rel>nay|sau|toi)\b)?(?!\w)(?! (?:truoc|roi|qua|ngoai)\b)"
PERIOD = rf"(?:{_PART})?(?:<period>|{_NEARBY})(?! ?-| (?:am|al)\b)"


def part(found: re.Match[str], context: Context) -> Span | None:
    """Read a period or a part of it; the lone word "năm" or "tháng" names none."""
    whole = _whole(found, context)
    if whole is None:
        return None
    if found["halfof"]:
        middle_day = middle(whole)
        return (
            _within(whole, last=middle_day) if found["halfof"] == "dau" else _within(whole, middle_day + _DAY)
        )
    if found["days"]:
        count = timedelta(days=max(int(found["days"]), 1) - 1)
        is_first = found["daysof"] == "dau"
        return _within(whole, last=whole.first + count) if is_first else _within(whole, whole.last - count)
    if found["tenth"]:
        number = ("thuong", "trung", "ha").index(found["tenth"])
        first = whole.first + timedelta(days=10 * number)
        return _within(whole, first, first + timedelta(days=9) if number < 2 else None)
    if found["dayof"]:
        return _day(_end(whole, found["dayof"], context.calendar if found["worked"] else None), whole)
    # "trước cuối tháng 8" is before the month's last day, not before the month.
    ends = found["edge"] in {"cuoi", "het"} and found.groupdict().get("before")
    day = {"dau": whole.first, "giua": middle(whole)}.get(found["edge"], whole.last if ends else None)
    return _day(day, whole) if day else whole


def _whole(found: re.Match[str], context: Context) -> Span | None:
    """Return the period that is named, or that lies near today."""
    has_part = any(found[name] for name in ("halfof", "days", "tenth", "dayof", "edge"))
    if found["near"]:
        return nearby(found["near"], found["rel"], context) if has_part or found["rel"] else None
    is_named = found["hn"] or found["q"] or found["pm"] or found["yy"]
    return written_period(found, context) if is_named or has_part else None


def _day(day: date, of: Span) -> Span:
    """Return one day of a period."""
    return Span(day, day, of.guessed)


def _within(of: Span, first: date | None = None, last: date | None = None) -> Span:
    """Return the days from `first` to `last` that belong to a period."""
    return Span(max(first or of.first, of.first), min(last or of.last, of.last), of.guessed)


def _end(of: Span, which: str, calendar: Calendar | None) -> date:
    """Return a period's first or last day, or working day where a calendar is given."""
    if which == "dau":
        return calendar.on_or_after(of.first) if calendar else of.first
    return calendar.on_or_before(of.last) if calendar else of.last
