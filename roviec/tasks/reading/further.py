"""Further tasks of a torn table's row: no number opens them, and their merged cells are those of the row's first task."""

from dataclasses import replace
from itertools import pairwise

from roviec.tasks.reading.laying import best_runs, names_of
from roviec.tasks.reading.merged import filled, merged_in
from roviec.tasks.reading.ragged import suits
from roviec.tasks.reading.rejoined import Piece
from roviec.tasks.reading.source import Cell, join

_SUITS = 2


def parted(row: list[Piece], width: int, roles: dict[str, int]) -> list[list[Piece]]:
    """Cut a row that holds more cells than there are columns before each further task."""
    task, lead, due = (roles.get(role, 0) for role in ("task", "lead", "due"))
    if len(row) <= width or not task:
        return [row]
    if lead == task + 1 and lead < due:
        cuts = _led(row, lead)
    elif lead < task and due == width - 1:
        cuts = _timed(row, task)
    else:
        return [row]
    return [row[start:end] for start, end in pairwise([0, *cuts, len(row)])]


def _led(row: list[Piece], lead: int) -> list[int]:
    """Return where tasks begin that somebody leads, below the time of the row's first."""
    times = (at for at, one in enumerate(row) if at > lead and suits(one.text, "due") == _SUITS)
    last, cuts = next(times, len(row)), []
    for at, (one, two) in enumerate(pairwise(row)):
        if at > last and _opens(one.text) and suits(two.text, "lead") == _SUITS:
            cuts.append(at)
            last = at + 1
    return cuts


def _timed(row: list[Piece], task: int) -> list[int]:
    """Return where tasks begin behind the time of the one before, which stands last."""
    times = [at for at, one in enumerate(row) if at > task and suits(one.text, "due") == _SUITS]
    return [at + 1 for at in times[:-1] if at + 1 not in times and _opens(row[at + 1].text)]


def _opens(text: str) -> bool:
    """Tell what may open a further task."""
    words = text.removeprefix("-").strip()
    return words[:1].isupper() and suits(words, "task") > 0 and suits(words, "due") <= 0


def laid_below(
    parts: list[Piece], above: tuple[Cell, ...], roles: dict[str, int], doubt: str
) -> tuple[Cell, ...]:
    """Lay a further task over the columns from the task's on; who and when come from the row above where it says nothing."""
    first = roles["task"]
    cells = [replace(cell, home=False) for cell in above[:first]]
    at = 0
    for count in best_runs(parts, names_of(roles, len(above), first=first))[1]:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n"), doubtful=doubt))
        at += count
    return filled(tuple(cells), above, [column for column in merged_in(roles) if column >= first], doubt)
