"""Cut a paragraph into orders: a sentence or clause with its own addressee is one of its own."""

import re
from dataclasses import dataclass

from roviec.folding import CAPITAL
from roviec.tasks.reading.addressees import Addressee, addressee_of
from roviec.tasks.reading.lexicon import ACTING, ORDER
from roviec.tasks.reading.roles import mentions_in

_SENTENCE = re.compile(
    r"(?<=[.!?…”\")])(?<!\b[A-ZĐ]\.)(?<!\bTP\.)(?<!\bTs\.)(?<!\bÔng\.)(?<!\bBà\.)(?<![Ôô]ng \([Bb]à\))\s+"
    rf"(?=[{CAPITAL}“])|(?<=\./\.)\s+"
)
_CLAUSE = re.compile(
    r";\s+(?:đồng thời,?\s+)?(?=(?:giao|đề nghị|yêu cầu|phân công|Giao|Đề nghị|Yêu cầu)\s)|"
    rf";\s+(?:đồng thời,?\s+)?(?=[{CAPITAL}])|,\s+(?=[{CAPITAL}])"
)
# "…, UBND tỉnh xem xét, phê duyệt": what becomes of the work is no work given to somebody.
_DECIDES = re.compile(
    r"\s*(?:xem xét|quyết định|phê duyệt|ghi nhận|chỉ đạo|cho ý kiến|biểu dương|đánh giá cao)(?!\w)"
)
_WHEN = re.compile(
    r"(?:Sau khi|Khi|Ngay sau|Trên cơ sở|Căn cứ|Nếu|Trường hợp|Để|Trong khi|Theo|Tại|Từ khi|Do|Vì)\s"
)
_NUMBERED = re.compile(r"(?<=[:;,.]\s)\((?:\d{1,2}|[ivx]{1,4}|[a-hđ])\)\s*(?=\S)")
# "… Giao Đoàn xã chủ trì.": who does what the sentence before says.
_LEADS_IT = re.compile(
    r"\s*(?:làm |là )?(?:(?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối|thực hiện|chịu trách nhiệm)"
    r"(?:,? (?:tham mưu|thực hiện|triển khai|tổ chức thực hiện))?"
    r"(?:[,;]? (?:phối hợp|cùng|từ ngày|trước|trong|xong|hoàn thành|chậm nhất)[^.;]*)?[\s.;/]*"
)
# "… đăng trên trang của xã; giao Đoàn xã thực hiện, Công an xã kiểm duyệt": the same within one sentence.
_DOES_IT = re.compile(
    r"\s*(?:làm |là )?(?:(?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối|thực hiện|phụ trách|triển khai)(?=\s*(?:[,.;]|\Z))"
)
# "Đồng ý chủ trương …; Phòng A trình …": what is agreed orders nobody, what follows does.
_AGREED = re.compile(
    r"(?:Cơ bản )?(?:[Tt]hống nhất|[Nn]hất trí|[Đđ]ồng ý|[Cc]hấp thuận|[Gg]hi nhận)(?! giao)\b"
)
_ACTS_AT_ONCE = re.compile(rf"\s+(?!(?:về|đến|đi|ra|lên|là|được|tự|trực)\s){ACTING.pattern}")
# "… trước Chính phủ, Thủ tướng Chính phủ": a list of bodies that no order speaks to.
_NO_SUBJECT = re.compile(r"(?:Chính phủ|Quốc hội|Trung ương|Đảng|Nhà nước|Bộ Chính trị|Ban Bí thư)\Z")
_FEWEST = 3
"""How many words a body's work has at least where a comma ends it."""
_SHORT = re.compile(r"(?:Thời (?:hạn|gian)|Hoàn thành|Hạn|Báo cáo)\b")


@dataclass(frozen=True)
class Piece:
    """The part of a text from `start` to `end` and whom it addresses (offsets into the whole text)."""

    start: int
    end: int
    addressee: Addressee | None


def pieces_of(text: str, issuer: str | None) -> list[Piece]:
    """Cut `text`; sentences without an addressee of their own stay with the one before."""
    if listed := _each_to_somebody(text, issuer):
        return listed
    cuts = [(0, 0)] + [match.span() for match in _SENTENCE.finditer(text)]
    made: list[Piece] = []
    for number, (_, start) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        own = addressee_of(text[:end], start, issuer=issuer)
        if made and own and made[-1].addressee is None and _LEADS_IT.fullmatch(text, own.rest, end):
            made[-1] = Piece(made[-1].start, end, own)
        elif made and (own is None or _SHORT.match(text, start)):
            made[-1] = Piece(made[-1].start, end, made[-1].addressee)
        else:
            made.append(Piece(start, end, own))
    parts = [part for piece in made for part in _clauses(text, piece, issuer)]
    return [item for part in parts for item in _items(text, part)]


def _each_to_somebody(text: str, issuer: str | None) -> list[Piece]:
    """Cut "Về thủ tục hành chính: (1) các bộ …; (2) Sở A …" where each item names who is to do it; else return nothing."""
    marks = list(_NUMBERED.finditer(text))
    lead_in = text[: marks[0].start()] if marks else ""
    if len(marks) < 2 or not lead_in.rstrip().endswith(":") or _SENTENCE.search(lead_in):
        return []
    starts = [0, *(mark.start() for mark in marks[1:])]
    ends = [*starts[1:], len(text)]
    own = [addressee_of(text[:end], mark.end(), issuer=issuer) for mark, end in zip(marks, ends, strict=True)]
    if not all(own) or addressee_of(lead_in, issuer=issuer):
        return []
    return [
        Piece(start, len(text[:end].rstrip()), one) for start, end, one in zip(starts, ends, own, strict=True)
    ]


def _items(text: str, piece: Piece) -> list[Piece]:
    """Cut "Phòng X: (1) lập …; (2) đôn đốc …" into its items; the unit before the first does them all."""
    marks = list(_NUMBERED.finditer(text, piece.start, piece.end))
    if not piece.addressee or len(marks) < 2 or any(not ORDER.match(text, mark.end()) for mark in marks):
        return [piece]
    if marks[0].start() < piece.addressee.rest or text[piece.addressee.rest : marks[0].start()].strip(" :"):
        return [piece]
    starts = [piece.start, *(mark.start() for mark in marks[1:])]
    ends = [*starts[1:], piece.end]
    return [
        Piece(start, len(text[:end].rstrip()), piece.addressee)
        for start, end in zip(starts, ends, strict=True)
    ]


def _clauses(text: str, piece: Piece, issuer: str | None) -> list[Piece]:
    """Cut a piece at "; giao X …", and at "; X …" when the piece begins with a unit of its own."""
    made = [piece]
    for match in _CLAUSE.finditer(text, piece.start, piece.end):
        last = made[-1]
        if _enumerates(text[last.start : match.start()]):
            continue
        if last.addressee and match.start() < last.addressee.rest:
            continue
        own = addressee_of(text[: piece.end], match.end(), issuer=issuer)
        if match.group().startswith(",") and not (own and _acts_apart(text, last, match, own)):
            continue
        if own and own.given and last.addressee is None and _DOES_IT.match(text, own.rest):
            made[-1] = Piece(last.start, piece.end, own)
        elif own and (own.given or last.addressee or _AGREED.match(text, last.start)):
            made[-1] = Piece(last.start, match.start() + 1, last.addressee)
            made.append(Piece(match.end(), piece.end, own))
    return made


def _acts_apart(text: str, last: Piece, comma: re.Match[str], own: Addressee) -> bool:
    """Tell a second body behind a comma with work of its own: "Trạm Y tế bố trí nhân lực, Công an xã xác minh lý lịch"."""
    before = text[last.start : comma.start()]
    if last.addressee is None or own.given or _WHEN.match(before):
        return False
    if len(text[last.addressee.rest : comma.start()].split()) < _FEWEST or _DECIDES.match(text, own.rest):
        return False
    acting = _ACTS_AT_ONCE.match(text, own.names.end)
    if acting is None or _NO_SUBJECT.search(before):
        return False
    return all(last.start + one.names.end < comma.start() for one in mentions_in(before))


def _enumerates(before: str) -> bool:
    """Tell whether what stands before a semicolon is one of several things: "… đối với các bộ; ủy ban nhân dân cấp tỉnh"."""
    _, parted, last = before.rpartition("; ")
    return bool(parted) and last[:1].islower() and ORDER.match(last) is None
