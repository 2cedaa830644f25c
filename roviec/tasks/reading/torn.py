"""Tables that came apart: a copy with every cell on a line of its own, whose rows cannot all be told surely."""

import re
from dataclasses import replace

from roviec.folding import fold
from roviec.tasks.reading.columns import task_roles
from roviec.tasks.reading.model import ReadTask
from roviec.tasks.reading.rebuilt import APART, FIRST, LONGEST_HEAD, MOST_COLUMNS
from roviec.tasks.reading.source import Document, Table

# No document has more tables; what repeats "TT" beyond is noise that would take minutes to look at.
_MOST_TABLES = 40


def torn_at(document: Document) -> int | None:
    """Return where a header stands with its cells one below the other and no table was made of it, None for nowhere."""
    if document.form != "text":
        return None
    whole = {start for block in document.blocks if isinstance(block, Table) if (start := _start(block)) >= 0}
    lines = [found for found in re.finditer(r"[^\n]+", document.text) if found.group().strip(" |")]
    firsts = [at for at, line in enumerate(lines) if len(line.group()) < 20 and _opens(line.group())]
    for at in firsts[:_MOST_TABLES]:
        line = lines[at]
        if line.start() in whole or _is_barred(document.text, line.start()):
            continue
        heads = [one.group().strip() for one in lines[at : at + MOST_COLUMNS]]
        if any(_is_header(heads[:count]) for count in range(3, len(heads) + 1)):
            return line.start()
    return None


def _start(table: Table) -> int:
    """Return the offset of the line in which a table's first cell stands, -1 for an empty one."""
    first = table.rows[0][0].passage if table.rows and table.rows[0] else None
    return first.offset(0) if first and first.runs else -1


def _opens(line: str) -> bool:
    return fold(line).strip() in FIRST


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
