"""Parts of a month, quarter or year: "nửa đầu tháng 9", "cuối quý", "10 ngày đầu tháng", "tháng sau"."""

import re
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.relative import nearby
from roviec.tasks.deadlines.resolve import Context, Span, middle, written_period

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
        return _until(whole, middle(whole)) if found["halfof"] == "dau" else whole
    if found["days"]:
        return _days(whole, int(found["days"])) if found["daysof"] == "dau" else whole
    if found["tenth"]:
        return _days(whole, {"thuong": 10, "trung": 20, "ha": 31}[found["tenth"]])
    if found["dayof"]:
        return _day(_end(whole, found["dayof"], context.calendar if found["worked"] else None), whole)
    return {"dau": _day(whole.first, whole), "giua": _day(middle(whole), whole)}.get(found["edge"], whole)


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


def _until(of: Span, last: date) -> Span:
    """Return the beginning of a period."""
    return Span(of.first, last, of.guessed)


def _days(of: Span, count: int) -> Span:
    """Return the first `count` days of a period."""
    return _until(of, min(of.last, of.first + timedelta(days=max(count, 1) - 1)))


def _end(of: Span, which: str, calendar: Calendar | None) -> date:
    """Return a period's first or last day, or working day where a calendar is given."""
    if which == "dau":
        return calendar.on_or_after(of.first) if calendar else of.first
    return calendar.on_or_before(of.last) if calendar else of.last
