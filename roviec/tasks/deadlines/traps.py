"""What looks like a deadline and isn't: cited documents, baselines, goals, validity, past events."""

from roviec.tasks.deadlines.patterns import compiled

# A gap that never swallows a real deadline between a document and its date.
_GAP = (
    r"(?:(?!\b(?:truoc|cham nhat|muon|den|han|xong|hoan thanh|trong|tu|khong de|khong qua)\b)[^;\n]){0,80}?"
)
_DOC = (
    r"(?:cong van|quyet dinh|nghi quyet|chi thi|nghi dinh|thong tu|(?<!phap\s)luat|cong dien|to trinh|ket luan|"
    r"ke hoach|giay moi)"
)
_THINGS = (
    r"(?:xa|phuong|thi tran|don vi|nguoi|ho|thon|ban|to|diem|tieu chi|noi dung|truong hop|chi so|linh vuc|"
    r"so|nganh|huyen|TINH|ho SO|nhiem vu|chi tieu|gio|buoi|van ban|thu tuc|can bo|"
    r"ap(?! dung)|lang|khu pho|nhom|phong|truong(?! hop)|co quan)"
)
_NO_LEAD = r"(?<![\d/])(?<!ngay\s)(?<!truoc\s)(?<!nhat\s)(?<!den\s)(?<!xong\s)"
_DONE = r"\bda (?:duoc )?(?:hoan thanh|thuc hien|to chuc|ban hanh|trien khai)"

TRAPS = (
    rf"\bso:? ?\d[\w/.-]*{_GAP},? ?\(?(?:ra |ky |lap )?ngay <date>",
    rf"\b{_DOC}\b{_GAP}\(?ngay <date>",
    r"giai doan (?:tu )?(?:nam )?\d{4} ?(?:-|den) ?(?:nam )?\d{4}",
    r"(?:nhiem ky|nam hoc) \d{4} ?- ?\d{4}",
    r"(?:so voi|cung ky|bang)(?: cung ky)?(?: cuoi| dau)? (?:ngay )?(?:<date>|<period>)",
    r"den (?:het |cuoi )?<period>(?=,? (?:co |phan dau |phai )?(?:dat|tren|toi thieu|tang|giam|co \d))",
    r"(?:tinh|ke) (?:den|toi) (?:het )?(?:ngay )?(?:<date>|<period>)",
    r"(?<!thu\s)(?:tinh |ke )?tu (?:ngay )?<date>(?! ?(?:-|den\b))",
    r"(?:so lieu|ky bao cao|phat sinh)\b[^.;]{0,40}\btu <ngay>[\d/.\s]{1,12}(?:-|den) ?(?:het )?<ngay><date>",
    r"sau (?:ngay )?<date>",
    r"truoc (?:ngay )?<date>(?= (?:la|thuoc) )",
    r"\b(?:moi|duoc) ban hanh (?:trong|vao|tu) <period>",
    r"<period> va (?:cac|nhung) nam (?:tiep theo|sau)",
    rf"{_DONE}(?: \w+){{0,8}}? (?:trong|truoc|vao) (?:ngay )?(?:<date>|<period>)",
    r"trong <period>(?=(?:,? \w+){0,4},? (?:(?:da|tiep nhan|ghi nhan)\b|(?:duoi|tren|dat|toi thieu) \d))",
    r"(?:giao(?! dich)|phat sinh|tiep nhan|dat duoc|xay ra)(?: \w+){0,1} trong <period>",
    r"\b(?:giao|duyet)(?: \w+){0,3} (?:hang|moi) nam",
    r"\b(?:xep(?: thu)?|hang|vi tri|thu hang|thu) \d{1,3} ?/ ?\d{1,3}\b",
    rf"{_NO_LEAD}\d{{1,3}} ?/ ?\d{{1,3}} (?={_THINGS}\b)",
    r"\b(?:nghiem cam|cam|khong duoc)\b[^;.\n]{0,90} khi co",
    r"\bkhong (?:de |duoc )?(?:don|ton|keo|chuyen|cham|tre|lui)\b[^;.\n]{0,60}?\b(?:vao|sang|den|qua) (?:cuoi )?<period>",
    r"24 ?/ ?24",
    r"(?:truc|hoat dong|phuc vu|lien tuc|ho tro)(?: \w+){0,2} 24 ?/ ?7",
    r"ngan hang (?:ngay|tuan|thang|quy|nam)\b",
)


def masked(marked: str, keep: list[tuple[int, int]]) -> str:
    """Return marked text with every trap blotted out by "#", except inside the `keep` spans."""
    letters = list(marked)
    for pattern in TRAPS:
        for found in compiled(pattern).finditer(marked):
            if not any(a < found.end() and found.start() < b for a, b in keep):
                letters[found.start() : found.end()] = "#" * (found.end() - found.start())
    return "".join(letters)
