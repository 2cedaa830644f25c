"""Word lists of names: what goes on with one, and the orders of elsewhere that are parts of a body's name."""

import re

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.reading.lexicon import VERB

LIST_WORD = re.compile(
    r"(?:sở|ban|ngành|phòng|cơ quan|đơn vị|địa phương|xã|phường|thị trấn|thị xã|thành phố|"
    r"huyện|thôn|bản|ấp|khu phố|tổ chức|cá nhân|"
    r"đảng viên|đoàn viên|hội viên|nhân viên|"
    r"tổ|buôn|xóm|làng|đoàn thể|hội|trường|tổ dân phố|công chức|viên chức|người lao động|"
    r"chuyên viên|doanh nghiệp|cấp xã|"
    r"hội đoàn thể|chi bộ|đảng bộ|đảng ủy|đảng uỷ|cấp ủy|cấp uỷ|chi hội|chi đoàn|công đoàn|mặt trận|trung tâm|"
    r"ủy ban|lực lượng|bệnh viện|trạm|kinh doanh|tập thể|hộ|ban ngành|đặc khu|cán bộ|thể thao|hạ tầng|"
    r"truyền hình|đào tạo|công nghiệp|mầm non|mẫu giáo|tiểu học|trung học|thcs|thpt|"
    r"tỉnh [ủu][yỷ]|thành [ủu][yỷ]|huyện [ủu][yỷ]|bộ|"
    r"văn phòng|học viện|viện|cục|vụ|công ty|tập đoàn|"
    r"tổng công ty|báo chí|xí nghiệp|nhà máy|trường học|cơ sở|hộ gia đình|khu dân cư)(?![\w])",
    re.IGNORECASE,
)
# Behind the comma of "các bộ, cơ quan ngang bộ, Ủy ban nhân dân các tỉnh" stands a body of its own.
OWN_NAME = re.compile(
    r"(?:Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng nhân dân|Công an|Văn phòng|Viện [Kk]iểm sát|Tòa án)\s"
)
INSIDE = re.compile(
    r"(?:ngang bộ(?!\w)|còn lại|thuộc Chính phủ|có liên quan|có trách nhiệm liên quan|chuyên môn|chuyên trách|trực thuộc|"
    r"cơ quan thuộc|"
    r"khác(?= (?:có )?liên quan| trực thuộc| thuộc)|"
    r"trong (?:tổ|trường|khoa|phòng|đơn vị|cơ quan|chi bộ|nhóm)(?= (?:thực hiện|có trách nhiệm|chủ động|phải|nộp|gửi|"
    r"báo cáo|tham gia|nghiêm túc|hoàn thành|triển khai) )|"
    r"(?:khác )?(?:trong|của) (?:tiểu ban|ban chỉ đạo|tổ công tác|hội đồng|đoàn kiểm tra|"
    r"Ban Chỉ đạo|Tiểu ban|Tổ công tác)|"
    r"(?:trong|trên) (?:cả nước|toàn quốc|cả tỉnh|toàn tỉnh|toàn xã|toàn ngành))(?![\w])"
)
NOT_VERB = re.compile(
    r"(?:chi bộ|chi hội|chi đoàn|chi đội|chi nhánh|chi cục|"
    r"cấp(?=,? (?:các )?(?:ngành|chính quyền|ủy|uỷ))|cấp (?:xã|tỉnh|huyện|dưới|trên|"
    r"phường|quận|"
    r"chuyên sâu|cơ bản|ban đầu|"
    r"cơ sở|trung ương|"
    r"trưởng|ủy|uỷ|phó)|thu thuế|tự quản|quản lý nhà nước|"
    r"thông tin cơ sở|đầu mối|tổ chức (?:chính trị|đoàn thể|xã hội|tôn giáo|kinh tế|cá nhân|hội(?! chợ| nghị|"
    r" thảo| thi| trại| họp| xuân| đàm)|đảng|có liên quan)|"
    r"tổ chức(?=,))(?![\w])"
)
# Words that are orders elsewhere but belong to the names of bodies here.
PARTS = re.compile(
    r"(?:dự án đầu tư(?: xây dựng| công)?|[Xx]úc tiến đầu tư|Giám sát đầu tư(?: của cộng đồng)?|"
    r"Quản lý (?:quy hoạch|đầu tư|đào tạo|vận hành|giám sát)|Đầu tư phát triển|[Cc]hủ đầu tư|[Nn]hà đầu tư|"
    r"(?:tuyên truyền|thông tin) lưu động|[Tt]ổ quản lý(?: và|,)? vận hành(?: công trình| hệ thống)?|"
    r"[Bb]ộ phận [Tt]iếp nhận (?:và|-) [Tt]rả kết quả|(?:[Tt]rang|[Cc]ổng) (?:TTĐT|thông tin(?: điện tử)?)|"
    r"[Cc]âu lạc bộ (?:\w+ ){1,3}làm (?:kinh tế|chủ|nghề)|[Bb]an kiểm soát|[Pp]hòng giao dịch|"
    r"[Nn]hà thầu (?:thi công|tư vấn|xây lắp|giám sát)|[Nn]hà sản xuất|[Nn]hà cung (?:cấp|ứng)|"
    r"(?:[Cc]ơ sở|[Đđ]ơn vị|[Cc]ơ quan|[Hh]ộ) (?:sản xuất|kinh doanh|khám, chữa bệnh|khám bệnh, chữa bệnh|đào tạo|thi công|"
    r"tư vấn|vận hành|cung cấp|cung ứng|quản lý(?: nhà nước)?|sử dụng|thụ hưởng|khai thác|soạn thảo|thẩm định)|"
    r"(?:[Tt]ổ|[Đđ]oàn|[Hh]ội đồng|[Bb]an) (?:kiểm tra|giám sát|thanh tra|thẩm định|thẩm tra|giúp việc|soạn thảo|biên tập|"
    r"kiểm kê|khảo sát|nghiệm thu|tuyên truyền|vận động|xét duyệt|quản lý)|"
    r"(?:[Vv]iện|[Tt]rung tâm|[Cc]ơ quan|[Đđ]ơn vị) nghiên cứu(?: khoa học)?|(?:[Kk]hoa|[Tt]rường|[Vv]iện) đào tạo|"
    r"(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận) (?:đăng ký (?:đầu tư|kinh doanh)|(?:phối hợp|chủ trì|đăng ký|tiếp nhận|thẩm định|"
    r"cung cấp|quản lý|kiểm tra|giám sát|thanh tra|điều tra|chủ quản)"
    r"(?=\s+(?:có trách nhiệm|phải|chịu trách nhiệm|khẩn trương|kịp thời|nghiêm túc|chủ động|tiếp tục|\()|\s*:))|"
    r"[Cc]ơ quan tham mưu(?:, giúp việc)?|(?:[Cc]ơ quan|[Đđ]ơn vị|[Pp]hương tiện) (?:truyền thông|thông tin)"
    r"(?:(?:,| và)? (?:báo chí|truyền thông|đại chúng))*|"
    r"(?:Văn phòng|[Tt]hường trực|thành viên) [Bb]an chỉ (?:đạo|huy)|"
    r"[Bb]an (?:chấp hành|xây dựng Đảng)|[Tt]rung tâm phục vụ hành chính công|"
    r"[Dd]ịch vụ (?:tổng hợp|công ích|sự nghiệp công)|"
    r"[Bb]an (?:[Cc]hỉ (?:đạo|huy) )?[Pp]hòng,? chống(?: lụt bão| thiên tai| dịch)?|"
    r"[Tt]ìm kiếm,? [Cc]ứu (?:nạn|hộ)|[Pp]hòng thủ dân sự|"
    r"[Kk]hu (?:chế xuất|sản xuất)|[Tt]rật tự|việc làm|Văn phòng đăng ký|"
    r"[Cc]ảnh sát (?:điều tra|quản lý|giao thông)|[Gg]iáo dục [Tt]hường xuyên|[Bb]ảo trợ xã hội tổng hợp|)(?![\w])"
)
# "Ban Quản lý các khu công nghệ cao và khu công nghiệp": the same word again goes on with what one body sees to.
OF_KINDS = re.compile(rf"(?:Ban|Trung tâm|Chi cục|Cục|Đội|Tổ|Hội) [^,;]{{3,40}}? các (?P<kind>[{SMALL}]+) ")
# "Báo và Đài Phát thanh - Truyền hình tỉnh": two heads with one name.
JOINED = re.compile(r"(?:Báo|Đài|Ban|Hội|Đoàn) và ")
# "UBND xã, phường": levels without a place's name are a list of all of them.
LEVEL_LAST = re.compile(r"\s(?:tỉnh|xã|phường|huyện|quận|thị trấn)\Z")
PLACE_KIND = (
    r"(?:tỉnh|xã|phường|huyện|thị trấn|thị xã|thành phố|quận|thôn|bản|ấp|khu phố|tổ dân phố|buôn|làng|khóm)"
)
# "các cơ quan Trung ương đóng trên địa bàn tỉnh | nộp": which ones are meant is a part of what they are called.
MANY_ANY = re.compile(r"(?:Các|các|Những|những)\s")
IN_AREA = re.compile(
    rf"(?:đóng (?:chân )?)?trên địa bàn(?: {PLACE_KIND}(?: [{CAPITAL}]\w*){{0,4}})?"
    rf"(?=\s*(?:[,;:.(]|\Z)|\svà\s|\s(?:{VERB.pattern}))"
)
# The name of a firm is made of what it does ("Công ty TNHH sản xuất và xuất khẩu chè …"): few words end it.
FIRM = re.compile(
    rf"(?:(?:Tổng )?[Cc]ông ty|[Hh]ợp tác xã|HTX|Chi nhánh(?! Văn phòng)|Doanh nghiệp(?= [{CAPITAL}]| tư nhân)|Xí nghiệp|"
    r"Nhà máy|Tập đoàn)(?!\w)"
)
# What a firm's name may hold in small letters after a proper one: "Công ty Vân Sơn xuất khẩu chè".
BUSINESS = re.compile(
    r"(?:sản xuất|đầu tư|xây dựng|xuất khẩu|nhập khẩu|xuất nhập khẩu|vận tải|khai thác|chế biến|thương mại|"
    r"tư vấn|kinh doanh|"
    r"dịch vụ|thiết kế|quản lý|môi trường|phát triển|lắp|sửa chữa|giống|in|du lịch|và|chuyển|tuyển)(?!\w)"
)
PROPER_LAST = re.compile(
    rf"(?:^|\s)(?!TNHH|CP|MTV|Mỏ|Công|Tổng|Cổ|Hợp|HTX|Chi|Doanh|Tập|Nhà|Xí)[{CAPITAL}][\w]*\s*\Z"
)
# "Công ty" alone is the firm that a letter speaks to: any order ends it.
BARE_FIRM = re.compile(r"(?:Quý )?(?:[Cc]ông ty|[Dd]oanh nghiệp|[Hh]ợp tác xã|HTX|Xí nghiệp|Nhà máy)")
# Somebody by name, with no post: "đồng chí Nguyễn Văn An", "bà H'Linh Niê".
PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+[{CAPITAL}][\w'’]*(?:\s[{CAPITAL}][\w'’]*){{0,5}}"
)
POST = re.compile(
    r"(?:(?:Phó |Quyền |Nguyên )?(?:Chủ tịch|Bí thư|Giám đốc|Trưởng|Chánh|Hiệu trưởng|Tổ trưởng|Cục trưởng|Vụ trưởng|"
    r"Chi cục trưởng|Đội trưởng|Trạm trưởng|Chỉ huy trưởng)|[ỦU][ỷy] viên|Thành viên|Công chức|Chuyên viên)(?!\w)"
)
