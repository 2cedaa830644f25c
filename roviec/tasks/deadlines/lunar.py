"""Days of the lunar calendar: "rằm tháng 7", "23 tháng Chạp", "mùng 5 Tết", "15/8 âm lịch", "trước Tết"."""

import re
from datetime import date

from roviec.tasks.deadlines.lunisolar import last_day, solar
from roviec.tasks.deadlines.resolve import Context, Span, written_on, year_of

_YEAR = r"(?:(?: nam |/)(?P<ly>\d{4}))?"
_LUNAR = r"(?: \(? ?(?:am lich|am|ta|al)\b ?\)?)"
_MONTH = r"(?P<lm>1[0-2]|0?[1-9]|gieng|chap)\b"
_TET = r"tet(?: (?:nguyen dan|am lich|ta|co truyen))?"

DAY = (
    rf"(?:ngay )?(?:ram|(?:mung|mong) (?P<first>\d{{1,2}})) thang {_MONTH}{_YEAR}{_LUNAR}?",
    rf"(?:ngay )?(?P<ld>\d{{1,2}}) thang (?P<lm>gieng|chap)\b{_YEAR}{_LUNAR}?",
    rf"(?:ngay )?(?P<ld>\d{{1,2}})(?: ?/ ?| thang ){_MONTH}{_YEAR}{_LUNAR}",
    rf"(?:ngay )?(?:mung|mong) (?P<tetday>\d{{1,2}}) {_TET}{_YEAR}",
    rf"(?:ngay )?(?P<eve>29|30) {_TET}{_YEAR}",
)
MONTH = rf"(?:(?:het|cuoi|trong) )?thang (?:(?P<lm>gieng|chap)\b{_YEAR}{_LUNAR}?)"
NAMED_MONTH = rf"(?:(?:het|cuoi|trong) )?thang {_MONTH}{_YEAR}{_LUNAR}"
# "Đinh Mùi": a stem by the year's last figure, a branch by its rest of twelve ("Tý" and "Tỵ" fold alike).
_STEMS = ("canh", "tan", "nham", "quy", "giap", "at", "binh", "dinh", "mau", "ky")
_BRANCHES = ("than", "dau", "tuat", "hoi", "ty", "suu", "dan", "mao", "thin", "ty", "ngo", "mui")
_NAMED_YEAR = (
    rf"(?i:(?: nam)? (?P<stem>{'|'.join(_STEMS)}) (?P<branch>{'|'.join(dict.fromkeys(_BRANCHES))})\b)"
)
BEFORE_TET = (
    rf"truoc(?: khi)?(?: (?:nghi|ky nghi|dip|le))? {_TET}(?:{_NAMED_YEAR}|(?:(?: nam|/)? ?(?P<ly>\d{{4}}))?)"
    r"(?! (?:duong|tay|trung|doc))"
)

_NAMES = {"gieng": 1, "chap": 12}


def day(found: re.Match[str], context: Context) -> Span | None:
    """Read a lunar day: the next one, unless the lunar year is written."""
    named = found.groupdict()
    if named.get("eve"):
        return _on(found, 12, int(named["eve"]), context, years_back=1)
    if named.get("tetday"):
        return _on(found, 1, int(named["tetday"]), context)
    return _on(found, _month(found), int(named.get("first") or named.get("ld") or 15), context)


def month(found: re.Match[str], context: Context) -> Span | None:
    """Read a lunar month: the one that runs or comes next."""
    number = _month(found)
    for year in _years(found, context):
        first, last = solar(year, number, 1), last_day(year, number)
        if first and (found["ly"] or last >= _earliest(context)):
            return Span(first, last, guessed=not found["ly"], lunar=True)
    return None


def before_tet(found: re.Match[str], context: Context) -> Span | None:
    """Read "trước Tết": the last working day before the holiday."""
    tet = _on(found, 1, 1, context)
    if tet is None:
        return None
    last = context.calendar.previous_working(tet.first)
    return Span(last, last, guessed=tet.guessed)


def _on(
    found: re.Match[str], number: int, lunar_day: int, context: Context, years_back: int = 0
) -> Span | None:
    """Return the day in the year written, else the first one that is not past."""
    for year in _years(found, context):
        named = solar(year - years_back, number, lunar_day)
        if named and (found["ly"] or named >= _earliest(context)):
            return Span(named, named, guessed=not found["ly"], lunar=True)
    return None


def _years(found: re.Match[str], context: Context) -> list[int]:
    """Return the lunar years in which the day may lie."""
    if found.groupdict().get("stem"):
        return _named_years(found, context)
    if found["ly"]:
        named = year_of(found["ly"], context)
        return [named] if named else []
    base = context.base_year
    return [base - 1, base, base + 1, base + 2] if base else []


def _named_years(found: re.Match[str], context: Context) -> list[int]:
    """Return the year that is called by stem and branch, near the document's own."""
    stem, branch = found["stem"].lower(), found["branch"].lower()
    near = range((context.base_year or 1) - 1, (context.base_year or 1) + 5)
    return [year for year in near if (_STEMS[year % 10], _BRANCHES[year % 12]) == (stem, branch)]


def _earliest(context: Context) -> date:
    """Return the first day that may be meant."""
    return written_on(context) - context.lookback


def _month(found: re.Match[str]) -> int:
    """Return the number of a lunar month."""
    return _NAMES.get(found["lm"]) or int(found["lm"])
