"""Reporting periods: weeks from Monday, and the State's months, which run from the 15th to the 14th. Pure.

The longer ones are made of such months: a quarter ends on 14/3, 14/6, 14/9 or 14/12, the year begins on 15/12.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roviec.folding import fold

WEEK, DAY = timedelta(days=7), timedelta(days=1)
CUT = 14
"""The last day of a reporting month."""


class Cycle(StrEnum):
    """How long a reporting period is."""

    week = "week"
    month = "month"
    quarter = "quarter"
    half = "half"
    year = "year"


MONTHS = {Cycle.month: 1, Cycle.quarter: 3, Cycle.half: 6, Cycle.year: 12}
_MARKS = {Cycle.week: "W", Cycle.month: "M", Cycle.quarter: "Q", Cycle.half: "H", Cycle.year: "Y"}


@dataclass(frozen=True)
class Period:
    """A reporting period; both days belong to it."""

    cycle: Cycle
    first: date
    last: date

    @property
    def year(self) -> int:
        """Return the year that it is reported under."""
        return self.first.isocalendar().year if self.cycle is Cycle.week else self.last.year

    @property
    def number(self) -> int:
        """Return its number within the year, from 1."""
        if self.cycle is Cycle.week:
            return self.first.isocalendar().week
        return self.last.month // MONTHS[self.cycle]

    @property
    def key(self) -> str:
        """Return its name in keys and file names: 2026-W31, 2026-M07, 2026-Q3, 2026-H1, 2026-Y1."""
        width = 2 if self.cycle in (Cycle.week, Cycle.month) else 1
        return f"{self.year}-{_MARKS[self.cycle]}{self.number:0{width}d}"

    @property
    def previous(self) -> "Period":
        """Return the period before."""
        return running(self.cycle, self.first - DAY)


def running(cycle: Cycle, day: date) -> Period:
    """Return the period of a cycle that a day belongs to."""
    if cycle is Cycle.week:
        monday = day - timedelta(days=day.weekday())
        return Period(cycle, monday, monday + WEEK - DAY)
    months = MONTHS[cycle]
    ends = day.year * 12 + day.month - 1 + (day.day > CUT)
    last = ends // months * months + months - 1
    return Period(cycle, _cut(last - months) + DAY, _cut(last))


def _cut(month: int) -> date:
    """Return the last day of a reporting month, months counted through from the year 0."""
    return date(month // 12, month % 12 + 1, CUT)


def named(key: str) -> Period:
    """Return the period of a `key`; raise ValueError for what none has."""
    found = re.fullmatch(r"(\d{4})-([WMQHY])(\d{1,2})", key)
    if found is None:
        raise ValueError(f"{key} names no period")
    cycle = next(cycle for cycle, mark in _MARKS.items() if mark == found[2])
    return numbered(cycle, int(found[1]), int(found[3]))


def numbered(cycle: Cycle, year: int, number: int) -> Period:
    """Return the period with this number in a year; raise ValueError where the year has none."""
    if cycle is Cycle.week:
        return running(cycle, date.fromisocalendar(year, number, 1))
    return running(cycle, date(year, number * MONTHS[cycle], CUT))


def ended(day: date) -> Period:
    """Return what was to be reported last before a day: where several periods end together, the longest.

    So the quarters II and IV are reported with the half-year and the year, as the reporting calendar has it.
    """
    last = running(Cycle.month, day).previous.last
    ends = (running(cycle, last) for cycle in (Cycle.year, Cycle.half, Cycle.quarter, Cycle.month))
    return next(period for period in ends if period.last == last)


_CYCLES = {
    Cycle.half: r"(?:6|sau) thang|nua nam|half(?: year)?",
    Cycle.week: r"tuan|week",
    Cycle.month: r"thang|month",
    Cycle.quarter: r"quy|quarter",
    Cycle.year: r"(?:ca )?nam|year",
}
_WHICH = {"dau": 1, "cuoi": 2, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = re.compile(
    rf"(?:{'|'.join(f'(?P<{cycle}>{words})' for cycle, words in _CYCLES.items())})"
    r"(?: (?P<shift>nay|truoc|this|last)| (?:so )?(?P<number>\d{1,2}|i{1,3}|iv|dau|cuoi)(?: nam)?)?"
    r"(?: ?(?:/|-|nam|of)? ?(?P<of>\d{4}))?"
)


def read_period(words: str, today: date) -> Period | None:
    """Return the period that words name ("quý II/2026", "6 tháng đầu năm", "tháng trước"), None for other words.

    A number without a year means the last such period that has begun.
    """
    said = _WORDS.fullmatch(" ".join(fold(words).replace(",", " ").split()))
    if said is None:
        return None
    cycle = next(cycle for cycle in Cycle if said[cycle])
    if said["shift"] or not (said["number"] or said["of"]):
        now = running(cycle, today)
        return now.previous if said["shift"] in ("truoc", "last") else now
    number = _WHICH.get(said["number"] or "") or int(said["number"] or 1)
    if not said["number"] and cycle is not Cycle.year:
        return None
    try:
        if said["of"]:
            return numbered(cycle, int(said["of"]), number)
        return _begun(cycle, number, today)
    except (ValueError, OverflowError):
        return None


def _begun(cycle: Cycle, number: int, today: date) -> Period:
    this = running(cycle, today)
    found = numbered(cycle, this.year, number)
    return found if found.first <= today else numbered(cycle, this.year - 1, number)
