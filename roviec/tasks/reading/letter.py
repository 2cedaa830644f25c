"""Whom a letter is sent to, and which year and month a document plans for."""

import re

from roviec.folding import SMALL
from roviec.tasks.reading.cells import units_in
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.model import Named
from roviec.tasks.reading.source import Document, Paragraph
from roviec.tasks.reading.tables import Grid

TOP = 40
_FEW_WORDS = 25
# The letter's first sentence, run together with the line above it.
_RUN_ON = re.compile(
    r"(?<=[\w).])\s+(?=(?:Thực hiện|Căn cứ|Triển khai|Theo|Nhằm|Ngày|Xét|Tiếp theo) (?:[A-ZĐ\d][^;]{0,60}\d))"
)


def planned(subject: str, kind: str | None, year: int | None) -> tuple[int | None, int | None]:
    """Return the year and month that the document plans for."""
    years = re.findall(r"năm\s+(20\d\d)", subject, re.IGNORECASE)
    month = (
        re.search(r"tháng\s+(\d{1,2})\b", subject, re.IGNORECASE)
        if kind in ("Chương trình", "Lịch công tác", "Kế hoạch")
        else None
    )
    planned = int(years[-1]) if years else None
    if kind == "Kế hoạch" and month and not re.match(r"(?:công tác|hoạt động)", subject, re.IGNORECASE):
        month = None
    return planned if planned and (year is None or year <= planned <= year + 1) else year, int(
        month.group(1)
    ) if month else None


def addressees_of(document: Document, blocks: list[Paragraph | Grid]) -> tuple[Named, ...]:
    """Return whom a letter is sent to."""
    made: list[Named] = []
    open_ = False
    for block in blocks[:TOP]:
        if isinstance(block, Grid):
            break
        match = re.match(rf"\W*Kính gửi\s*:?\s*|[^{SMALL}]{{0,80}}ĐIỆN\s*:\s*", block.text)
        if match:
            open_ = True
            run = _RUN_ON.search(block.text, match.end())
            made += units_in(
                document, block.passage.cut(match.end(), run.start() if run else len(block.text))
            )
        elif open_ and (_is_listed(block) or (not made and _is_named(block.text))):
            made += _of_line(document, block)
        elif open_ and block.text.strip():
            break
    return tuple(made)


def _of_line(document: Document, block: Paragraph) -> tuple[Named, ...]:
    """Return whom one line of the list names: a comma before what is no body stands inside a name."""
    found = units_in(document, block.passage)
    if not (_is_listed(block) and len(found) > 1) or all(UNIT.match(one.name) for one in found):
        return found
    text = block.text
    start, end = len(text) - len(text.lstrip(" \t-+•*")), len(text.rstrip(" .;"))
    return (Named(" ".join(text[start:end].split()), document.quote(block.passage.cut(start, end))),)


def _is_listed(block: Paragraph) -> bool:
    """Tell one short line of a list."""
    return bool(block.marker or re.match(r"\s*[-+•]", block.text)) and len(block.text) < 400


def _is_named(text: str) -> bool:
    """Tell a line that holds nothing but whom a letter is sent to, below "Kính gửi:"."""
    plain = " ".join(text.split())
    return (
        UNIT.match(plain) is not None
        and len(plain.split()) <= _FEW_WORDS
        and not re.search(r"[.:;]\s", plain)
    )
