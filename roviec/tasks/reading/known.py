"""Bodies with a fixed name: where it ends is known even when no list knows the verb that follows."""

import re

from roviec.tasks.reading.lexicon import FIELDS, STOP

_OFFICES = (
    r"Nội vụ|Tài chính|Xây dựng|Y tế|Tư pháp|Công Thương|Công thương|Ngoại vụ|Kinh tế|Văn hóa|Giao thông vận tải|"
    r"Du lịch|Quy hoạch - Kiến trúc|An toàn thực phẩm"
)
_BODIES = re.compile(
    rf"(?:Sở|Phòng) (?:{FIELDS}|{_OFFICES})|Văn phòng (?:HĐND và UBND|HĐND - UBND|UBND|HĐND|Đảng ủy|Tỉnh ủy|Sở)|"
    r"Ban Chỉ huy Quân sự|Bộ Chỉ huy Quân sự|Trung tâm Phục vụ hành chính công|Trung tâm Cung ứng dịch vụ công|Trạm Y tế|"
    r"(?:Ủy ban |UB)?(?:MTTQ|Mặt trận Tổ quốc) Việt Nam|Đoàn Thanh niên|Đoàn TNCS Hồ Chí Minh|Ban Xây dựng Đảng|"
    r"Hội (?:Nông dân|LHPN|Liên hiệp Phụ nữ|Phụ nữ|Cựu chiến binh|Người cao tuổi|Chữ thập đỏ)|Ủy ban Kiểm tra(?: Đảng ủy)?|"
    r"(?:Đảng ủy (?:UBND|Ủy ban nhân dân|Quân sự|Công an)|Công an|UBND|Ủy ban nhân dân|Đảng ủy|HĐND|"
    r"Thanh tra)(?= (?:tỉnh|thành phố|xã|phường|đặc khu))"
)
_PLACE = re.compile(r" (?:tỉnh|thành phố|xã|phường|đặc khu|huyện|thị xã|thị trấn|quận)(?P<name>(?: \w+)*)")
_GO_ON = re.compile(
    r"(?:và|tỉnh|thành|xã|phường|huyện|đặc|thị|quận|cấp|các|khu|cơ|của|thuộc|trực|số|liên|cùng|hoặc|là|có|đã|đang|được|bị|vẫn|"
    r"đảng [ủu][yỷ]|cấp [ủu][yỷ]|chi bộ|còn|chưa|nơi|mới|cũ|nêu|này|trên|dưới)(?!\w)"
)


def is_known(name: str) -> bool:
    """Tell whether `name` is a body's whole fixed name, its place included."""
    body = _BODIES.match(name)
    if body is None:
        return False
    place = _PLACE.fullmatch(name, body.end())
    return body.end() == len(name) or (
        place is not None and all(not word[:1].islower() for word in place["name"].split())
    )


def ends_known(name: str, text: str, at: int) -> bool:
    """Tell whether the small word at `at` can't belong to the fixed `name` before it, so that it says what to do."""
    return (
        text[at : at + 1].islower()
        and _GO_ON.match(text, at) is None
        and STOP.match(text, at) is None
        and is_known(name)
    )
