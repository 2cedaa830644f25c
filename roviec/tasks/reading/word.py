"""Word documents (.docx, .docm): paragraphs and tables in order, merged cells spread out."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError, fromstring

from roviec.tasks.reading.errors import DamagedDocument
from roviec.tasks.reading.letters import from_tcvn3, is_tcvn3
from roviec.tasks.reading.numbering import Numbering, W, val
from roviec.tasks.reading.source import Block, Cell, Document, Paragraph, Passage, Table, TextBuilder, join

_SKIP = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "txbxContent"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OPEN = {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag", W + "body"}
_CHARS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_CAPITALS = re.compile(r"\.Vn\w*H\Z")
MAX_COLUMNS = 60
MACRO_NOTE = "Tệp có macro; phần macro không được chạy và không được đọc."


def read_word(data: bytes, name: str) -> Document:
    """Read a .docx package that the guard has let through."""
    package = zipfile.ZipFile(io.BytesIO(data))
    try:
        root = fromstring(package.read("word/document.xml"))
        parts = [
            fromstring(package.read(part)) if part in package.namelist() else None
            for part in ("word/numbering.xml", "word/styles.xml")
        ]
    except (ParseError, KeyError) as error:
        raise DamagedDocument(name=name) from error
    body = root.find(W + "body")
    if body is None:
        raise DamagedDocument(name=name)
    old = is_tcvn3("".join(text.text or "" for text in body.iter(W + "t")))
    reader = _Reader(Numbering.read(parts[0], parts[1]), TextBuilder(old))
    blocks = tuple(reader.blocks(body))
    notes = ((MACRO_NOTE,) if "word/vbaProject.bin" in package.namelist() else ()) + reader.builder.notes
    return Document(name, "docx", reader.builder.text(), blocks, notes)


class _Reader:
    def __init__(self, numbering: Numbering, builder: TextBuilder) -> None:
        self.numbering = numbering
        self.builder = builder

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == W + "p":
                yield self.paragraph(child)
            elif child.tag == W + "tbl":
                yield self.table(child)
            elif child.tag in _OPEN:
                yield from self.blocks(child)

    def paragraph(self, element: Element) -> Paragraph:
        marker, level = self.numbering.marker(element)
        passage = self.builder.add("".join(_characters(element, old=self.builder.old)))
        passage = passage.cut(0, len(passage.text))
        centred = val(element.find(W + "pPr"), "jc") == "center"
        return Paragraph(passage, marker, level, centred)

    def table(self, element: Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in _rows(element):
            cells: list[Cell] = []
            for cell in _cells(row):
                self.add_cell(cell, cells, rows[-1] if rows else ())
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def add_cell(self, element: Element, cells: list[Cell], above: tuple[Cell, ...]) -> None:
        props = element.find(W + "tcPr")
        span = min(max(int(val(props, "gridSpan") or 1), 1), MAX_COLUMNS)
        merge = props.find(W + "vMerge") if props is not None else None
        below = merge is not None and merge.get(W + "val") != "restart"
        passage = self.cell_text(element)
        made = Cell(passage, wide=span > 1)
        if below and not passage.text and len(cells) < len(above):
            made = replace(above[len(cells)], home=False)
        cells.append(made)
        for _ in range(span - 1):
            if len(cells) < MAX_COLUMNS:
                cells.append(replace(made, home=False))

    def cell_text(self, element: Element) -> Passage:
        parts: list[Passage] = []
        for block in self.blocks(element):
            if isinstance(block, Paragraph):
                parts.append(block.passage)
            else:
                parts += [cell.passage for row in block.rows for cell in row if cell.home]
        return join(parts, "\n")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag in _OPEN:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in _OPEN:
            yield from _cells(child)


def _characters(element: Element, *, old: bool) -> Iterator[str]:
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _CHARS:
            yield _CHARS[child.tag]
        elif old and child.tag == W + "r":
            # TCVN3 has no capitals of its own: a second font (.VnTimeH) draws the same letters as capitals.
            text = from_tcvn3("".join(_characters(child, old=False)))
            yield text.upper() if _CAPITALS.match(_font(child)) else text
        elif child.tag not in _SKIP and child.tag != _FALLBACK and child.tag != W + "pPr":
            yield from _characters(child, old=old)


def _font(run: Element) -> str:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
