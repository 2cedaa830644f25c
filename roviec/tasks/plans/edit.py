"""What a person decides about a row of a draft: each returns the rows as they then are."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Kind, parse
from roviec.tasks.plans.errors import DueUnclear, UnitNotThere, UnitUnsure
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who, changed, named
from roviec.texts.shapes import short

NO_DUE = ("khong han", "khong co han", "khong thoi han", "bo han")


def open_place(row: Row) -> int | None:
    """Return the place of the first lead about whom somebody must still say who is meant; None: none is open."""
    if not row.lead:
        return 0
    return next((place for place, who in enumerate(row.lead) if who.is_open), None)


def decide(rows: Sequence[Row], row: Row, roster: Roster, place: int, code: str) -> tuple[list[Row], int]:
    """Say who the lead at a place is ("none": nobody here); past the last place, add one.

    A name that was open is decided in every row that has it. Return the rows and how many were decided.
    """
    who = row.lead[place] if place < len(row.lead) else None
    codes = () if code == "none" else roster.meaning(code, who.name if who else "")
    if not codes and (code != "none" or who is None):
        raise UnitNotThere
    if who is not None and who.is_open:
        decided = [named(one, who.name, codes) for one in rows]
        touched = [new for new, old in zip(decided, rows, strict=True) if new.lead != old.lead]
        return decided, sum(not one.dropped for one in touched)
    new = replace(who, meant=codes, chosen=True) if who else Who(roster.words(codes), codes, chosen=True)
    lead = (*row.lead[:place], new, *row.lead[place + 1 :])
    return changed(rows, replace(row, lead=lead, settled=_with(row, "lead"))), 1


def unnamed(rows: Sequence[Row]) -> int:
    """Count the rows for which the document names nobody and nobody was chosen yet."""
    return sum(not row.lead and not row.dropped for row in rows)


def decide_rest(rows: Sequence[Row], roster: Roster, code: str) -> list[Row]:
    """Give every row for which the document names nobody to one unit; raise `UnitNotThere`."""
    codes = roster.meaning(code, "")
    if not codes:
        raise UnitNotThere
    lead = (Who(roster.words(codes), codes, chosen=True),)
    return [
        row if row.lead or row.dropped else replace(row, lead=lead, settled=_with(row, "lead"))
        for row in rows
    ]


def code_of(roster: Roster, text: str) -> str:
    """Return the unit or person that somebody typed, "u3+u5" for several; raise `UnitNotThere` or `UnitUnsure`."""
    try:
        return _one_code(roster, text)
    except (UnitNotThere, UnitUnsure):
        parts = [part for part in re.split(r"\s*[;,\n]\s*(?:và\s+)?", text.strip()) if part]
        if len(parts) < 2:
            raise
    return "+".join(dict.fromkeys(_one_code(roster, part) for part in parts))


def _one_code(roster: Roster, text: str) -> str:
    for code, label in roster.labels.items():
        if fold(label) == fold(text):
            return code
    who = roster.match(text)
    if len(who.meant) == 1:
        return who.meant[0]
    if who.candidates:
        raise UnitUnsure(name=short(text, 60), names=roster.words(who.candidates[:4]))
    raise UnitNotThere


def redate(rows: Sequence[Row], row: Row, deadline: Deadline) -> list[Row]:
    """Give a row another deadline."""
    new = replace(
        row,
        due=deadline.due,
        at=deadline.at,
        due_text=deadline.words,
        words=deadline.words,
        why=deadline.explanation,
        kind=deadline.kind,
        recurrence=deadline.recurrence,
        settled=_with(row, "due"),
    )
    return changed(rows, new)


def deadline_of(
    words: str, *, issued: date | None, today: date, calendar: Calendar, settings: DeadlineSettings
) -> Deadline:
    """Read a deadline that somebody typed; raise `DueUnclear`."""
    if fold(words) in NO_DUE:
        return Deadline(Kind.none)
    start = issued or today
    found = parse(words, issued=start, year=start.year, calendar=calendar, settings=settings)
    if found.kind == Kind.none or not found.words:
        raise DueUnclear(words=short(words, 60))
    return found


def settle(rows: Sequence[Row], row: Row) -> list[Row]:
    """Say that the deadline of a row is right as it was read."""
    return changed(rows, replace(row, settled=_with(row, "due")))


def turn_over(rows: Sequence[Row], row: Row, *, dropped: bool) -> list[Row]:
    """Drop a row, or take it back in."""
    return changed(rows, replace(row, dropped=dropped))


def drop_blocked(rows: Sequence[Row]) -> list[Row]:
    """Drop every row that can't be given to anybody yet."""
    return [replace(row, dropped=True) if row.blocked else row for row in rows]


def _with(row: Row, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*row.settled, field)))
