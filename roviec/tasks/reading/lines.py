"""Put lines of a page or a scan together into paragraphs: hard breaks, page breaks, two columns."""

import re
from dataclasses import dataclass

from roviec.tasks.reading.breaks import DANGLING, calls_for_more, is_false_marker, is_pointed, opens_anew
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.source import Paragraph, Passage, join

# "… trước" | "20/01/2026.": a day that fell to the next line.
_DATE = re.compile(r"\d{1,2}(?:[/.-]\d{1,2}|\s(?:tháng|giờ)\b)|20\d\d\b")
_BEFORE_DATE = re.compile(r"\b(?:trước|sau|hết|đến|từ|ngày|là|năm|tháng|nhất|trong)$")
_TERMINAL = re.compile(r"[.:;!?]\W*$")
_FEW_WORDS = 3
_LETTERHEAD = re.compile(r"C[ỘO]NG\s+H[ÒOÓ]A\s+X|Đ[ộo]c\s+l[ậa]p\s*[-–]\s*T[ựu]\s+do")


@dataclass(frozen=True)
class Line:
    """One printed line: its text (two passages when it stands in two columns) and how it sits.

    `full`: the next word would not have fitted; `short`: well short of the margin; `narrow`: it ends
    in the left part of the page, as a line of the left column does; `right`: it begins in the right one.
    """

    columns: tuple[Passage, ...]
    full: bool = False
    short: bool = True
    narrow: bool = False
    blank: bool = False
    indented: bool = False
    new_page: bool = False
    right: bool = False

    @property
    def text(self) -> str:
        """Return the line's text, columns side by side."""
        return "  ".join(part.text for part in self.columns)


def paragraphs(lines: list[Line], *, spaced: bool = False) -> list[Paragraph]:
    """Return the paragraphs that `lines` make; in a `spaced` text items are set apart by blank lines."""
    made: list[Paragraph] = []
    pointed = spaced or is_pointed([(line.text, line.full) for line in lines])
    for block in _blocks(lines):
        for part, columns in _regions(block):
            whole = [] if columns else _wrapped(part, pointed=pointed)
            made += _columns(part) if columns else [Paragraph(join(lines)) for lines in whole]
    return _healed(made)


def _regions(block: list[Line]) -> list[tuple[list[Line], bool]]:
    """Cut a block into stretches set in one or in two columns."""
    two = [len(line.columns) > 1 for line in block]
    for index, line in enumerate(block):
        if not two[index] and (line.narrow or line.right):
            before = index > 0 and two[index - 1]
            after = any(two[index + 1 : index + 7]) and all(
                mark or after.narrow or after.right
                for mark, after in zip(
                    two[index + 1 :], block[index + 1 : index + 1 + _next(two, index)], strict=False
                )
            )
            two[index] = before and (after or line.text.startswith("- ") or line.right)
    regions: list[tuple[list[Line], bool]] = []
    for line, mark in zip(block, two, strict=True):
        if not regions or regions[-1][1] != mark:
            regions.append(([], mark))
        regions[-1][0].append(line)
    return regions


def _next(two: list[bool], index: int) -> int:
    return next((ahead for ahead, mark in enumerate(two[index + 1 :]) if mark), 0)


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Cut at blank lines; what stands in two columns stays together."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.blank:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _columns(block: list[Line]) -> list[Paragraph]:
    """Read a block in two columns: the left one first, then the right one."""
    left = [line.columns[0] for line in block if not line.right]
    right = [line.columns[-1] for line in block if line.right or len(line.columns) > 1]
    return [Paragraph(join(part, "\n")) for part in (left, right) if part]


def _wrapped(block: list[Line], *, pointed: bool) -> list[list[Passage]]:
    """Join the lines of one block where a line only ended because the page did."""
    parts: list[list[Passage]] = []
    before: Line | None = None
    for line in block:
        if before is None or _starts(line, before, parts[-1][0].text, pointed=pointed):
            parts.append([])
        parts[-1] += line.columns
        before = line
    return parts


def _starts(line: Line, before: Line, first: str, *, pointed: bool) -> bool:
    """Tell whether `line` opens a paragraph after `before`; `first` is the first line of the paragraph that is open."""
    text, last = line.text, before.text
    marker = marker_of(text)
    if marker:
        cut = before.full if marker.kind == "dash" else not before.narrow
        if not is_false_marker(text, last, marker.kind, first, cut=cut, pointed=pointed):
            return True
    if _LETTERHEAD.search(last) or _LETTERHEAD.search(text) or opens_anew(text, last, first):
        return True
    if text[:1].islower() and (not last.endswith((".", ":")) or (before.full and last.endswith(":"))):
        return False
    if calls_for_more(last) or (_DATE.match(text) and _BEFORE_DATE.search(last)):
        return False
    if last.isupper() != text.isupper() and len(last) > 3:
        return len(text.split()) > _FEW_WORDS or not (before.full and last.isupper() is False)
    if text.isupper():
        return False
    ended = bool(_TERMINAL.search(last))
    return (line.indented and ended) if before.full else (ended or before.short)


def _healed(made: list[Paragraph]) -> list[Paragraph]:
    """Join what a page break tore apart: no full stop before, small letter after."""
    whole: list[list[Paragraph]] = []
    before, capitals = "", False
    for part in made:
        if whole and _torn(before, part.text, capitals=capitals):
            whole[-1].append(part)
            before, capitals = f"{before[-200:]} {part.text}", capitals and part.text.isupper()
        elif part.text:
            whole.append([part])
            before, capitals = part.text, part.text.isupper()
    return [
        parts[0] if len(parts) == 1 else Paragraph(join([part.passage for part in parts])) for parts in whole
    ]


def _torn(before: str, after: str, *, capitals: bool) -> bool:
    """Tell whether `after` goes on with the paragraph that ends in `before` (all of it `capitals`)."""
    if "\n" in before or "\n" in after or not before or marker_of(after) or capitals:
        return False
    if re.search(r"[.:;!?]\W*$", before) or re.match(r"(?:Kính gửi|Nơi nhận|Số\s*:)", after):
        return False
    return after[:1].islower() or (len(before) > 60 and bool(DANGLING.search(before)))
