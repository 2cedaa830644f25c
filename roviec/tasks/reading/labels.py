"""Details under a label: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …", "Sản phẩm: …"."""

import re

_WHAT = (
    ("leader", r"(?:Lãnh đạo|Đồng chí|Đ/c)\s+(?:phụ trách|chỉ đạo|chủ trì)|Chỉ đạo"),
    ("partners", r"(?:(?:Cơ quan|Đơn vị|Bộ phận),?\s*(?:đơn vị\s+)?)?[Pp]hối hợp(?:\s+thực hiện)?"),
    (
        "lead",
        r"(?:(?:Cơ quan|Đơn vị|Bộ phận|Người|Cá nhân),?\s*(?:đơn vị\s+)?(?:chủ trì|thực hiện|"
        r"phụ trách|tham mưu|chịu trách nhiệm)|Chủ trì|Phân công|Trách nhiệm)(?:\s+(?:thực hiện|"
        r"tham mưu|chính))?",
    ),
    (
        "due",
        r"Thời\s+(?:gian|hạn)(?:\s+(?:thực hiện|hoàn thành|báo cáo|trình))?|"
        r"Tiến độ(?:\s+thực hiện)?|Hoàn thành|Hạn(?:\s+(?:hoàn thành|xử lý|chót))?",
    ),
    (
        "product",
        r"(?:Sản phẩm|Kết quả)(?:\s+(?:dự kiến|đầu ra|hoàn thành|thực hiện|cần đạt))?|Sản phẩm,\s*kết quả",
    ),
)
_LABEL = re.compile(
    r"(?:^|(?<=[.;(,–-])\s*|(?<=\n)\s*)(?:[-+•*]\s*)?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _WHAT)
    + r")\s*:\s*",
    re.IGNORECASE,
)


def labels_in(text: str) -> dict[str, tuple[int, int]]:
    """Return label → (start, end) of what stands after it, up to the next label or sentence end."""
    hits = list(_LABEL.finditer(text))
    made: dict[str, tuple[int, int]] = {}
    for number, match in enumerate(hits):
        end = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        value = text[match.end() : end]
        value = re.split(r"\.\s+(?=[A-ZĐÀ-Ỹ])", value, maxsplit=1)[0]
        stop = match.end() + len(value.rstrip(" .;,)–-"))
        if match.lastgroup and stop > match.end():
            made.setdefault(match.lastgroup, (match.end(), stop))
    return made


def is_label(text: str) -> bool:
    """Tell whether a bullet is nothing but a labelled detail of the task above it."""
    match = _LABEL.match(text)
    return match is not None and match.start() == 0
