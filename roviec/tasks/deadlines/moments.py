"""Every way to name a day, a period or a length by itself: what documents put in a cell and people in a chat."""

import re
from collections.abc import Callable
from functools import partial

from roviec.tasks.deadlines import dates, lengths, lists, lunar, parts, periods, relative
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.meaning import doubtful, due_in
from roviec.tasks.deadlines.model import Deadline, Doubt
from roviec.tasks.deadlines.resolve import Context, Found, Span, is_day, written_day

_LEAD = r"(?:(?P<before>truoc)(?: luc| khi het)? )?"
_OCCASION = r"(?:(?:dau|cuoi|het|trong|luc) )*(?:gio )?(?:chao co|giao ban|hanh chinh|lam viec|tan so|tan tam|nghi trua)\b"
_PART = rf"(?:(?:{_OCCASION}|(?:(?:dau|cuoi|het) gio )?(?:buoi )?(?:sang|trua|chieu|toi_?|dem)),? )?"
_NOT_COUNTED = r"(?! ?%| (?:<thing>|(?:ngay|hom|bua|tuan|thang|tieng|phut)\b))"


def _written(found: re.Match[str], context: Context) -> Span | Doubt | None:
    """Read a day and month; a share ("31/36") is none, a day that can't exist is asked."""
    day, guessed = written_day(found, context)
    if day:
        return Span(day, day, guessed)
    if not found["ay"] and is_day(found) and context.base_year is None:
        return Doubt.unread
    is_share = "/" in found.group() and not found["ay"] and not (found["said"] or int(found["am"]) <= 12)
    return None if is_share else Doubt.no_such_day


_DAYS: tuple[tuple[str, Callable[[re.Match[str], Context], Span | Doubt | None]], ...] = (
    (rf"{_PART}(?P<said>(?:<weekday>,? (?:- )?\(?)?(?:ngay|NGAY) |<weekday>,? (?:- )?\(?)<date>", _written),
    (rf"{_PART}(?P<said>hom )?<date>{_NOT_COUNTED}", _written),
    (
        r"(?P<said>(?<=ngay\s)|(?<=den\s)|(?<=toi\s)|(?<=sang\s)|(?<=truoc\s)|(?<=qua\s))(?<![\d/.,-])"
        rf"(?P<ad>\d{{1,2}})-(?P<am>\d{{1,2}})(?P<ay>(?!))?(?![\d/.,-]|\w){_NOT_COUNTED}",
        _written,
    ),
    (
        r"(?P<said>ngay )?(?<![\d/.,-])(?P<ad>\d{1,2})(?P<sep>[/.-])(?P<am>\d{1,2})(?P=sep)(?P<ay>\d{2})(?![\d/.,-]|\w)",
        _written,
    ),
    (r"(?P<said>ngay )?(?<![\d-])(?P<ay>\d{4})-(?P<am>\d{2})-(?P<ad>\d{2})(?![\d-])", _written),
    (rf"{_PART}{relative.DAY_OF_MONTH}", relative.day_of_month),
    (rf"{_PART}{relative.DAY_OF_THIS_MONTH}", relative.day_of_month),
    (relative.TODAY, partial(relative.in_days, ahead=0)),
    (relative.SOON, partial(relative.in_days, ahead=0)),
    (relative.TOMORROW, partial(relative.in_days, ahead=1)),
    (relative.DAY_AFTER, partial(relative.in_days, ahead=2)),
    (rf"{_PART}{relative.WEEKDAY}(?! <thing>)", relative.weekday),
    (relative.WEEK, relative.week),
    (relative.BARE_WEEK, relative.week),
    (parts.PERIOD, parts.part),
    *((pattern, lunar.day) for pattern in lunar.DAY),
    (lunar.MONTH, lunar.month),
    (lunar.NAMED_MONTH, lunar.month),
)
_LENGTHS = (
    Form(rf"\b{lengths.EXACT}", lengths.exact),
    Form(rf"\b{lengths.ROUGH}", lengths.rough),
    Form(rf"\b{lengths.HALF}", lengths.half),
)
_OTHERS = (
    *(form for form in (*dates.FORMS, *periods.FORMS) if form.alone),
    Form(lists.MONTHS, lists.months_named),
)


def _day(
    read: Callable[[re.Match[str], Context], Span | Doubt | None], found: re.Match[str], context: Context
) -> Deadline | None:
    """Return the deadline of a named day or period; a day that is none is asked."""
    if context.issued is None and read not in (_written, parts.part):
        return doubtful(Doubt.unread)
    meant = read(found, context)
    if isinstance(meant, Doubt):
        return doubtful(meant)
    if meant is None:
        return None if read in (_written, parts.part) else doubtful(Doubt.no_such_day)
    return due_in(found, meant, context)


def _before_tet(found: re.Match[str], context: Context) -> Deadline | None:
    """Return the last working day before Tết."""
    meant = lunar.before_tet(found, context) if context.issued else None
    return due_in(found, meant, context) if meant else None


def _table(lead: str) -> tuple[Form, ...]:
    """Return the grammar of moments, each after `lead`."""
    days = (
        Form(rf"(?<![\w/]){lead}<time>(?:{pattern})(?!\w)", partial(_day, read)) for pattern, read in _DAYS
    )
    return (*days, Form(rf"\b{lunar.BEFORE_TET}", _before_tet), *_LENGTHS, *_OTHERS)


IN_CELLS = _table(_LEAD)
IN_CHATS = _table("")


def moments(line: str, context: Context, forms: tuple[Form, ...] = IN_CHATS) -> list[Found]:
    """Return the days, periods and lengths that a folded line names: the longest first, none overlapping."""
    every = [
        Found(found.start(), found.end(), deadline)
        for form in forms
        for found in form.matches(line)
        if (deadline := form.build(found, context)) is not None
    ]
    kept: list[Found] = []
    for one in sorted(every, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
