"""Put tables together again whose cells came a line each: rows by their numbers, cells by what suits their column."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from roviec.folding import fold
from roviec.tasks.reading.columns import role_of, slots_of, target_roles, task_roles
from roviec.tasks.reading.laying import best_runs, flowing, names_of, score
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import INDEX, MARK, agreeing, goals_of, header_of, roles_of, suits
from roviec.tasks.reading.rejoined import Piece, heads_joined, rejoined, without_pages
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.weblike import NumberedLine

NOTE = (
    "Văn bản có bảng bị rời thành từng dòng; Ông/Bà nên gửi tệp Word hoặc Excel gốc để các cột được đọc đúng."
)
APART = "Bảng bị rời thành từng dòng; ô này có thể lẫn với ô khác."
FIRST = ("tt", "stt", "so tt", "so thu tu")
MOST_COLUMNS = 9
LONGEST_HEAD = 60
# No document has more tables, no row more lines; what is beyond is noise that would take minutes to look at.
_MOST_TABLES = 40
_MOST_LINES = 60
# What tells when stands in few words, a page's number in few digits; a row of a schedule has two cells at least.
_SHORT_NUMBER = 4
_FEWEST = 2
_FEW_WORDS = 3
# A line of a cell is no longer where columns stand beside each other; a table without numbers holds no more cells.
_WIDEST_CELL = 64
_MOST_CELLS = 300
_END = re.compile(
    r"(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|Người lập|NGƯỜI LẬP|Trên đây|PHỤ LỤC|Phụ lục|[IVX]+\.\s+\S|Điều \d+\.)"
)
# A group's name in one cell with its number: "II. HOÀN THIỆN CƠ CHẾ".
_GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])\.\s+\S")
# What the head of a column begins with: a role is also known by words that cells hold ("đầu người").
_ROW_HEAD = re.compile(r"nhom|linh vuc|(?:cac |ten )?(?:chi tieu|tieu chi)")
_HEAD_WORD = re.compile(
    r"(?:s?tt|cac |ten |nhom|linh vuc|chi tieu|tieu chi|noi dung|nhiem vu|cong viec|viec|hoat dong|giai phap|phan viec|"
    r"dau viec|cong tac|bien phap|(?:don vi|co quan|bo phan|nguoi|can bo|cong chuc|chuyen vien|phong|to chuc)\b|chu tri|"
    r"phoi hop|phan cong|dau moi|phu trach|trach nhiem|tham muu|theo doi|ai |giao(?! thong)|lanh dao|thoi|han|tien do|"
    r"hoan thanh|bat dau|ket thuc|ngay|thang|quy|tuan|moc|xong|khi nao|lich|san pham|ket qua|dau ra|ho so|ghi chu|dia diem|"
    r"noi |hinh thuc|thanh phan|tu |den |can cu|van ban|thuc hien|cung |buoi|thu\Z|thu,? ngay)"
)
# "Trong Quý" | "III", "giai đoạn" | "2": no number of a row.
_CALLS_NUMBER = re.compile(r"\b(?:quý [IV]+|(?:giai đoạn|đợt|hạng) \d{1,2})\Z", re.IGNORECASE)
_COUNT = re.compile(r"\(?(\d)\)?")
_PART = re.compile(
    r"(?:(?:don vi|co quan) )?(?:chu tri|phoi hop|chinh)|(?:bat dau|ket thuc|hoan thanh)|(?:thoi gian )?(?:tu|den)|"
    r"gia tri|diem(?: so)?|(?:xep )?hang|thu hang|so luong|ty le"
)


@dataclass(frozen=True)
class Torn:
    """A table of the lines from `start` to `end`, put together again."""

    start: int
    end: int
    table: Table


def rebuilt(lines: list[NumberedLine]) -> list[Torn]:
    """Return the tables of which every row can be told; the others stay apart."""
    made: list[Torn] = []
    firsts = [at for at, (_, raw) in enumerate(lines) if len(raw) < 20 and _opens_header(raw)]
    for at in firsts[:_MOST_TABLES]:
        torn = _at(lines, at) if not made or at >= made[-1].end else None
        made += [torn] if torn else []
    return made


def _opens_header(raw: str) -> bool:
    """Tell a table's first head: a number, or the time of each row."""
    text = raw.strip()
    return fold(text) in FIRST or (text[:1].isupper() and _is_head(text))


def _is_head(text: str) -> bool:
    """Tell what may name a column: its role is known, or it is a group's, and it holds no figure."""
    named = _HEAD_WORD.match(fold(text)) and (role_of(text, "") or _ROW_HEAD.match(fold(text)))
    plain = len(text) <= LONGEST_HEAD and not re.search(r"\d|[.;:,]$", text)
    return bool(named) and plain and marker_of(text) is None


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header begins at line `start`, None where its columns or rows cannot be told."""
    pieces = _pieces(lines, start)
    close = start + 1 < len(lines) and bool(lines[start + 1][1].strip())
    pieces = without_pages(pieces) if close else pieces
    found = _heads(pieces, close=close)
    if found is None:
        return None
    count, heads = found
    made = _header([Cell(piece.passage) for piece in heads])
    width, above = len(made[0]), None
    roles = roles_of(made) or goals_of(made)
    body = _without_heads(pieces[_past_counts(pieces, count, width) :], pieces[:count])
    if fold(heads[0].text) not in FIRST:
        body = [
            piece
            for piece in body
            if not ("task" in roles and piece.text.isdigit() and len(piece.text) < _SHORT_NUMBER)
        ]
        return _unnumbered(start, made, roles, rejoined(_to_end(body)) if close else _to_end(body))
    rows = _rows(body, roles, width)
    if not rows:
        return None
    rows = [
        [row[0], *rejoined(row[1:])] if close else row
        for row in [*rows[:-1], _to_item(rows[-1], close=close)]
    ]
    rows[-1] = _last(rows[-1], width)
    sure = not _has_column_before(lines, start)
    for row, following in zip_longest(rows, rows[1:]):
        names_group = len(row) <= _FEWEST and (
            not _index(row).isdigit() or _index(following).startswith(f"{_index(row)}.")
        )
        above = _wide(row, width) if names_group else _laid(row, width, roles, above, sure=sure)
        made.append(above)
    return Torn(start, rows[-1][-1].end, Table(tuple(made)))


def _unnumbered(
    start: int, made: list[tuple[Cell, ...]], roles: dict[str, int], body: list[Piece]
) -> Torn | None:
    """Return the table whose rows no number opens: a schedule, a list of bodies and their work."""
    width = len(made[0])
    if not body:
        return None
    names = names_of(roles, width, first=0)
    for row in flowing(body, names):
        cells = [[piece for at, piece in row if at == column] for column in range(width)]
        # Nothing proves where such a row begins, so that each is marked.
        made.append(
            tuple(Cell(join([piece.passage for piece in cell], "\n"), doubtful=APART) for cell in cells)
        )
    return Torn(start, body[-1].end, Table(tuple(made)))


def _to_end(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces as far as the table goes: to the next item, the signature or a line as wide as the page."""
    for at, piece in enumerate(pieces):
        marker = marker_of(piece.text)
        item = marker and marker.kind not in ("dash", "plus", "star")
        if item or _END.match(piece.text) or len(piece.text) > _WIDEST_CELL or at > _MOST_CELLS:
            return pieces[:at]
    return pieces


def _has_column_before(lines: list[NumberedLine], start: int) -> bool:
    """Tell a table with a column before its number, on one line or on two: "Thời gian"."""
    before = [raw.strip() for _, raw in lines[max(start - 2, 0) : start]]
    heads = [text for text in (*before[-1:], " ".join(before)) if len(text.split()) <= _FEW_WORDS]
    return any(
        not text.endswith((":", ".")) and role_of(text, "") in ("due", "lead", "leader", "partners")
        for text in heads
    )


def _pieces(lines: list[NumberedLine], start: int) -> list[Piece]:
    """Cut into cells: at blank lines where one follows the first head, else line by line."""
    spaced = start + 1 < len(lines) and not lines[start + 1][1].strip()
    made: list[Piece] = []
    open_ = False
    for at in range(start, len(lines)):
        offset, raw = lines[at]
        part = Passage(raw, ((0, offset),)).cut(0, len(raw))
        if not part.text:
            open_ = False
        elif open_ and spaced:
            last = made[-1]
            made[-1] = Piece(last.start, at + 1, join([last.passage, part], "\n"))
        else:
            made.append(Piece(at, at + 1, part, (len(part.text),)))
            open_ = True
    return made


def _heads(pieces: list[Piece], *, close: bool) -> tuple[int, list[Piece]] | None:
    """Return how many pieces are the header and the heads they make: a table's columns, then what opens the first row."""
    numbered = fold(pieces[0].text) in FIRST
    for count in range(3, min(_MOST_LINES, len(pieces) - 1) + 1):
        if len(pieces[count - 1].text) > LONGEST_HEAD or re.search(r"[.;:]$", pieces[count - 1].text):
            return None
        first = pieces[count].text
        opens = first.strip("().") in ("1", "01", "I", "A") or _GROUP.match(first)
        if not numbered and fold(pieces[count - 1].text) in FIRST:
            return None
        below = [one.text for one in heads_joined(pieces[count : count + 4])]
        first, following = below[0], "".join(below[1:2])
        ends = _ends_heads(first, following, slots=_is_slot(pieces[count - 1].text))
        if not (opens if numbered else ends):
            continue
        for heads in [*([heads_joined(pieces[:count])] if close else []), pieces[:count]]:
            columns = [(head.text, "") for head in heads]
            known = 3 <= len(heads) <= MOST_COLUMNS and (task_roles(columns) or target_roles(columns))
            if known and all(len(head.text) <= LONGEST_HEAD for head in heads) and _are_heads(heads):
                return count, heads
    return None


def _are_heads(heads: list[Piece]) -> bool:
    """Tell heads from the lines of wrapped ones: none begins with a small letter or a bracket, none is a number."""
    return not any(re.match(r"[^\W\dA-ZĐÀ-Ỹ]|\((?!\d)|\d{1,3}\Z", head.text) for head in heads)


def _ends_heads(text: str, following: str, *, slots: bool) -> bool:
    """Tell what cannot be a column's head nor the rest of one: the first cell below them."""
    slot = _is_slot(text) and (slots or _is_slot(following))
    return text[:1].isupper() and not _is_head(text) and not slot and not re.search(r"20\d\d", text)


def _is_slot(text: str) -> bool:
    return len(slots_of([(text, ""), (text, "")])) > 0


def _without_heads(pieces: list[Piece], heads: list[Piece]) -> list[Piece]:
    """Return the pieces without the header that every page repeats."""
    again = [head.text for head in heads]
    made: list[Piece] = []
    at = 0
    while at < len(pieces):
        if pieces[at].text == again[0] and [one.text for one in pieces[at : at + len(again)]] == again:
            at += len(again)
        else:
            made.append(pieces[at])
            at += 1
    return made


def _header(heads: list[Cell]) -> list[tuple[Cell, ...]]:
    """Return the rows of a header: two where the last heads are parts of an upper one ("Phân công": chủ trì, phối hợp)."""
    most = next((n for n, head in enumerate(reversed(heads)) if not _PART.fullmatch(_plain(head))), 0)
    two = []
    for low in range(2, most + 1):
        lower = [_plain(head) for head in heads[-low:]]
        over = 2 if low % 2 == 0 and lower[: low // 2] == lower[low // 2 :] else 1
        made = header_of(heads[:-low], heads[-low:], len(heads) - over)
        two += [made] if made else []
    best = max(
        two,
        key=lambda rows: (len(roles_of(list(rows)) or goals_of(list(rows))), agreeing(*rows)),
        default=None,
    )
    return list(best) if best else [tuple(heads)]


def _plain(head: Cell) -> str:
    return re.sub(r"\s*\(.*\)$", "", fold(head.text))


def _past_counts(pieces: list[Piece], heads: int, width: int) -> int:
    """Return where the rows begin, behind a row that only counts the columns: (1) (2) (3)."""
    counts = [_COUNT.fullmatch(piece.text) for piece in pieces[heads : heads + width]]
    numbers = [int(count[1]) for count in counts if count]
    return heads + width if numbers == list(range(1, width + 1)) else heads


def _rows(pieces: list[Piece], roles: dict[str, int], width: int) -> list[list[Piece]]:
    """Cut into rows, each from its number on; the last has no more cells than there are columns."""
    rows: list[list[Piece]] = []
    number = 0
    for here, piece in enumerate(pieces):
        following = _following(pieces, here)
        after = pieces[here + 1].text if here + 1 < len(pieces) else ""
        if _GROUP.match(piece.text) and after.strip("().") in (str(number + 1), "1"):
            rows.append([piece])
            continue
        if _END.match(piece.text) or (rows and len(rows[-1]) > _MOST_LINES):
            break
        goes_on = bool(rows) and _CALLS_NUMBER.search(f"{rows[-1][-1].text} {piece.text}") is not None
        index = piece.text.strip("().") if INDEX.fullmatch(piece.text) and not goes_on else ""
        if index and not (
            _may_open(following)
            or ("task" in roles and rows and len(rejoined(rows[-1][1:])) >= width - 1)
            or _opens_group(pieces, here, number)
        ):
            index = ""
        if index and (not index.isdigit() or int(index) in (number + 1, 1)):
            if index.isdigit() and rows and _is_page(pieces, here, rows[-1], roles, width):
                continue
            number = int(index) if index.isdigit() else number
            rows.append([piece])
        elif rows and (
            goes_on or not (piece.text.isdigit() and "task" in roles and len(piece.text) < _SHORT_NUMBER)
        ):
            rows[-1].append(piece)
    return rows


def _opens_group(pieces: list[Piece], here: int, number: int) -> bool:
    """Tell the letter of a group, whose name is followed by the number of its first row: "II", "Sở Nội vụ", "3"."""
    after = [one.text.strip("().") for one in pieces[here + 2 : here + 5]]
    letter = re.fullmatch(r"[IVX]+|[A-HĐ]", pieces[here].text.strip("()."))
    return letter is not None and (str(number + 1) in after or "1" in after)


def _following(pieces: list[Piece], here: int) -> str:
    """Return what stands behind a piece, a page's number left out."""
    return next((one.text for one in pieces[here + 1 : here + 3] if not one.text.isdigit()), "")


def _is_page(pieces: list[Piece], here: int, row: list[Piece], roles: dict[str, int], width: int) -> bool:
    """Tell a page's number from the next row's, which is the same and follows: whichever leaves better rows."""
    number = pieces[here].text
    ahead = range(here + 1, min(here + _MOST_LINES, len(pieces) - 1))
    again = next((at for at in ahead if pieces[at].text == number and _may_open(pieces[at + 1].text)), None)
    passed = {pieces[at].text.strip("().") for at in range(here + 1, again or here)}
    if again is None or str(int(number.strip("().")) + 1) in passed:
        return False
    between, names = pieces[here + 1 : again], names_of(roles, width)
    after = pieces[again + 1 : again + 1 + width]
    first = score([*row[1:], *between], names) + score(after, names)
    second = score(row[1:], names) + score([*between, *after], names)
    return first > second


def _may_open(text: str) -> bool:
    """Tell what may stand behind a row's number: words that are more than a body's name."""
    words = len(re.findall(r"[^\W\d]{2,}", text))
    return words > 1 and (words > 5 or text[:1].isdigit() or UNIT.match(text) is None)


def _to_item(row: list[Piece], *, close: bool) -> list[Piece]:
    """Return the last row as far as the first item of the text below the table, or a line as wide as the page."""
    for at, piece in enumerate(row[1:], 1):
        marker = marker_of(piece.text)
        item = marker and marker.kind not in ("dash", "plus", "star")
        if item or (close and len(piece.text) > _WIDEST_CELL):
            return row[:at]
    return row


def _last(row: list[Piece], width: int) -> list[Piece]:
    """Return the last row without what follows the table: beyond its columns it holds only names and times."""
    kept = row[:1]
    for piece in row[1:]:
        if len(kept) >= width and max(suits(piece.text, role) for role in ("lead", "due")) < 1:
            break
        kept.append(piece)
    return kept


def _index(row: list[Piece] | None) -> str:
    return row[0].text.strip("().") if row else ""


def _wide(row: list[Piece], width: int) -> tuple[Cell, ...]:
    """Return the row of a group, whose name reaches over the whole width."""
    wide = Cell(row[-1].passage, wide=True)
    cells = [*[Cell(piece.passage) for piece in row[:-1]], wide]
    return (*cells, *[replace(wide, home=False)] * (width - len(cells)))


def _laid(
    row: list[Piece], width: int, roles: dict[str, int], above: tuple[Cell, ...] | None, *, sure: bool
) -> tuple[Cell, ...]:
    """Lay a row's lines over the columns in their order, each where it suits best."""
    index, parts = row[0], row[1:]
    runs = list(best_runs(parts, names_of(roles, width))[1])
    cells = [Cell(index.passage)]
    at = 0
    for count in runs:
        cells.append(Cell(join([part.passage for part in parts[at : at + count]], "\n")))
        at += count
    if sure and _is_whole(cells, runs, roles):
        return tuple(cells)
    return tuple(_doubted(cell, at, roles, above) for at, cell in enumerate(cells))


def _is_whole(cells: list[Cell], runs: list[int], roles: dict[str, int]) -> bool:
    """Tell a row that has one cell for each column, who and when among them where they are looked for.

    What neither names anybody nor tells when may be empty.
    """
    idle = {
        at
        for at in range(len(cells))
        if at not in roles.values() or at in (roles.get("note"), roles.get("product"))
    }
    known = [cells[roles[role]].text for role in ("lead", "due") if role in roles]
    sure = [suits(cells[roles[role]].text, role) > 0 for role in ("lead", "due") if role in roles]
    sure += [not MARK.fullmatch(cells[at].text) for at in idle]
    full = all(count == 1 or (not count and at in idle) for at, count in enumerate(runs, 1))
    return full and bool(known) and all(sure)


def _doubted(cell: Cell, at: int, roles: dict[str, int], above: tuple[Cell, ...] | None) -> Cell:
    """Return a cell that may belong elsewhere; who leads is taken from the row above where nobody is named."""
    if at == roles.get("lead") and not cell.text and above is not None and above[at].text:
        return replace(above[at], home=False, doubtful=APART)
    return replace(cell, doubtful=APART)
