"""The period that an occurrence of a recurring task is about, in its title: "Báo cáo … quý III/2026". Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.folding import whole

EARLY = 10
"""Days: what falls due so early in a period is about the one before ("trước ngày 5 hằng tháng")."""
_ROMAN = ("I", "II", "III", "IV")
_EACH = r"(?:hằng|hàng|định kỳ|mỗi)"
_YEAR = r"(?:(?:\s*/\s*|\s+năm\s+|\s+)(?P<year>\d{4})\b)?"


@dataclass(frozen=True)
class _Kind:
    """How the periods of so many months are written; `number` is that of a period within its year, from 0."""

    pattern: re.Pattern[str]
    write: Callable[[int, int], str]
    read: Callable[[str], int]


def _kind(pattern: str, write: Callable[[int, int], str], read: Callable[[str], int]) -> _Kind:
    return _Kind(re.compile(pattern, re.IGNORECASE), write, read)


def _arabic(number: str) -> int:
    return int(number) - 1


def _roman(number: str) -> int:
    known = whole(number)
    return _ROMAN.index(number.upper()) if known is None else known - 1


_KINDS = {
    1: _kind(
        rf"\b(?:{_EACH} tháng|tháng (?P<n>1[0-2]|0?[1-9])(?![\d/]*[/-]\d{{1,2}}\b))\b{_YEAR}",
        lambda number, year: f"tháng {number + 1}/{year}",
        _arabic,
    ),
    3: _kind(
        rf"\b(?:{_EACH} quý|quý (?P<n>IV|I{{1,3}}|[1-4])|quý(?=\s*\Z))(?!\w){_YEAR}",
        lambda number, year: f"quý {_ROMAN[number]}/{year}",
        _roman,
    ),
    6: _kind(
        rf"(?:{_EACH} )?\b6 tháng(?: (?P<n>đầu|cuối) năm)?\b{_YEAR}",
        lambda number, year: f"6 tháng {('đầu', 'cuối')[number]} năm {year}",
        lambda word: int(word.lower() == "cuối"),
    ),
    12: _kind(
        rf"\b(?:{_EACH} năm(?! (?:học|tài))|năm(?= \d{{4}}\b)(?! \d{{4}}\s*[-–]\s*\d{{4}}))\b{_YEAR}",
        lambda _number, year: f"năm {year}",
        lambda _word: 0,
    ),
}
_WEEK = re.compile(
    rf"\b(?:{_EACH} tuần|tuần (?:thứ )?\d{{1,2}})\b(?:\s*/\s*\d{{4}}\b|\s+năm\s+\d{{4}}\b)?", re.IGNORECASE
)


def titled(title: str, *, due: date, months: int, before: date | None = None) -> str:
    """Return a title with the period of an occurrence due on `due`; `months` is its length, 0 for a week.

    `title` is the one of the occurrence before, due on `before`: how far its period lies behind its deadline is kept.
    A period that stands in the title is replaced, else it is added at the end.
    """
    if months == 0:
        year, week, _ = due.isocalendar()
        return _put(title, _WEEK, f"tuần {week}/{year}")
    kind = _KINDS.get(months)
    if kind is None:
        return title
    index = _index(due, months) - _lag(title, kind, months, before if before is not None else due)
    year, number = divmod(index * months, 12)
    return _put(title, kind.pattern, kind.write(number // months, year))


def names_period(title: str, months: int) -> bool:
    """Tell whether a title names a period of that length already."""
    pattern = _WEEK if months == 0 else _KINDS[months].pattern if months in _KINDS else None
    return pattern is None or pattern.search(title) is not None


def _index(day: date, months: int) -> int:
    return (day.year * 12 + day.month - 1) // months


def _lag(title: str, kind: _Kind, months: int, due: date) -> int:
    """Return how many periods a deadline lies after the period that it is about."""
    found = kind.pattern.search(title)
    if found is not None and found["year"] and (months == 12 or found["n"]):
        number = kind.read(found["n"]) if months < 12 else 0
        lag = _index(due, months) - (int(found["year"]) * 12 // months + number)
        if lag in (0, 1):
            return lag
    return int(_index(due - timedelta(days=EARLY), months) < _index(due, months))


def _put(title: str, pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(title)
    if found is None:
        return f"{title.rstrip(' .')} {words}"
    rest = title[found.end() :].strip(" ,:–-")
    if found.start() == 0 and rest:  # the work comes first
        return f"{rest[:1].upper()}{rest[1:].rstrip(' .')} {words}"
    return title[: found.start()] + words + title[found.end() :]
