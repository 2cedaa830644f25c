"""Read the cells of a row: ditto marks, lists of units, deadlines."""

import re

from roviec.folding import fold
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.lists import heads_given, whole
from roviec.tasks.reading.model import Named
from roviec.tasks.reading.source import Cell, Document, Passage

_DITTO = re.compile(r"(?:-+\s*)?(?:n\.?\s*t\.?|nhu tren|[\"”″〃]|'')(?:\s*-+)?")


def is_ditto(text: str) -> bool:
    """Tell whether a cell says "as above": nt, -nt-, như trên, ″."""
    return bool(_DITTO.fullmatch(fold(text)))


def without_ditto(rows: list[tuple[Cell, ...]], columns: list[int]) -> list[tuple[Cell, ...]]:
    """Return the rows with every ditto mark in `columns` replaced by the cell it points to."""
    above: dict[int, Cell] = {}
    made = []
    for row in rows:
        cells = list(row)
        for column in columns:
            if column >= len(cells):
                continue
            if is_ditto(cells[column].text) and column in above:
                cells[column] = above[column]
            elif cells[column].text and not _is_group(row):
                above[column] = cells[column]
        made.append(tuple(cells))
    return made


def _is_group(row: tuple[Cell, ...]) -> bool:
    return len({cell.text for cell in row if cell.text}) <= 2 and any(not cell.home for cell in row)


_OPEN_END = re.compile(
    r"(?:[,(\-–/&]|(?:^|\s)(?:và|của|các|với|tại|Văn phòng|Phòng|Sở|Ban|Tổ|Đội|Hội|Đoàn|Trung tâm|Công an|"
    r"Trưởng|Ủy ban|UBND))$"
)


def unwrapped(text: str) -> str:
    """Return the text of a printed cell, as long as before, with a space where a line only ran out of room.

    A line that opens with a body's name begins a new entry, unless the line above is left open.
    """
    lines = text.split("\n")
    made = lines[0]
    for line in lines[1:]:
        fresh = UNIT.match(line) or re.match(r"\s*[-+•]\s", line) or made.rstrip().endswith(";")
        made += ("\n" if fresh and not _OPEN_END.search(made.rstrip()) else " ") + line
    return made


def units_in(document: Document, passage: Passage) -> tuple[Named, ...]:
    """Return the units that a cell names; "chủ trì"/"phối hợp" labels and brackets are left out."""
    text = unwrapped(passage.text) if document.form == "pdf" else passage.text
    lead = re.match(
        r"\s*(?:[-+•]\s*)?(?:(?:Đơn vị|Cơ quan)?\s*(?:[Cc]hủ trì|[Pp]hối hợp|"
        r"[Tt]hực hiện)(?:\s+với)?\s*:?\s+)(?=\S)",
        text,
    )
    start = lead.end() if lead else 0
    spans = [(start + a, start + b) for a, b in whole(text[start:])]
    names = heads_given(text, spans) if start == 0 else [" ".join(text[a:b].split()) for a, b in spans]
    made = []
    for name, (a, b) in zip(names, spans, strict=True):
        bare = re.sub(r"^\s*(?:-|\+|•)\s*", "", name)
        if re.search(r"\w", bare) and not is_ditto(bare):
            made.append(Named(bare, document.quote(passage.cut(a, b))))
    return tuple(made)
