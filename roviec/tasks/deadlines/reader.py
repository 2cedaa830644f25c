"""Reading: one cell or phrase, or every deadline of a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import counted, dates, periods, wording
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.marking import mark
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings, Kind
from roviec.tasks.deadlines.recurring import recurring
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.traps import masked

_DATED = (*dates.FORMS, *periods.FORMS)
# What wins where wordings overlap; a wording that needs to stand alone always comes after the others.
_COUNTED, _RECURRING, _WRITTEN, _EVENT, _AT_ONCE = range(5)


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
    readings = _readings(composed, Context(issued, year, month, calendar, settings))
    if not readings:
        whole = " ".join(composed.split())
        return Deadline(Kind.none, words=whole, explanation=wording.NO_DATE)
    return max(readings, key=_weight).deadline


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
    return [reading.deadline for reading in _readings(nfc(text), context) if not reading.alone]


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


def _readings(composed: str, context: Context) -> list[_Reading]:
    """Return the readings of NFC text that do not overlap, in order."""
    marked = mark(composed)
    first = list(_apply(counted.COUNTED, marked, _COUNTED, context))
    open_text = masked(marked, [(one.start, one.end) for one in first])
    every = [
        *first,
        *(
            _Reading(hit.start, hit.end, False, _RECURRING, hit.deadline)
            for hit in recurring(open_text, context)
        ),
        *_apply(_DATED, open_text, _WRITTEN, context),
        *_apply(counted.EVENTS, open_text, _EVENT, context),
        *_apply(counted.AT_ONCE, open_text, _AT_ONCE, context),
    ]
    return [_with_words(one, composed) for one in _apart(every)]


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
        if all(one.end <= other.start or other.end <= one.start for other in kept):
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
