"""Find the header of a table and cut off what stands above and below its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from roviec.folding import fold, whole
from roviec.tasks.reading.by_cells import with_cells
from roviec.tasks.reading.columns import role_of, target_roles, task_roles
from roviec.tasks.reading.doubled import told_by_cells
from roviec.tasks.reading.labels import is_label
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.source import Block, Cell, Document, Paragraph, Table, join

_END = re.compile(r"(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|Người lập|NGƯỜI LẬP|Tổng số nhiệm vụ)")
_HEADER_ROWS, _LONGEST_HEAD = 15, 60
_COUNTED = re.compile(r"\d{1,3}\s*[.)]?")
# A letterhead or a signature is laid out in fewer rows, and in two columns.
_ROWS_OF_DATA = 3
_DAY = re.compile(r"(?<![\d/])\d{1,2}\s?[/.]\s?\d{1,2}(?!\d)|[Tt]háng \d|[Nn]gày \d")


@dataclass(frozen=True)
class Grid:
    """A table of tasks or of targets: the column of each role, header texts and rows.

    `guessed` are the roles of columns that the cells tell, and not their heads.
    """

    kind: str
    roles: dict[str, int]
    header: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: tuple[Cell, ...] = ()
    guessed: frozenset[str] = frozenset()

    def of(self, rows: tuple[tuple[Cell, ...], ...]) -> "Grid":
        """Return this table with other rows."""
        return replace(self, rows=rows)


def unfolded(document: Document) -> list[Paragraph | Grid]:
    """Return the document's blocks with layout tables turned into paragraphs and tables into grids.

    A table that goes on after a page break (same width, no header or the header again) joins the grid.
    """
    made: list[Paragraph | Grid] = []
    for block in document.blocks:
        for part in _parts(block, made[-1] if made else None):
            last = made[-1] if made else None
            if isinstance(part, Grid) and isinstance(last, Grid) and part.header == last.header:
                made[-1] = last.of(last.rows + part.rows)
            elif isinstance(part, Paragraph) and isinstance(last, Paragraph) and _is_torn(last.text, part):
                made[-1] = replace(last, passage=join([last.passage, part.passage]))
            elif not isinstance(part, Paragraph) or part.text.strip():
                made.append(part)
    return made


def _is_torn(before: str, part: Paragraph) -> bool:
    """Tell a paragraph that only goes on with the item before it: no full stop there, a small letter here."""
    item = is_label(before) or marker_of(before) is not None
    ended = re.search(r"[.:;!?,]\W*$", before) or "\n" in before + part.text
    return item and not ended and not part.marker and part.text[:1].islower() and marker_of(part.text) is None


def _parts(block: Block, before: Paragraph | Grid | None) -> list[Paragraph | Grid]:
    if isinstance(block, Paragraph):
        return [block]
    found = _header(block)
    if found is None:
        found = _told(block) if not isinstance(before, Grid) else None
    if found is None:
        if (
            isinstance(before, Grid)
            and block.rows
            and len(block.rows[0]) == len(before.header)
            and len(block.rows[0]) > 2
        ):
            return [before.of(block.rows)]
        return _loose(block.rows[_heads_only(block.rows) :])
    start, height, grid = found
    body = list(block.rows[start + height :])
    end = next((i for i, row in enumerate(body) if any(_END.match(cell.text) for cell in row)), len(body))
    next_ = next((at for at in range(1, end) if _opens(block, start + height + at, grid.header)), None)
    if next_ is not None:
        end = next_
        while end and len({cell.text for cell in body[end - 1] if cell.text}) < 2:
            end -= 1
        rows = tuple(row for row in body[:end] if not _repeats(row, grid.header))
        rest = Table(tuple(body[end:]), block.title, block.page)
        return [
            *_loose(block.rows[:start]),
            grid.of(rows),
            *_parts(rest, None),
        ]
    while end and _is_note(body[end - 1]):
        end -= 1
    rows = tuple(row for row in body[:end] if not _repeats(row, grid.header))
    return [
        *_loose(block.rows[:start]),
        grid.of(rows),
        *_loose(tuple(body[end:])),
    ]


def _opens(table: Table, at: int, header: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether the row at `at` is the header of another table on the same sheet."""
    row = table.rows[at]
    if not any(fold(cell.text) in ("stt", "tt", "so tt") for cell in row[:3]) or _repeats(row, header):
        return False
    found = _header(Table(table.rows[at : at + 3]))
    return found is not None and found[0] == 0


def _is_note(row: tuple[Cell, ...]) -> bool:
    """Tell what stands below the rows: an empty row, or one sentence over the width of the table."""
    texts = {cell.text for cell in row if cell.text}
    if len(texts) != 1:
        return not texts
    text = next(iter(texts))
    return len(text.split()) > 8 and text.endswith((".", "./", ":"))


def _heads_only(rows: Sequence[Sequence[Cell]]) -> int:
    """Return 1 where the first row holds the heads of a numbered list that no rule knows, which say nothing; else 0."""
    short = all(len(cell.text) <= _LONGEST_HEAD for cell in rows[0]) if len(rows) > 1 else False
    return int(short and fold(rows[0][0].text).strip(".") in ("tt", "stt", "so tt", "so thu tu"))


def _loose(rows: tuple[tuple[Cell, ...], ...]) -> list[Paragraph | Grid]:
    """Read a layout table cell by cell; what stands in many rows of many columns is no layout, and `loose`."""
    unknown = len(rows) >= _ROWS_OF_DATA and all(len(row) > 2 for row in rows)
    return [Paragraph(cell.passage, loose=unknown) for row in rows for cell in row if cell.home and cell.text]


def _header(table: Table) -> tuple[int, int, Grid] | None:
    """Return (first row, number of rows, grid without rows) of the header."""
    for start in range(min(len(table.rows), _HEADER_ROWS)):
        row = table.rows[start]
        if sum(bool(cell.text) for cell in row if cell.home) < 2 or max(len(cell.text) for cell in row) > 120:
            continue
        # Rows are counted, and their heads are not.
        if _COUNTED.fullmatch(row[0].text):
            continue
        for height in (2, 1) if _two_rows(table, start) else (1,):
            header = _texts(table, start, height)
            for kind, roles in (("tasks", task_roles(header)), ("targets", target_roles(header))):
                if kind == "tasks" and not roles and _tells_days(header, table.rows[start + height :]):
                    roles = {"due": 0, "task": 1}
                if roles and not (kind == "tasks" and is_target(header)):
                    guessed: frozenset[str] = frozenset()
                    if kind == "tasks":
                        below = table.rows[start + height :]
                        roles = told_by_cells(header, roles, below)
                        roles, guessed = with_cells(header, roles, below)
                    heads = table.rows[start + height - 1]
                    return start, height, Grid(kind, roles or {}, tuple(header), (), heads, guessed)
    return None


def _told(table: Table) -> tuple[int, int, Grid] | None:
    """Return the header of a table whose heads say nothing, and whose cells do."""
    if not table.rows or max(len(cell.text) for cell in table.rows[0]) > _LONGEST_HEAD:
        return None
    height = 2 if _two_rows(table, 0) else 1
    header = _texts(table, 0, height)
    roles, guessed = with_cells(header, None, table.rows[height:])
    heads = table.rows[height - 1]
    return (0, height, Grid("tasks", roles, tuple(header), (), heads, guessed)) if roles else None


def _tells_days(header: list[tuple[str, str]], rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell a timetable of days ("Thời gian | Nội dung công việc") from the programme of one day."""
    heads = [role_of(*head) for head in header]
    dated = sum(_DAY.search(row[0].text) is not None for row in rows if len(row) == len(header))
    return heads == ["due", "task"] and 2 * dated > len(rows) > 1


def is_target(header: list[tuple[str, str]]) -> bool:
    """Tell a target table ("Nội dung chỉ tiêu … Mục tiêu 2026") from a table of tasks."""
    roles = target_roles(header)
    label = fold(" ".join(header[roles["label"]])) if roles else ""
    return bool(roles) and not re.search(r"nhiem vu|cong viec|hoat dong", label)


def _two_rows(table: Table, start: int) -> bool:
    """Tell whether the header goes on in the next row: no index, only words, merged from above."""
    if start + 1 >= len(table.rows):
        return False
    top, low = table.rows[start], table.rows[start + 1]
    merged_over = any(cell.wide for cell in top) or any(not cell.home for cell in low) or not low[0].text
    fresh = [cell.text for cell in low if cell.home and cell.text]
    words = all(
        len(text) < 40 and not re.fullmatch(r"(?!20\d\d$)[\d.,%/ ]+|(?:[IVX]+|[A-ZĐ])\s?[.)]?", text)
        for text in fresh
    )
    slots = fresh == ["I", "II", "III", "IV"] or _counts_on(fresh, top)
    return merged_over and (words or slots) and bool(fresh) and len(fresh) < len(low)


def _counts_on(heads: list[str], over: Sequence[Cell]) -> bool:
    """Tell months or quarters by their numbers alone: "Tháng" over "1 | 2 | 3 | …"."""
    numbers = [whole(text) or 0 for text in heads]
    named = any(re.search(r"\b(?:thang|quy)\b", fold(cell.text)) for cell in over)
    return named and len(numbers) > 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _texts(table: Table, start: int, height: int) -> list[tuple[str, str]]:
    """Return (upper, lower) header text per column; an upper text reaches over empty cells to its right."""
    top = [cell.text for cell in table.rows[start]]
    low = [cell.text for cell in table.rows[start + 1]] if height == 2 else [""] * len(top)
    for column in range(1, len(top)):
        if not top[column] and low[column]:
            top[column] = top[column - 1]
    return list(zip(top, low, strict=False))


def _repeats(row: tuple[Cell, ...], header: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether a row repeats the header, or only counts the columns: (1) (2) (3)."""
    texts = [fold(cell.text) for cell in row]
    filled = [text for text in texts if text]
    if not filled:
        return True
    if len(filled) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?|\([a-e]\)", text) for text in filled):
        numbers = [int(n) for text in filled for n in re.findall(r"\d+", text)]
        return len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))
    heads = {fold(text) for pair in header for text in pair if text}
    return len(filled) > 1 and all(text in heads for text in filled)
