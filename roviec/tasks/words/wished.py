"""The day that a clause names, as a wish for a new deadline or a promise."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.words.clauses import Clause
from roviec.tasks.words.moments import Moment


@dataclass(frozen=True, slots=True)
class Wish:
    """A day wished for: `until` counts from now, `extended` from the deadline.

    `sure` if it is exact, `ahead` if it is after today.
    """

    until: date | None = None
    extended: date | None = None
    days: int | None = None
    words: str | None = None
    sure: bool = False
    ahead: bool = False


def wish(clause: Clause, text: str, *, today: date, calendar: Calendar, due: date | None) -> Wish:
    """Return the wish of a clause; an empty one when it names no day, a doubtful one for several."""
    named = [(token, token.value) for token in clause.tokens if isinstance(token.value, Moment)]
    if not named:
        return Wish()
    token, moment = named[-1]
    words = text[token.start : token.end]
    found = (
        Wish(words=words)
        if moment.vague and not moment.day
        else _counted(moment, today, calendar, due, words)
    )
    several = len({replace(value, words="") for _, value in named}) > 1
    ahead = found.until is None or found.until > today
    return replace(found, sure=not (moment.vague or several), ahead=ahead)


def _counted(moment: Moment, today: date, calendar: Calendar, due: date | None, words: str) -> Wish:
    """Return the wish with its length counted from today and from the deadline, whichever is later."""
    if moment.day:
        return Wish(moment.day, moment.day, words=words)
    base = max(due or today, today)
    return Wish(_after(today, moment, calendar), _after(base, moment, calendar), moment.days, words)


def _after(start: date, moment: Moment, calendar: Calendar) -> date:
    """Return the length's last day, moved on from a day off (Bộ luật Dân sự 2015, Điều 148)."""
    if moment.months:
        return calendar.end_of_period_months(start, moment.months)
    if moment.working:
        return calendar.add_working_days(start, moment.days or 0)
    return calendar.on_or_after(start + timedelta(days=moment.days or 0))
