"""The possible deadlines of a marked text, the best of those that overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from roviec.tasks.deadlines import counted, dates, periods
from roviec.tasks.deadlines.coverage import weekday_differs
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, Doubt, Kind
from roviec.tasks.deadlines.moments import IN_CELLS, moments
from roviec.tasks.deadlines.recurring import recurring
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.traps import masked

_DATED = tuple(form for form in (*dates.FORMS, *periods.FORMS) if not form.alone)
# What wins where wordings overlap; a wording that needs to stand alone always comes after the others.
COUNTED, RECURRING, WRITTEN, EVENT, AT_ONCE, NAMED = range(6)


@dataclass(frozen=True)
class Reading:
    """A possible deadline, its place and its rank."""

    start: int
    end: int
    alone: bool
    rank: int
    deadline: Deadline
    marked: str = ""
    """Its words, marked."""


def named_of(marked: str, context: Context) -> list[Reading]:
    """Return the days, periods and lengths that marked text names by themselves."""
    found = moments(marked, context, IN_CELLS)
    readings = [Reading(one.start, one.end, True, NAMED, one.deadline) for one in found]
    return [_checked(one, marked, context) for one in readings]


def is_apart(one: Reading, others: Iterable[Reading]) -> bool:
    """Tell whether a reading overlaps none of the others."""
    return is_apart_from((one.start, one.end), spans_of(others))


def is_apart_from(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a span overlaps none of the others."""
    return all(span[1] <= start or end <= span[0] for start, end in others)


def spans_of(readings: Iterable[Reading]) -> list[tuple[int, int]]:
    """Return where the readings stand."""
    return [(one.start, one.end) for one in readings]


def weight(reading: Reading) -> tuple[int, date, int]:
    """Return what decides between several deadlines of one cell: the surest one, then the later day."""
    deadline = reading.deadline
    return _sureness(reading), deadline.due or date.min, reading.start


def _sureness(reading: Reading) -> int:
    """Return how sure a reading is: a full date, a recurrence, a period, an event, a bare date, at once."""
    kind, due = reading.deadline.kind, reading.deadline.due
    if kind is Kind.recurring:
        return 4
    if kind in (Kind.fixed, Kind.period):
        is_full = kind is Kind.fixed and str(due and due.year) in reading.marked
        return 1 if reading.alone else 5 if is_full else 3
    return 2 if kind is Kind.event and not reading.alone else 0


def readings_of(marked: str, context: Context, *, inside: bool) -> list[Reading]:
    """Return the readings of marked text that do not overlap, in order; `inside` of a sentence or by itself."""
    events = [form for form in counted.EVENTS if inside or not form.inside]
    first = list(_apply(counted.COUNTED, marked, COUNTED, context))
    open_text = masked(marked, [(one.start, one.end) for one in first])
    every = [
        *first,
        *(
            Reading(hit.start, hit.end, False, RECURRING, hit.deadline)
            for hit in recurring(open_text, context)
        ),
        *_apply(_DATED, open_text, WRITTEN, context),
        *_apply(events, open_text, EVENT, context),
        *_apply(counted.AT_ONCE, open_text, AT_ONCE, context),
    ]
    return [_checked(one, marked, context) for one in _apart(every)]


def _checked(one: Reading, marked: str, context: Context) -> Reading:
    """Return a reading with its words; without its day where the weekday beside it is another."""
    words = marked[one.start : one.end]
    differs = one.deadline.due and weekday_differs(words, context)
    return replace(one, marked=words, deadline=doubtful(Doubt.weekday_differs) if differs else one.deadline)


def _apply(forms: Iterable[Form], marked: str, rank: int, context: Context) -> Iterable[Reading]:
    """Yield what the forms read in marked text; a group "at" tells where the deadline's own words begin."""
    for form in forms:
        for found in form.matches(marked):
            deadline = form.build(found, context)
            if deadline is not None:
                start = found.start("at" if "at" in found.re.groupindex else 0)
                yield Reading(start, found.end(), form.alone, rank, deadline)


def _apart(readings: list[Reading]) -> list[Reading]:
    """Keep the best readings that do not overlap, in the order of the text."""
    kept: list[Reading] = []
    best = sorted(readings, key=lambda one: (one.alone, one.rank, one.start - one.end, one.start))
    for one in best:
        if is_apart(one, kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def with_words(reading: Reading, composed: str) -> Reading:
    """Fill in the exact words and their span, outer white space left out."""
    raw = composed[reading.start : reading.end].replace("*", " ")
    start = reading.start + len(raw) - len(raw.lstrip())
    end = reading.end - (len(raw) - len(raw.rstrip()))
    is_open = composed[start:end].count("(") > composed[start:end].count(")")
    end += is_open and composed[end : end + 1] == ")"
    words = " ".join(composed[start:end].replace("**", "").split())
    return replace(reading, deadline=replace(reading.deadline, words=words, span=(start, end)))
