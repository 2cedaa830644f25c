"""Days that people name, read by the grammar of deadlines; cited documents, past days and hours set aside."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.chats import Named, named_in
from roviec.tasks.deadlines.model import Deadline, Doubt, Length, Unit
from roviec.tasks.words.tokens import Token, joined, merged, replaced

_PAST_WEEK = r"(?: tuan (?:truoc|roi|qua))"
_ASIDE = re.compile(
    r"\b(?:"
    r"(?P<cite>so \d[\d/.-]*(?: [^@\s]+){0,4}? ngay \d+[/.-]\d+[/.-]\d+|so \d+ [^\s@]+(?: ubnd| hdnd)?)"
    r"|(?P<past>(?:hom|ngay|toi_?|dem|chieu|sang) (?:qua|kia(?= (?:da|roi))|truoc)|hom (?:no|kia)"
    rf"|tuan (?:truoc|roi|qua)|thang (?:truoc|roi|qua)"
    rf"|(?:ngay )?(?:hom|tu|tu hom|tu ngay|tu chieu|tu sang) thu [2-7]\b{_PAST_WEEK}?"
    r"|thu [2-7] (?:tuan truoc|vua roi|vua qua)|(?:may|\d+|vai) (?:hom|ngay|bua|tuan|thang) (?:nay|qua|roi|truoc)"
    r"|hoi (?:sang|chieu|nay)|luc (?:nay|sang|dau)|ban dau|sang nay|vua nay)"
    r")"
)
_CLOCK = re.compile(r"\b(?:\d+ gio(?: \d+)?|\d+ h\d*\b|\d+:\d+)(?! nua)")
_HALF_YEAR = timedelta(days=183)
# "tuần sau" by itself is its Monday, to be asked: nobody knows which day is meant.
_BARE_WEEK = re.compile(r"(?:(?:sang|qua) )?tuan(?! (?:nay|ni)\b)|(?:sang|qua) tuan$")

# Said of the lunar calendar, but not by everybody.
_MAYBE_LUNAR = re.compile(r"(?:ngay )?(?:mung|mong) \d+ thang \d+$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (with its hour), or a length still to be counted; `vague` when people should be asked."""

    day: date | None = None
    length: Length | None = None
    vague: bool = False
    at: time | None = None


def dated(tokens: list[Token], today: date, calendar: Calendar) -> list[Token]:
    """Return the tokens with days as "@day", lengths as "@span" and what lies behind as "@past"."""
    tokens = merged(tokens, _ASIDE, lambda match: ("@cite" if match["cite"] else "@past", None))
    line, starts = joined(tokens)
    named = named_in(line, today=today, calendar=calendar, lookback=_HALF_YEAR)
    tokens = replaced(tokens, starts, ((one.start, one.end, _token(line, one)) for one in named))
    return merged(tokens, _CLOCK, lambda _: ("@clock", None))


def _token(line: str, one: Named) -> tuple[str, object]:
    """Return the token of one named day or length."""
    deadline = one.deadline
    if deadline.doubt is Doubt.vague:
        return "@span", Moment(vague=True)
    if deadline.length and deadline.length.unit not in {Unit.hour, Unit.minute}:
        return "@span", Moment(length=deadline.length, vague=one.touched)
    return "@day", _day(line[one.start : one.end], deadline, touched=one.touched)


def _day(words: str, deadline: Deadline, *, touched: bool) -> Moment:
    """Return the day of a deadline; none where it can't be read, the Monday of a week named by itself."""
    if deadline.start and _BARE_WEEK.match(words):
        return Moment(deadline.start, vague=True, at=deadline.at)
    vague = touched or deadline.due is None or bool(_MAYBE_LUNAR.match(words))
    return Moment(deadline.due, vague=vague, at=deadline.at)
