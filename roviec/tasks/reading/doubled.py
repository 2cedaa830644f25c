"""Two columns that could be the task ("Hoạt động | Nội dung"): the cells tell names of rows from what is to be done."""

import re
from collections.abc import Sequence

from roviec.tasks.reading.columns import role_of
from roviec.tasks.reading.lexicon import ORDER
from roviec.tasks.reading.source import Cell

# A name of a row has no more words, and what is done takes at least so many times as many.
_LONGEST_NAME, _LONGER = 7, 2
# So many rows have a name, and begin with what is done; of fewer rows than that nothing is told.
_NAMED, _DONE, _FEWEST_ROWS = 0.8, 0.6, 2
# A single word ("100%") tells nothing of what is to be done.
_FEWEST_WORDS = 2
_BULLET = re.compile(r"\s*[-–+•*]\s+")
_SENTENCE = re.compile(r"[.;:]\s|[.;]\Z")

Row = Sequence[Cell]


def told_by_cells(
    header: list[tuple[str, str]], roles: dict[str, int], rows: Sequence[Row]
) -> dict[str, int]:
    """Return the roles, the second of two columns as the task where the first only names its rows ("name").

    The first stays where both are alike, or the second only tells more of it.
    """
    first = roles.get("task", 0)
    known = set(roles.values())
    others = [
        at for at, head in enumerate(header) if at > first and at not in known and role_of(*head) == "task"
    ]
    return roles | {"name": first, "task": others[0]} if others and _names(rows, first, others[0]) else roles


def with_names(rows: Sequence[Row], roles: dict[str, int]) -> list[tuple[Cell, ...]]:
    """Return the rows, the name of one as its task where nothing else tells what is to be done."""
    name, task = roles.get("name"), roles.get("task", 0)
    made = [tuple(row) for row in rows]
    if name is None:
        return made
    return [
        (*row[:task], row[name], *row[task + 1 :])
        if len(row) > task and len(row[task].text.split()) < _FEWEST_WORDS
        else row
        for row in made
    ]


def are_own(rows: Sequence[Row], roles: dict[str, int]) -> bool:
    """Tell names of which each is one row's own from groups, whose name stands over several rows."""
    column, task = roles.get("name"), roles.get("task", 0)
    if column is None:
        return False
    names = [row[column].text for row in rows if len(row) > task and row[task].text and not row[task].wide]
    return all(names) and len(set(names)) == len(names)


def _names(rows: Sequence[Row], first: int, second: int) -> bool:
    """Tell a column of short names beside one whose cells begin with what is to be done."""
    told = [row for row in rows if len(row) > second and row[first].text and not row[first].wide]
    pairs = [(row[first].text, row[second].text) for row in told if row[second].text]
    if len(pairs) < _FEWEST_ROWS or len(pairs) < _NAMED * len(told):
        return False
    short = sum(len(name.split()) <= _LONGEST_NAME and not _SENTENCE.search(name) for name, _ in pairs)
    done = sum(ORDER.match(_BULLET.sub("", text, count=1)) is not None for _, text in pairs)
    words = [sum(len(pair[side].split()) for pair in pairs) for side in (0, 1)]
    return short >= _NAMED * len(pairs) and done >= _DONE * len(pairs) and words[1] >= _LONGER * words[0]
