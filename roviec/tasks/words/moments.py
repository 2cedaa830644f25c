"""Days that people name: dates, weekdays, weeks, months, quarters, and lengths of time."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.tasks.words.tokens import Token, merged

_HALF_YEAR = 183
_LONGEST = 730
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "6": 4, "bay": 5}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_VAGUE = r"vai|may|it|doi|1 it|1 vai|1 so|mot vai|mot it|mot so"
_UNIT = r"ngay|hom|bua|tuan|thang|tieng|phut"
_COUNTED = (
    r"xa|thon|phieu|ho|file|nguoi|van|ho so|don(?! vi)|viec|dong|trieu|ty|ban|bo|to|cai|tien|lan|mau|bao cao"
)
_THIS_DAY = (
    r"(?:ngay )?hom nay|hom ni|bua nay|bua ni|(?:(?:dau|cuoi) )?(?:chieu|trua|dem|toi_?) nay"
    r"|trong ngay|cuoi ngay|cuoi gio"
    r"|(?:lat|ti|tí|chut|xiu|ty) (?:nua|xiu)|lat|(?:cuoi|dau) (?:chieu|gio chieu)|toi_?(?= ve )"
    r"|chieu(?= (?:em|toi_?|minh|gui|nop|xong|bao))"
)
_PATTERN = re.compile(
    r"\b(?:"
    r"(?P<cite>so \d[\d/.-]*(?: [^@\s]+){0,4}? ngay \d+[/.-]\d+[/.-]\d+|so \d+ [^\s@]+(?: ubnd| hdnd)?)"
    r"|(?P<clock>(?:\d+ gio(?: \d+)?|\d+ h\d*\b|\d+:\d+)(?! nua))"
    r"|(?P<past>(?:hom|ngay|toi_?|dem|chieu|sang) (?:qua|kia(?= (?:da|roi))|truoc)|hom (?:no|kia)"
    r"|tuan (?:truoc|roi|qua)"
    r"|thang (?:truoc|roi|qua)|(?:ngay )?(?:hom|tu|tu hom|tu ngay|tu chieu"
    r"|tu sang) thu [2-7]\b(?: tuan (?:truoc|roi|qua))?"
    r"|thu [2-7] (?:tuan truoc|vua roi|vua qua)|(?:may|\d+|vai) (?:hom|ngay|bua|tuan|thang) (?:nay"
    r"|qua|roi|truoc)"
    r"|hoi (?:sang|chieu|nay)|luc (?:nay|sang|dau)|ban dau|sang nay|vua nay)"
    r"|(?:(?:ngay|mung|mong|hom) )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2})\b(?: nam (?P<year>\d{4}))?"
    r"|(?:(?:ngay|mung|hom) )?(?P<typed>\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?)(?![\d/.,-]| (?:%|"
    + _COUNTED
    + "|"
    + _UNIT
    + r")\b)"
    r"|(?:ngay|mung|mong) (?P<dom>\d{1,2})(?! (?:" + _UNIT + r")|[/.\d])(?: thang (?P<dommonth>nay|sau|toi))?"
    r"|(?:(?:sang|chieu|toi_?|trua) )?(?:tuan (?P<wbefore>sau|toi|nay) )?(?P<weekday>chu nhat"
    r"|thu (?:[2-7]|hai|ba|tu|nam|sau|bay))\b(?! (?:" + _COUNTED + r")\b)"
    r"(?: tuan (?P<wafter>sau|toi|nay|nua))?"
    r"|(?P<nextday>(?:sang|chieu|trua|toi_?|ngay|bua|dau gio sang|dem) mai|mai)"
    r"|(?P<twodays>ngay kia|ngaykia|ngay mot|bua mot|mot(?= (?:em |toi_? )?(?:gui|nop|bao)))"
    r"|(?P<span>(?:sau |trong )?(?:vong )?(?P<n>\d+(?:[-,]\d+)?|half|nua|"
    + _VAGUE
    + r") (?P<unit>"
    + _UNIT
    + r")\b"
    r"(?P<working> (?:lam viec|hanh chinh))?(?: (?:nua|toi))?(?P<working2> lam viec)?)"
    r"|(?P<week>(?:(?P<wpart>dau|giua|cuoi|het|sang|qua|trong) )?tuan (?P<which>nay|sau|toi|ni)"
    r"|(?P<wpart2>dau|giua|cuoi|het|sang|trong|qua) tuan)"
    r"|(?P<mpart>dau|giua|cuoi|het|trong|sang|qua)? ?thang (?P<mwhich>\d{1,2}(?:[/.-]\d{4})?|nay|sau"
    r"|toi)\b(?: nam (?P<myear>\d{4}))?"
    r"|(?P<mpart2>dau|giua|cuoi|het|trong) thang"
    r"|(?:(?P<qpart>dau|giua|cuoi|het|trong) )?quy (?P<quarter>[1-4]|iv"
    r"|i{1,3})(?:[/ ](?:nam )?(?P<qyear>\d{4}))?\b"
    r"|(?P<yearend>(?:het|cuoi) nam(?: nay)?)|(?P<midyear>giua nam)"
    r"|(?P<today>" + _THIS_DAY + r")"
    r")"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a length (`days` or `months`) still to be counted; `vague` when people should be asked."""

    day: date | None = None
    days: int | None = None
    months: int = 0
    working: bool = False
    vague: bool = False
    words: str = ""


def dated(tokens: list[Token], today: date) -> list[Token]:
    """Return the tokens with days as "@day", lengths as "@span" and what lies behind as "@past"."""
    return merged(tokens, _PATTERN, lambda match: _possible(match, today))


def _possible(match: re.Match[str], today: date) -> tuple[str, object] | None:
    """Return the token of one named day or length; a day that no calendar holds is vague."""
    try:
        return _moment(match, today)
    except (ValueError, OverflowError):
        return "@day", Moment(vague=True)


def _moment(match: re.Match[str], today: date) -> tuple[str, object] | None:
    """Return the token of one named day or length."""
    for kind in ("cite", "clock", "past"):
        if match[kind]:
            return "@" + kind, None
    if match["span"]:
        return _span(match, today)
    day = _calendar_day(match, today) or _relative_day(match, today) or _period_end(match, today)
    return None if day is None else ("@day", day)


def _calendar_day(match: re.Match[str], today: date) -> Moment | None:
    """Return the day of "15/8", "ngày 5 tháng 8" or "ngày 20"."""
    if match["typed"]:
        typed = [int(piece) for piece in re.split(r"[/.-]", match["typed"])]
        return _dated(typed[0], typed[1], typed[2] if len(typed) > 2 else None, today)
    if match["day"]:
        return _dated(int(match["day"]), int(match["month"]), int(match["year"] or 0) or None, today)
    if not match["dom"]:
        return None
    ahead = match["dommonth"] in {"sau", "toi"} or (not match["dommonth"] and int(match["dom"]) < today.day)
    year, month = _month_after(today) if ahead else (today.year, today.month)
    return _dated(int(match["dom"]), month, year, today)


def _dated(day: int, month: int, year: int | None, today: date) -> Moment:
    """Return the day; a year left out is this one, or the next if it lies half a year behind."""
    full = today.year if year is None else year + 2000 * (year < 100)
    try:
        found = date(full, month, day)
        if year is None and (today - found).days > _HALF_YEAR:
            found = date(full + 1, month, day)
    except ValueError:
        return Moment(vague=True)
    return Moment(found)


def _relative_day(match: re.Match[str], today: date) -> Moment | None:
    """Return the day of "mai", "ngày kia", "chiều nay" or "thứ sáu tuần sau"."""
    if match["today"]:
        return Moment(today)
    if match["nextday"] or match["twodays"]:
        return Moment(today + timedelta(days=1 if match["nextday"] else 2))
    if not match["weekday"]:
        return None
    name = match["weekday"].removeprefix("thu ")
    weekday = 6 if name == "chu nhat" else int(name) - 2 if name.isdigit() else _WEEKDAYS[name]
    which = match["wbefore"] or match["wafter"]
    monday = today - timedelta(days=today.weekday())
    if which in {"sau", "toi", "nua"}:
        return Moment(monday + timedelta(days=7 + weekday))
    if which == "nay":
        return Moment(monday + timedelta(days=weekday))
    return Moment(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1))


def _period_end(match: re.Match[str], today: date) -> Moment | None:
    """Return the day that a week, month, quarter or year stands for."""
    if match["week"]:
        return _week(match["wpart"] or match["wpart2"], match["which"], today)
    if match["mwhich"] or match["mpart2"]:
        return _month(match["mpart"] or match["mpart2"], match["mwhich"] or "nay", match["myear"], today)
    if match["quarter"]:
        month = 3 * int(_QUARTERS.get(match["quarter"], 0) or match["quarter"])
        return Moment(_last(int(match["qyear"] or today.year), month))
    return Moment(date(today.year, 6, 30) if match["midyear"] else date(today.year, 12, 31))


def _week(part: str | None, which: str | None, today: date) -> Moment:
    """Return Monday, Wednesday or Friday for its beginning, middle or end; a bare "tuần sau" is vague."""
    ahead = which in {"sau", "toi"} or (which is None and part in {"sang", "qua", "dau"})
    if (
        which is None
        and part in {"cuoi", "het", "trong", "giua"}
        and today.weekday() > (2 if part == "giua" else 4)
    ):
        ahead = True
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * ahead)
    bare = part in {None, "sang", "qua"}
    offset = 2 if part == "giua" else 0 if part == "dau" or (bare and ahead) else 4
    return Moment(monday + timedelta(days=offset), vague=bare and ahead)


def _month(part: str | None, which: str, year: str | None, today: date) -> Moment:
    """Return the 1st, the 15th or the last day of a month (Bộ luật Dân sự 2015, Điều 146)."""
    if which == "nay":
        at = (today.year, today.month)
    elif which in {"sau", "toi"}:
        at = _month_after(today)
    else:
        number, *typed = re.split(r"[/.-]", which)
        at = (int(typed[0] if typed else year or today.year), int(number))
    if not 1 <= at[1] <= 12:
        return Moment(vague=True)
    return Moment({"dau": date(*at, 1), "giua": date(*at, 15)}.get(part or "", _last(*at)))


def _span(match: re.Match[str], today: date) -> tuple[str, object]:
    """Return the token of "5 ngày làm việc", "nửa tháng" or "vài hôm"."""
    count, unit = match["n"], match["unit"]
    if unit in {"tieng", "phut"}:
        return "@day", Moment(today)
    if count in {"half", "nua"}:
        return "@span", Moment(days={"tuan": 4, "thang": 15}.get(unit, 1), vague=unit != "thang")
    numbers = [int(piece) for piece in re.findall(r"\d+", count)]
    if not numbers or not 0 < max(numbers) * {"tuan": 7, "thang": 30}.get(unit, 1) <= _LONGEST:
        return "@span", Moment(vague=True)
    n, doubtful = max(numbers), len(numbers) > 1
    if unit == "thang":
        return "@span", Moment(months=n, vague=doubtful)
    working = bool(match["working"] or match["working2"]) and unit != "tuan"
    return "@span", Moment(days=n * (7 if unit == "tuan" else 1), working=working, vague=doubtful)


def _last(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _month_after(today: date) -> tuple[int, int]:
    """Return the year and number of the month after today's."""
    return today.year + today.month // 12, today.month % 12 + 1
