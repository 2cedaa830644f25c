"""What only sounds like an end: jest, rhetoric, nearly, partly, not yet, and other people's work."""

import re

from roviec.tasks.words.cues import DONE_WORD as DONE
from roviec.tasks.words.cues import SENT_WORD as SENT
from roviec.tasks.words.cues import WORK_WORD as WORK


def _either(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that any of these matches."""
    return re.compile("|".join(patterns))


# "sao mà xong được", "xong gì mà xong", "có ma mới xong": nobody could.
CANNOT = _either(
    rf"\b(?:sao|lam gi|lam sao|the nao)(?: ma)?(?: {WORK})? (?:{DONE}|kip) (?:duoc|noi|kip)",
    rf"\b{DONE} (?:sao|the nao|cach nao|kieu gi)(?: ma)? (?:duoc|noi|kip)",
    rf"\b{DONE} (?:gi|sao) (?:duoc )?ma {DONE}",
    rf"\b{DONE} khong (?:noi|kip|duoc)\b",
    rf"\bdau ra (?:ma )?{DONE}",
    rf"\b(?:co ma|doi nao|kiep nao) moi (?:{WORK} )?{DONE}",
    r"\bkhong (?:gui|nop|trinh|bao cao)(?: \w+)? duoc\b",
    rf"\bkho (?:ma |co the |long )?(?:{WORK} )?{DONE}",
)
# Said in jest, and idioms that have the word "xong" and nothing of its meaning.
JEST = _either(
    r"^(?:noi )?(?:dua|gion|vui|choi)(?: (?:ti|chut|thoi|chu))*$",
    r"^(?:noi )?(?:dua|gion|vui)\b",
    r"\btrong mo\b|\bmo di$|\bcu mo\b",
    rf"^(?:uoc(?: gi)?|mong|hy vong|hi vong|gia (?:ma|nhu)|phai chi|cau)(?: \w+){{0,3}} {DONE}",
    rf"\b{DONE} (?:phim|doi_?|om|film)\b",
)
NOT_TROUBLED = re.compile(r"\bco (?:\w+ )?(?:kho khan|vuong(?: mac)?|tro ngai|kho) gi (?:dau|ca)\b")
UNFINISHED = _either(
    rf"\bdang (?!doi|cho)(?:\w+ ){{0,3}}{DONE}(?! roi)",
    rf"\b(?:da )?{DONE} gi dau\b|\b(?:con|giu|chu) chua {DONE}",
    rf"\bdau (?:da|co) {DONE}|\b{DONE} dau\b(?! vao)|\blau (?:lam )?moi {DONE}",
    r"\bchua (?!lam|thuc hien|trien khai|co\b|nhan|bat dau|tien hanh|xu ly|thong nhat)\w+(?: \w+)? duoc\b",
    rf"\b(?:chua|khong|chang)(?: (?!vuong|gi\b)\w+){{0,3}}? (?:{DONE}|gui|nop|trinh|dat|bao cao|thu duoc)(?!\w)",
    r"\bchua(?: \w+){0,3}? du(?! toan| an| thao| kien| lieu)(?!\w)",
)
NEARLY = _either(
    r"\b(?:gan|sap(?: sua)?|co ban_?|tuong doi_?|hau het|hau nhu|phan lon|da phan|chuan bi|gan nhu)"
    rf"(?: (?:da|la|nhu|se))* (?:{WORK} )?{DONE}",
    rf"\bcon (?:mot )?(?:@day|chut|ti|it|xiu|ty)(?: nua| xiu)* {DONE}",
    rf"\b{DONE} (?:toi noi|den noi|gan het|co ban_?|so bo|tuong doi_?|ve co ban_?)",
)
_PIECE = (
    r"phan|buoc|giai doan|dot|muc|dau|ban_? dau|mot so|1 so|mot phan|1 phan|vai|may|du thao"
    r"|\d+ (?!viec|nhiem vu)\w+|khau|chuong|nua|(?:ban_? )?(?:nhap|thao|ve|in|cung|mem|word)"
    r"|(?:cai )?khung|tren giay|tam thoi|de cuong|bieu|phu luc|thong ke"
)
PARTLY = _either(
    rf"\b{DONE} (?:moi_?|chi|co moi|duoc moi) \w+",
    rf"\b{DONE} (?:duoc )?(?:{_PIECE})",
    rf"\bmoi (?:chi |vua )?(?:{WORK} |gui |nop )?(?:duoc |{DONE})",
    r"\bmoi (?:chi |vua )?(?:gui|nop|lam|thu|hop|in|lap|nhap)(?!\w)(?! noi\b)",
)
# "xong" of something named is the end of that, hardly of the whole task.
_GOES_ON = (
    r"tu|tai|o_|qua|len|ve|theo|truoc|dung|som|nua|lau|goi|tot|nhanh|lien|vao|luc|hom|thi|cho|ca|het|hoan"
)
OF_WHAT = re.compile(rf"\bxong (?!@|\d|(?:{_GOES_ON})\b)(?P<what>\w+)")
JUST_DONE = re.compile(
    rf"^(?:own |vua )*moi (?:{WORK} )?{DONE}(?: (?:roi|tuc|hoi nay|@past|viec|nhiem vu))*$"
)
REMAINING = re.compile(r"\bcon (?:lai )?(?:\d+|moi_?|vai|may|it|mot|phai) \w+")
BUT_NOT = re.compile(r"(?:nhung|ma|tuy nhien|con)\b.*\b(?:chua|khong|thieu|con|phai|can)\b")

# "bên Công an", "phòng Tài chính", "xã Hua Bum", "anh Lan"; "xã đã …" is one's own.
_OF_OTHERS = (
    r"(?:ben|phong|so|to|thon|ban(?= quan)|chi cuc|truong|cong an|xa|phuong|huyen|don vi_?) "
    r"(?!da\b|vua|moi|own|cung|xong|lam|hoan|gui|nop|trinh|trien|giai|bao|dang|se\b)\w+"
)
OTHERS_DID = re.compile(
    rf"^(?:(?:roi|con|ma|nhung) )*(?:@name|{_OF_OTHERS})"
    rf"(?: \w+){{0,4}}? (?:{DONE}|{SENT})(?: \w+)*? roi\b"
)
