"""Shorthand of offices and chats, and words whose accents decide their meaning."""

# Accented forms that say more than their folded letters: "chờ" waits, "cho" gives.
ACCENTED = {
    "chờ": "doi", "đợi": "doi", "dời": "lui", "giãn": "lui", "hoãn": "lui", "nửa": "half", "mốt": "ngaykia",
    "hông": "khong", "hổng": "khong", "hỏng": "hong", "chả": "khong", "chẳng": "khong", "lộn": "nham",
    "sáu": "6", "tám": "8", "tôi": "toi_", "tối": "toi_", "dạ": "da_", "bẩm": "da_", "kính": "kinh_",
    "rùi": "roi", "gòi": "roi", "roài": "roi", "zồi": "roi", "dồi": "roi", "òi": "roi", "cám": "cam",
    "đội": "doi_", "đối": "doi_", "đổi": "doi_", "đời": "doi_", "ở": "o_", "à": "@huh", "hả": "@huh",
    "hử": "@huh", "hở": "@huh", "răng": "sao", "rằng": "rang_", "nghẽn": "tac", "đưa": "dua_",
}  # fmt: skip

# Folded forms, typed without accents or shortened.
BARE = {
    "k": "khong", "ko": "khong", "kg": "khong", "kh": "khong", "hok": "khong", "hem": "khong",
    "khum": "khong", "hok_": "khong", "khg": "khong", "hk": "khong", "r": "roi", "rui": "roi",
    "roai": "roi", "goi": "goi", "rr": "roi", "ui": "oi", "dc": "duoc", "đc": "duoc", "dk": "duoc",
    "dx": "duoc", "duoc": "duoc", "a/c": "anh", "d/c": "anh", "e": "em", "b/c": "bao cao", "bc": "bao cao",
    "j": "gi", "ji": "gi", "ntn": "nhu the nao", "bn": "bao nhieu", "vb": "van ban", "cv": "cong van",
    "kp": "kinh phi", "vp": "van phong", "ub": "ubnd", "hs": "ho so", "sl": "so lieu", "ht": "hoan thanh",
    "hthanh": "hoan thanh", "h/thanh": "hoan thanh", "nv": "nhiem vu", "ct": "chu tich", "ld": "lanh dao",
    "tks": "cam on", "thanks": "cam on", "thank": "cam on", "thks": "cam on", "tkx": "cam on", "oki": "ok",
    "okie": "ok", "oke": "ok", "okay": "ok", "okey": "ok", "okla": "ok", "okk": "ok", "uki": "ok",
    "chx": "chua", "chg": "chua", "cg": "chua", "cx": "cung", "dg": "dang", "dag": "dang", "trc": "truoc",
    "tgian": "thoi gian", "tg": "thoi gian", "vs": "voi", "v": "vay", "z": "vay", "hnay": "hom nay",
    "hn": "hom nay", "hqua": "hom qua", "hqa": "hom qua", "h": "gio", "man": "lam", "xg": "xong",
    "xog": "xong", "sog": "xong", "fai": "phai", "nhg": "nhung", "nhug": "nhung", "uk": "ok", "uh": "ok",
    "uhm": "ok", "um": "ok", "u": "ok", "uhm_": "ok", "yes": "ok", "dong_y": "ok", "ng": "nguoi",
    "t2": "thu 2", "t3": "thu 3", "t4": "thu 4", "t5": "thu 5", "t6": "thu 6", "t7": "thu 7",
    "cn": "chu nhat", "ngmai": "ngay mai", "nmai": "ngay mai", "phtram": "phan tram", "pt": "phan tram",
    "rua": "vay", "cty": "cong ty", "sdt": "so dien thoai", "tw": "trung uong", "qd": "quyet dinh",
    "kh_": "ke hoach", "p": "phong", "dvi": "don vi", "lm": "lam", "bik": "biet", "mik": "minh", "ak": "a",
    "ah": "a", "almost": "gan", "rang": "sao", "ha": "@huh", "hen": "nhe", "nhen": "nhe",
}  # fmt: skip

# For these, only the listed accented forms carry the meaning that the grammar looks for.
MEANT = {
    "vi": {"vì"}, "do": {"do"}, "thu": {"thứ"}, "nua": {"nữa"}, "con": {"còn"}, "hong": {"hỏng"},
    "ban": {"bận"}, "om": {"ốm"}, "loi": {"lỗi"}, "chua": {"chưa", "chửa"}, "dang": {"đang"},
    "roi": {"rồi"}, "kho": {"khó"}, "tre": {"trễ"}, "cham": {"chậm"}, "moi": {"mới"}, "den": {"đến"},
    "ro": {"rõ"}, "da": {"đã"}, "han": {"hạn"}, "mat": {"mất"}, "hu": {"hư"}, "mai": {"mai", "mơi"},
    "nham": {"nhầm", "lộn"}, "nen": {"nên"}, "qua": {"qua"}, "gan": {"gần"}, "sap": {"sắp"},
    "lui": {"lùi", "lui"}, "khat": {"khất"}, "toi": {"tới"}, "chao": {"chào"}, "hoan": {"hoàn"},
    "thanh": {"thành", "thanh"}, "thieu": {"thiếu"}, "vuong": {"vướng"}, "gui": {"gửi", "gởi"},
    "nop": {"nộp"}, "nhan": {"nhận", "nhắn"}, "ai": {"ai"}, "sao": {"sao"}, "hay": {"hay"},
    "dau": {"đâu", "đầu", "đấu"}, "tang": {"tăng"}, "giam": {"giảm"}, "ngap": {"ngập"}, "them": {"thêm"},
    "xin": {"xin"}, "muon": {"muộn"}, "mo": {"mơ"}, "dat": {"đạt"},
    "chuyen": {"chuyển"}, "phan": {"phần", "phân", "phấn"}, "cho": {"cho"},
    "bao": {"báo", "bao", "bão"}, "vang": {"vâng"}, "quy": {"quý", "quí"},
}  # fmt: skip

# Among accented words, these are complete without an accent: "con" is a child, not "còn".
WORD_AS_IS = frozenset({"con", "thu", "ban", "kho"})

# Words of politeness and address: they carry no news.
_POLITE = """
a nha nhe nghe nghen oi em anh chi c thua sep bac chu chau toi_ luon nhi vay day ne minh da_ kinh_ thi la
oa hihi hehe haha chau_ co_ chu_ bac_ chinh_ vay_ do_ ha_ thoi nhieu_ lai_ nua_ - + : ong ba con_ uhm
hi cung
"""
FILLERS = frozenset(_POLITE.split())
