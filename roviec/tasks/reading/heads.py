"""The header of a torn table: which lines are the heads of its columns, and in how many rows they stood."""

import re

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.columns import role_of, slots_of, target_roles, task_roles
from roviec.tasks.reading.keyed import HOUR, first_number
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.ragged import agreeing, goals_of, header_of, roles_of
from roviec.tasks.reading.rejoined import Piece, heads_joined
from roviec.tasks.reading.source import Cell
from roviec.tasks.reading.weblike import NumberedLine

FIRST = ("tt", "stt", "so tt", "so thu tu")
MOST_COLUMNS = 9
LONGEST_HEAD = 60
_MOST_LINES = 60
_FEW_WORDS = 3
# A group's name in one cell with its number: "II. HOÀN THIỆN CƠ CHẾ".
GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])\.\s+\S")
# What the head of a column begins with: a role is also known by words that cells hold ("đầu người").
_ROW_HEAD = re.compile(r"nhom|linh vuc|(?:cac |ten )?(?:chi tieu|tieu chi)")
_HEAD_WORD = re.compile(
    r"(?:s?tt|cac |ten |nhom|linh vuc|chi tieu|tieu chi|noi dung|nhiem vu|cong viec|viec|hoat dong|giai phap|phan viec|"
    r"dau viec|cong tac|bien phap|(?:don vi|co quan|bo phan|nguoi|can bo|cong chuc|chuyen vien|phong|to chuc)\b|chu tri|"
    r"phoi hop|phan cong|dau moi|phu trach|trach nhiem|tham muu|theo doi|ai |giao(?! thong)|lanh dao|thoi|han|tien do|"
    r"hoan thanh|bat dau|ket thuc|ngay|thang|quy|tuan|moc|xong|khi nao|lich|san pham|ket qua|dau ra|ho so|ghi chu|dia diem|"
    r"noi |hinh thuc|thanh phan|tu |den |can cu|van ban|thuc hien|cung |buoi|thu\Z|thu,? ngay)"
)
_COUNT = re.compile(r"\(?(\d)\)?")
PART = re.compile(
    r"(?:(?:don vi|co quan) )?(?:chu tri|phoi hop|chinh)|(?:bat dau|ket thuc|hoan thanh)|(?:thoi gian )?(?:tu|den)|"
    r"gia tri|diem(?: so)?|(?:xep )?hang|thu hang|so luong|ty le"
)


def opens_header(raw: str) -> bool:
    """Tell a table's first head: a number, or the time of each row."""
    text = raw.strip()
    return fold(text) in FIRST or (text[:1].isupper() and is_head(text))


def is_head(text: str) -> bool:
    """Tell what may name a column: its role is known, or it is a group's, and it holds no figure."""
    named = _HEAD_WORD.match(fold(text)) and (role_of(text, "") or _ROW_HEAD.match(fold(text)))
    plain = len(text) <= LONGEST_HEAD and not re.search(r"\d|[.;:,]$", text)
    return bool(named) and plain and marker_of(text) is None


def has_column_before(lines: list[NumberedLine], start: int) -> bool:
    """Tell a table with a column before its number, on one line or on two: "Thời gian"."""
    before = [raw.strip() for _, raw in lines[max(start - 2, 0) : start]]
    before = before if all(marker_of(text) is None for text in before) else []
    heads = [text for text in (*before[-1:], " ".join(before)) if len(text.split()) <= _FEW_WORDS]
    return any(
        not text.endswith((":", ".")) and role_of(text, "") in ("due", "lead", "leader", "partners")
        for text in heads
    )


def heads_of(pieces: list[Piece], *, close: bool) -> tuple[int, list[Piece]] | None:
    """Return how many pieces are the header and the heads they make: a table's columns, then what opens the first row."""
    numbered = fold(pieces[0].text) in FIRST
    if not numbered and (own := _heads_of_own(pieces)):
        return own
    for count in range(3, min(_MOST_LINES, len(pieces) - 1) + 1):
        if len(pieces[count - 1].text) > LONGEST_HEAD or re.search(r"[.;:]$", pieces[count - 1].text):
            return None
        first = pieces[count].text
        opens = first.strip("().") in ("1", "01", "I", "A") or GROUP.match(first)
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


def _heads_of_own(pieces: list[Piece]) -> tuple[int, list[Piece]] | None:
    """Return the header above a first cell that carries its own number: "Nội dung | Phân công | Tiến độ", "1. Sửa cầu"."""
    most = range(3, min(MOST_COLUMNS + 3, len(pieces)))
    count = next((at for at in most if first_number(pieces[at].text)), None)
    if count is None:
        return None
    for heads in (heads_joined(pieces[:count]), pieces[:count]):
        short = all(len(head.text) <= LONGEST_HEAD and not re.search(r"[.;:\d]", head.text) for head in heads)
        roles = task_roles([(head.text, "") for head in heads]) if short else None
        if roles and roles.get("task") == 0 and _are_heads(heads):
            return count, heads
    return None


def _are_heads(heads: list[Piece]) -> bool:
    """Tell heads from the lines of wrapped ones: none begins with a small letter or a bracket, none is a number."""
    return not any(re.match(rf"[^\W\d{CAPITAL}]|\((?!\d)|\d{{1,3}}\Z", head.text) for head in heads)


def _ends_heads(text: str, following: str, *, slots: bool) -> bool:
    """Tell what cannot be a column's head nor the rest of one: the first cell below them."""
    slot = _is_slot(text) and (slots or _is_slot(following))
    if HOUR.fullmatch(text):
        return True
    return text[:1].isupper() and not is_head(text) and not slot and not re.search(r"20\d\d", text)


def _is_slot(text: str) -> bool:
    return len(slots_of([(text, ""), (text, "")])) > 0


def without_heads(pieces: list[Piece], heads: list[Piece]) -> list[Piece]:
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


def header_rows(heads: list[Cell]) -> list[tuple[Cell, ...]]:
    """Return the rows of a header: two where the last heads are parts of an upper one ("Phân công": chủ trì, phối hợp)."""
    most = next((n for n, head in enumerate(reversed(heads)) if not PART.fullmatch(_plain(head))), 0)
    two = []
    for low in range(2, most + 1):
        lower = [_plain(head) for head in heads[-low:]]
        over = 2 if low % 2 == 0 and lower[: low // 2] == lower[low // 2 :] else 1
        made = header_of(heads[:-low], heads[-low:], len(heads) - over)
        two += [(over, made)] if made else []
    if not two:
        return [tuple(heads)]
    best = max(
        two, key=lambda one: (one[0], len(roles_of([*one[1]]) or goals_of([*one[1]])), agreeing(*one[1]))
    )
    return [*best[1]]


def _plain(head: Cell) -> str:
    return re.sub(r"\s*\(.*\)$", "", fold(head.text))


def past_counts(pieces: list[Piece], heads: int, width: int) -> int:
    """Return where the rows begin, behind a row that only counts the columns: (1) (2) (3)."""
    counts = [_COUNT.fullmatch(piece.text) for piece in pieces[heads : heads + width]]
    numbers = [int(count[1]) for count in counts if count]
    return heads + width if numbers == list(range(1, width + 1)) else heads
