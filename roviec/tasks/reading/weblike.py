"""Text copied from a web page: marks of bold and italics, tables whose bars stand on lines of their own."""

import re

from roviec.tasks.reading.ragged import squared
from roviec.tasks.reading.source import Cell, Passage, Table, join

NumberedLine = tuple[int, str]
_BOLD = re.compile(r"\*\*\s*")
# An italic run opens before a letter and closes anywhere but at the start of a line: that is a bullet.
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*(?:\n(?!\s*\n)[^*\n]+){0,6}?)(?<!\n)\*(?!\*)")
_LONE_BAR = re.compile(r"\s*\|\s*")


def unmarked(text: str) -> str:
    """Return `text` without the marks of bold and italics; a line break inside marked words is a space."""
    if "*" not in text:
        return text
    text = re.sub(r"\*\*([^*]{1,400}?)\*\*", lambda run: _one_line(run.group(1)), text)
    text = _ITALIC.sub(lambda run: _one_line(run.group(1)), text)
    return text.replace("**", "")


def _one_line(words: str) -> str:
    return re.sub(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)", " ", words) if "\n\n" not in words else words


def is_weblike(text: str) -> bool:
    """Tell a page copied from the web by its lone bars or its bold marks."""
    return bool(re.search(r"^\s*\|\s*$", text, re.MULTILINE)) or len(_BOLD.findall(text)) > 3


def cells_of(lines: list[NumberedLine]) -> list[tuple[list[NumberedLine], bool, Table | None]]:
    """Cut lines at the lone bars: (lines, whether they stand in a cell, the table where they make one)."""
    made: list[tuple[list[NumberedLine], bool, Table | None]] = []
    rows: list[list[list[NumberedLine]]] = []
    loose: list[NumberedLine] = []
    barred = False
    for at, (offset, raw) in enumerate(lines):
        following = lines[at + 1][1] if at + 1 < len(lines) else ""
        if not _LONE_BAR.fullmatch(raw):
            (rows[-1][-1] if barred else loose).append((offset, raw))
            continue
        if not barred:
            made.append((loose, False, None))
            loose, rows = [], [[]]
        if _LONE_BAR.fullmatch(following):
            rows.append([])
            barred = True
        elif barred and following.strip() and _has_ended(rows):
            made += _closed(rows)
            rows, barred = [], False
        elif following.strip() or (not _is_full(rows) and _goes_on(lines, at)):
            rows[-1].append([])
            barred = True
        else:
            made += _closed(rows)
            rows, barred = [], False
    return [*made, *(_closed(rows) if barred else []), (loose, False, None)]


def _has_ended(rows: list[list[list[NumberedLine]]]) -> bool:
    """Tell a last row as wide as all before it: a further row would begin with a bar of its own, so prose follows."""
    widths = {len(row) for row in rows}
    return len(rows) > 1 and len(widths) == 1 and (widths == {2} or len(rows) > 4)


def _is_full(rows: list[list[list[NumberedLine]]]) -> bool:
    """Tell a last row that has as many cells as any before it: the table may end after it."""
    return len(rows) > 1 and len(rows[-1]) >= max(map(len, rows[:-1]))


def _goes_on(lines: list[NumberedLine], at: int) -> bool:
    """Tell whether an empty cell stands after the bar at `at`: a bar follows the blank lines at once."""
    rest = next((number for number, line in enumerate(lines[at + 1 : at + 4]) if line[1].strip()), None)
    return rest is not None and _LONE_BAR.fullmatch(lines[at + 1 + rest][1]) is not None


def _closed(rows: list[list[list[NumberedLine]]]) -> list[tuple[list[NumberedLine], bool, Table | None]]:
    rows = [row for row in rows if any(raw.strip() for cell in row for _, raw in cell)]
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or width < 3:
        return [(cell, True, None) for row in rows for cell in row]
    table = Table(squared([[Cell(_joined(cell)) for cell in row] for row in rows]))
    return [([], True, table)]


def _joined(cell: list[NumberedLine]) -> Passage:
    parts = [Passage(raw, ((0, offset),)).cut(0, len(raw)) for offset, raw in cell]
    return join(parts, " ")
