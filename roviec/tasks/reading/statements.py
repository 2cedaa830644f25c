"""Sentences that assign nothing: reports of the past, statistics, closing formulas, sources of money."""

import re

from roviec.folding import CAPITAL, SMALL, fold
from roviec.tasks.reading.lexicon import ORDER, UNIT, VERB

# Fewer words than that end a list, or a letter.
_WHOLE = 12
_PAST = re.compile(
    r"^(?:[^;.]{0,90}[\s,])?(?:đã|vừa) (?:được|hoàn thành|tổ chức|ban hành|tiếp nhận|"
    r"thực hiện|giao|triển khai|cung cấp|chủ trì|phát|xây dựng|"
    r"giải quyết|đạt|có|phối hợp|thành lập|kiểm tra|làm|đăng|tham mưu|trình|phê duyệt|"
    r"quyết toán|nộp|chuyển|tập trung|quan tâm|nỗ lực|cơ bản)\b",
    re.IGNORECASE,
)
# "… đối với giấy tờ đã có …": the past belongs to a thing that the order speaks of.
_RELATIVE = re.compile(r"(?<=\w )(?:đối với|những|theo|nếu|khi|như) [^,;.]{1,60}? đã\b")
# "Đối với các dự án đã được phê duyệt: khẩn trương lập …": what is done by now belongs to the matter.
_ABOUT = re.compile(r"(?:Đối với|Về|Riêng)\s[^:;]{3,400}:\s+(?=\S)")
_PRAISE = re.compile(
    r"^(?![^,;.]{0,60}\b(?:can|phai)\b)(?:[^,;.]{0,60}\b)?"
    r"(?:ghi nhan|bieu duong(?!,? (?:ton vinh|khen|dong vien|nhan rong))|"
    r"dong y|co ban dong y|thong nhat (?:chu truong|phuong an|noi dung|de xuat|kien nghi)\b(?!.* giao )|"
    r"chap thuan|nhat tri|danh gia cao|hoan nghenh|thong nhat voi|co ban thong nhat|"
    r"dong y voi|nhat tri voi)\b"
)
# "Thống nhất nhân sự giới thiệu bổ sung": a thing is agreed on; "Thống nhất thực hiện" orders.
_AGREED_ON = re.compile(r"(?:Cơ bản )?[Tt]hống nhất\s+(?:với\s|về\s|cho phép\s|(?P<what>(?=\S)))")
_FIGURE = re.compile(
    r"^(?:ty le|muc do|tong so|so luong|so|co|thu|chi|toan|trong (?:thang|quy|nam|6 thang|"
    r"9 thang|ky)|so voi|ket qua|ca nam|luy ke)\b.*?"
    r"\b(?:dat|tang|giam|chiem|xep|con|tiep nhan|hoan thanh) (?:thu )?\d"
)
# Folded, "Sở" and "số", "Chi cục" and "chi" are alike.
_BODY = re.compile(r"(?:Sở|Chi (?:cục|nhánh|bộ|đoàn|hội)|Toàn thể|Thu thập|Thuế|Công ty)\b")
# "Tổng hợp nhu cầu sử dụng đất … dự kiến là 43 ha": what is expected.
_EXPECTED = re.compile(
    r"(?:tong hop )?(?:tong )?(?:nhu cau|muc dau tu|dien tich|kinh phi|von)\b[^;.:]{3,200}\b(?:du kien|uoc tinh|uoc)"
    r"(?: la| khoang| can)* \d"
)
_LACK = re.compile(
    r"^[^;]{0,120}\b(?:con|van con|chua) (?:cham|thap|han che|ton tai|gap kho khan|de xay ra|"
    r"thuc hien tot|nghiem|kip thoi|tot|cao|day du)\b"
)
# "Về thu ngân sách: 6 tháng đầu năm mới thu được 41% …".
_SUBJECT = re.compile(r"(?:Về|Công tác|Lĩnh vực)\s[^:;.]{3,80}:\s+(?=\S)")
_COUNTED = re.compile(
    r"(?:trong |den )?(?:\d+ thang|quy|thang|nam|tuan|dot|den nay|toan)\b[^;.]{0,60}\b"
    r"(?:moi|da|chi|dat|thu duoc|con|giam|tang|hoan thanh)\b[^;.]{0,30}\d"
)
# "Đến nay đã bàn giao 3,4/5,1 km; còn 37 hộ chưa nhận tiền".
_SO_FAR = re.compile(
    r"(?:den (?:nay|thoi diem nay|hien tai)|hien (?:nay|tai)|(?:tinh den|den (?:het )?ngay) [^,;.]{4,30})\b[^;.]{0,40}?"
    r"\b(?:da|con|moi|dang|co)\b|"
    r"hien (?:nay|tai),? (?:tong )?(?:khoi luong|tien do|ty le|so|gia tri)\b[^;.]{0,60}?\b(?:khoang|dat|chi|la|moi) \d"
)
_ELSEWHERE = re.compile(
    r"(?:chi tiet|cu the|noi dung cu the)(?: \w+){0,4} (?:theo|tai|o) (?:cac )?(?:phu luc|bieu|bang|danh sach)\b"
)
_ENTITLED = re.compile(r"[^;.:]{3,260}\bduoc (?:nghi|huong|nghi phep) (?!de\b)")
_GIVEN = re.compile(r"(?:Giao|Phân công|Yêu cầu|Đề nghị)\s")
_MONEY = re.compile(r"^(?:nguon )?kinh phi\b")
_ITSELF = re.compile(
    r"^(?:(?:quyet dinh|chi thi|ke hoach|thong bao|van ban|cong van|quy che|chuong trinh|"
    r"huong dan)(?: nay)? co hieu luc|"
    r"(?:quyet dinh|chi thi|ke hoach|thong bao|van ban|cong van|quy che|chuong trinh|"
    r"huong dan) nay (?:thay the|duoc|bai bo|ap dung|thong bao)|"
    r"ban hanh kem theo|phe duyet kem theo|bai bo (?:quyet dinh|cac quyet dinh)|co hieu luc)"
)
_DECISION = re.compile(
    r"^(?:ban hanh|phe duyet|thanh lap|cong bo|kien toan|sua doi|cong nhan|chap thuan|dieu chinh)\b"
)
# What an article that approves or sets up something lists below it.
_DETAIL = re.compile(
    r"(?:Tên|Chủ đầu tư|Địa điểm|Giá|Quy mô|Nguồn vốn|Tổng mức|Tổng số|Thời gian|Hình thức|Loại|Phạm vi|Đối tượng|"
    r"Số lượng|Diện tích|Nhóm dự án|Nhà thầu|Đơn vị|Cơ quan|Cơ cấu|Thành phần|Trưởng|Phó|Ủy viên|Thành viên|"
    r"Tổ trưởng|Tổ phó|Thư ký)[^:;.]{0,50}:\s"
)
# "Căn cứ Luật …;": what a decision rests on.
_RECITAL = re.compile(
    r"(?:Căn cứ(?: vào)?(?: các)? (?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|"
    r"Kết luận|Công văn|Kế hoạch|Tờ trình|Văn bản|QCVN|TCVN|Quy chế|Quy định|Điều lệ|Hướng dẫn|Chương trình|Đề án)(?! này)|"
    r"(?:Theo|Xét) đề nghị của)\b.*[;.]\W*$"
)
# "Thời gian trình: Hồ sơ gửi về Phòng A trước ngày …": a label, and still something to be done by a day.
_SENT = re.compile(r"\b(?:gửi|nộp)\s[^.;]{2,200}\b(?:trước|chậm nhất|hạn cuối|xong)\s")
# "Mỗi thôn chọn 02 hộ", "không quá 01 tập thể", "03 giải nhì".
_SHARE = re.compile(
    r"(?:[Kk]hông quá|[Tt]ối đa|[Íí]t nhất|[Tt]ối thiểu|[Kk]hông hạn chế|:|\b(?:chọn|xét|đề nghị|tặng|trao))\s+"
    rf"(?:\d{{1,3}}|không quá|tối đa)\s+(?:[{SMALL}]+\s*){{1,3}}|"
    # What somebody must have reached for it: "Đối với các phòng: Có kết quả xếp loại Tốt."
    r"\AĐối với [^:;.]{3,120}:\s+(?:Có|Đạt|Được|Là|Nếu|Căn cứ vào)\s"
)
_AMENDED = re.compile(r"sửa đổi, bổ sung")
# "Ông: A - Phó Giám đốc Sở, Trưởng đoàn": somebody on a list, with a post and nothing to do.
_MEMBER = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s*[.:]?\s*[{CAPITAL}]\w*(?: [{CAPITAL}]\w*){{1,5}}\s*[-–,;:]\s*"
    r"(?=[^:]*\b(?:[Tt]rưởng|[Pp]hó|[Tt]hành viên|[Tt]hư ký|[Ủủ]y viên|[Uu]ỷ viên|[Cc]huyên viên|[Cc]án bộ|[Gg]iám đốc|"
    r"[Cc]hủ tịch|[Đđ]oàn viên|[Kk]ế toán)\b)[^:]*"
    r"(?::\s*(?:(?:Phó )?Trưởng (?:[Bb]an|[Đđ]oàn|[Tt]iểu ban)|Tổ (?:trưởng|phó)|[ỦU][ỷy] viên|Thành viên|Thư ký)"
    r"(?: (?:[Tt]hường trực|[Bb]an|[Cc]hỉ đạo|[Tt]ổ)){0,3}\W*)?\Z|"
    rf"(?:[Ôô]ng|[Bb]à)\s*[.:]?\s*[{CAPITAL}]\w*(?: [{CAPITAL}]\w*){{1,5}}\W*\Z"
)
_DOES = re.compile(
    r"\s(?:trực tiếp|chỉ đạo|phụ trách|chủ trì|chịu trách nhiệm|theo dõi|đôn đốc|kiểm tra|tham mưu|rà soát|tổ chức|"
    r"báo cáo|phối hợp)\s"
)
# A document on a list of documents: "Nghị định số 24/2026/NĐ-CP ngày … quy định …;".
_LISTED = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?|Chỉ thị|Công văn|Văn bản|Công điện|"
    r"Thông báo|Kế hoạch|Kết luận|Hướng dẫn|Tờ trình|Giấy phép|Biên bản|QCVN|TCVN)\s+(?:hợp nhất\s+)?(?:số\s*:?\s*)?\d[^;:]*"
)
# "Tên công trình: …", "Nhóm dự án: Nhóm B": what something is.
_NOTED = re.compile(rf"(?P<label>[{CAPITAL}](?:[^:;.“”()]|\([^()]*\)){{1,90}}):\s+(?=\S)")
# "Sở A lập dự toán, hạn: 30/6": the label is one of the order's own.
_OWN_LABEL = re.compile(
    r"\w[\s,;(]+(?:thời (?:gian|hạn)(?: \w+){0,3}|hạn(?: \w+)?|xong|TG|chủ trì|phụ trách|đầu mối)\Z",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:Thời (?:hạn|gian|kỳ|hiệu)|Hiệu lực|Phạm vi|Đối tượng)\s+(?:được\s+)?(?:ủy quyền|uỷ quyền|hiệu lực|"
    r"kiểm tra|thanh tra|"
    r"giám sát|áp dụng|sử dụng|bảo hành|hợp đồng|thi hành|kiểm toán|thống kê)[^:]{0,40}:\s"
)
# "Nội dung huấn luyện: Quy định tại Điều 7 …" points to where it is written.
_POINTS = re.compile(
    r"[^:;.]{3,60}:\s+[Tt]hực hiện theo (?:các )?(?:(?:Quyết định|Nghị quyết) (?:số|của)|"
    r"quy định (?:hiện hành|của pháp luật))|"
    r"(?:[^:;.]{3,60}:\s+)?(?:(?:[Tt]hực hiện )?(?:[Tt]heo )?[Qq]uy định tại|[Tt]hực hiện theo quy định của) "
    r"(?:Điều|[Kk]hoản|[Đđ]iểm|Mục|Phụ lục|Chương|Quyết định|Nghị định|Thông tư|(?:Bộ )?[Ll]uật|Kế hoạch)\b"
)
_ORDERED = re.compile(
    r"\b(?:phải|cần|không được|yêu cầu|đề nghị|bảo đảm|đảm bảo|chủ trì|phối hợp|được giao|có trách nhiệm|hoàn thành|xong|"
    r"tổ chức|thực hiện|xây dựng|báo cáo|triển khai|tăng cường|rà soát|tiếp tục|giao|chỉ đạo|hằng|hàng)\s",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:truoc|cham nhat|han cuoi|xong)(?: het)?(?: la)?(?: ngay)? \d{1,2}[/.-]\d")
_CALLS_IN = re.compile(r"\b(?:van dong|tuyen truyen|lap danh sach|huy dong|trieu tap)\b[^.;]*\bdu\b")
_FORMULA = re.compile(
    r"du (?:hop|hoi nghi|le)? ?(?:day du|dung thanh phan|dung gio)|"
    r"\bduoc biet,? (?:va |de )?(?:phoi hop |to chuc |trien khai |nghiem tuc |chu dong )*thuc hien|"
    r"\bkinh gui [^.;]{0,80}(?:tong hop|xem xet|biet)\b|"
    r"(?:chiu trach nhiem|can cu quyet dinh(?: nay)?) (?:thi hanh|thuc hien(?! day du| cac thu tuc| viec))|^tren day la|"
    r"^(?:trong )?(?:qua trinh )?(?:thuc hien|trien khai)?[^.;]{0,40}neu (?:co|phat sinh|"
    r"gap)[^.;]{0,30}(?:kho khan|vuong mac|phat sinh)|"
    r"(?:thong bao|tb)[^.;]{0,40} de (?:cac )?[^.;]{0,80}\b(?:biet|thuc hien)|biet,? (?:va )?thuc hien|"
    r"nghiem tuc,? (?:to chuc )?(?:trien khai )?(?:to chuc )?thuc hien(?: (?:tot )?(?:cac )?(?:noi dung|"
    r"ke hoach|nhiem vu|chi thi|cong van|thong bao|cong dien|nghi quyet|quyet dinh|chuong trinh|"
    r"ket luan)[^.;]{0,40})?[\s./]*$|"
    r"can cu (?:ke hoach|noi dung) (?:nay)?[^.;]{0,60}trien khai thuc hien[\s./]*$|"
    r"\b(?:yeu cau|de nghi)\b[^.;]{0,120}(?:trien khai|to chuc|quan tam,? chi dao|"
    r"khan truong,? trien khai)(?: to chuc)? thuc hien(?: (?:tot )?(?:ke hoach|cac noi dung|"
    r"noi dung)[^.;]{0,30})?[\s./]*$"
)


def is_statement(text: str, *, article: bool = False, addressed: bool = False, marked: bool = True) -> bool:
    """Tell a sentence that reports, counts or declares from one that orders; `marked`: it is an item of a list."""
    folded = fold(text)
    matter = _SUBJECT.match(text)
    if matter and not addressed and _COUNTED.match(fold(text[matter.end() :])):
        return True
    if (
        _ELSEWHERE.match(folded)
        or (not addressed and _EXPECTED.match(folded))
        or (_ENTITLED.match(folded) and not _GIVEN.match(text))
        or (not addressed and _SO_FAR.match(folded) and not _DEADLINE.search(folded))
    ):
        return True
    if not addressed and (_rests_on(text, marked=marked) or _POINTS.match(text)):
        return True
    if _ITSELF.match(folded) or (_MONEY.match(folded) and not addressed):
        return True
    if article and not addressed and _DECISION.match(folded):
        return True
    given = re.match(
        r"(?:(?:thong nhat|nhat tri|dong y|chap thuan) )?(?:giao|yeu cau|de nghi|phan cong)\b", folded
    ) or (addressed and re.search(r"[,;:] (?:va |dong thoi )?(?:giao|yeu cau|de nghi|phan cong)\b", folded))
    about = _ABOUT.match(text)
    ordered = ORDER.match(text, about.end() if about else 0) is not None and not _has_done(text)
    told = text[about.end() :] if about else _RELATIVE.sub("", text) if addressed else text
    return not given and bool(
        (_PAST.match(told) and not ordered)
        or _PRAISE.match(folded)
        or (_agrees_on(text) and not addressed)
        or (_FIGURE.match(folded) and not _BODY.match(text) and not _DEADLINE.search(folded))
        or (_LACK.match(folded) and not addressed and not ordered)
    )


def _agrees_on(text: str) -> bool:
    """Tell a sentence that agrees on something from one that orders to do it together, or to agree on it in time."""
    agreed = _AGREED_ON.match(text)
    if (
        agreed is None
        or re.search(r"\bgiao\b(?! thông| dịch| ban| lưu)", text)
        or _DEADLINE.search(fold(text))
    ):
        return False
    return agreed["what"] is None or VERB.match(text, agreed.end()) is None


def _has_done(text: str) -> bool:
    """Tell "Thực hiện Công văn …, Sở A đã ban hành …" from an order about papers that are there already."""
    for comma in re.finditer(r",\s+", text[:130]):
        clause = re.compile(r"([^,;.]{2,60}) đã ").match(text, comma.end())
        if clause and (
            UNIT.match(clause.group(1))
            or re.match(r"(?:đến nay|hiện|tính đến|trong|cho đến)", clause.group(1))
        ):
            return True
    return False


def _rests_on(text: str, *, marked: bool) -> bool:
    """Tell a recital ("Căn cứ Luật …;") from an order that rests on something ("Căn cứ Công văn …, lập danh sách")."""
    if _RECITAL.match(text) is None:
        return False
    plain = _AMENDED.sub("sửa đổi - bổ sung", text)
    alone = not marked and text.rstrip().endswith(";")
    return alone or not any(VERB.match(plain, comma.end()) for comma in re.finditer(r",\s+", plain))


def is_member(text: str) -> bool:
    """Tell a person on a list, with a post and nothing to do: "Bà: B - Chuyên viên, Thư ký"."""
    return _MEMBER.match(text) is not None and not (
        len(text.split()) > 12 and (_DOES.search(text) or _DEADLINE.search(fold(text)))
    )


def is_note(text: str) -> bool:
    """Tell what only says what something is: a document on a list, "Tên công trình: …", "Chủ đầu tư: Công ty A"."""
    if _TERM.match(text):
        return True
    listed = _LISTED.match(text)
    if listed:
        return not text[listed.end() :].strip(" ;.,") and not re.search(
            r",\s+(?:giao|yêu cầu|đề nghị)\s", text
        )
    noted = _NOTED.match(text)
    if (
        noted is None
        or _OWN_LABEL.search(noted["label"])
        or ORDER.match(text)
        or _ORDERED.search(text)
        or _SENT.search(text, noted.end())
    ):
        return False
    value = re.sub(r"^(?:[-+•*]|\(?\w{1,2}[.)])\s+", "", text[noted.end() :])
    return ORDER.match(value) is None and (UNIT.match(value) is None or UNIT.match(text) is not None)


def is_share(text: str) -> bool:
    """Tell how many somebody may propose or is given: "Công an xã: Không quá 02 cá nhân"."""
    return _SHARE.search(text) is not None


def declares(text: str) -> bool:
    """Tell an article that decides itself ("Công bố kết quả …") from one that gives work."""
    return _DECISION.match(fold(text)) is not None


def is_detail(text: str) -> bool:
    """Tell what an article lists of the thing it approves: "Chủ đầu tư: Văn phòng HĐND và UBND xã"."""
    return _DETAIL.match(text) is not None


def is_formula(text: str) -> bool:
    """Tell a closing formula: "… chịu trách nhiệm thi hành", "nếu có khó khăn, vướng mắc …"."""
    plain = fold(text)
    return bool(_FORMULA.search(plain)) and not _CALLS_IN.search(plain)


def goes_on_ordering(text: str) -> bool:
    """Tell a whole sentence that orders, behind a list whose dash it lost."""
    return text.endswith(".") and len(text.split()) >= _WHOLE and ORDER.match(text) is not None
