"""From written days, months, quarters and years to dates."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.folding import whole
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Context:
    """What is known beside the words: the document's date, its year, the month of a work programme."""

    issued: date | None
    year: int | None
    month: int | None
    calendar: Calendar
    settings: DeadlineSettings
    # How long ago a day without a year may lie before it is taken for the next year's.
    lookback: timedelta = timedelta(0)

    @property
    def base_year(self) -> int | None:
        """Return the year that a date without one belongs to."""
        return self.year or (self.issued.year if self.issued else None)


@dataclass(frozen=True)
class Span:
    """The first and the last day of a period; `guessed` when the year was not written; `lunar` as it was named."""

    first: date
    last: date
    guessed: bool = False
    lunar: bool = False

    @property
    def is_one_day(self) -> bool:
        """Tell a day from a longer period."""
        return self.first == self.last


@dataclass(frozen=True)
class Found:
    """A deadline with its place in the text."""

    start: int
    end: int
    deadline: Deadline


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_of(words: str, context: Context) -> int | None:
    """Return the year that "2027", "nay" or "sau" names; None outside the years of office work."""
    if (named := whole(words)) is not None:
        year = named + 2000 * (len(words) == 2)
        return year if 1900 <= year <= 2199 else None
    base = context.issued.year if context.issued else context.year
    return base + (words != "nay") if base else None


def written_on(context: Context) -> date:
    """Return the day on which words that are named from it were written."""
    if context.issued is None:
        raise ValueError("words like these need the day on which they were written")
    return context.issued


def valid(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day (31/36, 30/2)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_day(found: re.Match[str], context: Context, tag: str = "a") -> tuple[date | None, bool]:
    """Return (the written day, whether its year was guessed): a day already past is next year's."""
    day, month, year = (found.group(tag + part) for part in "dmy")
    if year:
        named = year_of(year, context)
        return (valid(named, int(month), int(day)) if named else None), False
    return day_without_year(int(month), int(day), context), True


def day_without_year(month: int, day: int, context: Context) -> date | None:
    """Return the day in the document's year, or in the next one if it is already past."""
    if context.base_year is None:
        return None
    here = valid(context.base_year, month, day)
    if here and context.issued and here < context.issued - context.lookback:
        return valid(here.year + 1, month, day)
    return here


def is_day(found: re.Match[str], tag: str = "a") -> bool:
    """Tell whether day and month of a match exist in some year."""
    return valid(2024, int(found.group(tag + "m")), int(found.group(tag + "d"))) is not None


def months(first: int, last: int, year: str | None, context: Context) -> Span | None:
    """Return the months `first`..`last` of `year`; without a year, the document's or the next."""
    if year:
        named = year_of(year, context)
        return Span(date(named, first, 1), month_end(named, last)) if named else None
    base = context.base_year
    if base is None:
        return None
    if context.issued and month_end(base, last) < context.issued - context.lookback:
        base += 1
    return Span(date(base, first, 1), month_end(base, last), guessed=True)


def written_period(found: re.Match[str], context: Context) -> Span | None:
    """Return the half year, quarter, month or year that a `<period>` names."""
    if found["hn"]:
        count = 6 if found["hn"].lower() == "sau" else int(found["hn"])
        if not 1 <= count <= 12:
            return None
        first, last = (1, count) if found["hw"] == "dau" else (13 - count, 12)
        return months(first, last, found["hy"], context)
    if found["q"]:
        last = 3 * QUARTERS[found["q"]]
        return months(last - 2, last, found["qy"], context)
    if found["pm"]:
        return months(int(found["pm"]), int(found["pm"]), found["py"], context)
    return months(1, 12, found["yy"], context)


def middle(span: Span) -> date:
    """Return the middle of a period (BLDS 2015, Điều 146): the 15th of a month, 30/6 of a year."""
    length = span.last.month - span.first.month + 1
    if length == 1:
        return span.first.replace(day=15)
    if length == 12:
        return date(span.first.year, 6, 30)
    return span.first + (span.last - span.first) / 2


def day_before(day: date) -> date:
    """Return the day before."""
    return day - _DAY


def started(context: Context, due: date | None) -> date | None:
    """Return the day from which "từ nay" counts: the document's, unless it lies after `due`."""
    return context.issued if context.issued and due and context.issued <= due else None
