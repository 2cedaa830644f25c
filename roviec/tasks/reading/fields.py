"""What departments of ministries, provinces and hospitals see to, where their names hold a comma, "và" or an order's verb.

From the decrees on the ministries of 2025 and the offices below them; names without such words need no list.
"""

_MINISTRIES = (
    "Xuất nhập khẩu|Thị trường trong nước|Quản lý và Phát triển thị trường trong nước|Thị trường châu Á - châu Phi|"
    "Thị trường châu Âu - châu Mỹ|Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công|Phòng vệ thương mại|"
    "Kế hoạch, Tài chính và Quản lý doanh nghiệp|Pháp luật dân sự - kinh tế|Pháp luật hình sự - hành chính|"
    "Các vấn đề chung về xây dựng pháp luật|Kiểm tra văn bản và Quản lý xử lý vi phạm hành chính|"
    "Kiểm tra văn bản và Tổ chức thi hành pháp luật|Đăng ký giao dịch bảo đảm và Bồi thường nhà nước|"
    "Hộ tịch, quốc tịch, chứng thực|Phổ biến, giáo dục pháp luật và Trợ giúp pháp lý|Phổ biến, giáo dục pháp luật|"
    "Chăn nuôi và Thú y|Trồng trọt và Bảo vệ thực vật|Lâm nghiệp và Kiểm lâm|Thủy sản và Kiểm ngư|"
    "Quản lý và Xây dựng công trình thủy lợi|Quản lý đê điều và Phòng, chống thiên tai|Thủy lợi và Phòng, chống thiên tai|"
    "Kinh tế hợp tác và Phát triển nông thôn|Chất lượng, Chế biến và Phát triển thị trường|"
    "Đo đạc, Bản đồ và Thông tin địa lý Việt Nam|Bảo tồn thiên nhiên và Đa dạng sinh học|Địa chất và Khoáng sản Việt Nam|"
    "Quản lý, giám sát bảo hiểm|Quản lý, giám sát kế toán, kiểm toán|Quản lý nợ và Kinh tế đối ngoại|"
    "Phát triển doanh nghiệp nhà nước|Phát triển doanh nghiệp tư nhân và kinh tế tập thể|Quản lý đấu thầu|"
    "Kinh tế địa phương và lãnh thổ|Tài chính - Kinh tế ngành|Quan hệ lao động và Tiền lương|Quan hệ lao động, Tiền lương|"
    "Việc làm|Quản lý lao động ngoài nước|Công chức - Viên chức|Giáo dục Quốc phòng và An ninh|"
    "Nhà giáo và Cán bộ quản lý giáo dục|Giáo dục nghề nghiệp và Giáo dục thường xuyên|"
    "Khoa học, Công nghệ và Thông tin|Quản lý Y, Dược cổ truyền|Sức khỏe Bà mẹ - Trẻ em|Bà mẹ và Trẻ em|"
    "Giám định Nhà nước về chất lượng công trình xây dựng|Kinh tế - Quản lý đầu tư xây dựng|Vật liệu xây dựng|"
    "Quản lý nhà và thị trường bất động sản|Vận tải và An toàn giao thông|Hàng hải và Đường thủy Việt Nam|"
    "Khởi nghiệp và Doanh nghiệp công nghệ|Thông tin, Thống kê|An toàn bức xạ và hạt nhân|Xuất bản, In và Phát hành|"
    "Thông tin cơ sở và Thông tin đối ngoại|Văn hóa cơ sở, Gia đình và Thư viện|Nghệ thuật biểu diễn|"
    "Mỹ thuật, Nhiếp ảnh và Triển lãm|Cảnh sát quản lý hành chính về trật tự xã hội|Dân quân tự vệ|"
    "Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ|Cảnh sát phòng cháy, chữa cháy và cứu hộ, cứu nạn|"
    "Cảnh sát điều tra tội phạm về ma túy|Quản lý xuất nhập cảnh|Cứu hộ - Cứu nạn|Dự báo, thống kê|"
    "Theo dõi công tác thanh tra, giải quyết khiếu nại, tố cáo, phòng, chống tham nhũng, tiêu cực|"
    "Giám sát, thẩm định và xử lý sau thanh tra|Thanh tra, giải quyết khiếu nại, tố cáo và tiếp công dân khu vực|"
    "Văn thư và Lưu trữ nhà nước|Bảo vệ sức khỏe cán bộ|Quản lý hoạt động xây dựng|Thống kê và Giám sát ngân hàng"
)
_PROVINCES = (
    "Quản lý chất lượng nông lâm sản và thủy sản|Chất lượng, nông lâm sản và thủy sản|An toàn vệ sinh thực phẩm|"
    "Vệ sinh an toàn thực phẩm|Nước sạch và Vệ sinh môi trường nông thôn|Hỗ trợ phát triển doanh nghiệp|"
    "Hỗ trợ doanh nghiệp|Trợ giúp pháp lý nhà nước|Trợ giúp pháp lý|Giám sát, điều hành đô thị thông minh|"
    "Giám sát, điều hành thông minh|Xúc tiến Đầu tư, Thương mại và Du lịch|Xúc tiến thương mại và Đầu tư|"
    "Bảo trợ người khuyết tật và trẻ mồ côi|Quản lý đầu tư và hợp tác quốc tế|Kế hoạch tổng hợp|"
    "Chính trị tư tưởng và Học sinh, sinh viên|Cấp cứu - Hồi sức tích cực và Chống độc|Hồi sức cấp cứu|Cấp cứu|"
    "Khám bệnh|Kiểm soát nhiễm khuẩn|Bảo vệ và Phát triển rừng|bảo vệ an ninh, trật tự ở cơ sở|bảo vệ an ninh, trật tự|"
    "xung kích phòng, chống thiên tai|Khuyến nông và Dịch vụ nông nghiệp|Quản lý hạ tầng và Dịch vụ đô thị|"
    "Chính sách xã hội và Bảo trợ|Bảo tồn di tích và Phát triển du lịch|Hòa giải, đối thoại tại Tòa án|"
    "Kiểm tra, thanh tra và phòng, chống tham nhũng, lãng phí, tiêu cực|Tuyên truyền, vận động và Công tác xã hội"
)
OF_DEPARTMENTS = "|".join(sorted(f"{_MINISTRIES}|{_PROVINCES}".split("|"), key=len, reverse=True))
