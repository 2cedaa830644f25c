"""Whom central and provincial papers name, what they only recite, and the days on which something is to be there."""

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted, rows
from tests.reading.test_reading_roles import table

PART = HEAD + "I. NHIỆM VỤ\n\n"


@pytest.mark.parametrize(
    ("order", "lead"),
    [
        ("Thành phố Trà Sơn và các tỉnh Bến Gỗ, Tân An lập hồ sơ.", ["Thành phố Trà Sơn", "các tỉnh Bến Gỗ, Tân An"]),
        ("Thành phố Trà Sơn, tỉnh Bến Gỗ rà soát bến phà.", ["Thành phố Trà Sơn", "tỉnh Bến Gỗ"]),
        (
            "UBND các tỉnh, thành phố: Trà Sơn, Bến Gỗ, Tân An quyết liệt chỉ đạo kè sông.",
            ["UBND các tỉnh, thành phố: Trà Sơn, Bến Gỗ, Tân An"],
        ),
        ("Các sở, ban, ngành, UBND xã, phường định kỳ kiểm tra kho sách.", ["Các sở, ban, ngành", "UBND xã, phường"]),
        (
            "Cấp ủy, chính quyền địa phương các cấp, nhất là vùng núi, phải đi đầu trong việc dọn kênh.",
            ["Cấp ủy", "chính quyền địa phương các cấp"],
        ),
        ("Cơ quan thanh tra khẩn trương hoàn thành kết luận về chợ.", ["Cơ quan thanh tra"]),
        ("Yêu cầu từng bộ, ngành rà soát kho sách.", ["từng bộ, ngành"]),
        ("Yêu cầu nhà đầu tư (Công ty Bến Gỗ) điều chỉnh kế hoạch thi công.", ["nhà đầu tư"]),
        ("Các thôn góp công, góp sức dọn kênh.", ["Các thôn"]),
        ("Giao Trung tâm chủ trì phối hợp với Công an xã lập hồ sơ bến phà.", ["Trung tâm"]),
        ("Giao Phòng phối hợp với Công an xã lập hồ sơ bến phà.", ["Phòng"]),
        ("Giao Trung tâm tham mưu UBND xã lập hồ sơ bến phà.", ["Trung tâm"]),
        ("Tổ phối hợp liên ngành rà soát kho sách.", ["Tổ phối hợp liên ngành"]),
        (
            "Giao Công an xã chủ trì, chịu trách nhiệm thực hiện đầy đủ các thủ tục để trẻ được hưởng chế độ.",
            ["Công an xã"],
        ),
    ],
)  # fmt: skip
def test_places_party_bodies_and_investors_are_told_whole(order: str, lead: list[str]) -> None:
    assert [task["lead"] for task in pasted(f"{PART}1. {order}\n")["tasks"]] == [lead]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch sử dụng đất giai đoạn 2026-2030: Thực hiện theo quy định của pháp luật về đất đai.",
        "Kế hoạch sử dụng đất giai đoạn 2021-2025: Thực hiện theo các Quyết định của Thủ tướng Chính phủ.",
        "Tổng hợp nhu cầu sử dụng đất cho bến bãi đến năm 2030 dự kiến là 43.346 m2.",
        "Hiện nay tổng khối lượng hoàn thành của cầu khoảng 61% trong khi mùa mưa đã đến.",
    ],
)
def test_what_points_to_a_law_or_counts_is_nobodys_task(text: str) -> None:
    assert pasted(f"{PART}1. {text}\n\n2. Văn phòng lập sổ sách.\n")["tasks"][0]["lead"] == ["Văn phòng"]


def test_what_an_inspection_looks_at_is_no_task() -> None:
    text = "II. NỘI DUNG TRỌNG TÂM KIỂM TRA\n\n1. Công tác chỉ đạo\n\na) Công tác tuyên truyền cải cách hành chính.\n\n"
    made = pasted(f"{HEAD}{text}III. TỔ CHỨC THỰC HIỆN\n\n1. Văn phòng lập danh sách đoàn kiểm tra.\n")
    assert [task["lead"] for task in made["tasks"]] == [["Văn phòng"]]


def test_what_a_heading_is_about_is_the_task_where_it_says_the_same_in_full() -> None:
    text = (
        "1. Rà soát sổ sách\n\n- Nội dung: Rà soát sổ sách của các kho, kiến nghị thanh lý sách hỏng.\n\n"
        "- Cơ quan thực hiện: Văn phòng.\n\n- Thời gian thực hiện: Quý II/2026.\n"
    )
    assert rows(PART + text) == [("Rà soát sổ", ["Văn phòng"], [], "2026-06-30")]
    assert "thanh lý sách hỏng" in pasted(PART + text)["tasks"][0]["quote"]


@pytest.mark.parametrize(
    ("order", "due"),
    [
        (
            "Phòng Kinh tế phải khánh thành cầu Bến Gỗ và nâng cấp bến phà Tân An vào ngày 19/12/2026.",
            "2026-12-19",
        ),
        ("Văn phòng tổ chức lễ trao thưởng vào ngày 02 tháng 9 năm 2026.", "2026-09-02"),
        ("Văn phòng dự họp vào ngày 02 tháng 9 năm 2026.", None),
    ],
)
def test_a_day_on_which_something_is_to_be_there_is_its_deadline(order: str, due: str | None) -> None:
    assert [task["due"] for task in pasted(f"{PART}1. {order}\n")["tasks"]] == [due]


@pytest.mark.parametrize(
    ("goal", "index", "figure"),
    [
        ("Hình thành ít nhất 20 mô hình trồng rau, có khả năng nhân rộng toàn xã", "Mô hình trồng rau", 20),
        ("Mỗi năm có ít nhất 15 sản phẩm mới được bán ra", "Sản phẩm mới được bán ra", 15),
        ("Trên 70% số xưởng đạt trình độ trung bình trở lên", "Số xưởng đạt trình độ trung bình trở lên", 70),
        ("100% điểm đến có bản đồ số (hướng dẫn số, thanh toán điện tử)", "Điểm đến có bản đồ số", 100),
    ],
)  # fmt: skip
def test_a_goal_is_called_by_what_is_counted(goal: str, index: str, figure: float) -> None:
    made = pasted(f"{HEAD}I. CHỈ TIÊU\n\n1. {goal}.\n")["targets"]
    assert [(row["index"], row["goal"]) for row in made] == [(index, figure)]


@pytest.mark.parametrize(
    "days", [("Thứ Hai (02/3/2026)", "Thứ Ba (03/3/2026)"), ("1. Ngày 02/3/2026", "2. Ngày 03/3/2026")]
)
def test_what_stands_below_a_day_of_a_schedule_is_due_on_it_and_says_so(days: tuple[str, str]) -> None:
    head = "ỦY BAN NHÂN DÂN\nXÃ BẾN GỖ\n\nBến Gỗ, ngày 27 tháng 2 năm 2026\n\nLỊCH CÔNG TÁC\nTuần đầu tháng 3\n\n"
    first = "- Phòng Kinh tế kiểm tra bến đò.\n\n- Văn phòng họp giao ban."
    text = f"{days[0]}\n\n{first}\n\n{days[1]}\n\n- Công an xã tập huấn.\n"
    made = pasted(head + text)["tasks"]
    assert [(task["lead"], task["due"]) for task in made] == [
        (["Phòng Kinh tế"], "2026-03-02"),
        (["Văn phòng"], "2026-03-02"),
        (["Công an xã"], "2026-03-03"),
    ]
    assert all("due" in task["unsure"] for task in made)


@pytest.mark.parametrize(
    ("cell", "lead"),
    [
        ("Lãnh đạo\nSở Bến Gỗ", ["Lãnh đạo Sở Bến Gỗ"]),
        ("Lãnh đạo\nCông an tỉnh", ["Lãnh đạo Công an tỉnh"]),
        ("Giám đốc\nSở Văn hóa, Thể thao và Du lịch", ["Giám đốc Sở Văn hóa, Thể thao và Du lịch"]),
        ("Đại diện lãnh đạo\nPhòng Kinh tế, Hạ tầng và Đô thị", ["Đại diện lãnh đạo Phòng Kinh tế, Hạ tầng và Đô thị"]),
        ("Chủ tịch\nUBND xã", ["Chủ tịch UBND xã"]),
        ("Chủ tịch\nVăn phòng", ["Chủ tịch", "Văn phòng"]),
        ("Phòng Nội vụ\nCông an xã", ["Phòng Nội vụ", "Công an xã"]),
        ("Giám đốc Sở Tài chính, Sở Nội vụ", ["Giám đốc Sở Tài chính", "Sở Nội vụ"]),
    ],
)  # fmt: skip
def test_a_post_goes_with_the_body_below_it_in_its_cell(cell: str, lead: list[str]) -> None:
    heads = ("TT", "Tên nhiệm vụ", "Trách nhiệm thực hiện", "Thời gian")
    (task,) = table(heads, ("1", "Giải đáp kiến nghị về bến phà", cell, "Tháng 5/2026"))["tasks"]
    assert task["lead"] == lead
