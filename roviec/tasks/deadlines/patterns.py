"""The small language in which the grammar's rules are written, and its compiler."""

import re
from functools import cache

_SEP = r"(?:\s{0,2}/\s{0,2}|\.|\ +thang\ +|\s{0,2}-\s{0,2}(?=\d{1,2}\s{0,2}-\s{0,2}\d{4}))"
_YEAR_SEP = r"(?:\s{0,2}[/-]\s{0,2}|\.|,?\ +nam\ +)"
_END = r"(?![\d%])(?!\s?/)(?![.,]\d)"
_ROMAN = r"(?:iii|iv|ii|i|[1-4])(?!\w)"


def _date(tag: str, *, not_after: str = "/.,-") -> str:
    """Return the pattern of a day and month, with or without a year, in groups tagged `tag`."""
    return (
        rf"(?<![\d{not_after}])(?P<{tag}d>\d{{1,2}}){_SEP}(?P<{tag}m>\d{{1,2}})"
        rf"(?:{_YEAR_SEP}(?P<{tag}y>\d{{4}}))?{_END}"
    )


def _month(tag: str) -> str:
    """Return the pattern of "tháng 9", "tháng 9/2026"."""
    start = r"(?:thang\ +|(?<![\d/.,-])(?=\d{1,2}\s?/\s?\d{4}))"
    return rf"{start}(?P<{tag}m>1[0-2]|0?[1-9])(?!\d)(?:{_YEAR_SEP}(?P<{tag}y>\d{{4}}))?{_END}"


_QUARTER = (
    rf"qu[yi]\ +(?:{_ROMAN}(?:\ *,\ *|\ +va\ +|\s?-\s?)(?:qu[yi]\ +)?)*"
    rf"(?P<q>{_ROMAN})(?:{_YEAR_SEP}(?P<qy>\d{{4}}))?"
)
_HALF = r"(?P<hn>\d{1,2}|sau)\ +thang\ +(?P<hw>dau|cuoi)(?:\ +cua)?\ +nam(?:\ +(?P<hy>\d{4}))?"
_YEAR = r"nam(?:\ +(?P<yy>\d{4})|\ +nay)?(?!\ +(?:hoc|\d|ngan|sach))(?!\w)"

_MACROS = {
    "date": _date("a"),
    "last": _date("a", not_after="/.,"),
    "period": rf"(?:{_HALF}|{_QUARTER}|{_month('p')}|{_YEAR})",
    "ngay": r"(?:(?:ngay|NGAY)\ +)?",
    "time": r"(?:(?P<time>\d{1,2}\s?(?:gio|h|g)(?:\s?\d{2})?(?:\s?(?:phut|p))?),?\ +)?",
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
