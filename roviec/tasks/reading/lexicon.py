"""Word lists of the office language: what opens a unit's name, what ends it, what an order begins with."""

import re

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.reading.fields import OF_DEPARTMENTS

# Names of bodies: capital first letter; what follows up to a verb belongs to the name.
HEADS = (
    r"Uỷ ban nhân dân|Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Thường trực HĐND|"
    r"Thường trực Hội đồng nhân dân|"
    r"(?:Thường trực |Ban Thường trực )?(?:Uỷ ban|Ủy ban|UB)(?: Trung ương)? (?:Mặt trận Tổ quốc|MTTQ)(?: Việt Nam| VN)?|"
    rf"(?:Uỷ ban|Ủy ban)(?= [{CAPITAL}])|UBKT|Đảng đoàn|Tiểu ban|"
    r"Tổng Liên đoàn|Trung ương(?= (?:Mặt trận|Đoàn|Hội)(?!\w))|Kiểm toán(?= [Nn]hà nước)|BTL|Quân chủng|Quân khu(?= \d)|"
    r"Thường trực (?:Đảng|Tỉnh|Huyện|Thành) [ủu][yỷ]|(?:Đảng|Tỉnh|Huyện|Thành) [ủu][yỷ]|"
    r"Mặt trận Tổ quốc|Mặt trận|MTTQ|Văn phòng(?! phẩm)|VP|Sở(?! hữu)|Phòng(?! chống| ngừa| cháy| thủ|"
    r",)|Ban(?! hành| đầu| ngày)|Bộ(?! tiêu chí| chỉ số| thủ tục| máy| mặt| luật)|"
    r"Cục(?! diện)|Chi cục|Tổng cục|Vụ(?! việc| án| Xuân| Đông| Hè| Mùa| mùa)|Viện kiểm sát|"
    r"Viện(?! dẫn)|Tòa án|"
    r"Trung tâm|TTPVHCC|Công an|CA|Bộ Chỉ huy|BCH|BCHQS|Ban Chỉ huy|Ban CHQS|Bộ CHQS|Đồn|"
    r"Tổ chức(?= (?:Đoàn (?:Thanh|TN|trường|xã)|Công đoàn|Đội (?:Thiếu|TN)|Hội (?:Liên|LH|Phụ|Cựu|Nông|Chữ)))|"
    r"Kho bạc|KBNN|Hải quan|"
    r"Thuế(?! (?:thu nhập|giá trị|sử dụng|bảo vệ|tài nguyên|xuất|nhập|suất|tiêu thụ|môn bài|khoán|BVMT|GTGT|TTĐB|TNCN)\b)|"
    r"Bảo hiểm xã hội|BHXH|Ngân hàng|Chi nhánh|Hạt|Trạm|Đội|Tổ(?! chức| quốc)|Nhóm|Báo(?! cáo|"
    r" động| chí)|Đài|Trường(?! hợp)|Bệnh viện|"
    r"Thanh tra(?! đột xuất| toàn diện| việc| trách nhiệm| chuyên đề| công vụ| theo|,)|Bộ phận|"
    r"Hội(?! nghị| họp| thảo| chợ| thi| nhập| trường)|Đoàn(?! kết)|Liên đoàn|Liên minh|"
    r"Công đoàn|Hiệp hội|Liên hiệp(?= (?:các )?(?:[Hh]ội|[Tt]ổ chức))|"
    r"HTX|Hợp tác xã|Tổng [Cc]ông ty|Công ty|Tập đoàn|VNPT|Viettel|Bưu điện|Điện lực|"
    r"Quỹ(?! đất)|Nhà máy|Doanh nghiệp|Khu phố|Thôn|Xóm|Bản(?! mô| tin| đồ| thân| chất| sao|"
    r" vẽ| kê| khai| in| cam kết| tự| đăng ký)|Ấp|Buôn|Làng|Tiểu khu|Chi bộ|Nhà văn hóa|Thư viện|Cơ quan|Đơn vị|"
    r"Tỉnh đoàn|Thành đoàn|Huyện đoàn|Xã đoàn|"
    r"Cơ sở(?= (?:giáo dục|khám bệnh|y tế|đào tạo|kinh doanh|sản xuất|[Cc]ai nghiện|[Bb]ảo trợ|[Dd]ạy nghề|\d))|"
    r"(?:Trung|Tiểu|Sư|Lữ|Hải) đoàn(?= [\dA-ZĐ])|Vùng(?= Cảnh sát| \d)|(?:Lâm|Nông) trường|Bến xe|Sân bay|"
    r"Nhà (?:[Tt]hiếu nhi|xuất bản|máy|hát)|Tạp chí|Cổng(?= [Tt]hông tin| TTĐT)|Phân viện|Ủy hội|"
    r"Kiểm lâm|Quân sự|Khoa(?! học)|Viễn thông|Học viện|Đại học|Xí nghiệp|Đảng bộ|Chi đoàn|"
    r"Chi hội|Câu lạc bộ|Khối thi đua|Cụm thi đua|Điểm [Bb]ưu điện|"
    r"Khu(?= [Qq]uản lý| [Bb]ảo tồn| [Dd]i tích)|Khối(?= \d)|Lớp(?= \d{1,2}[A-Z])|Cảng|Bảo tàng|Nhà hát|"
    r"Nhà trường|Thi hành án|Phân hiệu|Vườn quốc gia|Trại|Tòa soạn|Bưu cục|Thông tấn xã|Tổ chức pháp chế|"
    r"Y tế(?= thôn| học đường| cơ sở| xã| ấp)|Văn thư(?!,| và)|Lực lượng(?= (?:dân quân|công an|vũ trang|xung kích))|"
    r"(?:Điều tra|Cộng tác|Tuyên truyền|Hòa giải|Báo cáo|Kiểm soát) viên|Ngành|BQL|BCĐ|TTYT|BV(?:ĐK)?|CDC|"
    r"TT(?:KSBT|DVC|GDTX|GDNN|KN|DVNN|DVVL|PTQĐ|QLDA|BTXH|VHTT)|"
    r"Quốc hội(?=, | và | phối hợp| chủ trì)|TTVH|Hội đồng|Ban Quản lý|Chủ đầu tư|Chủ rừng|Xã(?! hội)|Phường|Tp\.|TP\."
)
ROLES = (
    r"(?:Phó |Quyền )?(?:Chủ tịch|(?<=Phó )chủ tịch|Giám đốc|Chánh (?:Văn phòng|Thanh tra)|Trưởng (?:các )?"
    r"(?:phòng|ban|thôn|bản|ấp|khu|khoa|đoàn|Công an|công an|trạm|Trạm|tổ|các|đài|Đài|Phòng|Ban|"
    r"buôn|xóm|tiểu ban)|Trưởng các|Thủ trưởng|"
    r"Chỉ huy trưởng|Hiệu trưởng|Bí thư|Vụ trưởng|Đội trưởng|Hội trưởng|Chi hội trưởng|"
    r"Cục trưởng|Chi cục trưởng|Tổ trưởng|Trạm trưởng|Người đứng đầu|"
    r"Lãnh đạo(?!,? chỉ đạo| (?:việc|thực hiện|công tác|triển khai|tổ chức|xây dựng|quán triệt|toàn diện|chặt chẽ)\b)|"
    r"lãnh đạo(?= (?:UBND|các|Ủy ban|Sở|Phòng))|"
    r"Thủ tướng|Phó Thủ tướng|Bộ trưởng|Thứ trưởng|Thống đốc|Tổng Thanh tra|Kiểm toán trưởng|"
    rf"Giáo viên(?! dạy giỏi| giỏi)|Tổng phụ trách Đội|GVCN|Thầy(?= [{CAPITAL}])|Cô(?= [{CAPITAL}])|"
    r"Nhân viên(?= (?:y tế|thư viện|thiết bị|văn thư|bảo vệ|phục vụ|văn phòng|kỹ thuật|các))|"
    r"Công chức|Cán bộ|Chuyên viên|Kế toán|[ỦU][ỷy] viên(?= (?:Ban|UBND|Thường|BTV|BCH|[ỦU][ỷy] ban))|"
    r"Tổng [Bb]iên tập|Tổng [Gg]iám đốc|"
    r"Phó Trưởng|Thành viên(?= (?:Ban|Tổ|Đoàn|Hội đồng|UBND))|PCT|CVP|Viện trưởng|Chánh án|Thường trực|Đồng chí|"
    rf"đồng chí|Đ/c|đ/c|[Ôô]ng \([Bb]à\)(?= [{CAPITAL}])|Ông|ông|"
    r"Bà(?! con)|bà(?! con))"
)
GENERIC = (
    r"(?:[Tt]oàn thể |[Tt]ất cả |[Mm]ọi |[Tt]ừng )?(?:[Cc]ác|[Nn]hững|[Tt]oàn thể|"
    r"[Tt]ừng(?= (?:bộ|sở|ngành|phòng|đơn vị|cơ quan|địa phương|xã|phường|thôn|cán bộ|công chức|"
    r"đảng viên|thành viên)(?!\w))|"
    r"[Mm]ỗi(?= (?:phòng|sở|xã|phường|đơn vị|cơ quan|thôn|công chức|cán bộ|đảng viên|thành viên)(?!\w)))"
    r" (?=(?:[Ss]ở|[Pp]hòng|[Bb]an|[Nn]gành|[Cc]ơ quan|[Đđ]ơn vị|[Đđ]ịa phương|[Xx]ã|"
    r"[Pp]hường|[Tt]hị|[Hh]uyện|[Tt]hành phố|[Tt]ỉnh|"
    r"[Tt]ổ|[Tt]hôn|[Bb]ản|[Ấấ]p|[Kk]hu|[Bb]uôn|[Xx]óm|[Tt]rường|[Cc]hủ|[Hh]ội|[Đđ]oàn|"
    r"[Hh]ợp tác|HTX|[Cc]hi |[Dd]oanh|[Cc]ông|"
    r"[Tt]rưởng|[Tt]hủ trưởng|[Cc]án bộ|[Tt]hành viên|[Đđ]ồng chí|[Pp]hó|UBND|HĐND|[Bb]ộ|"
    r"[Đđ]ối tượng|[Tt]rung tâm|[Tt]rạm|[Nn]hà|"
    r"[Ll]ực lượng|[Tt]ập đoàn|[Tt]ổng [Cc]ông ty|[Cc]ục(?! bộ)|[Vv]ụ(?! việc| án| mùa)|[Đđ]ội|"
    r"[Nn]hóm|[Cc]ấp|[Ss]ự nghiệp|[Bb]ên|[Gg]iám đốc|[Hh]iệu trưởng|"
    r"[Cc]á nhân|[Tt]ập thể|[Cc]ơ sở|[Ll]ãnh đạo|[Đđ]ảng|[Vv]ăn phòng|[Cc]hủ tịch|bí thư|"
    r"Bí thư|"
    r"[Nn]gân hàng|[Bb]ệnh viện|[Kk]hối|[Hh]ộ|[Qq]uỹ|[Nn]hân viên|[Đđ]ảng viên|[Vv]iên chức|[Cc]huyên viên|[Gg]iáo viên|"
    r"[Đđ]ại biểu|[Ủủ]y ban|[Uu]ỷ ban|[Tt]iểu ban|[Kk]ho bạc|BV|TTYT|[Vv]iện|[Đđ]iểm|[Ss]iêu thị|[Kk]ế toán))"
)
COUNTED = (
    r"\d{1,3}(?:/\d{1,3})? (?=(?:xã|phường|bản|đơn vị|sở|phòng|"
    r"ấp|huyện|cơ quan|[Tt]ổ [Dd]ân phố|[Kk]hu phố|[Tt]hôn|[Tt]rường)\b)"
)
PLAIN = (
    rf"(?:Thành phố|Tỉnh) (?=[{CAPITAL}])|(?:thôn|bản|ấp|xóm|tổ dân phố|khu phố) (?=\d|số \d|[{CAPITAL}])|"
    # "Tỉnh cần tập trung lãnh đạo": a province as those speak of it who have come to see it.
    r"(?:Thành phố|Tỉnh)(?= (?:cần|phải|tổ chức|căn cứ|tiếp tục|chủ động|khẩn trương|nghiên cứu|rà soát|tập trung|sớm) )|"
    r"[Tt]oàn cơ quan|[Tt]rường học|[Nn]hà trường|[Cc]hính quyền (?=địa phương|các|xã)|"
    r"[Tt]hường trực (?=(?:các )?(?:tỉnh|thành|huyện|đảng) [ủu][yỷ])|[Hh]ệ thống (?=(?:các )?cơ quan)|"
    r"[Đđ]oàn thể|[Nn]hà thầu|[Nn]hà đầu tư|[Cc]hủ đầu tư|Cấp [ủu][yỷ](?=, | và | [Đđ]ảng| các cấp)|"
    r"[Đđ]ơn vị (?=(?:có )?liên quan|được|chức năng|thi công|tư vấn|vận hành)|[Cc]ơ quan, đơn vị|"
    r"cơ sở (?=giáo dục|khám bệnh|đào tạo)|giáo viên (?=chủ nhiệm|bộ môn)|"
    r"[Đđ]ịa phương|[Tt]hủ trưởng (?=các|cơ quan|đơn vị)|"
    r"[Cc]án bộ, công chức|"
    rf"[Tt]ổ trưởng (?=các|tổ)|[Nn]gười đứng đầu (?=các|cơ quan)|[Cc]ông chức (?=[{CAPITAL}])|"
    r"[Đđ]ại biểu (?=Hội đồng|HĐND|Quốc hội)|[Tt]ổ công tác|[Tt]ổ dân phố|[Cc]ông an (?=xã|phường|tỉnh|huyện|cấp)|"
    r"(?:[Tt]hôn|[Bb]ản|[Ấấ]p|[Xx]ã|[Pp]hường|[Ss]ở|[Pp]hòng|[Bb]an|[Nn]gành)(?=, (?:thôn|bản|ấp|xã|phường|thị trấn|"
    r"đặc khu|sở|ban|ngành|phòng|đơn vị|cơ quan|đoàn thể|khu phố|tổ dân phố)\b)|"
    rf"P\. ?(?=[{CAPITAL}])|[Tt]rưởng (?=thôn|bản|ấp|khu|buôn|xóm|các)|[Bb]an chỉ đạo|[Tt]rạm [Yy] tế|"
    rf"[Tt]rung tâm (?=[{CAPITAL}])|[Pp]hòng (?=(?:Nội|Tài|Tư|Văn|Kinh|Giáo|Lao|Nông|Y |Quản|Dân|Hạ|"
    rf"Công))|(?<![Cc]ơ )[Ss]ở (?=[{CAPITAL}])|[Bb]an (?=Quản|Chỉ|Dân|Tổ chức|Tuyên|Kinh|Pháp)|"
    r"[Vv]ăn phòng (?=HĐND|UBND|Hội|Ủy|(?:đảng|cấp|tỉnh|thành) [ủu][yỷ]|các)|"
    r"[Đđ]oàn (?=TN|Thanh)|[Hh]ội (?=LHPN|Phụ|Nông|Cựu|Người|Liên|Chữ)"
)
SHORT = (
    r"(?:TC-KH|TCKH|VH-XH|VHXH|VH&XH|VH-TT|VHTT|KT-HT|KTHT|LĐ-TB&XH|LĐTBXH|NN-MT|NNMT|TN-MT|"
    r"TNMT|GD-ĐT|GDĐT|GD&ĐT|KH-ĐT|KHĐT|"
    r"KH&CN|KHCN|TT&TT|TTTT|NV|UBMTTQ|CAX|CAP|TTHCC)(?![\w])"
)
UNIT = re.compile(rf"(?:{ROLES}|{HEADS})(?![\w])|{GENERIC}|{COUNTED}|{PLAIN}|{SHORT}")

# In a list of bodies one may begin with a small letter: "Công an xã, tổ quản lý chợ, bộ phận địa chính".
SMALL_HEAD = re.compile(
    r"(?:tổ(?! chức| quốc| hợp)|tổ chức [Đđ]ảng|cấp [uủ][ỷy]|chính quyền|đội|nhóm|bộ phận|trạm|ban(?! hành| đầu| ngày| bố)|"
    r"phòng(?! chống| ngừa| cháy| thủ|,)|trung tâm|công an|quân sự|y tế|ủy ban|văn phòng(?! phẩm)|đoàn thanh niên|đoàn thể|"
    r"hội(?! nghị| họp| thảo| chợ| thi| nhập)|chi bộ|chi hội|chi đoàn|khoa(?! học)|"
    r"tổng công ty|tập đoàn|giáo viên|nhân viên|cán bộ|công chức|"
    rf"lực lượng)(?= [{SMALL}]|,| và )(?!\w)|(?:tỉnh|thành phố)(?= [{CAPITAL}])|"
    r"tổ chức(?= (?:Đảng|Đoàn|Công đoàn|Hội(?! nghị| thi| thảo| chợ| họp| trại| diễn))(?!\w))"
)
# Whom an order speaks of as often as to: "yêu cầu công chức ghi sổ", "phân công lực lượng trực".
PERSONS = re.compile(r"(?:giáo viên|nhân viên|cán bộ|công chức|lực lượng|y tế|nhóm|khoa|phòng|ban)(?!\w)")

VERBS = (
    "chủ trì|chủ động|phối hợp|rà soát|tham mưu|xây dựng|ban hành|tổ chức|triển khai|"
    "thực hiện|hướng dẫn|kiểm tra|"
    "tiếp tục|tăng cường|đẩy mạnh|nâng cao|hoàn thành|hoàn thiện|báo cáo|tổng hợp|theo dõi|đôn đốc|giám sát|"
    "thẩm định|trình|lập|gửi|cập nhật|công khai|niêm yết|bố trí|cân đối|phân bổ|phân công|"
    "chỉ đạo|quán triệt|tuyên truyền|"
    "phổ biến|vận động|đăng ký|tiếp nhận|giải quyết|xử lý|khắc phục|chấn chỉnh|cung cấp|"
    "chuẩn bị|đề xuất|đề nghị|kiến nghị|"
    "nghiên cứu|đánh giá|chấm điểm|tự|quản lý|sử dụng|khai thác|vận hành|kết nối|tích hợp|"
    "chia sẻ|số hóa|số hoá|làm|"
    "mở|cử|đưa|ra|thu|chi|dọn|trả|giao(?! thông)(?! dịch)|thông báo|trực tiếp|trực(?! tuyến)|khẩn trương|kịp thời|"
    "thường xuyên|tích cực|nghiêm túc|nghiêm|tập trung|"
    "cần|phải|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|có giải pháp|có kế hoạch|có biện pháp|"
    "có cơ chế|có chính sách|có các chính sách|có [Vv]ăn bản|có [Bb]áo cáo|có ý kiến|là|định kỳ|"
    "căn cứ|trên cơ sở|được giao|được|bảo đảm|đảm bảo|duy trì|phát huy|phát động|phát|hỗ trợ|giúp|"
    "tập huấn|bồi dưỡng|đào tạo|khảo sát|thống kê|điều tra|đối soát|làm sạch|nhập|in|cấp|ký|duyệt|phê duyệt|"
    "lắp đặt|trang bị|mua sắm|sửa chữa|nâng cấp|đầu tư|thi công|khởi công|giải ngân|quyết toán|thanh toán|"
    "tăng|giảm|cắt giảm|đơn giản hóa|tái cấu trúc|bãi bỏ|sửa đổi|bổ sung|điều chỉnh|sắp xếp|"
    "kiện toàn|thành lập|"
    "sẵn sàng|tuần tra|kiểm soát|bảo vệ|huy động|ngăn chặn|phòng ngừa|điều chuyển|thanh tra|"
    "hòa giải|đối thoại|tiếp công dân|"
    "gắn|lồng ghép|xác định|xác minh|phân loại|rút kinh nghiệm|kiểm điểm|nhắc nhở|phê bình|"
    "khen thưởng|biểu dương|"
    "(?<!nghệ )(?<!toàn )(?<!ninh )thông tin|"
    "truyền thông|phát thanh|đăng tải|đăng|đưa tin|viết|quay|treo|cắm|lấy|họp|mời|làm việc|"
    "chuyển|bàn giao|tiếp thu|giải trình|nộp|trao đổi|thống nhất|lựa chọn|thuê|đặt|dừng|tạm dừng|thu hồi|"
    "sớm|nhanh chóng|quan tâm|lưu ý|chú trọng|ưu tiên|cam kết|ký kết|đồng hành|tham gia|"
    "đẩy nhanh|khuyến khích|"
    "tổng kết|sơ kết|cải thiện|cải tiến|khơi thông|nạo vét|phun|tiêm|tháo dỡ|giải tỏa|vệ sinh|trồng|chăm sóc|"
    "tổng vệ sinh|rải|kê khai|kiểm kê|kiểm đếm|kiểm định|giới thiệu|tư vấn|đối chiếu|rà|xem xét|chấp hành|"
    "phản ánh|yêu cầu|quy định|"
    "liên hệ|đặt lịch|thiết lập|thiết kế|cài đặt|khai báo|thử nghiệm|hoàn trả|tổ chức|đo|"
    "khám|cấp phát|cấp đổi|sao gửi|"
    "thành lập|dự trù|xuất|bám sát|nắm|nắm bắt|tìm|lên|đi|về|đến|đọc|chấm|chọn|bình xét|"
    "thẩm tra|đối|góp ý|cho ý kiến|quyết định|kêu gọi|biên tập|hiệu chỉnh|in ấn|dịch(?! [vbt])|"
    "sơ tán|ứng trực|hợp tác|biên soạn|soạn|"
    "công bố|công nhận|bổ nhiệm|luân chuyển|tiến hành|chốt|thay|"
    "tham vấn|quy hoạch|khoanh|cưỡng chế|xử phạt|lắng nghe|kết hợp|liên kết|thúc đẩy|"
    "phấn đấu|khai trương|đón|tặng|thăm|viếng|dâng|diễn tập|"
    "gọi|đăng cai|xóa|xoá|bàn|ủng hộ|quyên góp|tôn vinh|hưởng ứng|tháo gỡ|giao ban|nghe|truy|"
    "trả lời|tiếp|cảnh báo|khuyến cáo|dự báo|quan trắc|"
    "ghi|lưu|hủy|loại bỏ|tính toán|đề ra|xếp|chăm lo|ổn định|sửa|xây|dựng|chi trả|hoàn|"
    "hợp nhất|sáp nhập|mở rộng|khởi động|đóng|khóa|kích hoạt|"
    "trích xuất|đồng bộ|xác thực|xác nhận|cung ứng|tiêu hủy|phòng, chống|phòng chống|chống|"
    "cứu|di dời|di chuyển|gia cố|phục vụ|"
    "điều hành|điều phối|nhận|nêu|kế thừa|áp dụng|đáp ứng|chuyển đổi|tái|sản xuất|bán|mua|"
    "hạn chế|nghiệm thu|khẳng định|phát triển|phát hành|giữ|nhân rộng|tuyển|phân|đồng thời|"
    "bảo quản|chấm dứt|đình chỉ|rút ngắn|dự thảo|thâm nhập|"
    "kết luận(?! số)|phát hiện|vận dụng|khuyến nghị|quảng bá|nhắc|giải thích|đề cao|gương mẫu|nêu gương|giải đáp|"
    "cụ thể hóa|cụ thể hoá|trưng bày|bình chọn|rà quét|ký số|cấu hình|thăm hỏi|giúp đỡ|kết thúc|bắt đầu|lấy ý kiến|san lấp|"
    "định hướng|cho phép|biểu dương|tu sửa|tu bổ|phát quang|chặt tỉa|chằng chống|thúc|cắt cử|túc trực|cắm mốc|đo đạc|"
    "khoanh vùng|quét dọn|che chắn|có mặt|duyệt|nhắn|gom|củng cố|tập kết|hoàn tất|chằng|sơn|lợp|"
    "phúc tra|hậu kiểm|khai mạc|ra quân|tập hợp|siết chặt|lắp|dán|kẻ|niêm phong|phân luồng|điều tiết|điều động|chiêu sinh|"
    "sàng lọc|khoan|đắp|bơm|tích nước|đón tiếp|trao|tôn tạo|duy tu|đề cử|chụp|đóng góp|góp công|góp sức|"
    "động viên|quyết liệt|ngăn|canh gác|chỉnh lý|đảm nhiệm|đảm nhận|đảm trách|đảm đương|"
    "(?<!chức )(?<!viên )(?<!chí )phụ trách(?=,)|(?<!chức )(?<!viên )(?<!chí )phụ trách(?= phối hợp)|"
    "biểu diễn|gieo|thu hoạch|khử khuẩn|hoán đổi|thẩm duyệt|triệu tập|tạm ứng|truy thu|tra cứu|đấu nối|đấu tranh|triệt phá|"
    "khởi tố|truy tố|tống đạt|tái chế|phân tích|tổng điều tra|châm"
)
# Words that end a name without being an order.
STOPS = (
    "mỗi|để|khi|trong|theo|tại|từ|trước|sau|nếu|với|về|nhằm|như|do|bằng|qua|cho|mà|thì|sẽ|không|chưa|đã|đang|"
    "vào|chậm nhất|bị|vẫn|còn|cũng|đạt|ngoài|đối với|trên|dưới|gồm|hoặc|nêu|thì|thông qua|"
    "chưa|vì|xong|ngay|tiếp|nhất là|khác|kính|trân trọng"
)
_RHYTHM = r"(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm)"
# "Đồng chí lãnh đạo UBND" is a person; "Đảng ủy lãnh đạo việc …" is an order.
_LEADS = (
    r"lãnh đạo(?=,? chỉ đạo|:|\s*$| (?:việc|thực hiện|công tác|triển khai|tổ chức|xây dựng|quán triệt|toàn diện|"
    r"chặt chẽ))"
)
_ANY_VERB = "|".join([_RHYTHM, _LEADS, *sorted(VERBS.split("|"), key=len, reverse=True)])
# An order's verb that is no mere rhythm ("hằng năm").
ACTING = re.compile(rf"(?!{_RHYTHM})(?:{_ANY_VERB})(?![\w])")
VERB = re.compile(rf"(?:{_ANY_VERB})(?![\w])")
STOP = re.compile(rf"(?:{STOPS})(?![\w])")
# An order may open a bullet with any of these.
ORDER = re.compile(
    rf"(?:{_ANY_VERB}|hằng|hàng|nghiêm cấm|chỉ(?= (?:thực hiện|được|cho|tổ chức|bố trí|sử dụng|cấp|xem xét|"
    rf"tiếp nhận))|cho(?= (?:học sinh|học viên|trẻ|cán bộ|công chức|người|phép|dừng|nghỉ|các))|"
    rf"tạo(?= (?:mọi |sự )?(?:điều kiện|thuận lợi|đồng thuận|môi trường|cơ chế|nguồn|lập|quỹ))|"
    rf"ứng dụng|cấm|đổi mới|lắp|xúc tiến|thu hút|khơi dậy|gìn giữ|bảo tồn|khôi phục|hình thành|siết chặt|thắt chặt|"
    rf"nỗ lực|mạnh dạn|điểm danh|mỗi|thứ|chiều|sáng|cùng|thẩm tra|không)(?![\w])",
    re.IGNORECASE,
)
# Fields of work whose names hold commas or "và": needed to split "Các phòng: A, B, C và D".
FIELDS = (
    f"{OF_DEPARTMENTS}|Ngoại giao|Chính sách, chiến lược Trung ương|Phát thanh, truyền hình và thông tin điện tử|"
    "Quản lý Khám, chữa bệnh|Học sinh, sinh viên|Đầu tư nước ngoài|"
    "Văn hóa, Thể thao và Du lịch|Văn hoá, Thể thao và Du lịch|Kinh tế, Hạ tầng và Đô thị|"
    "Lao động - Thương binh và Xã hội|"
    "Lao động, Thương binh và Xã hội|Lao động - TB&XH|Nông nghiệp và Phát triển nông thôn|"
    "Nông nghiệp và Môi trường|"
    "Tài nguyên và Môi trường|Khoa học và Công nghệ|Thông tin và Truyền thông|"
    "Kế hoạch và Đầu tư|Giáo dục và Đào tạo|"
    "Văn hóa và Thông tin|Văn hoá và Thông tin|Văn hóa, Khoa học và Thông tin|"
    "Kinh tế và Hạ tầng|Dân tộc và Tôn giáo|"
    "Nông nghiệp & Môi trường|Tài chính - Kế hoạch|Tài chính – Kế hoạch|Văn hóa - Xã hội|Văn hóa – Xã hội|"
    "Đoàn (?:đại biểu Quốc hội|Đại biểu Quốc hội|ĐBQH)(?: và|,| -|&) ?(?:Hội đồng nhân dân|HĐND)|"
    "Hội đồng nhân dân và (?:Ủy|Uỷ) ban nhân dân|"
    "HĐND và UBND|HĐND - UBND|HĐND&UBND|và Phát thanh, Truyền hình|"
    "và Phát thanh - Truyền hình|Phát thanh, Truyền hình|Phát thanh và Truyền hình|"
    "Phát thanh - Truyền hình|Giao thông vận tải - Xây dựng|"
    "An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao"
)
# Whoever has a duty is told to do something, wherever the sentence stands.
DUTY = re.compile(r"\s(?:có trách nhiệm|chịu trách nhiệm)\s")
