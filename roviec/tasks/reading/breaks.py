"""What the words at a line break tell: whether the line below opens a paragraph or goes on with the one above."""

import re

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.reading.endings import is_whole
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.kinds import is_title_alone
from roviec.tasks.reading.labels import is_label
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.markers import marker_of

# A paragraph that stops at one of these words goes on after the page break.
DANGLING = re.compile(
    r"(?:[,(\-–/]|\b(?:và|của|theo|với|tại|về|cho|các|những|trong|từ|đến|do|bởi|qua|là|được|bị|để|thuộc|"
    r"UBND|HĐND|giữa|trên|dưới|như|hoặc|việc|"
    # "chính quyền số", "kinh tế số" are whole; "Quyết định số" calls for its number.
    r"(?<!đổi )(?<!quyền )(?<!tế )(?<!hội )(?<!nghệ )(?<!tảng )(?<!năng )số|"
    r"ngày|tháng|năm|quý|trước|sau|hết|thứ|khóa|khoá|đạt|khoảng))$"
)
# Nor does a line end a paragraph that stops at a small word which calls for more, or inside a bracket.
_CALLS = re.compile(
    r"\b(?:và|của|theo|với|tại|về|cho|các|những|trong|từ|do|bởi|là|bị|để|thuộc|giữa|hoặc|gửi|trước|thứ)$"
)
_ENDED = re.compile(r"[.:;!?]\W*$")
_STOPPED = re.compile(r"[.:;,!?]\W*$")
# "Phòng Kế hoạch" | "- Tổng hợp", "các tổ chức chính trị" | "- xã hội": two parts of one name.
_PAIRED = re.compile(r"[-–] (?:xã hội|nghề nghiệp|kỹ thuật|ngân sách|nhân đạo|lịch sử|quốc phòng)\b")
# "cao tốc Tân Phú" | "- Bảo Lộc vào ngày …": and two places of one road.
_PLACE = re.compile(rf"(?<![.:;,!?] )(?:[{CAPITAL}][^\W\dA-Z]* ){{1,2}}[{CAPITAL}][^\W\dA-Z]*$")
_SECOND_PLACE = re.compile(rf"[-–] (?:[{CAPITAL}][^\W\dA-Z]* ){{2,3}}[^\W\d]")
_BULLETS = ("dash", "plus", "star")
# What only a paragraph begins with: a recital, the closing words, the recipients.
_BASIS = re.compile(
    r"(?:Căn cứ (?:các |vào )?(?:Luật|Bộ luật|Hiến pháp|Nghị|Quyết định|Thông|Chỉ thị|Kế hoạch|Công (?:văn|điện)|"
    r"Chương trình|Hướng dẫn|Kết luận|Đề án|Văn bản|Quy|văn bản|nội dung|chức năng|tình hình)|"
    r"(?:Thực hiện|Triển khai(?: thực hiện)?|Tiếp theo|Trên cơ sở|Theo(?: đề nghị| nội dung)?) (?:các )?"
    r"(?:Luật|Nghị (?:quyết|định)|Quyết định|Thông (?:báo|tư)|Chỉ thị|Kế hoạch|Công (?:văn|điện)|Chương trình|Hướng dẫn|"
    r"Kết luận|Văn bản)\b)"
)
_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình (?:tổ chức |triển khai )*thực hiện|Nơi nhận\s*:|PHỤ LỤC\b|Kính gửi\b|"
    r"Căn cứ (?:văn bản|(?:nội dung )?(?:Kế hoạch|Công văn|Thông báo|Quyết định)(?: này)?))"
)
# "Vĩnh Long, ngày 02 tháng 2 năm 2026" closes its line of the letterhead.
_DATED = re.compile(rf"[{CAPITAL}][\w ./-]{{1,50}}, ngày\s[\d\s]*tháng\s[\d\s]*năm\s20\d\d\W*")
_FEWEST_POINTED, _ONE_OF = 3, 10


def is_pointed(lines: list[tuple[str, bool]]) -> bool:
    """Tell a text whose bullets all end in a full stop, a semicolon or a comma; with each line whether it was full."""
    good = bad = 0
    before, full, bullet = "", False, False
    for text, is_full in lines:
        marker = marker_of(text)
        if marker and marker.kind == "dash" and bullet and before:
            good += _STOPPED.search(before) is not None
            bad += _STOPPED.search(before) is None and not full
        bullet = marker.kind == "dash" if marker else bullet
        before, full = text, is_full
    return good >= _FEWEST_POINTED and bad * _ONE_OF <= good


def is_false_marker(text: str, last: str, kind: str, first: str, *, cut: bool, pointed: bool) -> bool:
    """Tell a range, a wrapped number or the second half of a name from a marker: "giai đoạn 2026" | "- 2027".

    `first` is the first line of the paragraph above; `cut`: its last one may have ended because the page did; `pointed`:
    bullets end in a point here.
    """
    if kind == "dash":
        if re.match(r"[-–]\s*\d", text) and re.search(r"\d$", last):
            return True
        if _STOPPED.search(last) or not cut:
            return False
        opened = marker_of(first)
        item = opened is None or opened.kind in _BULLETS
        if (
            not item
            and _PLACE.search(last)
            and _SECOND_PLACE.match(text)
            and UNIT.match(text[1:].lstrip()) is None
        ):
            return True
        small = re.match(rf"[-–] [{SMALL}]", text) is not None
        return bool(_PAIRED.match(text)) or (item and (small or pointed))
    return kind in ("number", "number2", "letter", "roman") and cut and bool(DANGLING.search(last))


def opens_anew(text: str, last: str, first: str) -> bool:
    """Tell words that only a paragraph begins with: a label, a recital, closing words, the order below a body's name."""
    if last.rstrip().endswith("./.") or (text.isupper() and is_title_alone(text)):
        return True
    if _DATED.fullmatch(text) or (text[:1].isupper() and _DATED.fullmatch(last)):
        return True
    if _ENDED.search(last):
        return is_label(text) or bool(_BASIS.match(text) or _CLOSING.match(text))
    if DANGLING.search(last) or last.endswith(","):
        return False
    return _BASIS.match(text) is not None or _orders_below(text, last, first)


def calls_for_more(last: str) -> bool:
    """Tell a line that cannot end a paragraph: inside a bracket, or at a word that calls for another."""
    return _CALLS.search(last) is not None or (
        last.count("(") > last.count(")") and _STOPPED.search(last) is None
    )


def _orders_below(text: str, last: str, first: str) -> bool:
    """Tell an order below a numbered heading of one line that names a body and nothing else."""
    marker = marker_of(last)
    if marker is None or marker.kind in _BULLETS or last != first or ORDER.match(text) is None:
        return False
    heading = last[marker.end :]
    names = heading_of(heading)
    return (
        names is not None and not heading[names.end :].strip(" :") and is_whole(heading, f"{heading} {text}")
    )
