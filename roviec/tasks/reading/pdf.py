"""PDF with text: lines from the words' places, tables from their rules; scans are told apart."""

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdftypes import stream_value
from pdfplumber.page import Page
from pdfplumber.utils.geometry import rect_to_edges

from roviec.tasks.reading.errors import DamagedDocument, EncryptedDocument, ScannedPdf, TooLarge
from roviec.tasks.reading.letters import is_tcvn3
from roviec.tasks.reading.lines import Line, paragraphs
from roviec.tasks.reading.scanned import CUT, READ_BY_MACHINE, Recognise, nobody
from roviec.tasks.reading.source import Block, Cell, Document, Passage, Table, TextBuilder
from roviec.tasks.reading.text import from_text

MAX_PAGES = 150
MAX_CONTENT = 8 * 2**20
MAX_PAGE_CONTENT = 3 * 2**20
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*|Trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?", re.IGNORECASE)
PARTLY_SCANNED = "Có {count} trang là bản chụp không có chữ; nội dung các trang đó chưa được đọc."


# A filled shape no thinner than this is a mark over words or the ground of a cell, and no rule.
_THICK = 3.0
# What an office leaves blank to be written in later: "Số:      /UBND-KT", "ngày      tháng 4 năm 2026".
_BLANK = re.compile(r"(?:Số\s*:?|ngày|tháng|năm)$", re.IGNORECASE)


class LeanPage(Page):
    """A page whose letters carry their place and nothing of colour, matrix or font: half the time of reading one.

    Highlighted words make no table: of filled shapes only thin ones count as rules.
    """

    @property
    def rect_edges(self) -> list[dict[str, Any]]:
        """Return the edges of the rectangles that are rules."""
        ruled = (shape for shape in self.rects if shape["stroke"] or _is_thin(shape))
        return [edge for shape in ruled for edge in rect_to_edges(shape)]

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """Return a letter as words and tables need it; anything else as pdfplumber does."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        left, above = self.mediabox[:2]
        top = self.height - obj.y1 + above
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "upright": obj.upright,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": top,
            "bottom": self.height - obj.y0 + above,
            "doctop": self.initial_doctop + top,
            "width": obj.width,
            "height": obj.height,
            "size": obj.size,
        }


def _is_thin(shape: dict[str, Any]) -> bool:
    return bool(min(shape["width"], shape["height"]) < _THICK)


def read_pdf(data: bytes, name: str, recognise: Recognise = nobody) -> Document:
    """Read a PDF; raises ScannedPdf when its pages are pictures."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = _checked(pdf, name)
            return _read(pages, name, recognise)
    except (TooLarge, ScannedPdf):
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it raise
        if "Password" in repr(error) or "Encrypt" in repr(error):
            raise EncryptedDocument(name=name) from error
        raise DamagedDocument(name=name) from error


def _checked(pdf: Any, name: str) -> list[Any]:
    """Return the pages, after a look at how much they hold."""
    pages = pdf.pages
    if not pages:
        raise DamagedDocument(name=name)
    if len(pages) > MAX_PAGES:
        raise TooLarge(name=name, what=f"{len(pages)} trang, tối đa {MAX_PAGES} trang")
    total = 0
    for page in pages:
        size = sum(len(stream_value(part).get_data()) for part in page.page_obj.contents)
        total += size
        if size > MAX_PAGE_CONTENT or total > MAX_CONTENT:
            raise TooLarge(name=name, what="nội dung bên trong quá dài")
    return [LeanPage(pdf, page.page_obj, page.page_number, page.initial_doctop) for page in pages]


def _read(pages: list[Any], name: str, recognise: Recognise) -> Document:
    blocks: list[Block] = []
    lines: list[Line] = []
    bare = 0
    pages_words = [page.extract_words(keep_blank_chars=False, use_text_flow=False) for page in pages]
    running = _running(pages_words)
    builder = TextBuilder(old=is_tcvn3(" ".join(word["text"] for words in pages_words for word in words)))
    for page, words in zip(pages, pages_words, strict=True):
        bare += not words and bool(page.images)
        tables = page.find_tables() if len(page.edges) >= 4 else []
        tables = [table for table in tables if len(table.rows) > 1 and len(table.rows[0].cells) > 2]
        outside = _outside(words, tables)
        for line in _page_lines(outside, page, builder, tables, running):
            if isinstance(line, Line):
                lines.append(line)
            else:
                blocks += paragraphs(lines)
                lines = []
                blocks.append(line)
        page.close()
    blocks += paragraphs(lines)
    if not any(pages_words):
        return _scanned(pages, name, recognise)
    notes = ((PARTLY_SCANNED.format(count=bare),) if bare else ()) + builder.notes
    return Document(name, "pdf", builder.text(), tuple(blocks), notes, len(pages))


def _scanned(pages: list[Any], name: str, recognise: Recognise) -> Document:
    """Return what can be recognised of pages that are pictures."""
    texts = recognise(pages)
    if not any(text.strip() for text in texts):
        raise ScannedPdf(name=name)
    read = from_text("\n\n".join(texts), name)
    cut = (CUT.format(done=len(texts), count=len(pages)),) if len(texts) < len(pages) else ()
    return replace(read, form="scan", notes=(READ_BY_MACHINE, *cut, *read.notes), pages=len(pages))


def _running(pages: list[list[Any]]) -> set[str]:
    """Return running heads: the first line of most pages, word for word."""
    firsts = Counter(
        " ".join(w["text"] for w in words if abs(w["top"] - words[0]["top"]) < 3) for words in pages if words
    )
    return {text for text, count in firsts.items() if count >= 3 and count > len(pages) // 2}


def _outside(words: list[Any], tables: list[Any]) -> list[Any]:
    """Return the words that stand in no table."""
    boxes = [table.bbox for table in tables]
    return [
        word
        for word in words
        if not any(
            box[0] - 1 <= (word["x0"] + word["x1"]) / 2 <= box[2] + 1
            and box[1] - 1 <= (word["top"] + word["bottom"]) / 2 <= box[3] + 1
            for box in boxes
        )
    ]


def _page_lines(
    words: list[Any], page: Any, builder: TextBuilder, tables: list[Any], running: set[str]
) -> list[Line | Table]:
    """Return the page's lines and tables from top to bottom."""
    rows: list[list[Any]] = []
    for word in sorted(words, key=lambda w: (round(w["bottom"]), w["x0"])):
        if rows and abs(rows[-1][-1]["bottom"] - word["bottom"]) < 4:
            rows[-1].append(word)
        else:
            rows.append([word])
    rows = [sorted(row, key=lambda w: w["x0"]) for row in rows if not _furniture(row, page, running)]
    left = min((row[0]["x0"] for row in rows), default=0.0)
    right = max((row[-1]["x1"] for row in rows), default=0.0)
    pitch = _pitch(rows)
    made: list[Line | Table] = []
    waiting = sorted(tables, key=lambda table: table.bbox[1])
    for index, row in enumerate(rows):
        while waiting and waiting[0].bbox[1] < row[0]["top"]:
            made.append(_table(waiting.pop(0), page, builder))
        following = rows[index + 1][0] if index + 1 < len(rows) else None
        gap = row[0]["top"] - rows[index - 1][0]["top"] if index else pitch
        need = (following["x1"] - following["x0"] + 4) if following else 0
        end = row[-1]["x1"]
        made.append(
            Line(
                _parts(row, page, builder),
                full=end + need > right,
                short=end < left + 0.75 * (right - left),
                narrow=end < left + 0.55 * (right - left),
                blank=gap > 1.55 * pitch,
                indented=row[0]["x0"] > left + 14,
                right=row[0]["x0"] > 0.52 * page.width,
            )
        )
    return made + [_table(table, page, builder) for table in waiting]


def _furniture(row: list[Any], page: Any, running: set[str]) -> bool:
    text = " ".join(word["text"] for word in row)
    edge = row[0]["top"] < 0.12 * page.height or row[0]["top"] > 0.9 * page.height
    return text in running or (edge and bool(_PAGE_NUMBER.fullmatch(text))) or not re.search(r"\w", text)


def _pitch(rows: list[list[Any]]) -> float:
    gaps = sorted(b[0]["top"] - a[0]["top"] for a, b in pairwise(rows))
    return gaps[len(gaps) // 2] if gaps else 20.0


def _parts(row: list[Any], page: Any, builder: TextBuilder) -> tuple[Passage, ...]:
    """Return the words of a row as one passage, or two where a wide gap parts two columns."""
    groups: list[list[Any]] = [[row[0]]]
    for before, word in pairwise(row):
        wide = word["x0"] - before["x1"] > 1.6 * (word["bottom"] - word["top"])
        if wide and not _BLANK.search(before["text"]):
            groups.append([])
        groups[-1].append(word)
    if len(groups) > 2:
        groups = [[word for group in groups for word in group]]
    return tuple(_passage(" ".join(w["text"] for w in group), page.page_number, builder) for group in groups)


def _passage(text: str, page: int, builder: TextBuilder) -> Passage:
    return builder.add(text, page)


def _table(table: Any, page: Any, builder: TextBuilder) -> Table:
    """Return a ruled table, its merged cells spread out."""
    texts = table.extract()
    edges = sorted({cell[0] for row in table.rows for cell in row.cells if cell})
    middles = [(a + b) / 2 for a, b in zip(edges, [*edges[1:], table.bbox[2]], strict=True)]
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(table.rows):
        cells: list[Cell] = []
        for column, box in enumerate(row.cells):
            if box:
                wide = column + 1 < len(middles) and box[2] > middles[column + 1]
                cells.append(
                    Cell(
                        _passage((texts[number][column] or "").strip(), page.page_number, builder), wide=wide
                    )
                )
            elif cells and _reaches(row.cells, column, middles[column]):
                cells.append(Cell(cells[-1].passage, home=False, wide=True))
            else:
                cells.append(Cell(rows[-1][column].passage if rows else Passage("", ()), home=False))
        rows.append(tuple(cells))
    return Table(tuple(rows), page=page.page_number)


def _reaches(boxes: list[Any], column: int, middle: float) -> bool:
    """Tell whether the nearest cell to the left covers the middle of `column`."""
    box = next((box for box in reversed(boxes[:column]) if box), None)
    return box is not None and bool(box[2] > middle)
