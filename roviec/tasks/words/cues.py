"""The words that show each intent, looked for in a clause without fillers."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    """Return one compiled alternative of whole-word patterns."""
    return re.compile("|".join(rf"(?:\b(?:{pattern})(?!\w))" for pattern in patterns))


DONE_WORD = r"(?:xong(?: xuoi)?|hoan thanh|hoan tat|done)"
SENT_WORD = r"(?:gui|nop|bao cao|trinh nop|chuyen nop)"
WORK_WORD = r"(?:lam|thuc hien|trien khai|tien hanh|xu ly|giai quyet)"

NOTHING_WRONG = re.compile(
    r"\b(?:khong|chua|het|chang)(?: (?:co|con|gap|bi|thay|he))* (?:vuong(?: mac)?|kho khan|tro ngai"
    r"|thieu(?! \w))"
    r"(?: (?:gi|nao|ca|het|kho khan|vuong mac|hay|va))*|\b(?:da )?(?:thao go|khac phuc"
    r"|het)(?: \w+)? (?:vuong(?: mac)?|kho khan)"
)
HEDGE = _any(
    "chac(?: la)?", "hinh nhu", "co le", "nghe noi", "thi phai", "co the", "nghe bao", "tuong", "hoi nhu",
    "khong biet", "khong ro", "khong chac", "dau(?= xong| hoan)", "coi nhu",
)  # fmt: skip
DOING = re.compile(
    r"(?<!khong )\bdang (?!doi\b|vuong|thieu|gap|om|nghi|bi\b|cho\b|ban\b|kho\b|ky\b|hop\b|di\b"
    r"|tren\b|o_?\b)\w+|\blam do|\bdo dang"
    r"|\b(?:da|vua) (?:trinh|tham muu|trien khai|du thao|xin y kien|lay y kien|phan cong)\b"
    r"|\btrinh (?:ky|lanh dao|chu tich)"
    r"|\b(?:da|vua|moi)(?: \w+)? (?:duoc )?\d+ \w+"
)
BARE_NUMBER = re.compile(r"^(?:moi )?(?:duoc|dat) \d+(?: roi)?$")
DENIED = re.compile(r"\b(?:chua|khong|chang|nhung|con|bi|tru)\b")
ORDERED = re.compile(
    r"^cac (?!.*\b(?:da|roi|xong)\b)|^(?:nhac lai|luu y|thong bao|yeu cau|ke hoach|muc tieu|chi tieu|phai|de nghi)\b"
)
OTHER_FIGURE = re.compile(r"\b(?:ty le|ti le|giai ngan|hai long|von|so voi|chi so|ngan sach|dung han)\b")
SENT = re.compile(
    rf"\b(?:da|vua|moi)(?: \w+)? {SENT_WORD}(?!\w)|\b{SENT_WORD}\b.*\broi\b|@past(?: \w+)? {SENT_WORD}"
    rf"|^{SENT_WORD} duoc roi"
)
DID = re.compile(
    rf"\b(?:da|vua) (?:{WORK_WORD}|ban hanh|ky|hop|to chuc)\b|\b{WORK_WORD} roi\b|\bda ky\b|\bgui \d+ \w+.*"
)
SUBTASK = re.compile(
    rf"\b(?:hop|soan|in|viet|trinh|ra soat|tong hop|duyet|ky|doc|hoc|kiem tra|khao sat|du thao"
    rf"|chuan bi|lap|an|nghi|di)"
    rf"(?: \w+)? {DONE_WORD}"
)
NOT_STARTED = re.compile(
    rf"\b(?:chua|khong (?=the|kip|he))(?: ?(?:co|kip|the|he|duoc|cu|thay))* ?\b(?:{WORK_WORD}|bat dau|bat tay"
    rf"|dung|dong(?! y\b| tinh| thuan)|khoi dong|mo ra|dau vao dau"
    r"|dung toi|gi ca|gi(?!\w)|tien trien|ngo)"
)
NOT_YET = re.compile(r"^(?:van |van con )?chua(?: dau| co| dc| duoc)?$")

TOO_LATE = _any(r"khong(?: \w+){0,2} kip")
VAGUE_OBSTACLE = _any(
    r"khong(?: \w+){0,2} kip",
    "kho kip",
    "di (?:tap huan|cong tac|hoc)",
    "kho",
    "kho khan",
    "vuong(?: mac)?",
    "(?<!khong )con thieu",
    r"(?<!van )(?<!co )(?<!cac )(?<!giao )ban(?= (?:hop|viec|qua|nhieu|di|lam|tap huan|cong tac)|$)",
)
OBSTACLE = re.compile(
    r"\b(?:vuong(?: mac)?|kho khan(?: trong| ve| la)?|tro ngai|ach tac) (?!roi$)\w+|\bdoi (?!tuong"
    r"|voi|moi|chut)[\w@]+|(?<!con )(?<!khong )(?<!chua )\bthieu [\w@]+"
    r"|\bchua (?:duoc )?(?:co|cap(?! nhat)|phan bo|bo tri|nhan duoc|duyet|phe duyet|giao|thong nhat"
    r"|giai ngan) (?!gi\b|dau\b|tien trien|tien do)\w+"
    r"|\bchua (?:duoc )?(?:duyet|phe duyet|giai ngan|ky|tra loi|phan hoi|cho y kien|thong nhat)\b"
    r"|\bbi (?:tra (?:lai|ve)|tu choi|bac)\b"
    r"|\b(?:nghi|bi) (?:om|thai san|phep|de|benh|viec|tai nan|dot quy)|\b(?:dang|bi) om\b"
    r"|\bthai san\b|\bom (?:nang|roi)|\bchua co nguoi"
    r"|\bbi (?:loi|hong|hu|mat|treo|sap|khoa|su co|mua|bao|lu|dich)|\b(?:may|mang|phan mem|he thong"
    r"|tai khoan|xe|web|trang|dien|cau|duong|cong|kenh|tram|dap)(?: \w+)?"
    r" (?:loi|hong|hu|treo|sap|mat)|\bmat (?:dien|mang|song)|\bmua (?:bao|lu|to)|\bbao lu|\blu lut"
    r"|\bngap|\bdich (?:benh|ta|cum|sot)|\bthien tai|\bsat lo|\btruc trac|\blag\b|\b(?:lu|nuoc) cuon"
    r"|\b(?:hong|hu|rot|tac|cup|chap|dut|treo|sap|loi) (?:may|mang|dien|song|he thong|phan mem|xe|duong|cau|may in)"
    r"|\b(?:mang|duong|he thong|phan mem|may)(?: \w+)? (?:nghen|rot|dut|truc trac|lag|cham qua|tac)"
    r"|\b(?:ket|tac|nghen) (?:kinh phi|von|mat bang|tien|thu tuc|ho so|duong|xe)"
    r"|\bkhong (?:gui|nop|trinh|bao cao)(?: \w+)? duoc"
    r"|\bkhong (?:the )?(?:dang nhap|truy cap|ket noi|lien lac|lien he|vao|mo|nhap|di|tai)(?: \w+){0,2} duoc"
    r"|\bkhong (?:co|du|con) (?:kinh phi|tien|nguoi|may|xe|nguon|can bo|nhan luc|von|ai)\b"
    r"|\bbi (?:ket|vuong|cham|tac)\b|\b(?:het|can) (?:kinh phi|tien|giay|phieu|nguon|von)\b"
    r"|\bmang yeu|\bbao_? tri\b|\bkhong nhan duoc|\bkhong (?:dong y|hop tac|phoi hop|dong thuan"
    r"|thong nhat|du|con(?! thieu)) \w+|\w khong (?:dong y|hop tac|phoi hop|dong thuan)$"
)
OTHERS_LATE = re.compile(
    r"\b(?:kho_? bac|ngan hang|cong an|nha thau|lanh dao|chu tich"
    r"|cac|ben|phong|so|don vi_?|xa|thon|phuong|ho|dan|nguoi dan|huyen|tinh|ban|nganh|truong"
    r"|co quan|@name|cap tren)\b.*"
    r"\bchua (?:\w+ )?(?:chiu|gui|nop|tra loi|phan hoi|cung cap|phoi hop|dong y|co|cho|bao cao|ky"
    r"|duyet|chuyen|thong nhat|ban giao|nhan|giai ngan|cap|phe duyet|tham dinh|bo tri|phan bo)"
)
BUSY = _any(
    r"ban(?: \w+)?",
    "om",
    r"hop(?: \w+)?",
    "di cong tac",
    "tap huan",
    "nghi",
    "mua",
    "bao",
    "kho",
    "tre",
    "cham",
    r"qua nhieu viec",
)

EXTEND = re.compile(
    r"\b(?:xin|cho|phep|nghi|nho|giup)(?: \w+){0,3}? (?:tre|cham|muon)(?: (?:lai|han|them))* @span"
    r"|^(?:nop |gui )?(?:tre|cham|muon) @span (?:duoc|co duoc)\b|^xin(?: phep)? (?:nop|gui)(?: \w+)? (?:tre|cham|muon)\b"
    r"|\b(?:xin|cho)(?: hen)? (?:den|toi|qua|sang) (?:sau|truoc|khi|dau|cuoi)\b|\b(?:xin|cho) hen (?:den|toi|qua|sang|lai) @"
    r"|\bgia han\b|\b(?:xin|cho|phep|nghi|nho|giup)(?: (?!nop|gui)\w+){0,3}? (?:lui|khat|keo dai"
    r"|hoan(?! thanh| tat| tac)|noi(?= (?:han|rong|thoi|them|lai|ra))|cham|doi(?= (?:han|ngay|sang|den|lai)))\b"
    r"|\b(?:lui|khat|keo dai|doi|noi)(?: (?:lai|them|han|thoi han|thoi gian|ngay|sang|den|toi|qua"
    r"|giup|cho))* (?:@span|@day|han\b|thoi han)"
    r"|\b(?:xin|cho)(?: \w+)? them(?: \w+)? (?:@span|@vague|ngay|thoi gian)|\bthem @span|\b(?:xin"
    r"|cho) (?:den |toi |sang |qua |het )?(?:@span|@day)(?! lam viec)(?!.* (?:gui|nop|xong)\b)"
    r"|\bxin them\b|^lui\b"
)
BARE_UNTIL = re.compile(r"^(?:den|toi|het)?(?: het)? ?@day$")
NO_EXTEND = re.compile(
    r"\b(?:khong|chua|khoi|dung)(?: (?:can|phai|xin|muon_?|den muc|toi muc|dam))* (?:xin )?(?:gia han|lui)|\b(?:da"
    r"|duoc) (?:duoc )?gia han|\bgia han\b.*\bchua$"
)

COMMIT = re.compile(
    rf"\b(?:se|du kien|phan dau|co gang|hen|hua|quyet tam)(?: [\w@]+)*? (?:{SENT_WORD}|{DONE_WORD}"
    rf"|{WORK_WORD}|trinh|nhan|co|cap nhat|ra soat|tra loi)"
    rf"|\b(?:khi nao|bao gio|luc nao|chung nao|bao gio|neu|cho|de)(?: \w+)* (?:xong"
    rf"|hoan thanh)(?: \w+)* (?:gui|bao|nhan|nop|trinh|noi|goi|thong bao)"
    rf"|^(?:ok |vang )?de (?:xem |kiem tra |ra soat )?(?:lam|xem|kiem tra|ra soat|gui|nop)\b|\b(?:se"
    rf"|xin) co gang"
    rf"|\b@(?:day)(?: \w+)*? {WORK_WORD}"
    rf"|\bxong(?: (?:roi|se|thi|viec|dau vao))* (?:bao(?! cao\b)|gui|nhan|nop|trinh|{WORK_WORD})"
    r"(?!.*\broi$)(?! sao| gi| hoai)"
    rf"|\bneu(?: \w+)+ {DONE_WORD}|\b{DONE_WORD}(?: \w+){{0,4}} truoc @clock|\b@(?:day"
    rf"|span)(?: \w+)*? (?:{SENT_WORD}|{DONE_WORD}|trinh|nhan|co|tra loi|hoan thien)"
    rf"|\b(?:{SENT_WORD}|{DONE_WORD}|trinh|nhan)(?: \w+)* @day"
).pattern.replace(r"\b@", "@")
PROMISE = re.compile(COMMIT)
FUTURE = re.compile(
    r"\b(?:se|du kien|phan dau|co gang|hen|hua|neu|khi nao|bao gio|chung nao|luc nao|quyet tam)\b"
    r"|^@day\b.*\b(?:la|moi)\b"
)

UNDO = re.compile(
    r"\b(?:hoan tac|undo|khoi phuc|rut lai|thu_? hoi(?! dat)|huy (?:thao tac|cai vua))\b|\b(?:bam|gui|ghi|nhap|go|bao"
    r"|an|viet|danh|chon|nhan|bao cao)(?: nut)? (?:nham|lon)\b"
    r"|\b(?:bo|xoa|huy|go)(?: (?:cai|lan|phan|viec|vua|giup))* (?:bao(?! cao$)|danh dau_?|ghi nhan|ghi)\b"
    r"|\bdung (?:danh dau_?|ghi|bao) (?:la )?(?:xong|hoan thanh)"
    r"|^(?:xin loi )?(?:nham|lon(?= roi))\b|\bnham(?: roi| nut)?$|^huy(?: giup)?$|^bo (?:giup|di)$"
)
REFUSE = re.compile(
    r"\bkhong phai (?:la )?(?:viec|nhiem vu|linh vuc|mang|chuc nang|trach nhiem|tham quyen"
    r"|phan viec)\b|(?<!bi )\btu choi\b"
    r"|\bkhong (?:thuoc|dung|nam trong) (?:\w+ )?(?:tham quyen|trach nhiem|nhiem vu|chuc nang"
    r"|linh vuc|pham vi_?|mang|viec|phong|don vi_?|own)"
    r"|\b(?:giao|phan cong|phan) nham|\bnham (?:don vi_?|phong|nguoi|dia chi)|\bkhong nhan(?! duoc)\b"
    r"|\btra lai (?:nhiem vu|viec)"
    r"|\bkhong (?:con )?(?:lam|theo doi|dam nhiem) (?:mang|linh vuc|phan|viec) \w+"
    r"|\bma khong phai\b|\bkhong co (?:chuc nang|tham quyen|trach nhiem|nhiem vu)\b|\b(?:khong"
    r"|het) (?:con )?(?:phu trach|dam nhan|dam nhiem|chu tri)|\bkhong (?:lien quan|co trach nhiem)"
)
MAY_REFUSE = re.compile(
    r"\bkhong phai cua\b|\b(?:viec|cai|nhiem vu|mang) (?:nay|do_?) (?:la )?(?:thuoc|cua) (?:phong|ben"
    r"|so|ban|to|don vi_?|van phong|own)"
    r"|\bchuyen (?:cho|sang|qua)(?: \w+)? (?:phong|ben|don vi_?|so|van phong|nguoi khac)"
    r"|\bkhong phai own\b|^khong (?:dong y|lam)$|\bkhong lam (?:nua|viec)|\bchuyen ve\b"
)
ASKS = re.compile(
    r"^(?:da )?co (?:\w+ ){1,4}chua$"
    r"|\b(?:bao gio|bao lau|khi nao|luc nao|chung nao|ngay nao|o_? dau|the nao|ra sao|lam sao|tai sao|sao lai"
    r"|sao (?:khong|con|cu|van|ma|chua|bao|he thong)|vi sao|la sao|ai|gi|nao"
    r"|may gio|may ngay|(?:ngay|thu|thang|gio) may|bao nhieu|di dau|dau)\b"
    r"|\b(?:xong|gui|nop|nhan|duyet|ky|bao cao|hoan thanh|cho)(?: (?!(?:roi|ra|con|ma|nhung)\b)\w+)* chua$|\broi chua$"
    r"|(?<!chua )\b(?:xong|nop|gui)(?: bao cao)? chua\b|\b(?:co|duoc)(?: \w+)* khong$|\w khong$"
    r"|\bhay\b|\bphai khong\b|\bdung khong\b"
)
HELP = re.compile(
    r"\b(?:chua|khong) (?:hieu|ro|biet)\b|\bxin (?:mau|file mau|link|huong dan)\b|^(?:giup|help"
    r"|huong dan|ho tro|chi dan|chi giup|tro giup)\b"
)
NOT_ASKING = re.compile(
    r"\b(?:chac|hinh nhu|co le)(?: la)? khong$|\bgi dau$|^dau (?:xong|hoan|da)|\btuong dau\b"
    r"|\b(?:khong|chua|chang)\b.*\b(?:gi|nao|dau|ai)\b|^(?:van |own )?chua\b|\bdau (?:da|co)\b"
    r"|\b(?:xong|hoan thanh) dau\b|\bdau (?:vao dau|nam|tuan|thang|ky|ra|tien|moi|du|thau|gia|tu|noi|quy|gio|viec)"
    r"|\bchua dau\b"
    r"|\b(?:phan|buoc|bat) dau"
)

ACCEPT = re.compile(
    r"^(?:ok |vang |@yes )?(?:da |vua |xin |own )*(?:nhan|tiep nhan|nam|nam bat|ro|hieu)(?: (?:duoc|ro|viec|lenh"
    r"|yeu cau|noi dung"
    r"|nhiem vu|van ban_?|thong tin|thong bao|(?:chi )?dao|nay|roi|tin|ke hoach|giay|cua))*$"
    r"|^(?:da )?(?:doc|xem) (?:roi|van ban_? roi)$|^da (?:doc|xem)$"
)
AGREE = re.compile(
    r"^(?!roi$)(?:(?:ok|vang|da|ro|duoc|roi|nhat tri|dong y|voi|y|tuan lenh|chap hanh|hieu|biet|thong nhat"
    r"|(?:thuc hien|lam|trien khai|xu ly) (?:ngay|lien)|@yes|nghiem tuc) ?)+$"
)
THANKS = re.compile(r"\b(?:cam on|xin chao|hello|chuc mung)\b|^(?:chao|alo|a lo|hello|hi|helo|chuc)\b")
EVIDENCE = re.compile(
    r"\b(?:gui|nop|kem|dinh kem|chup|scan|up|upload|tai len)\b.*\b(?:bao cao|file|anh|hinh|minh chung"
    r"|link|tai lieu|van ban_?|cong van|ban scan|bien ban_?)\b"
    r"|\b(?:dinh kem|kem theo|minh chung|kiem chung)\b|@cite"
)
