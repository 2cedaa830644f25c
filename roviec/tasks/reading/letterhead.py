"""The issuer in the capitals of a letterhead: which bodies its lines name, and which of them issues."""

import re

from roviec.tasks.reading.issuers import LEVEL, OF_ITS_OWN, proper

_UNIT = re.compile(
    r"(?:SỞ|PHÒNG(?!,? CHỐNG)|VĂN PHÒNG|BAN|TRUNG TÂM|CHI CỤC|CỤC|BỘ|TRƯỜNG|TRẠM|CÔNG AN|HỘI ĐỒNG|"
    r"THANH TRA|UBND|ỦY BAN|UỶ BAN|ĐẢNG ỦY|ĐẢNG UỶ|HĐND|VIỆN|THUẾ|KHO BẠC|CHI BỘ|ĐẢNG BỘ|HUYỆN ỦY|THÀNH ỦY|TỈNH ỦY|"
    r"BỆNH VIỆN|ĐOÀN|HỘI|TỔ|HẠT|ĐỒN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BAN THƯỜNG TRỰC|ĐỘI|BỘ PHẬN|LIÊN ĐOÀN|CÔNG ĐOÀN|"
    r"TIỂU BAN|MẶT TRẬN|ĐẢNG ĐOÀN|BAN CÁN SỰ|TỔNG CỤC|CÔNG TY|BẢO HIỂM XÃ HỘI|BHXH|CHI NHÁNH|HỌC VIỆN|ĐẠI HỌC|KHOA|"
    r"ĐIỆN LỰC|TÒA ÁN|HẢI QUAN|QUỸ|TỈNH ĐOÀN|THÀNH ĐOÀN|HUYỆN ĐOÀN)(?!\w)"
)
_PLACED = re.compile(rf"^(?:UBND|[UỦ][ỶY] BAN NHÂN DÂN|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\s+({LEVEL}\s+.+)$")
# A body that stands above the one that issues: it tells the place, or whose part the lower one is.
_ABOVE = re.compile(
    rf"(?:ĐẢNG BỘ|ĐẢNG [ỦU][YỶ]|TỈNH [ỦU][YỶ]|HUYỆN [ỦU][YỶ]|THÀNH [ỦU][YỶ]|MẶT TRẬN TỔ QUỐC|HỘI|ĐOÀN|LIÊN ĐOÀN|SỞ|"
    rf"PHÒNG(?= (?:GIÁO DỤC|GD))|[UỦ][ỶY] BAN (?:MTTQ|MẶT TRẬN)|TỔNG CÔNG TY|TẬP ĐOÀN|BẢO HIỂM XÃ HỘI|QUÂN KHU|"
    rf"HĐND|HỘI ĐỒNG NHÂN DÂN {LEVEL}|CÔNG AN|BỘ|TỔNG CỤC|CỤC|NGÂN HÀNG|ĐẠI HỌC|KHO BẠC|BỆNH VIỆN|TRƯỜNG|HỌC VIỆN|"
    rf"BAN CHẤP HÀNH TRUNG ƯƠNG(?=\Z))(?!\w)"
)
# Behind these words a head is a part of the name: "THÀNH PHỐ HẢI PHÒNG", "MÔI TRƯỜNG", "CƠ SỞ".
_NO_HEAD = (
    r"(?<!HẢI )(?<!VĂN )(?<!MÔI )(?<!THỊ )(?<!CƠ )(?<!XÃ )(?<!CHI )(?<!TỔNG )(?<!BỆNH )(?<!HỌC )(?<!LIÊN )(?<!TẬP )"
    r"(?<!TIỂU )(?<!ỦY )(?<!UỶ )(?<!TỈNH )(?<!BỘ )(?<!THÔN )(?<!VÀ )(?<!BẢO HIỂM )(?<!PHÓ )(?<!CẤP )(?<!KHO )"
)
# A body and the one below it, where a text has run both lines together: the second begins with one of these.
_LOWER = (
    rf"(?:(?:UBND|[UỦ][ỶY] BAN NHÂN DÂN|CÔNG AN|THUẾ|BẢO HIỂM XÃ HỘI|HẢI QUAN|KHO BẠC NHÀ NƯỚC) (?:{LEVEL}|KHU VỰC|CƠ SỞ)|"
    r"SỞ|VĂN PHÒNG|PHÒNG|BAN|TRUNG TÂM|THANH TRA|CHI CỤC|CỤC|TRƯỜNG|TRẠM|BỆNH VIỆN|CÔNG TY|CÔNG ĐOÀN|CHI NHÁNH|"
    r"BỘ (?:CHQS|CHỈ HUY)|HẠT|ĐẢNG [ỦU][YỶ]|CHI BỘ|[UỦ][ỶY] BAN KIỂM TRA)(?!\w)"
)
_HIGHER = (
    r"(?:UBND|[UỦ][ỶY] BAN NHÂN DÂN|[UỦ][ỶY] BAN (?:MTTQ|MẶT TRẬN)|ĐẢNG BỘ|ĐẢNG [ỦU][YỶ]|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|SỞ|"
    r"PHÒNG|BỘ|CỤC|TỔNG CỤC|TỔNG CÔNG TY|TẬP ĐOÀN|CÔNG AN|BẢO HIỂM XÃ HỘI|LIÊN ĐOÀN|HỘI|ĐOÀN|HĐND|NGÂN HÀNG|QUÂN KHU|"
    r"ĐẠI HỌC|BAN CHẤP HÀNH TRUNG ƯƠNG)"
)
_RUN_ON = re.compile(rf"^({_HIGHER}\s\S.*?)\s{_NO_HEAD}({_LOWER}.*)$")
_BARE = re.compile(
    r"(?:(?:CHI |TỔNG )?CỤC|SỞ|BỘ|PHÒNG|HỘI|ĐOÀN|CÔNG AN|UBND|[UỦ][ỶY] BAN NHÂN DÂN|ĐẢNG (?:BỘ|[ỦU][YỶ])|HĐND|"
    r"(?:BỘ|SỞ|PHÒNG) (?:GIÁO DỤC|VĂN HÓA|XÂY)|HỘI ĐỒNG|BỘ CHỈ HUY|BẢO HIỂM XÃ HỘI)"
)
# These have a name of their own, or a place in it, whoever stands above them.
_NAMED = re.compile(
    rf"\b(?:{LEVEL}|KHU VỰC|CƠ SỞ(?! VẬT| DỮ))(?!\w)|ỦY\s|^(?:TỔNG )?CÔNG TY\s|^(?:ĐẠI HỌC|HỌC VIỆN)\s"
)
_WHOSE = re.compile(rf"(BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BAN THƯỜNG TRỰC|CHI NHÁNH)(?:\s+({LEVEL}\s.+))?\Z")
_OPEN_END = re.compile(r"(?:\bVÀ|\bCỦA|,|[-–])\Z")


def issuer_of_letterhead(lines: list[str]) -> str | None:
    """Return the issuer from the capital lines of the left column; a body above it gives only the place."""
    bodies = _bodies([part for line in lines if re.search(r"\w", line) for part in _parted(line)])
    if not bodies:
        return None
    *over, own = bodies
    if not over:
        return proper(own)
    above = over[-1]
    if own.startswith(("ĐẢNG ĐOÀN", "BAN CÁN SỰ", "TỔNG CỤC")):
        return proper(own)
    if (whose := _WHOSE.match(own)) and not _PLACED.match(above):
        place = f" {proper(whose[2])}" if whose[2] else ""
        return f"{proper(whose[1])} {proper(above)}{_small(place)}"
    if _NAMED.search(own) or OF_ITS_OWN.match(own):
        return proper(own)
    placed = _PLACED.match(above)
    if placed is None:
        higher = _PLACED.match(over[-2]) if len(over) > 1 and not _NAMED.search(above) else None
        return f"{proper(own)} {proper(f'{above} {higher[1]}' if higher else above)}"
    return f"{proper(own)} {proper(above)}" if own == "VĂN PHÒNG" else proper(f"{own} {placed[1]}")


def _small(place: str) -> str:
    """Return a place with the small letter that its level has inside a name."""
    return place[:1] + place[1:2].lower() + place[2:]


def _bodies(lines: list[str]) -> list[str]:
    """Return the bodies that lines name, from the top: a line that opens no other goes on with the one above it."""
    made: list[str] = []
    for line in lines:
        if made and not (_UNIT.match(line) and _is_whole(made[-1])):
            made[-1] = f"{made[-1]} {line}"
        else:
            made.append(line)
    return made


def _is_whole(body: str) -> bool:
    """Tell a body that may stand above another: it is no part of a name that goes on in the next line."""
    higher = _ABOVE.match(body) or _PLACED.match(body)
    return higher is not None and _OPEN_END.search(body) is None and _BARE.fullmatch(body) is None


def _parted(line: str) -> list[str]:
    """Return a line cut where a body of its own begins behind the one above it."""
    match = _RUN_ON.match(line)
    while match and _BARE.fullmatch(match[1]):
        match = re.compile(rf"^({re.escape(match[1])}\s\S.*?)\s{_NO_HEAD}({_LOWER}.*)$").match(line)
    return [match[1], *_parted(match[2])] if match else [line]
