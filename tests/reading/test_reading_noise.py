"""What stands among orders and orders nothing: recitals, lists of papers and people, notes, quoted law, numbers."""

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted, rows

PART = HEAD + "I. NHIỆM VỤ\n\n"
ORDER = "1. Phòng Kinh tế sửa lại mái chợ phiên.\n\n"


@pytest.mark.parametrize(
    "noise",
    [
        "2. Ông: Vừ Mí Chá - Phó Chủ tịch UBND xã, Trưởng đoàn.",
        "2. Bà: Lầu Thị Say - Chuyên viên Phòng Kinh tế, Thư ký.",
        "2. Ông: Vừ Mí Chá.",
        "2. Nghị định số 15/2026/NĐ-CP ngày 12/01/2026 của Chính phủ quy định về quản lý chợ;",
        "2. Quyết định số 8/QĐ-UBND ngày 05/01/2026 của UBND tỉnh ban hành giá dịch vụ.",
        "2. Tên công trình: Mái che chợ phiên Đồng Văn.",
        "2. Loại, cấp công trình: Công trình dân dụng, cấp IV.",
        "2. Chủ đầu tư: Công ty TNHH Vân Anh.",
        "2. Nội dung tập huấn: Quy định tại Điều 9 Nghị định số 15/2026/NĐ-CP.",
        "2. Thời hạn ủy quyền: Từ ngày ký đến hết ngày 28 tháng 02 năm 2027.",
        "2. UBND xã thông báo cho các hộ kinh doanh được biết và phối hợp thực hiện.",
        "2. UBND xã kính gửi Sở Công Thương xem xét, tổng hợp.",
    ],
)
def test_what_only_tells_is_no_task(noise: str) -> None:
    assert [row[0] for row in rows(f"{PART}{ORDER}{noise}\n")] == ["Phòng Kinh tế"]


@pytest.mark.parametrize(
    ("order", "lead"),
    [
        ("2. Căn cứ Kế hoạch này, xây dựng lịch trực của từng thôn.", []),
        ("2. Phụ trách chợ: Kiểm tra biển giá hằng ngày.", []),
        ("2. Công an xã: Giữ gìn trật tự tại cổng chợ.", ["Công an xã"]),
        ("2. Ông. Vừ Mí Chá - Tổ trưởng: Phụ trách chung.", ["Vừ Mí Chá"]),
        ("2. Không yêu cầu người dân, hộ kinh doanh nộp lại giấy tờ đã có trong hồ sơ.", []),
        ("2. Giao Phòng Kinh tế triển khai Nghị định số 15/2026/NĐ-CP ngày 12/01/2026.", ["Phòng Kinh tế"]),
    ],
)
def test_what_looks_alike_is_a_task_still(order: str, lead: list[str]) -> None:
    made = rows(f"{PART}{ORDER}{order}\n")
    assert [row[1] for row in made] == [["Phòng Kinh tế"], lead]


def test_recitals_of_a_decision_order_nothing_however_they_are_set() -> None:
    text = (
        "UBND XÃ ĐỒNG VĂN\n\nSố: 21/QĐ-UBND\n\nĐồng Văn, ngày 02 tháng 2 năm 2026\n\nQUYẾT ĐỊNH\n\n"
        "Ban hành các giải pháp giữ an toàn phòng cháy, chữa cháy cho chợ phiên và các điểm bán hàng trên địa bàn xã\n\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG VĂN\n\n"
        "Căn cứ Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 55/2024/QH15 ngày 29 tháng 11 năm 2024;\n\n"
        "Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15 tháng 5 năm 2025 được sửa đổi, bổ sung năm 2026;\n\n"
        "Theo đề nghị của Trưởng phòng Kinh tế.\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo đây các giải pháp.\n\n"
        "Điều 2. Phòng Kinh tế hướng dẫn các hộ lắp bình chữa cháy, xong trước ngày 30/4/2026.\n"
    )
    assert rows(text) == [("Phòng Kinh tế", ["Phòng Kinh tế"], [], "2026-04-30")]


def test_the_words_of_a_quoted_law_are_nobodys_task() -> None:
    text = (
        f"{PART}1. Phòng Kinh tế hướng dẫn tiểu thương theo khoản 1 Điều 5 Nghị định số 15/2026/NĐ-CP như sau:\n\n"
        "“1. Bảo đảm lối đi rộng ít nhất hai mét.\n\n2. Không để hàng chắn cửa thoát nạn.\n\n"
        "3. Báo cáo cơ quan quản lý trước ngày 15/12.”\n\n2. Công an xã kiểm tra lối thoát nạn.\n"
    )
    assert [row[1] for row in rows(text)][-1] == ["Công an xã"]
    assert all("hàng chắn" not in task["quote"] for task in pasted(text)["tasks"])


def test_a_table_of_numbers_gives_no_unit_a_number_for_a_name() -> None:
    text = (
        f"{HEAD}I. TÌNH HÌNH\n\nTT\tHoạt động\tSố tổ chức\tĐơn vị cấp phép\tThời gian\n"
        "1\tKhai thác đá xây dựng\t40\t11\t2025\n2\tThi công đường liên thôn\t21\t0\t2025\n"
    )
    assert pasted(text)["tasks"] == []


@pytest.mark.parametrize(
    ("words", "due", "doubt"),
    [
        ("kiểm tra chứng chỉ có thời hạn đến ngày 17/4/2028", None, True),
        ("phổ biến quy định có hiệu lực từ ngày 01/7/2026 đến hết ngày 31/12/2026", None, False),
        ("chuẩn bị nội dung kỳ họp giữa năm 2026", None, False),
        ("rà soát đối tượng áp dụng chậm nhất đến ngày 01/7/2028", "2028-07-01", False),
        ("hoàn thành trước thời điểm 01/7/2026", "2026-07-01", False),
        ("hoàn thành trước khi kết thúc quý III/2026", "2026-09-30", False),
        ("nộp báo cáo chậm nhất là 15h00' ngày 20/3/2026", "2026-03-20", False),
        ("hoàn thành trong tháng 3, 4 năm 2026", "2026-04-30", False),
        ("báo cáo định kỳ trước ngày 15/6 và 15/12", "2026-12-15", True),
    ],
)
def test_times_are_read_as_meant_or_marked(words: str, due: str | None, doubt: bool) -> None:
    (task,) = pasted(f"{PART}1. Phòng Kinh tế {words}.\n")["tasks"]
    assert (task["due"], "due" in task["unsure"]) == (due, doubt)
    if task["due_text"]:
        assert task["due_text"] in task["quote"]
