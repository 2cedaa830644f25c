"""The day that a clause names, as a wish for a new deadline or a promise."""

from dataclasses import dataclass, replace
from datetime import date, time

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.lengths import after
from roviec.tasks.deadlines.model import Length, Unit
from roviec.tasks.words.clauses import Clause
from roviec.tasks.words.moments import Moment


@dataclass(frozen=True, slots=True)
class Wish:
    """A day wished for, and its hour: `until` counts from now, `extended` from the deadline.

    `sure` if it is exact, `ahead` if it is after today.
    """

    until: date | None = None
    extended: date | None = None
    days: int | None = None
    words: str | None = None
    sure: bool = False
    ahead: bool = False
    at: time | None = None


def wish(clause: Clause, text: str, *, today: date, calendar: Calendar, due: date | None) -> Wish:
    """Return the wish of a clause; an empty one when it names no day, a doubtful one for several."""
    named = [(token, token.value) for token in clause.tokens if isinstance(token.value, Moment)]
    if not named:
        return Wish()
    token, moment = named[-1]
    found = replace(_counted(moment, today, calendar, due), words=text[token.start : token.end], at=moment.at)
    several = len({value for _, value in named}) > 1
    ahead = found.until is None or found.until > today
    return replace(found, sure=not (moment.vague or several), ahead=ahead)


def _counted(moment: Moment, today: date, calendar: Calendar, due: date | None) -> Wish:
    """Return the wish with its length counted from today and from the deadline, whichever is later."""
    if moment.day or not moment.length:
        return Wish(moment.day, moment.day)
    length, base = moment.length, max(due or today, today)
    return Wish(after(today, length, calendar), after(base, length, calendar), _days(length))


def _days(length: Length) -> int | None:
    """Return a length in days as they were said, None for months."""
    return {Unit.week: 7 * length.n, Unit.month: None}.get(length.unit, length.n)
