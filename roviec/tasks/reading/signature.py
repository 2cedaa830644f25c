"""The signature: below the capitals of the office, a person's name alone on its line."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.kinds import TITLE
from roviec.tasks.reading.source import Paragraph, Passage
from roviec.tasks.reading.tables import Grid

_POSTS = (
    r"(?:chủ tịch|giám đốc|chánh|trưởng|bí thư|hiệu trưởng|chỉ huy|chủ nhiệm|bộ trưởng|thứ trưởng|thủ tướng|thống đốc|"
    r"(?:tổng |chi )?cục trưởng|viện trưởng|vụ trưởng|tổng (?:giám đốc|thanh tra|biên tập)|đội trưởng|trạm trưởng|tổ trưởng)"
)
_OFFICE = re.compile(rf"\W*(?:(?:tm|kt|tl|tuq|q)\s*\.|(?:t/m|k/t|t/l)\s|(?:phó |quyền )?{_POSTS}(?!\w))")
_POST_ALONE = re.compile(rf"(?:phó |quyền )?{_POSTS}(?:,? (?:phó )?{_POSTS})*(?: \w+){{0,4}}")
_NAME = re.compile(
    r"(?:(?:TS|ThS|GS|PGS|BS|KS|Đại tá|Thượng tá|Trung tá|"
    rf"Thiếu tá)\.?\s*)*([{CAPITAL}][\wÀ-ỹ]*(?:\s+[{CAPITAL}][\wÀ-ỹ]*){{1,5}})\W*"
)
_RECIPIENTS = ("Nơi nhận", "Lưu", "- Lưu", "+ Lưu", "Như trên")
_REACH = 12
# A list of recipients may be long, and stand before the signature.
_BACK, _AHEAD = 45, 10


def signer_of(blocks: list[Paragraph | Grid]) -> tuple[str, Passage] | None:
    """Return the signer's name and where it stands; None when nobody signed."""
    lines = _lines(blocks)
    for at, (text, _) in enumerate(lines):
        if not _OFFICE.match(text.lower()) or not re.sub(r"\W", "", text).isupper() or text.endswith(":"):
            continue
        if not _late(lines, at):
            continue
        for below, passage in lines[at + 1 : at + 1 + _REACH]:
            if TITLE.match(below):
                break
            match = _NAME.fullmatch(below)
            if match and not _is_office(below) and not below.startswith(("Nơi", "Như")):
                name = match.group(1)
                return (name.title() if name.isupper() else name), passage
            if len(below) > 90 or re.match(r"(?:PHỤ LỤC|KẾ HOẠCH|I\.)", below):
                break
    return None


def _is_office(text: str) -> bool:
    """Tell a post ("PHÓ CHỦ NHIỆM") from a name."""
    small = text.lower()
    return _OFFICE.match(small) is not None and (text.isupper() or _POST_ALONE.fullmatch(small) is not None)


def _late(lines: list[tuple[str, Passage]], at: int) -> bool:
    """Tell a signature from the title of a decision: "Nơi nhận" is near, or the text ended."""
    if at >= len(lines) - 6:
        return True
    near = [text for text, _ in lines[max(0, at - _BACK) : at + _AHEAD]]
    return any(text.startswith(_RECIPIENTS) for text in near) or any(
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
