"""Read the cells of a row: ditto marks, lists of units, deadlines."""

import re

from roviec.folding import CAPITAL, SMALL, fold
from roviec.tasks.reading.lexicon import UNIT
from roviec.tasks.reading.lists import heads_given, whole
from roviec.tasks.reading.model import Named
from roviec.tasks.reading.roles import partners_of
from roviec.tasks.reading.source import Cell, Document, Passage
from roviec.tasks.reading.units import names_at

_LEADING = r"(?:chủ trì|phụ trách|đảm nhiệm|đảm nhận|đảm trách)"
# "Phòng A (chủ trì), Phòng B (phối hợp)".
_BRACKETED = re.compile(
    r"(?P<name>[^,;()\n][^;()\n]*?)\s*\((?P<role>chủ trì|đầu mối|phối hợp|hỗ trợ)[^()]*\)(?:[,;]\s*)?"
)
# "Đoàn phường chủ trì; các tổ dân phố tham gia".
_TOGETHER = re.compile(
    rf"(?P<lead>[^;\n]+?)\s+{_LEADING}\s*[,;.]\s*(?P<partners>.+?)\s+(?:cùng )?(?:tham gia|phối hợp|hỗ trợ)\W*",
    re.DOTALL,
)
_LEADS = {"chủ trì", "đầu mối"}
_DITTO = re.compile(r"(?:-+\s*)?(?:n\.?\s*t\.?|nhu tren|[\"”″〃]|''|//|,,)(?:\s*-+)?")


def is_ditto(text: str) -> bool:
    """Tell whether a cell says "as above": nt, -nt-, như trên, ″."""
    return bool(_DITTO.fullmatch(fold(text)))


def without_ditto(rows: list[tuple[Cell, ...]], columns: list[int]) -> list[tuple[Cell, ...]]:
    """Return the rows with every ditto mark in `columns` replaced by the cell it points to."""
    above: dict[int, Cell] = {}
    made = []
    for row in rows:
        cells = list(row)
        for column in columns:
            if column >= len(cells):
                continue
            if is_ditto(cells[column].text) and column in above:
                cells[column] = above[column]
            elif cells[column].text and not _is_group(row):
                above[column] = cells[column]
        made.append(tuple(cells))
    return made


def _is_group(row: tuple[Cell, ...]) -> bool:
    return len({cell.text for cell in row if cell.text}) <= 2 and any(not cell.home for cell in row)


_OPEN_END = re.compile(
    r"(?:[,(\-–/&]|(?:^|\s)(?:và|của|các|với|tại|Văn phòng|Phòng|Sở|Ban|Tổ|Đội|Hội|Đoàn|Trung tâm|Công an|"
    r"Trưởng|Ủy ban|UBND))$"
)


def unwrapped(text: str) -> str:
    """Return the text of a printed cell, as long as before, with a space where a line only ran out of room.

    A line that opens with a body's name begins a new entry, unless the line above is left open.
    """
    lines = text.split("\n")
    made = lines[0]
    for line in lines[1:]:
        fresh = UNIT.match(line) or re.match(r"\s*[-+•]\s", line) or made.rstrip().endswith(";")
        made += ("\n" if fresh and not _OPEN_END.search(made.rstrip()) else " ") + line
    return made


# "Sở A (chọn thợ, mua gỗ)": which part of the work is its, behind the name.
_PART_OF = re.compile(rf"\s\((?!{UNIT.pattern})(?:[{SMALL}]|[^()\s]+,? [^()]+)[^()]*\)(?=\s*(?:[,;.\n]|\Z))")


# "Lãnh đạo" | "Sở A": a post that says nothing alone, and the body whose it is in the next line.
_POST_ABOVE = re.compile(
    r"((?:^|[\n,;])\s*(?:[-+•]\s*)?(?:Đại diện )?(?:[Ll]ãnh đạo|Thủ trưởng|Người đứng đầu|Đại diện))\n"
    rf"(?=\s*{UNIT.pattern})|"
    r"((?:^|[\n,;])\s*(?:[-+•]\s*)?(?:Phó )?(?:Chủ tịch(?=\n(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội|Liên đoàn)\b)|"
    r"Giám đốc(?=\n(?:Sở|Trung tâm|Bệnh viện|Công an|Công ty)\b)|Bí thư(?=\n(?:Đảng|Đoàn|Chi bộ)\b)|"
    r"Hiệu trưởng(?=\nTrường\b)))\n"
)


def units_in(document: Document, passage: Passage) -> tuple[Named, ...]:
    """Return the units that a cell names; "chủ trì"/"phối hợp" labels and brackets are left out."""
    text = unwrapped(passage.text) if document.form == "pdf" else passage.text
    text = _POST_ABOVE.sub(lambda post: f"{post.group().removesuffix(chr(10))} ", text)
    text = _PART_OF.sub(lambda part: " " * len(part.group()), text)
    lead = re.match(
        r"\s*(?:[-+•]\s*)?(?:(?:Đơn vị|Cơ quan)?\s*(?:[Cc]hủ trì|[Pp]hối hợp|"
        r"[Tt]hực hiện)(?:\s+với)?\s*:?\s+)(?=\S)",
        text,
    )
    start = lead.end() if lead else 0
    spans = [(start + a, start + b) for a, b in whole(text[start:])]
    names = heads_given(text, spans) if start == 0 else [" ".join(text[a:b].split()) for a, b in spans]
    made = []
    for name, (a, b) in zip(names, spans, strict=True):
        bare = re.sub(r"^\s*(?:-|\+|•)\s*", "", name)
        if re.search(r"\w", bare) and not is_ditto(bare):
            made.append(Named(bare, document.quote(passage.cut(a, b))))
    return tuple(made)


def parted(document: Document, passage: Passage) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return who leads and who helps of a cell that may name both: "Phòng A chủ trì, phối hợp với Phòng B"."""
    text = passage.text
    bracketed = [(found["role"], found.span("name")) for found in _BRACKETED.finditer(text)]
    if {role in _LEADS for role, _ in bracketed} == {True, False}:
        named: dict[bool, tuple[Named, ...]] = {True: (), False: ()}
        for role, span in bracketed:
            named[role in _LEADS] += units_in(document, passage.cut(*span))
        return named[True], named[False]
    if shared := _TOGETHER.fullmatch(text):
        lead, partners = (
            units_in(document, passage.cut(*shared.span(part))) for part in ("lead", "partners")
        )
        return lead, partners
    match = re.search(r"[,;.\n(]?\s*(?:[Đđ]ơn vị |[Cc]ơ quan )?[Pp]hối hợp(?:\s+với)?\s*:?\s*", text)
    first = (
        re.sub(rf"\s*(?:là (?:đơn vị|cơ quan) )?{_LEADING}[\s,;.]*$", "", text[: match.start()])
        if match
        else ""
    )
    if match is None or not first.strip():
        return units_in(document, passage), ()
    rest = passage.cut(match.end(), len(text.rstrip(" .)")))
    return units_in(document, passage.cut(0, len(first))), units_in(document, rest)


def told_in(document: Document, passage: Passage) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return who leads and who helps of a cell in words: "Phòng A chủ trì, phối hợp với Phòng B; xong trước 30/10"."""
    text = passage.text
    lead, helping = parted(document, passage) if _BRACKETED.search(text) else ((), ())
    if lead:
        return lead, helping
    give = re.match(rf"(?:Giao|Chủ trì|Đơn vị|Cơ quan)[^A-ZĐ]{{0,20}}(?=[{CAPITAL}])", text)
    found = (names_at(text, give.end() if give else 0), partners_of(text))
    if found[1] and found[0] and found[1].spans[0] in found[0].spans:
        found = (None, found[1])
    named = [
        tuple(Named(" ".join(text[a:b].split()), document.quote(passage.cut(a, b))) for a, b in names.spans)
        if names
        else ()
        for names in found
    ]
    return named[0], named[1]
