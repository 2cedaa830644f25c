"""Lines over all columns of a printed table, which name the group of the rows below: they leave no gutter blank."""

import re
from collections.abc import Callable

from roviec.tasks.reading.gutters import Columns, Span, segments
from roviec.tasks.reading.keyed import HOUR, names_part_of_day
from roviec.tasks.reading.weblike import NumberedLine

# "II. Công tác tuyên truyền": a letter, its mark and a name.
_LETTERED = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ])[.)]\s+(?=[^\W\d])")
# What a sentence ends in, and no name of a group.
_SENTENCE = re.compile(r"[.;,]\W*\Z")
# A name goes on in so many lines, so many blank ones between it and its first row.
_MOST_LINES, _MOST_BLANK = 2, 2

Tells = Callable[[str], bool]


def is_band(lines: list[NumberedLine], at: int, columns: Columns, ends: Tells) -> bool:
    """Tell the name of a group over the whole width: one text over a gutter or behind a letter, and a row below.

    `ends` tells the lines with which the table is over.
    """
    raw = lines[at][1]
    found = segments(raw)
    # What begins where a column does is a cell of it that is too full; a name in the middle begins elsewhere.
    if len(found) != 1 or found[0][0] in columns.bounds or not _may_name(raw):
        return False
    first = _first_row(lines, at, columns, ends)
    if first is None:
        return False
    lettered = not columns.numbered and _LETTERED.match(raw) is not None
    hours = HOUR.fullmatch(first[: columns.bounds[0]].strip()) is not None
    return _is_over(found[0], columns) or lettered or (hours and names_part_of_day(raw.strip()))


def is_title(lines: list[NumberedLine], at: int, columns: Columns, is_header: Tells) -> bool:
    """Tell what stands above the header of the next table: one text over a gutter, set apart from the rows."""
    found = segments(lines[at][1])
    apart = at > 0 and not lines[at - 1][1].strip()
    if len(found) != 1 or not apart or not _is_over(found[0], columns):
        return False
    after = (raw for _, raw in lines[at + 1 : at + 2 + _MOST_BLANK] if raw.strip())
    return is_header(next(after, ""))


def _may_name(raw: str) -> bool:
    """Tell what may be a group's name, or the first line of one: no sentence, nothing that goes on."""
    return raw.strip()[:1].isupper() and not _SENTENCE.search(raw)


def _is_over(span: Span, columns: Columns) -> bool:
    """Tell a text that begins before a gutter and ends behind it."""
    return any(span[0] < bound - 1 and bound < span[1] for bound in columns.bounds)


def _first_row(lines: list[NumberedLine], at: int, columns: Columns, ends: Tells) -> str | None:
    """Return the first row below a group's name, None where text follows or another table."""
    names, blank = 1, 0
    for _, raw in lines[at + 1 : at + 1 + _MOST_LINES + _MOST_BLANK]:
        found = segments(raw)
        if ends(raw):
            return None
        if len(found) > 1:
            return raw if columns.fit(raw) and found[0][0] < columns.bounds[0] else None
        names, blank = names + len(found), blank + (not found)
        if names > _MOST_LINES + 1 or blank > _MOST_BLANK:
            return None
    return None
