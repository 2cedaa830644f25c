"""How communes, districts and their departments write: what they number, label, cut short and put in brackets."""

from typing import Any

import pytest

from tests.reading.test_reading_copied import tabbed
from tests.reading.test_reading_kinds import HEAD, pasted, rows

PART = HEAD + "III. PHÂN CÔNG\n\n"
Row = tuple[list[str], list[str], str | None]


def read(body: str) -> list[Row]:
    return [(lead, partners, due) for _, lead, partners, due in rows(PART + body)]


def task(body: str) -> dict[str, Any]:
    (one,) = pasted(PART + body)["tasks"]
    return dict(one)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "Một là, Công an xã tuần tra các ngầm tràn.\n\nHai là, Trạm Y tế dự trữ thuốc, xong trước ngày 05/6/2026.\n",
            [(["Công an xã"], [], None), (["Trạm Y tế"], [], "2026-06-05")],
        ),
        (
            "Thứ nhất, Phòng Kinh tế:\n\na) Kiểm tra mái chợ.\n\nb) Sơn lại cổng chợ.\n",
            [(["Phòng Kinh tế"], [], None), (["Phòng Kinh tế"], [], None)],
        ),
        (
            "1. Chọn 02 thôn làm điểm\n\n- Hoàn thành: 25/10/2026\n\n- Phụ trách: Đoàn xã\n\n- Cùng làm: Phòng Kinh tế\n",
            [(["Đoàn xã"], ["Phòng Kinh tế"], "2026-10-25")],
        ),
        (
            "Bước 1 (từ 02/3 đến 08/3): Chuẩn bị\n\n- Thành lập các tổ đến từng nhà (Phòng Kinh tế).\n\n"
            "Bước 2 (từ 09/3 đến 05/4): Thu thập\n\n- Công an xã đối chiếu tên chủ hộ.\n",
            [(["Phòng Kinh tế"], [], "2026-03-08"), (["Công an xã"], [], "2026-04-05")],
        ),
        (
            "1. In phiếu, phát tận tay từng hộ (Văn phòng HĐND và UBND; xong 06/3).\n\n"
            "2. Thay máy tính cũ (Văn phòng HĐND và UBND, tháng 5).\n",
            [
                (["Văn phòng HĐND và UBND"], [], "2026-03-06"),
                (["Văn phòng HĐND và UBND"], [], "2026-05-31"),
            ],
        ),
        (
            "2. Trung tâm Dịch vụ tổng hợp xã\n\nPhát thanh 02 lần/ngày về chợ phiên.\n",
            [(["Trung tâm Dịch vụ tổng hợp xã"], [], None)],
        ),
        (
            "1. Ông Vừ Mí Chá, Phó Chủ tịch UBND xã - Trưởng ban: phụ trách chung, họp Ban vào tuần đầu mỗi tháng.\n",
            [(["Ông Vừ Mí Chá"], [], None)],
        ),
        (
            "- Đ/c Vừ Mí Chá - Phó Chủ tịch trực tiếp chỉ đạo mở rộng bãi xe, hết tháng 8 phải xong.\n",
            [(["Đ/c Vừ Mí Chá - Phó Chủ tịch"], [], "2026-08-31")],
        ),
        (
            "- Đồng ý chủ trương sửa cầu treo; Phòng Kinh tế trình HĐND xã trước ngày 20/11/2026.\n",
            [(["Phòng Kinh tế"], [], "2026-11-20")],
        ),
        (
            "-         Phòng Kinh tế kiểm tra các hộ ở nơi xung yếu.\n\n-         Đoàn xã giúp dân chằng mái nhà.\n",
            [(["Phòng Kinh tế"], [], None), (["Đoàn xã"], [], None)],
        ),
        (
            "- Các trường học trên địa bàn xã tu sửa phòng học trước ngày khai giảng 05/9.\n",
            [(["Các trường học trên địa bàn xã"], [], "2026-09-05")],
        ),
    ],
)
def test_what_communes_write_is_read(body: str, wanted: list[Row]) -> None:
    assert read(body) == wanted


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("niêm yết lại bảng giá, không để quá ngày 20/7/2026", "2026-07-20"),
        ("gửi kết quả chậm nhất hết giờ hành chính ngày 12/8/2026", "2026-08-12"),
        ("cấp phát hóa chất chậm nhất vào ngày mai (03/2/2026)", "2026-02-03"),
        ("sửa bếp ăn, xong trước ngày tựu trường 25/8/2026", "2026-08-25"),
        ("nộp báo cáo, muộn nhất 03-12", "2026-12-03"),
        ("xóa nhà tạm, bàn giao cho hộ nghèo trước Tết Nguyên đán Đinh Mùi", "2027-02-03"),
        ("kẻ vạch, gắn biển, hoàn tất trước lễ 30/4", "2026-04-30"),
        ("xử lý 17 hộ lấn chiếm; thời gian: từ 22/4 đến 10/5/2026; sau đó mỗi tuần 03 buổi", "2026-05-10"),
        ("mời từng hộ lên làm việc, hoàn tất trước thứ Tư tuần sau", "2026-02-11"),
        ("làm báo cáo, hạn chót ngày làm việc cuối cùng của tháng 6", "2026-06-30"),
        ("ghi lại sổ tiếp công dân. Thời hạn khắc phục: 20/6/2026", "2026-06-20"),
        ("họp không giấy tại phòng họp của tỉnh đến hết quý IV", "2026-12-31"),
    ],
)
def test_days_of_events_and_days_cut_short_are_read(words: str, due: str) -> None:
    assert task(f"1. Phòng Kinh tế {words}.\n")["due"] == due


def test_somebody_given_late_in_a_sentence_that_nobody_else_leads_is_taken_and_said() -> None:
    one = task(
        "1. Tuyên truyền ý nghĩa phong trào, giao Trung tâm Dịch vụ tổng hợp phường viết 01 bài/tuần.\n"
    )
    assert (one["lead"], one["recurrence"]) == (["Trung tâm Dịch vụ tổng hợp phường"], "weekly")
    assert "giao" in one["unsure"]["lead"]


def test_a_rhythm_below_a_phase_is_said_to_end_with_it() -> None:
    one = task("Bước 1 (từ 02/3 đến 08/3): Thu thập\n\n- Phòng Kinh tế báo cáo hằng ngày.\n")
    assert one["recurrence"] == "daily"
    assert "02/3 đến 08/3" in one["unsure"]["due"]


@pytest.mark.parametrize(
    "line",
    [
        "1. Về thu ngân sách: 6 tháng đầu năm mới thu được 41% dự toán giao, chưa đạt yêu cầu.",
        "1. Thống nhất phương án kẻ vạch cho phép để xe máy trên vỉa hè rộng từ 3 m trở lên.",
        "1. Chi tiết theo phụ lục đính kèm.",
        "1. Đến nay đã bàn giao 3,4/5,1 km mặt bằng; còn 37 hộ chưa nhận tiền.",
        "1. Cán bộ, công chức, viên chức được nghỉ Tết Dương lịch vào thứ Năm, ngày 01/01/2027.",
    ],
)
def test_what_was_reached_and_a_day_off_are_no_tasks(line: str) -> None:
    assert read(f"{line}\n\n2. Công an xã giữ trật tự tại chợ.\n") == [(["Công an xã"], [], None)]


def test_months_cut_short_head_columns_of_marks() -> None:
    head = ("TT", "Nội dung công việc", "Ai làm", "Ai giúp", "T7", "T8", "T9")
    table = tabbed(
        head,
        ("1", "Cấp đổi giấy chứng nhận cho 120 hộ", "Phòng Kinh tế", "Các thôn", "", "x", ""),
        ("2", "Rà lại quỹ đất công ích của xã", "Phòng Kinh tế", "", "x", "x", ""),
    )
    assert read(f"Các nhiệm vụ theo bảng dưới đây:\n\n{table}") == [
        (["Phòng Kinh tế"], ["Các thôn"], "2026-08-31"),
        (["Phòng Kinh tế"], [], "2026-08-31"),
    ]


def test_a_cell_may_say_who_leads_and_who_takes_part() -> None:
    table = tabbed(
        ("STT", "Hoạt động", "Thời gian", "Phân công"),
        ("1", "Lễ ra quân làm vệ sinh bãi biển", "07/6/2026", "Đoàn xã chủ trì; các thôn 3, 4, 5 tham gia"),
        ("2", "Tập huấn phân loại rác cho tiểu thương", "09/6/2026", "Ban Quản lý chợ"),
    )
    assert [row[:2] for row in read(f"Các hoạt động như sau:\n\n{table}")] == [
        (["Đoàn xã"], ["các thôn 3, 4, 5"]),
        (["Ban Quản lý chợ"], []),
    ]


def test_a_clause_that_is_whole_ends_a_name() -> None:
    one = task("1. Các đơn vị được phân công gửi kế hoạch về Phòng Kinh tế trước ngày 03/6/2026.\n")
    assert one["lead"] == ["Các đơn vị được phân công"]


def test_whoever_concludes_is_not_the_one_who_acts() -> None:
    body = (
        "Sau khi nghe báo cáo, Phó Chủ tịch UBND xã kết luận:\n\n1/ Trạm Y tế lập danh sách ca bệnh hằng ngày.\n\n"
        "2/ Nhà thầu khẩn trương đào nền, không chờ đủ mặt bằng.\n"
    )
    assert [one["lead"] for one in pasted(HEAD + body)["tasks"]] == [["Trạm Y tế"], ["Nhà thầu"]]


def test_a_column_of_groups_is_not_the_task() -> None:
    table = tabbed(
        ("TT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Chủ trì", "Hoàn thành"),
        ("1", "Công khai minh bạch", "Thay pa nô cũ, gắn mã QR tra cứu hồ sơ", "Văn phòng", "20/3/2026"),
        ("2", "Công khai minh bạch", "Lấy phiếu đánh giá tại quầy", "Văn phòng", "30/4/2026"),
    )
    made = pasted(f"{PART}Theo bảng sau:\n\n{table}")["tasks"]
    assert [one["title"] for one in made] == [
        "Thay pa nô cũ, gắn mã QR tra cứu hồ sơ",
        "Lấy phiếu đánh giá tại quầy",
    ]


def test_who_comes_behind_together_with_helps() -> None:
    body = "1. Phòng Văn hóa - Xã hội cùng Mặt trận và các đoàn thể xóa 34 nhà tạm.\n"
    assert read(body) == [(["Phòng Văn hóa - Xã hội"], ["Mặt trận", "các đoàn thể"], None)]


def test_a_body_in_a_later_clause_is_taken_where_nobody_else_leads_and_said() -> None:
    one = task(
        "a) Gieo cấy 420 ha lúa, xong trước ngày 25/02/2026; Phòng Kinh tế chịu trách nhiệm về cơ cấu giống.\n"
    )
    assert one["lead"] == ["Phòng Kinh tế"]
    assert "lead" in one["unsure"]


def test_marks_of_a_table_that_came_apart_are_said_to_be_unsure() -> None:
    cells = (
        "TT",
        "Nội dung công việc",
        "Bộ phận chủ trì",
        "T7",
        "T8",
        "T9",
        "1",
        "Cấp đổi giấy chứng nhận cho hộ dân",
        "Phòng Kinh tế",
        "x",
        "2",
        "Rà lại quỹ đất công ích của xã",
        "Phòng Kinh tế",
        "x",
    )
    made = pasted(PART + "Theo bảng sau:\n\n" + "".join(f"{cell}\n\n" for cell in cells))["tasks"]
    assert made
    assert all("due" in one["unsure"] for one in made)


def test_a_table_without_numbers_that_came_apart_is_said_too() -> None:
    cells = ("Đơn vị", "Phần việc", "Mốc xong", "Phòng Kinh tế", "Lập danh mục các tuyến hẻm", "15/03/2026")
    made = pasted(f"{PART}1. Công an xã giữ trật tự.\n\n" + "".join(f"{cell}\n\n" for cell in cells))
    assert all({"lead", "due"} <= set(one["unsure"]) for one in made["tasks"][1:])


def test_the_day_of_a_letterhead_may_stand_in_the_next_line() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VĂN\n-------\n|\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n|\n"
        "Số: 07/CT-UBND\n|\nĐồng Văn, ngày\n30 tháng 3 năm 2026\n|\nCHỈ THỊ\nVề phòng cháy rừng\n"
        "1. Công an xã tuần tra các khu rừng.\n"
    )
    head = pasted(text)["document"]
    assert (head["place"], head["issued"]) == ("Đồng Văn", "2026-03-30")


def test_a_motto_and_a_place_may_share_a_line() -> None:
    text = (
        "UBND XÃ ĐỒNG VĂN\nSố: 45/KH-UBND\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Đồng Văn, ngày 09 tháng 3\nnăm 2026\n"
        "KẾ HOẠCH\nSửa chợ phiên\n\nI. NHIỆM VỤ\n\n1. Phòng Kinh tế sửa mái chợ.\n"
    )
    head = pasted(text)["document"]
    assert (head["place"], head["issued"]) == ("Đồng Văn", "2026-03-09")


def test_a_long_subject_below_its_title_is_no_task() -> None:
    text = (
        "UBND XÃ ĐỒNG VĂN\n\nSố: 77/QĐ-UBND\n\nĐồng Văn, ngày 11 tháng 5 năm 2026\n\nQUYẾT ĐỊNH\n\n"
        "Phân công nhiệm vụ các thành viên Ban Chỉ đạo phòng, chống dịch bệnh xã Đồng Văn\n\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG VĂN\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Trạm Y tế lập danh sách ca bệnh hằng ngày.\n"
    )
    assert [one["lead"] for one in pasted(text)["tasks"]] == [["Trạm Y tế"]]


def test_a_letter_with_few_full_lines_is_joined() -> None:
    text = (
        "UBND HUYỆN VÂN SƠN\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nSố: 330/PGDĐT-TCCB\nVân Sơn, ngày 19 tháng 3 năm 2026\n"
        "Kính gửi: Hiệu trưởng các trường trực thuộc.\n"
        "Thực hiện Công văn số 512/UBND-NV ngày 14/3/2026 của UBND huyện, Phòng Giáo dục và\n"
        "Đào tạo yêu cầu Hiệu trưởng các trường:\n"
        "1. Thống kê số giáo viên được giao, số hiện có và số còn thiếu theo từng môn học, cả\n"
        "giáo viên hợp đồng.\n"
        "2. Gửi bảng thống kê về bộ phận Tổ chức cán bộ, bản mềm gửi qua hộp thư chung của\n"
        "Phòng, hạn cuối ngày 29/3/2026.\n"
        "3. Trường THCS Phan Chu Trinh cử 01 giáo viên Tin học đến giúp nhập liệu tại trụ sở\n"
        "Phòng từ ngày 01/4 đến 05/4/2026.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTRƯỞNG PHÒNG\nY Bhiông Ayũn\n"
    )
    assert [one["due"] for one in pasted(text)["tasks"]] == [None, "2026-03-29", "2026-04-05"]
