"""The title of a document: which kind it is and what it is about."""

import re
from itertools import takewhile

from roviec.folding import fold
from roviec.tasks.reading.casing import Casing
from roviec.tasks.reading.kinds import TITLE
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.source import Document, Passage, Quote

# A line of the head: its clean text, where it stands, and the number of its block.
HeadLine = tuple[str, Passage, int]
# How much of a document is looked at for the way it writes its words.
CASED = 200_000
NUMBER = re.compile(
    r"^\W*[Ss][ốôoó]\s*[:.]?\s*(\d*\s*[\w]{0,2}\s*(?:\.{2,}|…|"
    r"_+)?\s*(?:/\s*\d{4}\s*)?[/\-–]\s*[A-ZĐa-zđ][\w&.]*(?:\s*[-/–]\s*[\w&.ĐđÀ-ỹ]+)*)"
)
DATE = re.compile(
    r"^(.{2,60}?)\s*,\s*ngày\s*([\d. …_]*?)\s*tháng\s*([\d. …_]*?)\s*năm\s*(\d{4}|20\s?\d\s?\d)",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^\W*(?:V/v|V/V|Về việc|Trích yếu)\b", re.IGNORECASE)
_BODY = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Kính gửi|Trên cơ sở|Để |Nhằm|Ngày|Sáng|Chiều|Xét|"
    r"Triển khai thực hiện|Tiếp theo|Từ đầu|Sau khi|Trong |Qua |Vừa qua|Hiện nay|Thi hành|"
    r"Hưởng ứng)"
)
_ANNEX_NUMBER = re.compile(r"^(?:[Ss]ố\s+|SỐ\s+)?(?:[IVX]+|\d{1,2})(?:\s*[.:\-–]\s*|$)")
# Who decides, where a text ran the line into the title above it: "… TỈNH A CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A".
_DECIDES = re.compile(
    r"(?<!CỦA)(?<!THUỘC)(?<!DO)(?<!VÀ)(?<!TẠI)(?<!VỚI)(?<!CHO)(?<!TRƯỞNG)(?<!TỊCH)(?<!ĐỐC)\s+"
    r"(?:(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|HIỆU TRƯỞNG|TỔNG GIÁM ĐỐC)(?: (?!VÀ|VỀ)[^\W\d]+){1,9}|"
    r"(?:[ỦU][ỶY] BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN)(?: (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|"
    r"ĐẶC KHU)(?: [^\W\d]+){0,4})?)$"
)
# The first line of a page, before anything of a letterhead; the date at its end is the paper's own.
_PAGE = re.compile(
    r"(?P<kind>(?:Thông báo|thông báo|Kế hoạch|Chỉ thị|Công điện|Hướng dẫn|Công văn|Quyết định)"
    r"(?! (?:số|của|này)))(?:\s+(?:khẩn|Khẩn|hỏa tốc|nội bộ))?(?P<rest>(?:\s+(?!ngày \d)\S+)*?)"
    r"(?:,?\s+ngày\s+(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}))?\W*\Z"
)
_LONGEST = 200
_FEW_WORDS, _MOST_LINES = 4, 4
# What opens the title of a sheet that is called by no kind of document.
_SHEET = re.compile(
    r"(?:KHUNG|BẢNG|BIỂU|DANH (?:MỤC|SÁCH)|TỔNG HỢP|THỐNG KÊ|TIẾN ĐỘ|NHIỆM VỤ|CHỈ TIÊU|MỤC TIÊU|NỘI DUNG|LỘ TRÌNH|"
    r"PHÂN CÔNG|PHÂN BỔ|KẾT QUẢ|THEO DÕI|HỆ THỐNG|CÁC (?:NHIỆM VỤ|CHỈ TIÊU|NỘI DUNG|CÔNG VIỆC)|MỘT SỐ|LỊCH|RÀ SOÁT|"
    r"TRỌNG TÂM|CÔNG VIỆC|BỘ (?:TIÊU CHÍ|CHỈ SỐ|CHỈ TIÊU)|ĐĂNG KÝ|GIAO (?:CHỈ TIÊU|NHIỆM VỤ))(?!\w)"
)


def title_in(document: Document, lines: list[HeadLine]) -> tuple[str | None, str | None, Quote | None]:
    """Return kind, subject and the subject's quote."""
    casing = Casing(document.text[:CASED])
    for at, (text, passage, number) in enumerate(lines):
        beside = NUMBER.match(text)
        if beside and re.match(r"\s+V/v\b", text[beside.end() :], re.IGNORECASE):
            # The number and what the letter is about, run together in one line.
            return None, _sentence(text[beside.end() :].strip(), casing), document.quote(passage)
        if SUBJECT.match(text) and len(text) < 600:
            parts = [
                line
                for line in lines[at:]
                if line[2] == number and not DATE.match(line[0]) and line[0] != "Kính gửi:"
            ]
            return None, _joined(parts, casing), document.quote(passage)
        match = TITLE.match(text)
        if match is None or not text[: len(match.group(1))].isupper() or text.endswith(":"):
            continue
        kind = match.group(1).capitalize()
        rest = _whose_left_out(match.group(2)).strip(" .:-–")
        if kind == "Phụ lục":
            rest = _ANNEX_NUMBER.sub("", rest)
        parts = _subject_lines(lines, at + 1)
        if rest and (rest.isupper() or not parts or re.match(r"[Vv]ề\b", rest)):
            goes_on = rest.isupper() and parts and parts[0][0][:1].islower()
            more = [_sentence(part[0], casing) for part in parts if goes_on or part[0].isupper()]
            return (
                kind,
                " ".join([_opened(_sentence(rest, casing)), *more]),
                document.quote(passage),
            )
        return kind, _joined(parts, casing), document.quote(parts[0][1]) if parts else None
    told = _page_title(document, lines) or _below_number(document, lines)
    return told or (None, *_sheet_title(document, lines, casing))


def _below_number(document: Document, lines: list[HeadLine]) -> tuple[None, str, Quote | None] | None:
    """Return what a letter is about whose line below its number says so without "V/v", as the Party's letters do."""
    at = next((at for at, line in enumerate(lines[:12]) if NUMBER.match(line[0])), None)
    sent = any(line[0].startswith("Kính gửi") for line in lines[:20])
    if at is None or not sent or at + 1 >= len(lines):
        return None
    passage = lines[at + 1][1]
    text = " ".join(line[0] for line in takewhile(_is_plain, lines[at + 1 : at + 1 + _MOST_LINES]))
    if not text[:1].isupper() or len(text.split()) <= _FEW_WORDS or len(text) > _LONGEST or _BODY.match(text):
        return None
    return None, text, document.quote(passage)


def _is_plain(line: HeadLine) -> bool:
    """Tell a line in small letters that nothing ends, below the number of a letter."""
    text = line[0]
    ends = text.isupper() or re.search(r"[.:;,]$", text) or DATE.match(text) or text.startswith("Kính gửi")
    return not ends


def _page_title(document: Document, lines: list[HeadLine]) -> tuple[str, str | None, Quote | None] | None:
    """Return kind and subject of a page whose first line says them in small letters: "Thông báo về việc nghỉ học"."""
    for at, (text, passage, _) in enumerate(lines[:2]):
        match = _PAGE.match(text)
        if match is None or len(text) > _LONGEST or any(NUMBER.match(line[0]) for line in lines[:12]):
            continue
        kind = match["kind"].capitalize()
        subject = re.sub(r"^về(?: việc)?\s+", "", match["rest"].strip(" .:-–"))
        if not subject and at + 1 < len(lines) and not _BODY.match(lines[at + 1][0]):
            subject, passage = lines[at + 1][0], lines[at + 1][1]
        return kind, _opened(subject) if subject else None, document.quote(passage)
    return None


def page_day(lines: list[HeadLine]) -> str | None:
    """Return the day that the first line of a page gives as its paper's: "Thông báo dừng chợ phiên ngày 05/2/2026"."""
    found = next((match for line in lines[:2] if (match := _PAGE.match(line[0]))), None)
    return found["day"] if found else None


def _sheet_title(
    document: Document, lines: list[HeadLine], casing: Casing
) -> tuple[str | None, Quote | None]:
    """Return the title of a sheet without a kind: "BẢNG THEO DÕI NHIỆM VỤ …", and its quote."""
    for at, (text, passage, _) in enumerate(lines[:14]):
        if marker_of(text) or _BODY.match(text):
            break
        if is_sheet_title(text):
            parts = [lines[at], *(line for line in _subject_lines(lines, at + 1) if line[0].isupper())]
            return _joined(parts, casing), document.quote(passage)
    return None, None


def is_sheet_title(text: str) -> bool:
    """Tell the title of a sheet that no kind of document opens."""
    return text.isupper() and len(text.split()) > 2 and _SHEET.match(text) is not None


def _joined(parts: list[HeadLine], casing: Casing) -> str | None:
    return _sentence(" ".join(part[0] for part in parts), casing).strip(" .:;_-–*") or None


def _sentence(text: str, casing: Casing) -> str:
    return casing.sentence(_DECIDES.sub("", text)) if text.isupper() else text


def _whose_left_out(text: str) -> str:
    """Leave out whose a document is: "CỦA BAN THƯỜNG VỤ … về việc …" says first whose, then what about."""
    words = text.split()
    if not words or words[0] != "CỦA":
        return text
    about = next((at for at, word in enumerate(words) if fold(word) == "ve"), len(words))
    return " ".join(words[about:]) if all(word.isupper() for word in words[:about]) else text


def _opened(text: str) -> str:
    """Begin with one capital, also where the first words are all capitals ("HÀNH ĐỘNG thực hiện …")."""
    words = text.split()
    capitals = next((at for at, word in enumerate(words) if not word.isupper()), 0)
    if capitals > 1:
        text = " ".join([" ".join(words[:capitals]).lower(), *words[capitals:]])
    return text[:1].upper() + text[1:]


def _subject_lines(lines: list[HeadLine], at: int) -> list[HeadLine]:
    parts: list[HeadLine] = []
    for line in lines[at : at + 5]:
        text = line[0]
        office = (
            re.match(
                r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|GIÁM ĐỐC|BAN THƯỜNG VỤ|UBND|CHÁNH|THỦ TƯỚNG|BỘ TRƯỞNG)",
                text,
            )
            and text.isupper()
        )
        if not parts and not _whose_left_out(text):
            continue
        if (
            (marker_of(text) and not SUBJECT.match(text))
            or (_BODY.match(text) and (parts or text.endswith((":", ".", ";", ","))))
            or office
            or text.startswith("(")
            or len(text) > 400
            or NUMBER.match(text)
            or DATE.match(text)
        ):
            break
        if parts and parts[-1][0].isupper() != text.isupper():
            break
        if parts and (text.endswith((".", ";", ":")) or (line[2] != parts[0][2] and len(text) > 200)):
            break
        parts.append(line)
    return parts
