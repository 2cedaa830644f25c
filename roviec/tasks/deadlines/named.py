"""Every time that a sentence names: also the ones that no rule took for its deadline."""

from collections.abc import Sequence
from datetime import date

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.marking import mark
from roviec.tasks.deadlines.model import Deadline, DeadlineSettings
from roviec.tasks.deadlines.moments import IN_CELLS, moments
from roviec.tasks.deadlines.readings import is_apart_from
from roviec.tasks.deadlines.resolve import Context
from roviec.tasks.deadlines.traps import masked


def named(
    text: str,
    *,
    read: Sequence[tuple[int, int]],
    issued: date | None,
    year: int | None,
    calendar: Calendar,
    settings: DeadlineSettings,
    month: int | None = None,
) -> list[tuple[int, int, Deadline]]:
    """Return start, end and meaning of the times in `text` outside the `read` spans; traps are none."""
    context = Context(issued, year, month, calendar, settings)
    open_text = masked(mark(nfc(text)), list(read))
    return [
        (one.start, one.end, one.deadline)
        for one in moments(open_text, context, IN_CELLS)
        if is_apart_from((one.start, one.end), read)
    ]
