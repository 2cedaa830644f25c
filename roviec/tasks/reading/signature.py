"""The signature: below the capitals of the office, a person's name alone on its line."""

import re

from roviec.tasks.reading.kinds import TITLE
from roviec.tasks.reading.source import Paragraph, Passage
from roviec.tasks.reading.tables import Grid

_OFFICE = re.compile(
    r"^\W*(?:(?:TM|KT|TL|TUQ|Q)\s*\.|(?:T/M|K/T|T/L)\s|(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|BÍ THƯ|"
    r"HIỆU TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VIỆN TRƯỞNG|CHỈ HUY))"
)
_NAME = re.compile(
    r"(?:(?:TS|ThS|GS|PGS|BS|KS|Đại tá|Thượng tá|Trung tá|"
    r"Thiếu tá)\.?\s*)*([A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,5})\W*"
)
_REACH = 12


def signer_of(blocks: list[Paragraph | Grid]) -> tuple[str, Passage] | None:
    """Return the signer's name and where it stands; None when nobody signed."""
    lines = _lines(blocks)
    for at, (text, _) in enumerate(lines):
        if not _OFFICE.match(text) or not re.sub(r"\W", "", text).isupper() or text.endswith(":"):
            continue
        if not _late(lines, at):
            continue
        for below, passage in lines[at + 1 : at + 1 + _REACH]:
            if TITLE.match(below):
                break
            match = _NAME.fullmatch(below)
            if match and not _OFFICE.match(below) and not below.startswith(("Nơi", "Như")):
                name = match.group(1)
                return (name.title() if name.isupper() else name), passage
            if len(below) > 90 or re.match(r"(?:PHỤ LỤC|KẾ HOẠCH|I\.)", below):
                break
    return None


def _late(lines: list[tuple[str, Passage]], at: int) -> bool:
    """Tell a signature from the title of a decision: "Nơi nhận" is near, or the text ended."""
    if at >= len(lines) - 6:
        return True
    near = [text for text, _ in lines[max(0, at - 14) : at + 10]]
    return any(text.startswith(("Nơi nhận", "Lưu", "- Lưu", "Như trên")) for text in near) or any(
        "./." in text for text, _ in lines[max(0, at - 6) : at]
    )


def _lines(blocks: list[Paragraph | Grid]) -> list[tuple[str, Passage]]:
    made: list[tuple[str, Passage]] = []
    for block in blocks:
        if isinstance(block, Grid):
            continue
        start = 0
        for raw in block.text.split("\n"):
            clean = re.sub(r"\s+", " ", raw.replace("**", "")).strip(" *")
            if re.search(r"\w", clean):
                made.append((clean, block.passage.cut(start, start + len(raw))))
            start += len(raw) + 1
    return made
