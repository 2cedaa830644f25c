"""Columns of a table whose heads no list knows, told by what stands in their cells: bodies, orders, times."""

import re
from collections.abc import Callable, Sequence

from roviec.folding import fold
from roviec.tasks.reading.cells import is_ditto
from roviec.tasks.reading.columns import role_of
from roviec.tasks.reading.lexicon import ORDER, VERB
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.source import Cell
from roviec.tasks.reading.units import names_at

# Of fewer rows nothing is told; so many of a column's cells are filled, and so many are of its kind.
_FEWEST_ROWS, _FILLED, _ALIKE = 3, 0.5, 0.6
# What is to be done takes so many words; a time no more than so many, where it does not begin with one.
_FEWEST_WORDS, _LONGEST_TIME = 5, 6
_ASKS = re.compile(r"(?:Đề nghị|Kiến nghị|Đề xuất|Yêu cầu|Giao|Quan tâm|Tiếp tục|Sớm|Kịp thời)\s")
_TIME = re.compile(
    r"(?<![\w./-])\d{1,2}\s?[/.-]\s?\d{1,2}\b|\d{1,2}\s?(?:h|g|:|gio)\s?\d|\b20[2-9]\d\b|"
    r"\b(?:quy|thang|t)\s?\.?\s?(?:i{1,3}|iv|\d{1,2})\b|"
    r"\b(?:hang|moi|dinh ky|ca) (?:nam|quy|thang|tuan|ngay|ky)\b|\bthuong xuyen\b|\b\d{1,3} ngay\b|\bthoi han\b"
)
_BEGINS = re.compile(
    r"(?:truoc|trong|hoan thanh|den|het|cuoi|dau|cham nhat|muon nhat|tu|ngay|quy|thang|nam|tuan|thu|hang|moi|dinh ky|"
    r"thuong xuyen|ca nam|giai doan|sau|khi|lien tuc|"
    r"\d{1,3} ngay|theo (?:tung )?(?:ke hoach|quy dinh|tien do|lo trinh|moc|thoi han))\b"
)
_BULLET = re.compile(r"\s*[-–+•*]\s+|[\s;,.]+")

Row = Sequence[Cell]


def with_cells(
    header: Sequence[tuple[str, str]], roles: dict[str, int] | None, rows: Sequence[Row]
) -> tuple[dict[str, int] | None, frozenset[str]]:
    """Return role → column with what the cells tell where no head does, and the roles that were told so.

    None where the table is none of tasks: nothing in it is to be done, or nobody is named beside it.
    """
    body = [row for row in rows if len(row) == len(header) and not any(cell.wide for cell in row)]
    if len(body) < _FEWEST_ROWS or len(header) < 2:
        return roles, frozenset()
    columns = [
        [row[at].text for row in body if row[at].text and not is_ditto(row[at].text)]
        for at in range(len(header))
    ]
    made = dict(roles) if roles else _by_heads(header)
    free = [
        at
        for at, texts in enumerate(columns)
        if at not in made.values() and not role_of(*header[at]) and len(texts) >= _FILLED * len(body)
    ]
    told = _told(columns, free, made)
    made |= told
    if {"task", "lead"} <= made.keys():
        return made, frozenset(told)
    return roles, frozenset()


def _by_heads(header: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return what heads say, the first of each kind, where all of them together are no table of tasks."""
    named = {at: role_of(*head) for at, head in enumerate(header)}
    return {role: at for at, role in reversed(named.items()) if role}


def _told(columns: list[list[str]], free: list[int], roles: dict[str, int]) -> dict[str, int]:
    """Return the one column of orders, that of bodies (a second of them helps) and that of times."""
    told: dict[str, int] = {}
    tasks = [at for at in free if _alike(columns[at], says_what)] if "task" not in roles else []
    bodies = [at for at in free if at not in tasks and _alike(columns[at], _names)]
    times = [at for at in free if at not in (*tasks, *bodies) and _alike(columns[at], is_time)]
    if tasks:
        # What several rows have in common is their group.
        told["task"] = max(tasks, key=lambda at: len(set(columns[at])))
    if "lead" not in roles and bodies:
        told["lead"] = bodies[0]
    if "partners" not in roles and len(bodies) > len({"lead"} & told.keys()):
        told["partners"] = bodies[len({"lead"} & told.keys())]
    if "due" not in roles and "slot 0" not in roles and times:
        told["due"] = times[-1]
        # Of two times side by side the first is when the work begins.
        told |= {"start": times[-2]} if "start" not in roles and len(times) > 1 else {}
    return told


def _alike(texts: list[str], is_one: Callable[[str], bool]) -> bool:
    return sum(map(is_one, texts)) >= _ALIKE * len(texts)


def says_what(text: str) -> bool:
    """Tell a cell that says what is to be done."""
    marker = marker_of(text)
    told = text[marker.end :] if marker else text
    begins = ORDER.match(told) or VERB.match(told[:1].lower() + told[1:]) or _ASKS.match(told)
    return begins is not None and len(told.split()) >= _FEWEST_WORDS


def is_time(text: str) -> bool:
    """Tell words that say when, or how often, and little else."""
    folded = fold(text)
    if _TIME.search(folded) is None:
        return False
    return len(text.split()) <= _LONGEST_TIME or _BEGINS.match(folded) is not None


def _names(text: str) -> bool:
    """Tell a cell that holds bodies and nothing else."""
    at = _past_bullets(text, 0)
    while at < len(text):
        names = names_at(text, at)
        if names is None:
            return False
        at = _past_bullets(text, names.end)
    return at > 0


def _past_bullets(text: str, at: int) -> int:
    while mark := _BULLET.match(text, at):
        at = mark.end()
    return at
