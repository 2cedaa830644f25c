"""The letterhead and title: number, kind, issuer, place, date, subject, addressees."""

import re
from datetime import date

from roviec.folding import fold
from roviec.tasks.reading.issuers import issuer_of_letterhead, issuer_of_text
from roviec.tasks.reading.kinds import NAMES, TITLE, kind_of_number
from roviec.tasks.reading.letter import addressees_of, planned
from roviec.tasks.reading.markers import marker_of
from roviec.tasks.reading.model import Header
from roviec.tasks.reading.signature import signer_of
from roviec.tasks.reading.source import Document, Paragraph, Passage, Quote
from roviec.tasks.reading.tables import Grid

_MOTTO = re.compile(r"^\W*(?:c[oộ]ng h[oòóô]a x[aã] h[oộ]i|d[oộ]c l[aậ]p\s*[-–]\s*t[uự] do)", re.IGNORECASE)
_PARTY = re.compile(r"^\W*ĐẢNG CỘNG SẢN VIỆT NAM\W*$")
_NUMBER = re.compile(
    r"^\W*[Ss][ốôoó]\s*[:.]?\s*(\d*\s*[\w]{0,2}\s*(?:\.{2,}|…|"
    r"_+)?\s*(?:/\s*\d{4}\s*)?[/\-–]\s*[A-ZĐa-zđ][\w&.]*(?:\s*[-/–]\s*[\w&.ĐđÀ-ỹ]+)*)"
)
_DATE = re.compile(
    r"^(.{2,60}?)\s*,\s*ngày\s*([\d. …_]*?)\s*tháng\s*([\d. …_]*?)\s*năm\s*(\d{4}|20\s?\d\s?\d)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"^\W*\(?\s*(?:Ban hành )?[Kk]èm theo\s+(.+?)\s+số\s*:?\s*([\w\d\s]*?/\s*[\w\-–/ĐđÀ-ỹ]+?)\s*,?\s*ngày\s*"
    r"((?:[\d\s/.\-]|tháng|năm)*)"
)
_SUBJECT = re.compile(r"^\W*(?:V/v|V/V|Về việc|Trích yếu)\b", re.IGNORECASE)
_BODY = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Kính gửi|Trên cơ sở|Để |Nhằm|Ngày|Sáng|Chiều|Xét|"
    r"Triển khai thực hiện|Tiếp theo|Từ đầu|Sau khi|Trong |Qua |Vừa qua|Hiện nay|Thi hành|"
    r"Hưởng ứng)"
)
_ANNEX_NUMBER = re.compile(r"^(?:[Ss]ố\s+|SỐ\s+)?(?:[IVX]+|\d{1,2})(?:\s*[.:\-–]\s*|$)")
# Two columns in one line: a gap, or no gap at all before the motto or the place of the date line.
_COLUMN = re.compile(
    r"(?<=\S)(?<!ngày)(?<!tháng)(?<!năm)(?<![:/.…_])(?:\t\s*| {3,})(?![.…_/])(?=\S)|"
    r"(?<=\S)\s+(?=C[ỘO]NG H[ÒOÓ]A X[ÃA] H[ỘO]I|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–])"
    r"|(?<=[A-ZĐ])\s+(?=[A-ZĐÀ-Ỹ][\wÀ-ỹ .]{1,30}, ngày\s)(?<=[A-ZĐ]{2}\s)"
)
# What opens the title of a sheet that is called by no kind of document.
_SHEET = re.compile(
    r"(?:KHUNG|BẢNG|BIỂU|DANH (?:MỤC|SÁCH)|TỔNG HỢP|THỐNG KÊ|TIẾN ĐỘ|NHIỆM VỤ|CHỈ TIÊU|MỤC TIÊU|NỘI DUNG|LỘ TRÌNH|"
    r"PHÂN CÔNG|PHÂN BỔ|KẾT QUẢ|THEO DÕI|HỆ THỐNG|CÁC (?:NHIỆM VỤ|CHỈ TIÊU|NỘI DUNG|CÔNG VIỆC)|MỘT SỐ|LỊCH|RÀ SOÁT|"
    r"TRỌNG TÂM|CÔNG VIỆC|BỘ (?:TIÊU CHÍ|CHỈ SỐ|CHỈ TIÊU)|ĐĂNG KÝ|GIAO (?:CHỈ TIÊU|NHIỆM VỤ))(?!\w)"
)
TOP = 40


class _Head:
    """The opening lines of a document, each with its passage."""

    def __init__(self, document: Document, blocks: list[Paragraph | Grid]) -> None:
        self.lines: list[tuple[str, Passage, int]] = []
        for number, block in enumerate(blocks[:TOP]):
            if isinstance(block, Grid):
                break
            start = 0
            for raw in block.text.split("\n"):
                for begin, end in _side_by_side(raw):
                    piece = block.passage.cut(start + begin, start + end)
                    clean = re.sub(r"\s+", " ", raw[begin:end].replace("**", "")).strip(" *\t")
                    if re.search(r"\w", clean):
                        self.lines.append((clean, piece, number))
                start += len(raw) + 1


def _side_by_side(raw: str) -> list[tuple[int, int]]:
    """Return where the columns of a letterhead set with tabs or spaces begin and end."""
    cuts = [match.span() for match in _COLUMN.finditer(raw)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(raw)]
    return list(zip(starts, ends, strict=True))


def read_header(document: Document, blocks: list[Paragraph | Grid]) -> Header:
    """Read the header of a document."""
    head = _Head(document, blocks)
    lines = [line for line in head.lines if not _MOTTO.match(line[0]) and not _PARTY.match(line[0])]
    number, number_at = _number(lines)
    place, issued, month, date_at = _date(lines)
    kind, subject, subject_quote = _title(document, lines)
    attached = next((match for text, _, _ in lines if (match := _ATTACHED.match(text))), None)
    if number is None and attached and date_at is None:
        number, kind, issued, month = _from_attached(attached, kind)
    if number and number[0].isdigit() is False:
        kind, number = kind or kind_of_number(number), None
    kind = kind_of_number(number) or kind if number and kind in (None, "Phụ lục") else kind
    if kind is None and subject and re.match(r"V/v", subject, re.IGNORECASE):
        kind = "Công văn"
    capitals = _capitals(lines, number_at, date_at)
    issuer = issuer_of_letterhead(capitals) or issuer_of_text(document.text[:200000], place)
    signer = signer_of(blocks)
    quotes = [("subject", subject_quote), ("signer", document.quote(signer[1]) if signer else None)]
    for name, at in (("number", number_at), ("issued", date_at)):
        if at is not None:
            quotes.append((name, document.quote(lines[at][1])))
    year = issued.year if issued else month[0] if month else None
    plan_year, plan_month = planned(subject or "", kind, year)
    return Header(
        kind=kind,
        number=number,
        issuer=issuer,
        place=place,
        issued=issued,
        subject=subject,
        signer=signer[0] if signer else None,
        addressees=addressees_of(document, blocks),
        month=month,
        year=plan_year,
        plan_month=plan_month,
        quotes=tuple((name, quote) for name, quote in quotes if quote is not None),
    )


def _number(lines: list[tuple[str, Passage, int]]) -> tuple[str | None, int | None]:
    for at, (text, _, _) in enumerate(lines):
        match = _NUMBER.match(text)
        if match:
            number = re.sub(r"[\s.…_]+", "", match.group(1)).replace("–", "-")
            return number, at
    return None, None


def _date(
    lines: list[tuple[str, Passage, int]],
) -> tuple[str | None, date | None, tuple[int, int] | None, int | None]:
    """Return (place, date, (year, month), line) of the date line; a blank day leaves the date None."""
    for at, (text, _, _) in enumerate(lines):
        match = _DATE.match(text)
        if match is None or len(match.group(1).split()) > 7:
            continue
        day, month = (re.sub(r"\D", "", match.group(n)) for n in (2, 3))
        year = int(re.sub(r"\s", "", match.group(4)))
        whole = (year, int(month)) if month and 1 <= int(month) <= 12 else None
        issued = _day(f"{day}/{month}/{year}")
        return match.group(1).strip(" ,"), issued, whole, at
    return None, None, None, None


def _day(text: str) -> date | None:
    parts = re.findall(r"\d+", text)
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else None
    except ValueError:
        return None


def _from_attached(
    match: re.Match[str], kind: str | None
) -> tuple[str | None, str | None, date | None, tuple[int, int] | None]:
    """Take number, kind and date from "(Kèm theo Kế hoạch số 27/KH-UBND ngày 22/01/2026 …)"."""
    named = next((name for name in NAMES if fold(match.group(1)).startswith(fold(name))), None)
    number = re.sub(r"\s", "", match.group(2))
    issued = _day(match.group(3))
    parts = [int(n) for n in re.findall(r"\d+", match.group(3))]
    month = (parts[-1], parts[-2]) if len(parts) == 2 and parts[-1] > 1900 and 1 <= parts[0] <= 12 else None
    return number, named or kind, issued, (issued.year, issued.month) if issued else month


def _title(
    document: Document, lines: list[tuple[str, Passage, int]]
) -> tuple[str | None, str | None, Quote | None]:
    """Return kind, subject and the subject's quote."""
    for at, (text, passage, number) in enumerate(lines):
        if _SUBJECT.match(text) and len(text) < 600:
            parts = [
                line
                for line in lines[at:]
                if line[2] == number and not _DATE.match(line[0]) and line[0] != "Kính gửi:"
            ]
            return None, _joined(parts), document.quote(passage)
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
            more = [_sentence(part[0]) for part in parts if goes_on or part[0].isupper()]
            return (
                kind,
                " ".join([_opened(_sentence(rest)), *more]),
                document.quote(passage),
            )
        return kind, _joined(parts), document.quote(parts[0][1]) if parts else None
    return None, *_sheet_title(document, lines)


def _sheet_title(
    document: Document, lines: list[tuple[str, Passage, int]]
) -> tuple[str | None, Quote | None]:
    """Return the title of a sheet without a kind: "BẢNG THEO DÕI NHIỆM VỤ …", and its quote."""
    for at, (text, passage, _) in enumerate(lines[:14]):
        if marker_of(text) or _BODY.match(text):
            break
        if _is_sheet_title(text):
            parts = [lines[at], *(line for line in _subject_lines(lines, at + 1) if line[0].isupper())]
            return _joined(parts), document.quote(passage)
    return None, None


def _is_sheet_title(text: str) -> bool:
    return text.isupper() and len(text.split()) > 2 and _SHEET.match(text) is not None


def _joined(parts: list[tuple[str, Passage, int]]) -> str | None:
    text = " ".join(part[0] for part in parts)
    return (_sentence(text) if text.isupper() else text).strip(" .:;") or None


def _sentence(capitals: str) -> str:
    return capitals.capitalize() if capitals.isupper() else capitals


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


def _subject_lines(lines: list[tuple[str, Passage, int]], at: int) -> list[tuple[str, Passage, int]]:
    parts: list[tuple[str, Passage, int]] = []
    for line in lines[at : at + 5]:
        text = line[0]
        office = (
            re.match(r"(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|GIÁM ĐỐC|BAN THƯỜNG VỤ|UBND|CHÁNH)", text)
            and text.isupper()
        )
        if not parts and not _whose_left_out(text):
            continue
        if (
            marker_of(text)
            or _BODY.match(text)
            or office
            or text.startswith("(")
            or len(text) > 400
            or _NUMBER.match(text)
            or _DATE.match(text)
        ):
            break
        if parts and parts[-1][0].isupper() != text.isupper():
            break
        if parts and (text.endswith((".", ";", ":")) or (line[2] != parts[0][2] and len(text) > 200)):
            break
        parts.append(line)
    return parts


def _capitals(lines: list[tuple[str, Passage, int]], number_at: int | None, date_at: int | None) -> list[str]:
    """Return the capital lines above the number (or the title): the left column of the letterhead."""
    made: list[str] = []
    for at, (text, _, _) in enumerate(lines[:14]):
        letters = re.sub(r"[^\w]", "", text)
        if (
            at == number_at
            or TITLE.match(text)
            or _is_sheet_title(text)
            or _SUBJECT.match(text)
            or text.startswith("Kính gửi")
        ):
            break
        if at == date_at:
            continue
        if letters.isupper() and len(text) < 90:
            made.append(text.strip(" -–_*"))
        elif made:
            break
    return made
