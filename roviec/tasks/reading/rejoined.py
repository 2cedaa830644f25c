"""Cells of a torn table that were wrapped: which lines belong to one cell, by how they end and begin."""

import re
from dataclasses import dataclass

from roviec.folding import CAPITAL
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.source import Passage, join

# A line that ends so goes on in the next one.
_OPEN = re.compile(
    r"(?:[,(\-–/&]|(?:^|\s)(?:và|của|theo|với|tại|về|cho|các|những|trong|từ|đến|do|qua|là|được|để|(?<!trực )thuộc|giữa|trên|"
    r"dưới|như|hoặc|Hằng|Hàng|Mỗi|Cuối|Đầu|Trước|Từ))$"
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|\s)(?:số|ngày|tháng|năm|quý|hạng|đợt|giai đoạn|trước|sau|hết|tối thiểu|tối đa|trên|dưới|ít nhất|"
    r"không quá|khoảng|đạt|hơn)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|[IVX]+\b")
# And one that ends in the first word of a body's name does, where no other body follows.
_HALF_NAMED = re.compile(
    r"(?:^|\s)(?:UBND|HĐND|Ủy ban|Sở|Phòng|Ban|Văn phòng|Trung tâm|Trưởng|Tổ|Đội|Hội|Đoàn|Công an|Trạm|"
    r"Công chức|Chủ tịch|Giám đốc|Thủ trưởng|Lãnh đạo|Bí thư)$"
)
_OWNER = re.compile(
    r"(?:MTTQ|Mặt trận|HĐND|UBND|Hội đồng|[ỦU][ỷy] ban|Đảng|Tỉnh ủy|Thành ủy|Sở|Chi cục|Đoàn|Bộ|Ban|[Cc]ác|xã|phường|tỉnh)\b"
)
_TELLS = re.compile(
    r"(?:trình|báo cáo|gửi|đề nghị|giao|kiến nghị|tham mưu|xin ý kiến|đề xuất|giúp)$", re.IGNORECASE
)
_LETTERS = re.compile(r"[A-ZĐ]+(?:[-&][A-ZĐ]+)+")
# "Phòng Văn hóa" | "- Xã hội": no bullet.
_SECOND_HALF = re.compile(rf"[-–] [{CAPITAL}]\w*(?: \w+){{0,3}}[,;]?")
# "UBND thành phố Vân" | "Sơn và các đơn vị liên quan"
_SECOND_NAME = re.compile(rf"(?!{UNIT.pattern})[{CAPITAL}]\w*(?:,| và) (?=(?:các|những|{UNIT.pattern}))")
# Bodies that open a cell even where the line above is full.
_CORE = re.compile(
    r"(?:Bộ|Sở|Phòng|UBND|Ủy ban|Uỷ ban|Văn phòng|Công an|Ban|Chi cục|Cục|Trung tâm|Đoàn|Hội|Trạm|Trường|Thanh tra|HĐND|"
    r"MTTQ|Tổ|Đội|BCH|BQL|Các (?:bộ|sở|phòng|xã|phường|thôn|đơn vị|cơ quan))(?!\w)"
)
_YEAR = re.compile(r"20\d\d")
_FEW_WORDS = 3
_FEW_DIGITS = 4
# "con", "tấn", "mô hình": a small letter, and a cell of its own where figures follow.
_FIGURE = re.compile(r"(?:[<>≥≤=]|(?:trên|dưới|từ)\s)?\s*\d[\d.,]*\s*%?")
_TIME = re.compile(
    r"(?:trước|trong|đến|chậm nhất|xong|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm)|thường xuyên|tháng|quý|từ \d)\b"
)
_SMALL = re.compile(r"(?:x|nt|-nt-|như trên|%)\W*\Z")


@dataclass(frozen=True)
class Piece:
    """What stood in one cell: its lines from `start` to `end`, joined; `lengths` are those of its lines."""

    start: int
    end: int
    passage: Passage
    lengths: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return the words of the cell."""
        return self.passage.text.strip()

    def with_more(self, more: "Piece") -> "Piece":
        """Return this piece with the lines of the next one."""
        passage = join([self.passage, more.passage])
        return Piece(self.start, more.end, passage, self.lengths + more.lengths)


def rejoined(pieces: list[Piece], *, units: bool = True, width: int = 0) -> list[Piece]:
    """Return the pieces of a row with every line that surely goes on with the one before it put to it.

    `units` tells a table with a column of units of measure, whose small letters are cells of their own; `width` how wide
    the first cell of a row is, 0 where that is not known.
    """
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        following = pieces[at + 1].text if units and at + 1 < len(pieces) else ""
        first = len(made) == 1 and width and _fills(made[0], piece, width)
        named = (
            piece.text[:1].islower()
            and UNIT.match(piece.text)
            and any(_CORE.match(later.text) for later in pieces[at + 1 :])
        )
        if made and (
            first or (named and not _TIME.match(piece.text)) or _goes_on(made[-1].text, piece.text, following)
        ):
            made[-1] = made[-1].with_more(piece)
        else:
            made.append(piece)
    return made


def _fills(cell: Piece, piece: Piece, width: int) -> bool:
    """Tell a line that had no room for the next word, so that the cell goes on where no body may open the next."""
    words = piece.text.split()
    full = bool(words) and cell.lengths[-1:] > (0,) and cell.lengths[-1] + 1 + len(words[0]) > width
    return full and not (
        _CORE.match(piece.text) or _TIME.match(piece.text.lower()) or _FIGURE.fullmatch(piece.text)
    )


def _goes_on(before: str, text: str, following: str) -> bool:
    """Tell a line that can only be the rest of the cell above it."""
    if _SMALL.match(text) or _SMALL.match(before) or _FIGURE.fullmatch(before):
        return False
    if is_open(before, text) or text[:1] in "()/":
        return True
    if _HALF_NAMED.search(before) and not _stands_alone(before, text):
        return True
    if UNIT.match(before) and (_SECOND_HALF.fullmatch(text) or _SECOND_NAME.match(text)):
        return True
    measured = _FIGURE.fullmatch(following) and len(text.split()) <= _FEW_WORDS
    return text[:1].islower() and not (UNIT.match(text) or _TIME.match(text) or measured)


def may_be_one(before: str, text: str) -> bool:
    """Tell two cells that may be one cut in two: "Văn phòng" | "HĐND và UBND xã", "Công an xã;" | "Đoàn xã"."""
    cut = _HALF_NAMED.search(before) is not None and _OWNER.match(text) is not None
    told = _TELLS.search(before) is not None and UNIT.match(text) is not None
    return cut or told or before.endswith(";")


def without_pages(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the numbers of pages that stand inside a wrapped cell."""
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].text if at else ""
        after = pieces[at + 1].text if at + 1 < len(pieces) else ""
        small = (after[:1].islower() or after[:1] == "(") and not (
            UNIT.match(after) or _TIME.match(after) or _SMALL.match(after)
        )
        inside = small and before and not _FIGURE.fullmatch(before)
        if not (piece.text.isdigit() and len(piece.text) < _FEW_DIGITS and inside):
            made.append(piece)
    return made


def _stands_alone(before: str, text: str) -> bool:
    """Tell what does not go on with half a body's name: another body, a number, a time, an order below a whole name."""
    if before.endswith("Văn phòng") and re.match(r"(?:HĐND|Hội đồng nhân dân|Đảng ủy|Tỉnh ủy)\b", text):
        return False
    other = UNIT.match(text) and not _LETTERS.fullmatch(text)
    ordered = before.endswith(("UBND", "HĐND")) and ORDER.match(text)
    return bool(other or text[:1].isdigit() or _TIME.match(text.lower()) or ordered)


def is_open(before: str, text: str) -> bool:
    """Tell a line that cannot end where it does: in a bracket, at "và", before the number its last word calls for."""
    if _BEFORE_NUMBER.search(before):
        return _NUMBER.match(text) is not None
    return _OPEN.search(before) is not None or before.count("(") > before.count(")")


def heads_joined(pieces: list[Piece]) -> list[Piece]:
    """Return the heads of columns: a head opens with a capital letter, what does not goes on with the one before."""
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        following = pieces[at + 1].text if at + 1 < len(pieces) else ""
        if made and not _opens_head(made[-1].text, piece.text, following):
            made[-1] = made[-1].with_more(piece)
        else:
            made.append(piece)
    return made


def _opens_head(before: str, text: str, following: str) -> bool:
    # "Chỉ tiêu đạt được" | "Thời hạn": a head may end so.
    if is_open(before, text) and not (before.endswith("được") and text[:1].isupper()):
        return False
    if _YEAR.fullmatch(text) and not (_YEAR.search(before) or _YEAR.fullmatch(following)):
        return False
    return text[:1].isupper() or text[:1] in "%#" or bool(re.fullmatch(r"20\d\d|\(\d\)", text))


def may_break(before: Piece, after: Piece) -> float:
    """Return how well a cell's lines fill its width up to the break before `after`: 1 full, 0 unknown, -1 far from full."""
    widest = max(before.lengths, default=0)
    if len(before.lengths) < 2 or not widest:
        return 0.0
    needed = before.lengths[-1] + 1 + len(after.text.split()[0])
    return 1.0 if needed >= widest else -1.0
