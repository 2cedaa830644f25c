"""Reading: one cell or phrase, or every deadline of a sentence."""

from dataclasses import replace
from datetime import date

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import wording
from roviec.tasks.deadlines.coverage import has_number_beside, is_led, is_touched, is_whole
from roviec.tasks.deadlines.marking import mark
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings, Doubt, Kind
from roviec.tasks.deadlines.readings import (
    COUNTED,
    RECURRING,
    WRITTEN,
    Reading,
    is_apart,
    named_of,
    readings_of,
    spans_of,
    weight,
    with_words,
)
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.traps import masked

# Longer texts are documents, not the deadline of one task.
_LONGEST = 1000


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
    found = _by_itself(marked, readings_of(marked, context, inside=False), context)
    if found is None:
        return _none(composed, Deadline(Kind.none, explanation=wording.NO_DATE))
    return _none(composed, found.deadline) if found.deadline.doubt else with_words(found, composed).deadline


def _by_itself(marked: str, readings: list[Reading], context: Context) -> Reading | None:
    """Return the deadline of a whole phrase; words of time that were not read leave it without a day."""
    named = named_of(masked(marked, spans_of(readings)), context)
    dated = [one for one in readings if one.rank in (COUNTED, WRITTEN)]
    open_text = masked(marked, spans_of([*readings, *named]))
    is_read = dated and is_whole(open_text, spans_of(dated))
    spans = spans_of(named)
    if named and not is_read and (is_whole(open_text, spans) or (not dated and is_led(open_text, spans))):
        return next((one for one in named if one.deadline.doubt), None) or max(named, key=weight)
    if dated and not any(one.rank == RECURRING for one in readings):
        return _unless_touched(open_text, dated, [one for one in named if is_apart(one, dated)], readings)
    if readings:
        best = max(readings, key=weight)
        lost = best.rank == RECURRING and has_number_beside(open_text, (best.start, best.end))
        return replace(best, deadline=doubtful(Doubt.unread)) if lost else best
    return replace(named[0], deadline=_why_not(named)) if named else None


def _unless_touched(
    open_text: str, dated: list[Reading], further: list[Reading], readings: list[Reading]
) -> Reading:
    """Return the best reading, without its day where a day beside it is impossible or words weren't read."""
    impossible = next((one for one in further if one.deadline.doubt is Doubt.no_such_day), None)
    if impossible or is_touched(open_text, spans_of([*dated, *further])):
        return impossible or replace(dated[0], deadline=doubtful(Doubt.unread))
    return max(readings, key=weight)


def _why_not(named: list[Reading]) -> Deadline:
    """Return no deadline with the reason: a day that doesn't exist, or words around it that weren't read."""
    doubts = {one.deadline.doubt for one in named}
    return doubtful(Doubt.no_such_day if Doubt.no_such_day in doubts else Doubt.unread)


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
    readings = readings_of(mark(composed), context, inside=True)
    return [with_words(one, composed).deadline for one in readings if not one.alone]
