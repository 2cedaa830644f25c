"""The kinds of official documents and the letters that stand for them (NĐ 30/2020/NĐ-CP, phụ lục III)."""

import re

KINDS: dict[str, str] = {
    "QĐ": "Quyết định",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
    "CT": "Chỉ thị",
    "BC": "Báo cáo",
    "CTR": "Chương trình",
    "CV": "Công văn",
    "NQ": "Nghị quyết",
    "TTR": "Tờ trình",
    "CĐ": "Công điện",
    "HD": "Hướng dẫn",
    "KL": "Kết luận",
    "BB": "Biên bản",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "GM": "Giấy mời",
    "QC": "Quy chế",
    "QYĐ": "Quy định",
    "TC": "Thông cáo",
    "LCT": "Lịch công tác",
}
NAMES = (*dict.fromkeys(KINDS.values()), "Lịch công tác", "Phụ lục", "Thư công tác", "Thư ngỏ", "Thư kêu gọi")
TITLE = re.compile(rf"({'|'.join(name.upper() for name in NAMES)})(?![\w])\s*(.*)", re.DOTALL)


def kind_of_number(number: str) -> str | None:
    """Return the kind that a document's number tells: "938/UBND-NCVX" has no letters of a kind: Công văn."""
    match = re.match(r"(?:\d+[\w]*)?(?:/\d{4})?[/-]([^/-]+)(?:[/-].+)?$", number)
    if match is None:
        return None
    letters = match.group(1).upper()
    if letters in KINDS:
        return KINDS[letters]
    return "Công văn" if number.count("/") == 1 else None


def is_title_alone(text: str) -> bool:
    """Tell the line that only says the kind of a document: what it is about stands in the next one."""
    title = TITLE.match(text)
    return title is not None and not title.group(2).strip()
