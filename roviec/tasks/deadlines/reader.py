"""Reading: one cell or phrase, or every deadline of a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import counted, dates, periods, wording
from roviec.tasks.deadlines.coverage import is_led, is_touched, is_whole, weekday_differs
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.marking import mark
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings, Doubt, Kind
from roviec.tasks.deadlines.moments import IN_CELLS, moments
from roviec.tasks.deadlines.recurring import recurring
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.traps import masked

_DATED = tuple(form for form in (*dates.FORMS, *periods.FORMS) if not form.alone)
# What wins where wordings overlap; a wording that needs to stand alone always comes after the others.
_COUNTED, _RECURRING, _WRITTEN, _EVENT, _AT_ONCE, _NAMED = range(6)
# Longer texts are documents, not the deadline of one task.
_LONGEST = 2000


@dataclass(frozen=True)
class _Reading:
    """A possible deadline, its place and its rank."""

    start: int
    end: int
    alone: bool
    rank: int
    deadline: Deadline


def parse(
    text: str,
    *,
    issued: date | None,
    year: int | None,
    calendar: Calendar,
    settings: DeadlineSettings,
    month: int | None = None,
) -> Deadline:
    """Read a deadline cell or phrase; without any deadline its kind is none.

    `issued` is the document's date, `year` the year it plans for, `month` that of a monthly programme.
    """
    composed = nfc(text)
    if len(composed) > _LONGEST:
        return _none(composed, doubtful(Doubt.unread))
    context = Context(issued, year, month, calendar, settings)
    marked = mark(composed)
    found = _by_itself(marked, _readings(marked, context, inside=False), context)
    if found is None:
        return _none(composed, Deadline(Kind.none, explanation=wording.NO_DATE))
    return _none(composed, found.deadline) if found.deadline.doubt else _with_words(found, composed).deadline


def _by_itself(marked: str, readings: list[_Reading], context: Context) -> _Reading | None:
    """Return the deadline of a whole phrase; words of time that were not read leave it without a day."""
    named = _named(masked(marked, _spans(readings)), context)
    dated = [one for one in readings if one.rank in (_COUNTED, _WRITTEN)]
    open_text = masked(marked, _spans([*readings, *named]))
    is_read = dated and is_whole(open_text, _spans(dated))
    spans = _spans(named)
    if named and not is_read and (is_whole(open_text, spans) or (not dated and is_led(open_text, spans))):
        return next((one for one in named if one.deadline.doubt), None) or max(named, key=_weight)
    if dated and not any(one.rank == _RECURRING for one in readings):
        return _unless_touched(open_text, dated, [one for one in named if _is_apart(one, dated)], readings)
    if readings:
        return max(readings, key=_weight)
    return replace(named[0], deadline=_why_not(named)) if named else None


def _named(marked: str, context: Context) -> list[_Reading]:
    """Return the days, periods and lengths that marked text names by themselves."""
    found = moments(marked, context, IN_CELLS)
    readings = [_Reading(one.start, one.end, True, _NAMED, one.deadline) for one in found]
    return [_checked(one, marked, context) for one in readings]


def _unless_touched(
    open_text: str, dated: list[_Reading], further: list[_Reading], readings: list[_Reading]
) -> _Reading:
    """Return the best reading, without its day where a day beside it is impossible or words weren't read."""
    impossible = next((one for one in further if one.deadline.doubt is Doubt.no_such_day), None)
    if impossible or is_touched(open_text, _spans([*dated, *further])):
        return impossible or replace(dated[0], deadline=doubtful(Doubt.unread))
    return max(readings, key=_weight)


def _why_not(named: list[_Reading]) -> Deadline:
    """Return no deadline with the reason: a day that doesn't exist, or words around it that weren't read."""
    doubts = {one.deadline.doubt for one in named}
    return doubtful(Doubt.no_such_day if Doubt.no_such_day in doubts else Doubt.unread)


def _is_apart(one: _Reading, others: Iterable[_Reading]) -> bool:
    """Tell whether a reading overlaps none of the others."""
    return all(one.end <= other.start or other.end <= one.start for other in others)


def _spans(readings: Iterable[_Reading]) -> list[tuple[int, int]]:
    """Return where the readings stand."""
    return [(one.start, one.end) for one in readings]


def _none(composed: str, deadline: Deadline) -> Deadline:
    """Return a deadline without day for the whole text."""
    return replace(deadline, words=" ".join(composed.split()))


def find(
    text: str,
    *,
    issued: date | None,
    year: int | None,
    calendar: Calendar,
    settings: DeadlineSettings,
    month: int | None = None,
) -> list[Deadline]:
    """Find the deadlines inside sentences, in order, with spans into the NFC text.

    Dates of cited documents, goals, baselines, validity and reporting periods are left out.
    """
    context = Context(issued, year, month, calendar, settings)
    composed = nfc(text)
    readings = _readings(mark(composed), context, inside=True)
    return [_with_words(one, composed).deadline for one in readings if not one.alone]


def _weight(reading: _Reading) -> tuple[int, date, int]:
    """Return what decides between several deadlines of one cell: the surest one, then the later day."""
    deadline = reading.deadline
    return _sureness(reading), deadline.due or date.min, reading.start


def _sureness(reading: _Reading) -> int:
    """Return how sure a reading is: a full date, a recurrence, a period, an event, a bare date, at once."""
    kind, deadline = reading.deadline.kind, reading.deadline
    if kind is Kind.recurring:
        return 4
    if kind in (Kind.fixed, Kind.period):
        is_full = kind is Kind.fixed and str(deadline.due and deadline.due.year) in deadline.words
        return 1 if reading.alone else 5 if is_full else 3
    return 2 if kind is Kind.event and not reading.alone else 0


def _readings(marked: str, context: Context, *, inside: bool) -> list[_Reading]:
    """Return the readings of marked text that do not overlap, in order; `inside` of a sentence or by itself."""
    events = [form for form in counted.EVENTS if inside or not form.inside]
    first = list(_apply(counted.COUNTED, marked, _COUNTED, context))
    open_text = masked(marked, [(one.start, one.end) for one in first])
    every = [
        *first,
        *(
            _Reading(hit.start, hit.end, False, _RECURRING, hit.deadline)
            for hit in recurring(open_text, context)
        ),
        *_apply(_DATED, open_text, _WRITTEN, context),
        *_apply(events, open_text, _EVENT, context),
        *_apply(counted.AT_ONCE, open_text, _AT_ONCE, context),
    ]
    return [_checked(one, marked, context) for one in _apart(every)]


def _checked(one: _Reading, marked: str, context: Context) -> _Reading:
    """Return a reading without its day where the weekday beside it is another."""
    if one.deadline.due and weekday_differs(marked[one.start : one.end], context):
        return replace(one, deadline=doubtful(Doubt.weekday_differs))
    return one


def _apply(forms: Iterable[Form], marked: str, rank: int, context: Context) -> Iterable[_Reading]:
    """Yield what the forms read in marked text; a group "at" tells where the deadline's own words begin."""
    for form in forms:
        for found in form.matches(marked):
            deadline = form.build(found, context)
            if deadline is not None:
                start = found.start("at" if "at" in found.re.groupindex else 0)
                yield _Reading(start, found.end(), form.alone, rank, deadline)


def _apart(readings: list[_Reading]) -> list[_Reading]:
    """Keep the best readings that do not overlap, in the order of the text."""
    kept: list[_Reading] = []
    best = sorted(readings, key=lambda one: (one.alone, one.rank, one.start - one.end, one.start))
    for one in best:
        if _is_apart(one, kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _with_words(reading: _Reading, composed: str) -> _Reading:
    """Fill in the exact words and their span, outer white space left out."""
    raw = composed[reading.start : reading.end].replace("*", " ")
    start = reading.start + len(raw) - len(raw.lstrip())
    end = reading.end - (len(raw) - len(raw.rstrip()))
    is_open = composed[start:end].count("(") > composed[start:end].count(")")
    end += is_open and composed[end : end + 1] == ")"
    words = " ".join(composed[start:end].replace("**", "").split())
    return replace(reading, deadline=replace(reading.deadline, words=words, span=(start, end)))
