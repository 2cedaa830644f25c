"""Details under a label: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …", "Sản phẩm: …"."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.units import names_at

# "Tổ chức thực hiện:" is the heading of a part, and nobody's name.
_HEADING = r"(?!Tổ chức\s+(?:triển khai\s+)?thực hiện)"
_WHO = (
    rf"{_HEADING}(?:Cơ quan|Đơn vị|Bộ phận|Người|Cá nhân|Tổ chức|Lực lượng|CQ|ĐV)"
    r"(?:[,/]?\s*(?:và\s+)?(?:đơn vị|cơ quan|cá nhân|tổ chức))*"
)
_TAIL = (
    r"(?:\s+(?:chủ trì|thực hiện|tham mưu|chính|hoàn thành|ban hành|triển khai|trình|gửi|nộp|báo cáo|xử lý|giải quyết|"
    r"khắc phục|xong|kết thúc|bàn giao|nghiệm thu|trả lời|chỉnh sửa|thẩm định|"
    r"tổ chức|dự kiến|phê duyệt|công việc|nhiệm vụ|đầu mối|theo dõi|có liên quan|chót)){0,3}"
)
_WHAT = (
    ("leader", r"(?:Lãnh đạo|Đồng chí|Đ/c)\s+(?:phụ trách|chỉ đạo|chủ trì)|Chỉ đạo"),
    (
        "partners",
        rf"(?:{_WHO}\s+)?phối hợp{_TAIL}|Cùng (?:làm|thực hiện|tham gia)|{_WHO} (?:hỗ trợ|tham gia)",
    ),
    (
        "lead",
        rf"(?:{_WHO}\s+(?:được giao\s+|được phân công\s+|làm\s+)?(?:chủ trì|thực hiện|phụ trách|tham mưu|chịu trách nhiệm|"
        r"đầu mối|đảm trách|đảm nhận|đảm nhiệm|chủ công|nòng cốt|triển khai|được giao|được phân công)|"
        r"Chủ trì|Phân công|Phụ trách|(?:Chịu )?[Tt]rách nhiệm(?: chính)?|Đầu mối|Đảm nhận|"
        rf"(?:Ai|Người|Đơn vị|Bộ phận) (?:làm|lo)){_TAIL}",
    ),
    ("start", r"(?:(?:Thời gian|Ngày)\s+)?(?:bắt đầu|khởi công|khởi động)|Từ ngày"),
    (
        "due",
        rf"(?:Thời\s+(?:gian|hạn|điểm)(?:\s+(?!tới|qua|vừa|còn)[^\W\d]+){{0,4}}|Mốc(?:\s+thời gian)?|Tiến độ|"
        rf"Hoàn thành|Kết thúc|Đến ngày|"
        rf"Hạn(?: cuối| chót)?|TG|Xong(?: trước)?){_TAIL}",
    ),
    (
        "product",
        r"(?:Sản phẩm|Kết quả|Đầu ra)(?:,\s*kết quả|\s+(?:dự kiến|đầu ra|hoàn thành|thực hiện|cần đạt))?",
    ),
)
# "Thời gian thực hiện sau khi Chiến lược được ban hành": the colon may be missing.
_PLAIN_TIME = r"|Thời\s+(?:gian|hạn)\s+(?:thực hiện|hoàn thành)(?=\s+(?:sau khi|trước|trong|từ|quý|năm)\b)"
_LABEL = re.compile(
    r"(?:^\(?|(?<=[.;(,–-])\s*|(?<=\n)\s*)(?:[-+•*]\s*)?(?:"
    + "|".join(
        rf"(?P<{name}>(?:{pattern})(?=\s*:){_PLAIN_TIME if name == 'due' else ''})" for name, pattern in _WHAT
    )
    + r")\s*:?\s*",
    re.IGNORECASE,
)
# "Đầu não: Sở A": a word that no list knows, and nothing but names behind it.
_BY_FORM = re.compile(r"(?:[-+•*]\s*)?(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,4}):\s+(?=\w)")
_NO_LEAD = re.compile(
    r"(?:Kính gửi|Nơi|Gửi|Địa|Đối tượng|Thành phần|Tham dự|Mời|Nhóm|Cụm|Khối|Tổ|Đợt|Khu|Đội|Trưởng|Phó|Khách|Qua|Đại diện|"
    r"Báo cáo|Lưu|Ủy viên|Thư ký|Thành viên)(?!\w)",
    re.IGNORECASE,
)
# What stands after it is the task itself, or only tells more of the heading above.
_CONTENT = re.compile(
    r"(?P<task>Nhiệm vụ|Công việc|Hoạt động|Nội dung(?=\s+[^:]))(?:\s+(?:thực hiện|công việc|nhiệm vụ|cụ thể|chính))*"
    r"\s*:\s*|"
    r"Nội dung\s*:\s*"
)


# "Thứ Hai (02/3/2026)", "Ngày 03/3: Thứ Ba": a day of a schedule, over what is to be done on it.
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_DAY_ALONE = re.compile(
    rf"(?:{_WEEKDAY}\W+)?(?:ngày\s+)?\d{{1,2}}\s?[/.-]\s?\d{{1,2}}(?:\s?[/.-]\s?20\d\d)?(?:\W+{_WEEKDAY})?\W*",
    re.IGNORECASE,
)


def is_day(text: str) -> bool:
    """Tell a heading that is nothing but a day."""
    return _DAY_ALONE.fullmatch(text) is not None


def labels_in(text: str) -> dict[str, tuple[int, int]]:
    """Return label → (start, end) of what stands after it, up to the next label or sentence end."""
    hits = list(_LABEL.finditer(text))
    made: dict[str, tuple[int, int]] = {}
    for number, match in enumerate(hits):
        end = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        value = text[match.end() : end]
        value = re.split(rf"\.\s+(?=[{CAPITAL}])", value, maxsplit=1)[0]
        value = value.rstrip(" .;,–-")
        stop = match.end() + len(value.rstrip(" .;,)–-") if value.count(")") > value.count("(") else value)
        if match.lastgroup and stop > match.end():
            made.setdefault(match.lastgroup, (match.end(), stop))
    return made


def label_of(text: str) -> str:
    """Return which detail a line is ("lead", "due" …), also where its value stands below it; "" for none."""
    match = _LABEL.match(text)
    return (match.lastgroup or "") if match else ""


def told_by_form(text: str) -> tuple[str, int, int] | None:
    """Return label, start and end of a line's names, where a word that no list knows stands before nothing but names."""
    match = _BY_FORM.match(text)
    if (
        match is None
        or _NO_LEAD.match(match["label"])
        or is_label(text)
        or names_at(text, match.start("label"))
    ):
        return None
    names = names_at(text, match.end())
    told = names is not None and not text[names.end :].strip(" .;,")
    return (match["label"], match.end(), names.end) if names and told else None


def is_label(text: str) -> bool:
    """Tell whether a line is nothing but a labelled detail of the task above it."""
    return bool(label_of(text))


def content_of(text: str) -> tuple[str, int]:
    """Return ("task" or "matter", where it begins) for "Nhiệm vụ: …", "Nội dung: …"; ("", 0) for anything else."""
    match = _CONTENT.match(text)
    if match is None:
        return "", 0
    return ("task" if match["task"] else "matter"), match.end()
