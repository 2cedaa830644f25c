"""The words that show each intent, looked for in a clause without fillers."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    """Return one compiled alternative of whole-word patterns."""
    return re.compile("|".join(rf"(?:\b(?:{pattern})(?!\w))" for pattern in patterns))


DONE_WORD = r"(?:xong(?: xuoi)?|hoan thanh|hoan tat|done)"
SENT_WORD = r"(?:gui|nop|bao cao|trinh nop|chuyen nop)"
WORK_WORD = r"(?:lam|thuc hien|trien khai|tien hanh|xu ly|giai quyet)"

NOTHING_WRONG = re.compile(
    r"\b(?:khong|chua|het|chang)(?: (?:co|con|gap|bi|thay|he))* (?:vuong(?: mac)?|kho khan|tro ngai|thieu(?! \w))"
    r"(?: (?:gi|nao|ca|het|kho khan|vuong mac|hay|va))*|\b(?:da )?(?:thao go|khac phuc|het)(?: \w+)? (?:vuong(?: mac)?|kho khan)"
)
HEDGE = _any(
    "chac(?: la)?", "hinh nhu", "co le", "nghe noi", "thi phai", "co the", "nghe bao", "tuong", "hoi nhu", "nghe dau",
    "khong biet", "khong ro", "khong chac",
)  # fmt: skip
UNFINISHED = re.compile(
    rf"\b(?:chua|khong|chang)(?: (?!vuong|gi\b)\w+){{0,3}}? (?:{DONE_WORD}|gui|nop|trinh|dat|bao cao|du|thu duoc)(?!\w)"
)
NEARLY = re.compile(
    rf"\b(?:gan|sap(?: sua)?|co ban_?|tuong doi_?|hau het|hau nhu|phan lon|da phan|chuan bi|gan nhu)"
    rf"(?: (?:da|la|nhu|se))* (?:{WORK_WORD} )?{DONE_WORD}|\b{DONE_WORD} (?:gan het|co ban_?|so bo|tuong doi_?|ve co ban_?)"
)
PARTLY = re.compile(
    rf"\b{DONE_WORD} (?:duoc )?(?:phan|buoc|giai doan|dot|muc|dau|ban_? dau|mot so|1 so|mot phan|1 phan|vai|may|du thao"
    rf"|\d+ (?!viec|nhiem vu)\w+|khau|chuong|nua)|\bmoi (?:chi |vua )?(?:{WORK_WORD} |gui |nop )?(?:duoc |{DONE_WORD})"
    rf"|\bmoi (?:chi |vua )?(?:gui|nop|lam|thu|hop|in|lap|nhap)"
)
DOING = re.compile(
    r"(?<!khong )\bdang (?!doi\b|vuong|thieu|gap|om|nghi|bi\b|cho\b|ban\b|kho\b|ky\b)\w+|\blam do|\bdo dang"
    r"|\b(?:da|vua) (?:trinh|tham muu|trien khai|du thao|xin y kien|lay y kien|phan cong|dang)\b|\btrinh (?:ky|lanh dao|chu tich)"
    r"|\b(?:da|vua|moi)(?: \w+)? (?:duoc )?\d+ \w+"
)
CITED_DONE = _any(rf"{DONE_WORD}")
SENT = re.compile(rf"\b(?:da|vua|moi)(?: \w+)? {SENT_WORD}(?!\w)|\b{SENT_WORD}\b.*\broi\b|@past(?: \w+)? {SENT_WORD}|^{SENT_WORD} duoc roi")
DID = re.compile(rf"\b(?:da|vua) (?:{WORK_WORD}|ban hanh|ky|hop|to chuc)\b|\b{WORK_WORD} roi\b|\bda ky\b|\bgui \d+ \w+.*")
SUBTASK = re.compile(
    rf"\b(?:hop|soan|in|viet|trinh|ra soat|tong hop|duyet|ky|doc|hoc|kiem tra|khao sat|du thao|chuan bi|lap|an|nghi|di)"
    rf"(?: \w+)? {DONE_WORD}"
)
NOT_STARTED = re.compile(
    rf"\b(?:chua|khong)(?: (?:co|kip|the|he|duoc|cu|thay))* (?:{WORK_WORD}|bat dau|dung|dong(?! y\b| tinh| thuan)|khoi dong|mo ra|dau vao dau"
    r"|dung toi|gi ca|gi(?!\w)|ngo)"
)
NOT_YET = re.compile(r"^(?:van |van con )?chua(?: dau| co| dc| duoc)?$")

TOO_LATE = _any(r"khong(?: \w+){0,2} kip")
VAGUE_OBSTACLE = _any(r"khong(?: \w+){0,2} kip", "kho kip", "kho", "kho khan", "vuong(?: mac)?", "con thieu", r"(?<!van )(?<!co )(?<!cac )ban(?= (?:hop|viec|qua|nhieu|di|lam|tap huan|cong tac)|$)")
OBSTACLE = re.compile(
    r"\b(?:vuong(?: mac)?|kho khan(?: trong| ve| la)?|tro ngai|ach tac) (?!roi$)\w+|\bdoi (?!tuong|voi|moi|chut)[\w@]+|(?<!con )\bthieu [\w@]+"
    r"|\bchua (?:duoc )?(?:co|cap|phan bo|bo tri|nhan duoc|duyet|phe duyet|giao|thong nhat|giai ngan) (?!gi\b|dau\b)\w+"
    r"|\b(?:nghi|bi) (?:om|thai san|phep|de|benh|viec|tai nan|dot quy)|\b(?:dang|bi) om\b|\bthai san\b|\bom (?:nang|roi)|\bchua co nguoi"
    r"|\bbi (?:loi|hong|hu|mat|treo|sap|khoa|su co|mua|bao|lu|dich)|\b(?:may|mang|phan mem|he thong|tai khoan|xe|web|trang|dien)(?: \w+)?"
    r" (?:loi|hong|hu|treo|sap|mat)|\bmat (?:dien|mang|song)|\bmua (?:bao|lu|to)|\bbao lu|\blu lut|\bngap|\bdich benh|\bthien tai"
    r"|\bkhong (?:the )?(?:dang nhap|truy cap|ket noi|lien lac|lien he|vao|mo|nhap|di|tai)(?: \w+){0,2} duoc"
    r"|\bkhong nhan duoc|\bkhong (?:dong y|hop tac|phoi hop|dong thuan|thong nhat|du|con) \w+|\bkhong (?:dong y|hop tac|phoi hop|dong thuan)$"
)
OTHERS_LATE = re.compile(
    r"\b(?:cac|ben|phong|so|don vi_?|xa|thon|phuong|ho|dan|nguoi dan|huyen|tinh|ban|nganh|truong|co quan|@name|cap tren)\b.*"
    r"\bchua (?:\w+ )?(?:gui|nop|tra loi|phan hoi|cung cap|phoi hop|dong y|co|cho|bao cao|ky|duyet|chuyen|thong nhat|ban giao|nhan)"
)
BUSY = _any(r"ban(?: \w+)?", "om", r"hop(?: \w+)?", "di cong tac", "tap huan", "nghi", "mua", "bao", "kho", "tre", "cham", r"qua nhieu viec")

EXTEND = re.compile(
    r"\bgia han\b|\b(?:xin|cho|phep|nghi|nho|giup)(?: (?!nop|gui)\w+){0,3}? (?:lui|khat|keo dai|hoan(?! thanh| tat| tac)|noi|cham|doi(?= (?:han|ngay|sang|den|lai)))\b"
    r"|\b(?:lui|khat|keo dai|doi|noi)(?: (?:lai|them|han|thoi han|thoi gian|ngay|sang|den|toi|qua|giup|cho))* (?:@span|@day|han\b|thoi han)"
    r"|\b(?:xin|cho)(?: \w+)? them(?: \w+)? (?:@span|@vague|ngay|thoi gian)|\bthem @span|\bxin (?:den|toi|sang|qua|het|@span|@day)"
    r"|\bxin them\b|^lui\b"
)
BARE_UNTIL = re.compile(r"^(?:den|toi|het)?(?: het)? ?@day$")
NO_EXTEND = re.compile(r"\b(?:khong|chua|khoi)(?: (?:can|phai|xin|muon))* (?:xin )?(?:gia han|lui)|\b(?:da|duoc) (?:duoc )?gia han|\bgia han\b.*\bchua$")
EXPLICIT_EXTEND = re.compile(r"\b(?:gia han|xin|cho|lui|khat|keo dai|de nghi)\b")

COMMIT = re.compile(
    rf"\b(?:se|du kien|phan dau|co gang|hen|hua|quyet tam)(?: [\w@]+)*? (?:{SENT_WORD}|{DONE_WORD}|{WORK_WORD}|trinh|nhan|co|cap nhat|ra soat|tra loi)"
    rf"|\b(?:khi nao|bao gio|luc nao|chung nao|bao gio|neu|cho|de)(?: \w+)* xong(?: \w+)* (?:gui|bao|nhan|nop|trinh)"
    rf"|\bxong(?: (?:roi|se|thi|viec))* (?:bao(?! cao roi)|gui|nhan|nop|trinh)(?!.*\broi$)|\b@(?:day|span)(?: \w+)*? (?:{SENT_WORD}|{DONE_WORD}|trinh|nhan|co|tra loi|hoan thien)"
    rf"|\b(?:{SENT_WORD}|{DONE_WORD}|trinh|nhan)(?: \w+)* @day"
).pattern.replace(r"\b@", "@")
PROMISE = re.compile(COMMIT)
FUTURE = re.compile(r"\b(?:se|du kien|phan dau|co gang|hen|hua|neu|khi nao|bao gio|chung nao|luc nao|quyet tam)\b|^@day\b.*\b(?:la|moi)\b")

UNDO = re.compile(
    r"\b(?:hoan tac|undo|khoi phuc|rut lai|huy (?:thao tac|cai vua))\b|\b(?:bam|gui|ghi|nhap|go|bao|an|viet|danh|chon|nhan|bao cao)(?: nut)? nham"
    r"|^(?:xin loi )?nham\b|\bnham(?: roi| nut)?$"
)
REFUSE = re.compile(
    r"\bkhong phai (?:la )?(?:viec|nhiem vu|linh vuc|mang|chuc nang|trach nhiem|tham quyen|phan viec)\b|\btu choi\b"
    r"|\bkhong (?:thuoc|dung|nam trong) (?:\w+ )?(?:tham quyen|trach nhiem|nhiem vu|chuc nang|linh vuc|pham vi_?|mang|viec|phong|don vi_?)"
    r"|\b(?:giao|phan cong|phan) nham|\bnham (?:don vi_?|phong|nguoi|dia chi)|\bkhong nhan(?! duoc)\b|\btra lai (?:nhiem vu|viec)"
    r"|\bchu khong phai\b|\b(?:khong|het) (?:con )?(?:phu trach|dam nhan|dam nhiem|chu tri)|\bkhong (?:lien quan|co trach nhiem)"
)
MAY_REFUSE = re.compile(
    r"\bkhong phai cua\b|\b(?:viec|cai|nhiem vu|mang) (?:nay|do_?) (?:la )?(?:thuoc|cua) (?:phong|ben|so|ban|to|don vi_?|van phong|own)"
    r"|\bchuyen (?:cho|sang|qua)(?: \w+)? (?:phong|ben|don vi_?|so|van phong|nguoi khac)|\bkhong phai own\b"
)
ASKS = re.compile(
    r"\b(?:bao gio|khi nao|luc nao|chung nao|ngay nao|o_? dau|the nao|ra sao|lam sao|tai sao|sao lai|sao khong|vi sao|la sao|ai|gi|nao"
    r"|may gio|may ngay|bao nhieu|di dau|dau)\b"
    rf"|\b(?:xong|gui|nop|nhan|duyet|ky|roi|bao cao|hoan thanh|cho)(?: \w+)* chua$|\b(?:co|duoc)(?: \w+)* khong$|khong$|\bhay\b|\bphai khong\b|\bdung khong\b"
)
HELP = re.compile(r"^(?:giup|help|huong dan|ho tro|chi dan|chi giup|tro giup)\b")
NOT_ASKING = re.compile(r"\b(?:khong|chua|chang)\b.*\b(?:gi|nao|dau|ai)\b|^(?:van |own )?chua\b|\bdau (?:vao dau|nam|tuan|thang|ky|ra|tien|moi|du)|\bchua dau\b|\bbuoc dau")

ACCEPT = re.compile(
    r"^(?:ok |vang |@yes )?(?:da |vua |xin |own )*(?:nhan|tiep nhan|nam|nam bat)(?: (?:duoc|ro|viec|nhiem vu|van ban_?|thong tin|thong bao|chi dao|nay|roi|tin|ke hoach|giay))*$"
    r"|^(?:da )?(?:doc|xem) (?:roi|van ban_? roi)$"
)
AGREE = re.compile(r"^(?:(?:ok|vang|da|ro|duoc|roi|nhat tri|dong y|y|tuan lenh|chap hanh|hieu|biet|thong nhat|thuc hien ngay|@yes|nghiem tuc) ?)+$")
THANKS = re.compile(r"\b(?:cam on|xin chao|hello|chuc mung)\b|^(?:chao|alo|a lo|hello|hi|helo|chuc)\b")
EVIDENCE = re.compile(
    r"\b(?:gui|nop|kem|dinh kem|chup|scan|up|upload|tai len)\b.*\b(?:bao cao|file|anh|hinh|minh chung|link|tai lieu|van ban_?|cong van|ban scan|bien ban_?)\b"
    r"|\b(?:dinh kem|kem theo|minh chung|kiem chung)\b|@cite"
)
