"""What goals are called, in small: all that is to be reached, and no more."""

import pytest

from roviec.tasks.reading.goals import goals_in
from tests.reading.test_reading_targets import goals, pasted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "100% điểm tổ chức sử dụng chất cấm và 90% diện tích trồng cây cấm được phát hiện, xử lý",
            [
                ("Điểm tổ chức sử dụng chất cấm được phát hiện, xử lý", 100),
                ("Diện tích trồng cây cấm được phát hiện, xử lý", 90),
            ],
        ),
        ("Bảo đảm điều trị cho 100% người bệnh lao", [("Bảo đảm điều trị cho người bệnh lao", 100)]),
        ("Hoàn thành 100% việc đo đạc ruộng bậc thang", [("Việc đo đạc ruộng bậc thang", 100)]),
        ("Xây dựng và vận hành tối thiểu 02 bản đồ số", [("Xây dựng và vận hành bản đồ số", 2)]),
        ("Giá trị giao dịch không tiền mặt gấp 20 lần", [("Giá trị giao dịch không tiền mặt", 20)]),
        ("80% hộ dân được tập huấn, nhất là hộ nghèo", [("Hộ dân được tập huấn", 80)]),
        ("Đến ngày 30/6/2027, 100% kho lưu trữ được số hóa", [("Kho lưu trữ được số hóa", 100)]),
        ("phấn đấu tăng ít nhất 05 bậc so với năm 2025", []),
    ],
)
def test_the_name_of_a_goal_says_all_of_it_and_no_more(text: str, wanted: list[tuple[str, float]]) -> None:
    assert [(goal.label, goal.value) for goal in goals_in(text, counted=True)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Giải quyết việc làm cho 5.000 lao động", [("Giải quyết việc làm cho lao động", 5000)]),
        ("Trồng mới ít nhất 500 ha rừng", [("Trồng mới rừng", 500)]),
        ("Kết nạp 30 đảng viên mới", [("Kết nạp đảng viên mới", 30)]),
    ],
)
def test_what_is_done_to_so_many_is_called_by_both(text: str, wanted: list[tuple[str, float]]) -> None:
    assert [(goal.label, goal.value) for goal in goals_in(text, counted=True)] == wanted


@pytest.mark.parametrize(
    "heading", ["II. KẾT QUẢ CẦN ĐẠT", "I. ĐỊNH HƯỚNG, MỤC TIÊU NĂM 2026", "I. QUAN ĐIỂM, MỤC TIÊU"]
)
def test_headings_that_open_goals_among_others(heading: str) -> None:
    made = pasted(
        f"{heading}\n\n- Đào tạo nghề cho 80% lao động.\n\n- PAR INDEX tăng 3 bậc.\n\n- Hộ nghèo còn 2%.\n"
    )
    assert (made["tasks"], [value for *_, value in goals(made)]) == ([], [80, 2])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "các Chỉ số PAR INDEX, SIPAS và PAPI nằm trong nhóm 12 tỉnh dẫn đầu",
            {"PAR INDEX": "12", "SIPAS": "12", "PAPI": "12"},
        ),
        ("Chỉ số PAR INDEX xếp thứ 9/34 tỉnh, thành phố", {"PAR INDEX": "9"}),
        ("Giữ vững vị trí trong tốp 05 về Chỉ số chuyển đổi số (DTI)", {"DTI": "5"}),
        ("Chỉ số PAPI tăng 03 bậc", {}),
    ],
)
def test_a_place_to_reach_is_a_goal_of_each_index(text: str, wanted: dict[str, str]) -> None:
    made = pasted(f"I. MỤC TIÊU\n\n- {text}.\n\nII. NHIỆM VỤ\n\n1. Giao Văn phòng mở sổ chấm điểm.\n")
    assert {one["index"]: one["goal_rank"] for one in made["targets"]} == wanted
    assert all(one["goal"] is None for one in made["targets"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kinh tế rừng chiếm 12% GRDP của tỉnh", [("Kinh tế rừng chiếm GRDP của tỉnh", 12, None)]),
        (
            "Tỷ lệ hộ dùng mạng tốc độ trên 01 Gb/s đạt 80%",
            [("Tỷ lệ hộ dùng mạng tốc độ trên 01 Gb/s", 80, None)],
        ),
        ("Tỷ suất chết trẻ giảm từ 9 ca/1.000 trẻ xuống 7 ca/1.000 trẻ", [("Tỷ suất chết trẻ", 7, 9)]),
        ("Tỷ lệ tai biến dưới 4/100.000 ca sinh", [("Tỷ lệ tai biến", 4, None)]),
        (
            "Hài lòng chung đạt 90%; trong đó, mức hài lòng về đất đai đạt 85%",
            [("Hài lòng chung", 90, None), ("Mức hài lòng về đất đai", 85, None)],
        ),
    ],
)
def test_of_what_a_share_is_and_from_where_it_comes(
    text: str, wanted: list[tuple[str, float, float | None]]
) -> None:
    assert [(goal.label, goal.value, goal.baseline) for goal in goals_in(text)] == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Tỷ lệ đô thị hóa đến năm 2027 đạt khoảng 60%, đến năm 2030 đạt 75%.",
            [("Tỷ lệ đô thị hóa", 60, "=", 2027), ("Tỷ lệ đô thị hóa", 75, "=", 2030)],
        ),
        (
            "Đến năm 2027 có 60% hộ dùng nước sạch, đến năm 2030 có trên 90%.",
            [("Hộ dùng nước sạch", 60, "=", 2027), ("Hộ dùng nước sạch", 90, ">", 2030)],
        ),
        (
            "Thu nhập bình quân đầu người đến năm 2027 đạt 80 triệu đồng, phấn đấu đến năm 2030 đạt trên 95 triệu đồng.",
            [
                ("Thu nhập bình quân đầu người", 80, "=", 2027),
                ("Thu nhập bình quân đầu người", 95, ">", 2030),
            ],
        ),
    ],
)
def test_what_is_reached_in_a_later_year_is_the_same_measure(
    sentence: str, wanted: list[tuple[str, float, str, int]]
) -> None:
    assert [(one.label, one.value, one.op, one.year) for one in goals_in(sentence)] == wanted


def test_many_figures_that_an_item_strives_for_are_goals_and_no_task() -> None:
    text = (
        "1. Định hướng phát triển và các nhiệm vụ chủ yếu\n\na) Phấn đấu đạt thu nhập bình quân đầu người 62 triệu đồng; "
        "sản lượng lương thực bình quân 2,1 triệu tấn; tỷ lệ hộ nghèo dưới 3%; tỷ lệ che phủ rừng 42%.\n"
    )
    assert [one[1:] for one in goals(pasted(text))] == [("=", 62), ("=", 2.1), ("<", 3), ("=", 42)]


def test_work_behind_a_lead_in_of_directions_is_no_goal() -> None:
    text = (
        "Định hướng các chỉ tiêu chủ yếu về phát triển kinh tế - xã hội 5 năm 2026 - 2030:\n\n"
        "Về kinh tế: Tốc độ tăng trưởng bình quân đạt khoảng 8%/năm.\n\n"
        "Định hướng phát triển giai đoạn 2026 - 2030:\n\n(1) Tạo đột phá trong đào tạo nghề, mở 12 lớp ở các thôn.\n"
    )
    assert [one[2] for one in goals(pasted(text))] == [8]
