"""Tables that came apart: a copy with every cell on a line of its own, whose rows cannot all be told surely."""

import re
from dataclasses import replace

from roviec.folding import fold
from roviec.tasks.reading.columns import role_of, task_roles
from roviec.tasks.reading.heads import FIRST, LONGEST_HEAD, MOST_COLUMNS
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.model import ReadTask
from roviec.tasks.reading.rebuilt import APART
from roviec.tasks.reading.source import Document, Table

# No document has more tables; what repeats "TT" beyond is noise that would take minutes to look at.
_MOST_TABLES = 40
_MOST_LINES = 2_000
# A page has more lines than a row: its number is none of a row's.
_NUMBER_ALONE, _LONGEST_ROW = re.compile(r"\s*(\d{1,3})[.)]?\s*"), 25
# A letterhead and a signature have two columns; a table that nobody told has more, in several lines.
_GUTTER, _GUTTERS, _FEWEST_WIDE = re.compile(r"\S {3,}(?=\S)"), 2, 4


def torn_at(document: Document) -> int | None:
    """Return where a header stands with its cells one below the other and no table was made of it, None for nowhere."""
    if document.form != "text":
        return None
    whole = [_extent(block) for block in document.blocks if isinstance(block, Table)]
    lines = [found for found in re.finditer(r"[^\n]+", document.text) if found.group().strip(" |")]
    if (rows := _rows_left(lines, whole)) is not None:
        return rows
    if (columns := _columns_left(lines, whole)) is not None:
        return columns
    firsts = [at for at, line in enumerate(lines) if len(line.group()) < 20 and _opens(line.group())]
    firsts += [
        at
        for at, line in enumerate(lines[:_MOST_LINES])
        if _heads_all([one.group() for one in lines[at : at + 3]])
        and not (at and _is_head(lines[at - 1].group()))
    ]
    for at in firsts[:_MOST_TABLES]:
        line = lines[at]
        kept = any(first <= line.start() <= last for first, last in whole) and not _has_column_before(
            lines, at
        )
        if kept or _is_barred(document.text, line.start()):
            continue
        heads = [one.group().strip() for one in lines[at : at + MOST_COLUMNS]]
        if any(_is_header(heads[:count]) for count in range(3, len(heads) + 1)):
            return line.start()
    return None


def _rows_left(lines: list[re.Match[str]], whole: list[tuple[int, int]]) -> int | None:
    """Return where rows go on that no table took: three numbers alone in their lines, each the next one."""
    alone = [
        (at, int(found[1]))
        for at, line in enumerate(lines)
        if (found := _NUMBER_ALONE.fullmatch(line.group()))
        and not any(first <= line.start() <= last for first, last in whole)
    ]
    for (at, one), (second, two), (third, three) in zip(alone, alone[1:], alone[2:], strict=False):
        if (two, three) == (one + 1, one + 2) and max(second - at, third - second) <= _LONGEST_ROW:
            return lines[at].start()
    return None


def _columns_left(lines: list[re.Match[str]], whole: list[tuple[int, int]]) -> int | None:
    """Return where lines of three columns and more stand close together that no table took."""
    wide = [
        at
        for at, line in enumerate(lines)
        if len(_GUTTER.findall(line.group().strip())) >= _GUTTERS
        and not any(first <= line.start() <= last for first, last in whole)
    ]
    for first, last in zip(wide, wide[_FEWEST_WIDE - 1 :], strict=False):
        if last - first <= _LONGEST_ROW:
            return lines[first].start()
    return None


def _extent(table: Table) -> tuple[int, int]:
    """Return the offsets between which a table's cells stand."""
    at = [cell.passage.offset(0) for row in table.rows for cell in row if cell.passage.runs]
    return (min(at), max(at)) if at else (0, -1)


def _opens(line: str) -> bool:
    return fold(line).strip() in FIRST


def _heads_all(lines: list[str]) -> bool:
    """Tell three heads of columns one below the other where no "TT" opens them: "Đơn vị", "Phần việc", "Mốc xong"."""
    roles = [
        role_of(line.strip(), "")
        for line in lines
        if len(line) <= LONGEST_HEAD
        and not line.rstrip().endswith((".", ":", ";"))
        and marker_of(line.strip()) is None
    ]
    return len(roles) == 3 and len(set(roles)) == 3 and "task" in roles and not {"", "index"} & set(roles)


def _is_head(line: str) -> bool:
    return _opens(line) or (marker_of(line.strip()) is None and role_of(line.strip(), "") != "")


def _has_column_before(lines: list[re.Match[str]], at: int) -> bool:
    """Tell a table with a column before its "TT" ("Thời gian"), which was not put together with the others."""
    before = lines[at - 1].group().strip() if at else ""
    short = len(before.split()) <= 3 and not before.isupper() and _is_head(before)
    return short and role_of(before, "") in ("due", "lead", "leader", "partners")


def _is_barred(text: str, start: int) -> bool:
    """Tell a cell of a copied page: the bar before it keeps the table together."""
    return text[max(0, start - 80) : start].rstrip().endswith("|")


def _is_header(heads: list[str]) -> bool:
    short = all(len(head) <= LONGEST_HEAD and not re.search(r"[.;:]$", head) for head in heads)
    return short and task_roles([(head, "") for head in heads]) is not None


def marked(task: ReadTask, torn: int) -> ReadTask:
    """Return a task that stands in or below a table that came apart with its lead and day marked."""
    if not task.quote.spans or task.quote.spans[0][0] < torn:
        return task
    known = dict(task.unsure)
    marks = tuple((field, APART) for field in ("lead", "due") if field not in known)
    return replace(task, unsure=(*task.unsure, *marks))
