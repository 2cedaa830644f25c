"""The letterhead and title: number, kind, issuer, place, date, subject, addressees."""

import re
from datetime import date
from itertools import pairwise

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.issuers import issuer_of_text, proper, spelt
from roviec.tasks.reading.kinds import NAMES, TITLE, kind_of_number
from roviec.tasks.reading.letter import addressees_of, planned
from roviec.tasks.reading.letterhead import issuer_of_letterhead
from roviec.tasks.reading.model import Header
from roviec.tasks.reading.signature import signer_of
from roviec.tasks.reading.source import Document, Paragraph, Passage
from roviec.tasks.reading.subject import (
    CASED,
    DATE,
    NUMBER,
    SUBJECT,
    HeadLine,
    is_sheet_title,
    page_day,
    title_in,
)
from roviec.tasks.reading.tables import Grid

_MOTTO = re.compile(
    r"\W*(?:cong hoa xa hoi|chu nghia viet nam|(?:cong )?hoa xa hoi chu nghia|doc lap\s*[-–]\s*tu do)"
)
# A line of the letterhead that a narrow cell broke: "Số:" / "34/QĐ-UBND", "Bình An, ngày" / "29 tháng 4 năm 2026".
_BROKEN = re.compile(
    r"(?:^\W*Số\s*:?|,\s*ngày(?:\s*\d+)?(?:\s*tháng(?:\s*\d+)?(?:\s*năm)?)?)[ \t]*\n[ \t]*", re.MULTILINE
)
_PARTY = re.compile(r"^\W*ĐẢNG CỘNG SẢN VIỆT NAM\W*$")
_ATTACHED = re.compile(
    r"^\W*\(?\s*(?:Ban hành )?[Kk]èm theo\s+(.+?)\s+số\s*:?\s*([\w\d\s]*?/\s*[\w\-–/ĐđÀ-ỹ]+?)\s*,?\s*ngày\s*"
    r"((?:[\d\s/.\-]|tháng|năm)*)"
)
# Two columns in one line: a gap, or no gap at all before the motto or the place of the date line.
_COLUMN = re.compile(
    r"(?<=\S)(?<!ngày)(?<!tháng)(?<!năm)(?<![:/.…_])(?:\t\s*| {3,})(?![.…_/])(?=\S)|"
    r"(?<=\S)\s+(?=C[ỘO]NG H[ÒOÓ][AÀÁ] X[ÃA] H[ỘO]I|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–])"
    rf"|(?<=[A-ZĐ])\s+(?=[{CAPITAL}][\wÀ-ỹ .]{{1,30}}, ngày\s)(?<=[A-ZĐ]{{2}}\s)"
    rf"|(?<=Hạnh phúc)\s+(?=[{CAPITAL}][\wÀ-ỹ .]{{1,30}}, ngày\s)"
)
# "Vĩnh Long, ngày tháng năm": not filled in, but the place is.
_NO_DAY = re.compile(
    rf"(?P<place>[A-ZĐ][^\W\d]*(?:[ .-]+[{CAPITAL}][^\W\d]*){{0,4}}),\s*ngày[\s….]*tháng[\s….]*năm[\s….]*\Z"
)
# "ngày 02 tháng 12 năm 2025": a letterhead that names no place.
_DAY_ALONE = re.compile(r"[Nn]gày\s+\d{1,2}\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+20\d\d")
TOP, _FEW_LINES = 40, 12
# No line of a letterhead is wider.
_WIDEST = 90
# "Vĩnh Long, ngày" at the end of its line: the day stands in the next one.
_OPEN_DATE = re.compile(r",\s*ngày(?:\s+\d{1,2})?(?:\s+tháng)?(?:\s+\d{1,2})?(?:\s+năm)?\Z")


class _Head:
    """The opening lines of a document, each with its passage."""

    def __init__(self, document: Document, blocks: list[Paragraph | Grid]) -> None:
        self.lines: list[HeadLine] = []
        for number, block in enumerate(blocks[:TOP]):
            if isinstance(block, Grid):
                break
            start = 0
            for raw in _BROKEN.sub(lambda found: found.group().replace("\n", " "), block.text).split("\n"):
                for begin, end in _side_by_side(raw):
                    piece = block.passage.cut(start + begin, start + end)
                    clean = re.sub(r"\s+", " ", raw[begin:end].replace("**", "")).strip(" *\t|")
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
    lines = [line for line in head.lines if not _MOTTO.match(fold(line[0])) and not _PARTY.match(line[0])]
    number, number_at = _number(lines)
    place, issued, month, date_at = _date(lines)
    kind, subject, subject_quote = title_in(document, lines)
    attached = next((match for text, _, _ in lines if (match := _ATTACHED.match(text))), None)
    if number is None and date_at is None and not attached:
        attached = _attached_below(document.text)
    if number is None and attached and date_at is None:
        number, kind, issued, month = _from_attached(attached, kind)
    if number is None and date_at is None and issued is None and (day := page_day(lines)):
        issued = _day(day)
    if number and number[0].isdigit() is False:
        kind, number = kind or kind_of_number(number), None
    kind = kind_of_number(number) or kind if number and kind in (None, "Phụ lục") else kind
    if kind is None and subject and re.match(r"V/v", subject, re.IGNORECASE):
        kind = "Công văn"
    addressees = addressees_of(document, blocks)
    if kind is None and addressees:
        kind = "Công văn"
    capitals = _capitals(lines, number_at, date_at)
    text = document.text[:CASED]
    issuer = issuer_of_letterhead(capitals) or _enacting(lines) or issuer_of_text(text, place)
    issuer = spelt(issuer, text) if issuer else None
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
        addressees=addressees,
        month=month,
        year=plan_year,
        plan_month=plan_month,
        quotes=tuple((name, quote) for name, quote in quotes if quote is not None),
    )


def _attached_below(text: str) -> re.Match[str] | None:
    """Return the line by which every annex says what it belongs to, where the paper came without its letterhead."""
    found = [match for line in text.splitlines() if line[:1] == "(" and (match := _ATTACHED.match(line))]
    return found[0] if len({re.sub(r"\s", "", match.group(2)) for match in found}) == 1 else None


def _number(lines: list[HeadLine]) -> tuple[str | None, int | None]:
    for at, (text, _, _) in enumerate(lines):
        match = NUMBER.match(text)
        if match:
            number = re.sub(r"\s+|…|_+|\.(?![A-ZĐ]+\b)|(?<![A-ZĐ])\.", "", match.group(1)).replace("–", "-")
            return number, at
    return None, None


def _date(
    lines: list[HeadLine],
) -> tuple[str | None, date | None, tuple[int, int] | None, int | None]:
    """Return (place, date, (year, month), line) of the date line; a blank day leaves the date None."""
    for at, (text, _, _) in enumerate(lines):
        match = DATE.match(text)
        if match is None and _OPEN_DATE.search(text) and at + 1 < len(lines):
            match = DATE.match(f"{text} {lines[at + 1][0]}")
        if match is None or len(match.group(1).split()) > 7:
            continue
        day, month = (re.sub(r"\D", "", match.group(n)) for n in (2, 3))
        year = int(re.sub(r"\s", "", match.group(4)))
        whole = (year, int(month)) if month and 1 <= int(month) <= 12 else None
        issued = _day(f"{day}/{month}/{year}")
        return match.group(1).strip(" ,"), issued, whole, at
    for at, (text, _, _) in enumerate(lines[:_FEW_LINES]):
        if (alone := _DAY_ALONE.fullmatch(text)) and (issued := _day(text)):
            return None, issued, (issued.year, int(alone["month"])), at
    blank = next((match for line in lines if (match := _NO_DAY.match(line[0]))), None)
    return blank["place"].strip() if blank else None, None, None, None


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


# A paper that begins in its middle has the title of a part where others have their letterhead.
_PART_TITLE = re.compile(r"(?:[IVX]+|[A-H]|\d{1,2})[.)]\s|(?:PHẦN|CHƯƠNG|MỤC)\s", re.IGNORECASE)


def _capitals(lines: list[HeadLine], number_at: int | None, date_at: int | None) -> list[str]:
    """Return the capital lines above the number (or the title): the left column of the letterhead."""
    made: list[str] = []
    for at, (text, passage, _) in enumerate(lines[:14]):
        letters = re.sub(r"[^\w]", "", text)
        if (
            at == number_at
            or TITLE.match(text)
            or is_sheet_title(text)
            or SUBJECT.match(text)
            or text.startswith("Kính gửi")
            or _PART_TITLE.match(text)
        ):
            break
        if at == date_at:
            continue
        printed = _as_printed(text, passage)
        if letters.isupper() and all(len(part) < _WIDEST for part in printed):
            made += printed
        elif made:
            break
    return made


def _enacting(lines: list[HeadLine]) -> str | None:
    """Return who stands in capitals over the grounds of a decision or before "điện:", where there is no letterhead."""
    for (text, _, _), (below, _, _) in pairwise(lines):
        if sends := re.fullmatch(r"(.{4,80}) điện\s*:", text, re.IGNORECASE):
            return proper(sends[1])
        if text.isupper() and re.match(r"Căn cứ\s", below) and not TITLE.match(text):
            return proper(
                re.sub(r"^(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG)\s+(?=ỦY BAN|UBND|SỞ|BỘ)", "", text.strip(" :"))
            )
    return None


def _as_printed(text: str, passage: Passage) -> list[str]:
    """Return the printed lines that a line of the letterhead was put together of."""
    starts = [position for position, _ in passage.runs]
    parts = [passage.text[a:b].strip(" -–_*|\t") for a, b in pairwise([*starts, len(passage.text)])]
    return [part for part in parts if part] if len(parts) > 1 else [text.strip(" -–_*")]
