"""Plain text: files, pasted chat messages, recognised scans, tables held together by tabs."""

import re
from dataclasses import replace

from roviec.folding import whole
from roviec.tasks.reading.errors import TooLarge, UnknownFormat
from roviec.tasks.reading.flattened import flattened
from roviec.tasks.reading.letters import OLD_FONT, cleaned, is_tcvn3
from roviec.tasks.reading.lines import Line, paragraphs
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.printed import printed
from roviec.tasks.reading.ragged import squared
from roviec.tasks.reading.rebuilt import NOTE, Torn, rebuilt
from roviec.tasks.reading.source import Block, Cell, Document, Passage, Table
from roviec.tasks.reading.weblike import NumberedLine, cells_of, is_weblike, unmarked
from roviec.tasks.reading.widths import is_exact, width_of

# About 300 pages; more would take longer to read than a person in a chat waits.
MAX_CHARACTERS = 700_000
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–]\s*|Trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?\s*\Z", re.IGNORECASE
)
_RULE = re.compile(r"[\s_\-–—=.*·]{3,}\Z")
_GAP = re.compile(r"\t+|(?<=\S) {4,}(?=\S)")
# "-         Căn cứ …": a bullet with the gap that Word left behind it, and no column.
_BULLET = re.compile(r"\s*(?:[-–+•]|\(?(?:\d{1,2}|[a-zđ])[.)])")
_RIGHT = re.compile(r"\t| {24,}")
# A line of a text set apart by blank lines that is no shorter goes on in the next one.
_WRAPPED = 45
# A page has more lines than this; a number in a table may hide a page's.
_PAGE_LINES = 20
_PAGE_DIGITS = 4
_PAGES_MISSED = 3
_TERMINAL = re.compile(r"[.:;!?]\W*$")
# The bar between two cells: "a | b", and at the end of a row whose last cell is empty.
_BAR = re.compile(r"(?<=\s)\|(?=\s|\Z)")
# "II | Phát triển văn hóa": the name of a group, its cells merged.
_BARRED_GROUP = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ]|\d{1,2})[.)]?\s*\|[^|]+")
_FEWEST_BARS = 2
_BETWEEN_WORDS = re.compile(r"(?<=\S) +(?=\S)")
_FEWEST_GAPS = 40


def read_text(data: bytes, name: str) -> Document:
    """Read a text file or a pasted text.

    Raises UnknownFormat when the bytes are no text.
    """
    return from_text(decode(data, name), name)


def from_text(text: str, name: str) -> Document:
    """Read text that is at hand already; raises TooLarge past 700,000 characters."""
    old = is_tcvn3(text)
    text = re.sub(r"\r\n?|\f|\v|\u2028|\u2029", "\n", text).replace("\u00a0", " ").replace("\x00", " ")
    text = "\n".join(cleaned(line, old=old) for line in text.split("\n"))
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(name=name, what="quá dài")
    text = _drawn_in(text)
    copied = is_weblike(text)
    text = unmarked(text)
    blocks: list[Block] = []
    lines, at = _numbered(text), 0
    tables = [] if copied else _torn(lines)
    outside = [line for n, line in enumerate(lines) if not any(one.start <= n < one.end for one in tables)]
    width = width_of([raw for _, raw in outside]) if tables else None
    pages = _pages(lines) if not copied and (width or width_of([raw for _, raw in lines])) else set()
    for torn in tables:
        before = [line for line in lines[at : torn.start] if line[0] not in pages]
        blocks += [*_blocks(before, copied=copied, width=width), torn.table]
        at = torn.end
    rest = [line for line in lines[at:] if line[0] not in pages]
    blocks += _blocks(rest, copied=copied, width=width)
    notes = [*([OLD_FONT] if old else []), *([NOTE] if any(one.apart for one in tables) else [])]
    return Document(name, "text", text, tuple(blocks), tuple(notes))


def _drawn_in(text: str) -> str:
    """Return a text whose words all stand twice as far apart, as a justified one is copied, with one space for two."""
    gaps = [len(found) for found in _BETWEEN_WORDS.findall(text)]
    if len(gaps) < _FEWEST_GAPS or sum(gap == 1 for gap in gaps) > len(gaps) // 10:
        return text
    return re.sub(r" +", lambda found: " " * ((len(found[0]) + 1) // 2), text)


def _torn(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables that came apart, a cell a line or with their columns run together, top to bottom."""
    made = printed(lines)
    for more in (rebuilt(lines), flattened(lines, made)):
        made += [
            one for one in more if not any(one.start < other.end and other.start < one.end for other in made)
        ]
    return sorted(made, key=lambda one: one.start)


def _numbered(text: str) -> list[NumberedLine]:
    """Return each line with its offset."""
    lines, offset = [], 0
    for raw in text.split("\n"):
        lines.append((offset, raw))
        offset += len(raw) + 1
    return lines


def _pages(lines: list[NumberedLine]) -> set[int]:
    """Return the offsets of the lines between two others that only hold the number of a page: 2, 3, …, far apart."""
    found: set[int] = set()
    number, last = 2, 0
    for at, (offset, raw) in enumerate(lines):
        text = raw.strip()
        close = at and lines[at - 1][1].strip() and at + 1 < len(lines) and lines[at + 1][1].strip()
        page = whole(text) if len(text) < _PAGE_DIGITS else None
        if page is None or not close or at - last < _PAGE_LINES:
            continue
        if number <= page <= number + _PAGES_MISSED:
            found.add(offset)
            number, last = page + 1, at
    return found


def _blocks(lines: list[NumberedLine], *, copied: bool, width: int | None = None) -> list[Block]:
    """Return the paragraphs and tables of some lines; `width` is the page's where it is known."""
    blocks: list[Block] = []
    pending: list[NumberedLine] = []
    for group, table in _groups(lines):
        if table:
            blocks += _paragraphs(pending, copied=copied, width=width)
            pending = []
            blocks.append(_table(group))
        else:
            pending += group
    return blocks + _paragraphs(pending, copied=copied, width=width)


def _paragraphs(group: list[NumberedLine], *, copied: bool, width: int | None) -> list[Block]:
    """Return the paragraphs, and the tables of a copied page, that lines make."""
    if not copied:
        spaced = _is_spaced(group)
        return [*paragraphs(_lines(group, spaced=spaced, width=width), spaced=spaced)]
    blocks: list[Block] = []
    for lines, in_cell, table in cells_of(group):
        blocks += [table] if table else paragraphs(_lines(lines, soft=not in_cell))
    return blocks


def _is_spaced(group: list[NumberedLine]) -> bool:
    """Tell a text that sets its items apart by blank lines, so that a line break inside one is no end."""
    texts = [raw.strip() for _, raw in group]
    body = texts[: next((at for at, text in enumerate(texts) if text.startswith("Nơi nhận")), len(texts))]
    items = [at for at, text in enumerate(body) if at and marker_of(text)]
    apart = sum(not body[at - 1] for at in items)
    return apart > 2 and apart >= 0.7 * len(items)


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`: UTF-8, UTF-16 with a mark, or Windows-1258."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(ch < " " and ch not in "\t\n\r\f\v" for ch in text[:20000]) > len(text[:20000]) // 50:
            break
        return text
    raise UnknownFormat(name=name)


def _groups(lines: list[NumberedLine]) -> list[tuple[list[NumberedLine], bool]]:
    """Cut into runs of lines, told apart by whether they are rows of a table."""
    groups: list[tuple[list[NumberedLine], bool]] = []
    barred = _barred(lines)
    for at, (offset, raw) in enumerate(lines):
        around = [line for _, line in lines[max(at - 1, 0) : at + 2]]
        goes_on = bool(groups) and groups[-1][1] and _in_table(raw, around)
        row = (
            raw.count("\t") >= 2
            or goes_on
            or at in barred
            or (raw.strip().startswith("|") and raw.count("|") >= 3)
        )
        if groups and groups[-1][1] == row:
            groups[-1][0].append((offset, raw))
        else:
            groups.append(([(offset, raw)], row))
    return [(group, table and len(group) > 1) for group, table in groups]


def _barred(lines: list[NumberedLine]) -> set[int]:
    """Return the places of rows with bars only between their cells ("1 | Lập danh sách | Phòng A"), blank lines included."""
    found: set[int] = set()
    run: list[int] = []
    for at, (_, raw) in enumerate([*lines, (0, "end")]):
        bars = len(_BAR.findall(raw))
        alone = sum(bool(cell.strip()) for cell in raw.split("|")) == 1
        alike = bars >= _FEWEST_BARS and (not run or alone or bars == len(_BAR.findall(lines[run[0]][1])))
        if alike or (run and _BARRED_GROUP.fullmatch(raw)):
            run.append(at)
        elif raw.strip():
            if len(run) > 1:
                found.update(range(run[0], run[-1] + 1))
            run = [at] if bars >= _FEWEST_BARS else []
    return found


def _in_table(raw: str, around: list[str]) -> bool:
    """Tell a row that names a group, its cells merged: one tab, or none between two rows of the same length."""
    tabs = [line.count("\t") for line in around]
    between = len(tabs) == 3 and tabs[0] == tabs[2] >= 2 and tabs[1] == 0 and len(raw) < 120
    return raw.strip().count("\t") == 1 or (between and bool(raw.strip()))


def _table(group: list[NumberedLine]) -> Table:
    rows = []
    for offset, raw in group:
        if not raw.strip():
            continue
        if raw.strip().startswith("|"):
            if re.fullmatch(r"[\s|:\-]+", raw):
                continue
            start = raw.index("|") + 1
            offset, raw = offset + start, raw[start:].rstrip().removesuffix("|")
            parts = raw.split("|")
        else:
            parts = raw.split("\t" if "\t" in raw else "|")
        cells = []
        for part in parts:
            cells.append(Cell(Passage(part, ((0, offset),)).cut(0, len(part))))
            offset += len(part) + 1
        rows.append(cells)
    return Table(squared(rows))


def _lines(
    group: list[NumberedLine], *, spaced: bool = False, soft: bool = False, width: int | None = None
) -> list[Line]:
    """Turn raw lines into printed ones: page numbers and rules out, columns apart.

    The breaks of a `soft` text mean nothing but where a blank line follows, those of a `spaced` one little.
    """
    width = width_of([raw for _, raw in group]) if width is None else width
    indented = _is_indented([raw for _, raw in group])
    exact = is_exact([raw for _, raw in group], width)
    texts = [raw.strip() for _, raw in group]
    made: list[Line] = []
    blank = False
    for index, (offset, raw) in enumerate(group):
        if not raw.strip() or _RULE.match(raw):
            blank = True
            continue
        if width and made and _cuts_sentence(made[-1].text, raw, texts[index + 1 : index + 2]):
            continue
        if _PAGE_NUMBER.match(raw) and made and (blank or index + 1 == len(group) or not texts[index + 1]):
            after = next((raw for _, raw in group[index + 1 :] if raw.strip()), "")
            flush = indented and bool(re.match(r"[^\W\d]", after))
            blank = not flush and not _goes_on(made[-1].text, after.strip())
            if flush:
                made[-1] = replace(made[-1], full=True, short=False)
            # The blank lines that follow a page number belong to it.
            group[index + 1 : index + 1] = []
            made.append(_NUMBER) if not blank else None
            continue
        if made and made[-1] is _NUMBER:
            made.pop()
            blank = False
        following = texts[index + 1].split()[:1] if index + 1 < len(texts) else []
        line = _line(offset, raw, blank, width, following)
        if exact and following and not line.full and following[0][:1].isupper():
            line = replace(line, short=True)
        if indented and raw[:1] == " ":
            line = replace(line, indented=True)
        flush = indented and index + 1 < len(group) and bool(re.match(r"\S", group[index + 1][1]))
        if following and (
            soft or flush or (spaced and len(raw.strip()) >= _WRAPPED and not _TERMINAL.search(raw))
        ):
            line = replace(line, full=True, short=False)
        made.append(line)
        blank = False
    return [line for line in made if line is not _NUMBER]


def _cuts_sentence(before: str, raw: str, after: list[str]) -> bool:
    """Tell a page's number between two lines of one sentence."""
    small = bool(after) and after[0][:1].islower()
    return raw.strip().isdigit() and len(raw.strip()) < 4 and small and _goes_on(before, after[0])


def _is_indented(lines: list[str]) -> bool:
    """Tell a page that sets the first line of each paragraph in, so that a line at the margin goes on."""
    items = [line for line in lines if marker_of(line.strip())]
    inside = sum(bool(re.match(r" {3,15}\S", line)) for line in items)
    flush = sum(bool(re.match(r"\S", line)) for line in lines)
    return inside > 3 and inside >= 0.8 * len(items) and flush >= len(items)


_NUMBER = Line(())


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a page number stands inside a sentence."""
    return not _TERMINAL.search(before) and not marker_of(after)


def _line(offset: int, raw: str, blank: bool, width: int, following: list[str]) -> Line:
    cuts = [(match.start(), match.end()) for match in _GAP.finditer(raw)]
    whole = Passage(raw, ((0, offset),))
    columns = [whole.cut(0, len(raw))]
    if len(cuts) == 1 and cuts[0][0] > 0 and not _BULLET.fullmatch(raw[: cuts[0][0]]):
        columns = [whole.cut(0, cuts[0][0]), whole.cut(cuts[0][1], len(raw))]
    fits = width and len(raw.rstrip()) + 1 + len("".join(following)) <= width
    full = bool(width) and bool(following) and not fits
    length = len(raw.rstrip())
    narrow = length < (0.62 * width if width else 60)
    return Line(
        tuple(columns), full, length < 0.75 * width or not width, narrow, blank, right=bool(_RIGHT.match(raw))
    )
