"""A document as ordered blocks of text over one plain text, so that every quote has a place."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter

from roviec.tasks.reading.letters import OLD_FONT, cleaned

_SPACES = re.compile(r"\s+")


def collapse(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()


@dataclass(frozen=True)
class Passage:
    """Clean text and, for each run of it, the offset in the document's plain text.

    `runs` holds (position in `text`, offset in the plain text). `solid` is false when the runs are
    parts that do not follow each other (a cell that a page break cut in two).
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    page: int | None = None
    solid: bool = True

    def offset(self, position: int) -> int:
        """Return the plain-text offset of the character at `position`."""
        at = bisect_right(self.runs, position, key=itemgetter(0)) - 1
        start, base = self.runs[max(at, 0)] if self.runs else (0, 0)
        return base + position - start

    def runs_inside(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the runs that begin between `start` and `end`, both left out."""
        first = bisect_right(self.runs, start, key=itemgetter(0))
        return self.runs[first : bisect_left(self.runs, end, key=itemgetter(0))]

    def cut(self, start: int, end: int) -> "Passage":
        """Return the part from `start` to `end`, without white space at its ends."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        runs = [(0, self.offset(start))] if end > start else []
        runs += [(pos - start, base) for pos, base in self.runs_inside(start, end)]
        return Passage(self.text[start:end], tuple(runs), self.page, self.solid)

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return the (start, end) offsets in the plain text, one pair per part."""
        if not self.text or not self.runs:
            return ()
        if self.solid:
            return ((self.runs[0][1], self.offset(len(self.text) - 1) + 1),)
        ends = [pos for pos, _ in self.runs[1:]] + [len(self.text)]
        return tuple(
            (base, base + len(self.text[pos:end].rstrip()))
            for (pos, base), end in zip(self.runs, ends, strict=True)
        )


def join(parts: "list[Passage]", glue: str = " ", *, solid: bool = True) -> Passage:
    """Join passages into one; a hyphen that breaks a word at a line end is taken out."""
    text, runs, page = "", [], None
    for part in parts:
        if not part.text:
            continue
        page = part.page if page is None else page
        end = text[-4:]
        if text and glue == " " and re.search(r"[^\W\d_]-$", end) and re.match(r"[^\W\d_]", part.text):
            if part.text[0].islower() and not re.search(r"[A-ZĐ]-$", end):
                text = text[:-1]
        elif text and glue == " " and re.search(r"[\d/]-$", end) and part.text[0].isdigit():
            pass
        elif text:
            text += glue
        runs += [(len(text) + pos, base) for pos, base in part.runs]
        text += part.text
    return Passage(text, tuple(runs), page, solid and all(p.solid for p in parts))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text (line breaks kept as \\n), a list marker made by Word, how it is set.

    `loose`: it is a cell of a table of which nobody knows what its columns hold.
    """

    passage: Passage
    marker: str = ""
    level: int = 0
    centred: bool = False
    loose: bool = False

    @property
    def text(self) -> str:
        """Return the paragraph's clean text."""
        return self.passage.text


@dataclass(frozen=True)
class Cell:
    """A table cell; `home` is false where a merged cell only reaches into this place.

    `doubtful` says why it may belong elsewhere: a row lacks cells, or came a line each.
    """

    passage: Passage
    home: bool = True
    wide: bool = False
    day: date | None = None
    doubtful: str = ""

    @cached_property
    def text(self) -> str:
        """The cell's text, white space collapsed: each rule asks for it again."""
        return collapse(self.passage.text)


@dataclass(frozen=True)
class Table:
    """Rows of cells; merged cells are repeated in every place they cover."""

    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True)
class Quote:
    """Words of the document: the text, (start, end) offsets in its plain text, and the page."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """An opened document: its plain text and its blocks in reading order."""

    name: str
    form: str
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    pages: int | None = None

    def quote(self, passage: Passage) -> Quote:
        """Return `passage` as the document has it, noise included, white space collapsed."""
        spans = passage.spans()
        text = self.text[spans[0][0] : spans[0][1]] if passage.solid and spans else passage.text
        return Quote(collapse(text), spans, passage.page)


@dataclass
class TextBuilder:
    """Collects the plain text of a document and hands out passages over it; `old`: it is typed in TCVN3."""

    old: bool = False
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, page: int | None = None, end: str = "\n") -> Passage:
        """Append `text`, its letters put right, and return it as a passage."""
        text = cleaned(text, old=self.old)
        passage = Passage(text, ((0, self.length),), page)
        self.parts += [text, end]
        self.length += len(text) + len(end)
        return passage

    def text(self) -> str:
        """Return everything added so far."""
        return "".join(self.parts)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person should know of how the letters were read."""
        return (OLD_FONT,) if self.old else ()


_NOISE = re.compile(r"\s+|\*\*+|(?<!\w)\*(?=\()|(?<=\))\*")


def squeeze(passage: Passage) -> Passage:
    """Return `passage` on one line: white space collapsed, the marks of bold text taken out."""
    text, runs, start, source = "", [], 0, passage.text
    for match in [*_NOISE.finditer(source), None]:
        end = match.start() if match else len(source)
        if end > start:
            runs.append((len(text), passage.offset(start)))
            runs += [(len(text) + pos - start, base) for pos, base in passage.runs_inside(start, end)]
            text += source[start:end]
        if match is None:
            break
        if match.group().isspace() and text and not text.endswith(" "):
            text += " "
        start = match.end()
    return Passage(text, tuple(runs), passage.page, passage.solid).cut(0, len(text))
