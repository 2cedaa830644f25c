"""The small language in which the grammar's rules are written, and its compiler."""

import re
from functools import cache

from roviec.tasks.deadlines.clock import TIME
from roviec.tasks.deadlines.numbers import NUMBER

_SEP = r"(?:\s{0,2}/\s{0,2}|\.|\ +thang\ +|\s{0,2}-\s{0,2}(?=\d{1,2}\s{0,2}-\s{0,2}\d{4}))"
_YEAR_NAMED = r"(?:\d{4}|(?<=nam\ )(?:nay|sau|toi)\b(?!\ +(?:khi|do|ngay|day)\b))"
_YEAR_SEP = r"(?:\s{0,2}[/-]\s{0,2}|\.|,?\ +nam\ +)"
_END = r"(?![\d%])(?!\s?/)(?![.,]\d)"
_ROMAN = r"(?:iii|iv|ii|i|[1-4])(?!\w)"


_DAY = (
    rf"(?P<ad>\d{{1,2}}){_SEP}(?P<am>\d{{1,2}})(?:{_YEAR_SEP}(?P<ay>{_YEAR_NAMED}|(?<=\d/)\d\d(?!\d)))?{_END}"
)
_MONTH = (
    r"(?:thang\ +|(?<![\w/.,-])t?(?=\d{1,2}\s?/\s?\d{4}))"
    rf"(?P<pm>1[0-2]|0?[1-9])(?!\d)(?:{_YEAR_SEP}(?P<py>{_YEAR_NAMED}))?{_END}"
)
_QUARTER = (
    rf"\b(?:qu[yi]\ +(?:{_ROMAN}(?:\ *,\ *|\ +va\ +|\s?-\s?)(?:qu[yi]\ +)?){{0,3}}|q\ ?)"
    rf"(?P<q>{_ROMAN})(?:{_YEAR_SEP}(?P<qy>{_YEAR_NAMED}))?"
)
_HALF = rf"(?P<hn>\d{{1,2}}|sau|SAU)\ +thang\ +(?P<hw>dau|cuoi)(?:\ +cua)?\ +nam(?:\ +(?P<hy>{_YEAR_NAMED}))?"
_YEAR = rf"nam(?:\ +(?P<yy>{_YEAR_NAMED}))?(?!\ +(?:hoc|\d|ngan|sach))(?!\w)"

_WEEKDAY = r"(?:thu\ +(?:hai|ba|tu|nam|sau|SAU|bay|[2-7])\b|chu\ +nhat\b)"

_MACROS = {
    "date": rf"(?<![\d/.,-]){_DAY}",
    "last": rf"(?<![\d/.,]){_DAY}",
    "period": rf"(?:{_HALF}|{_QUARTER}|{_MONTH}|{_YEAR})",
    "ngay": rf"(?:{_WEEKDAY},?\ +(?:-\ +)?\(?)?(?:(?:ngay|NGAY)\ +)?",
    "time": TIME,
    "n": rf"(?P<n>{NUMBER})",
    "weekday": _WEEKDAY,
    "half": r"(?:NUA|half|nua(?=\ +(?:dau|cuoi|thang|tuan|ngay|nam)))",
    "thing": (
        r"(?:xa|phuong|thon|phieu|ho|file|nguoi|van|ho\ +so|don(?!\ +vi)|don\ +vi|viec|dong|trieu|ty|ban|bo|to|cai|tien|lan"
        r"|mau|bao\ +cao|tieu\ +chi|chi\ +tieu|diem|thu\ +tuc|truong\ +hop|noi\ +dung|nhiem\ +vu)\b"
    ),
    "done": r"(?:(?:phai\ +|can\ +)?(?:hoan\ +thanh|xong)\ +)?",
    "clause": r"[^,;.()\n]{0,90}",
}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile `pattern`: `<name>` is a macro, a space is one or more of them, " ?" is any number."""
    spaced = re.sub(r" (\??)", lambda found: r"\ *" if found[1] else r"\ +", pattern)
    return re.compile(re.sub(r"<(\w+)>", _macro, spaced))


def _macro(found: re.Match[str]) -> str:
    """Return what stands for a macro, or the text itself (a group's name)."""
    before = found.string[max(0, found.start() - 2) : found.start()]
    return found.group() if before == "?P" else _MACROS[found.group(1)]
