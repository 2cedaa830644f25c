"""The days off and the days worked instead, as a list that a person reads. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.days_off import Span

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """Days that follow one another and are off, or worked, for one reason."""

    span: Span
    working: bool
    name: str
    entered: bool
    """By the office itself."""


def listed(
    calendar: Calendar, first: date, last: date, notes: Mapping[date, str], names: Mapping[date, str]
) -> list[Line]:
    """Return the days from `first` to `last` that differ from the week, each once; `notes` are of entered days."""
    off = [day for day in calendar.off if first <= day <= last]
    work = [day for day in calendar.work - calendar.off if first <= day <= last]
    return sorted(
        [*_lines(off, False, notes, names), *_lines(work, True, notes, {})], key=lambda line: line.span.first
    )


def _lines(
    days: list[date], working: bool, notes: Mapping[date, str], names: Mapping[date, str]
) -> Iterator[Line]:
    together: list[date] = []
    for day in sorted(days):
        if together and (day - together[-1] != _DAY or notes.get(day) != notes.get(together[-1])):
            yield _line(together, working, notes, names)
            together = []
        together.append(day)
    if together:
        yield _line(together, working, notes, names)


def _line(days: list[date], working: bool, notes: Mapping[date, str], names: Mapping[date, str]) -> Line:
    entered = days[0] in notes
    name = notes[days[0]] if entered else _shared([names[day] for day in days if day in names])
    return Line(Span(days[0], days[-1]), working, name, entered)


def _shared(names: list[str]) -> str:
    """Return the name that most of the others hold: Tết Nguyên Đán for all of its days."""
    return max(names, key=lambda name: sum(name in other for other in names), default="")
