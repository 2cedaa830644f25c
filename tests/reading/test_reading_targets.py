"""Targets in small: goals in lists, parts of an index, tables of several years, and what is no task."""

import io
from typing import Any

import openpyxl
import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.columns import role_of
from roviec.tasks.reading.goals import goal_of, goals_in
from roviec.tasks.reading.read import read, read_pasted

CALENDAR = Calendar.seeded(range(2024, 2029))
HEAD = (
    "UBND XÃ PHÚ LỘC\nSố: 18/KH-UBND\nPhú Lộc, ngày 20 tháng 3 năm 2026\nKẾ HOẠCH\n"
    "Công tác trọng tâm năm 2026\n\n"
)


def pasted(body: str) -> dict[str, Any]:
    return as_json(read_pasted(HEAD + body, calendar=CALENDAR))


def sheet(rows: list[list[Any]], *merged: str) -> dict[str, Any]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    data = io.BytesIO()
    book.save(data)
    return as_json(read(data.getvalue(), "bang.xlsx", calendar=CALENDAR))


def goals(made: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(one["component"] or one["index"], one["goal_op"], one["goal"]) for one in made["targets"]]


@pytest.mark.parametrize(
    ("text", "label", "op", "value"),
    [
        ("Thu ngân sách trên địa bàn: trên 21,5 tỷ đồng;", "Thu ngân sách trên địa bàn", ">", 21.5),
        ("Tỷ lệ hồ sơ trễ hạn dưới 0,5%.", "Tỷ lệ hồ sơ trễ hạn", "<", 0.5),
        ("Giảm tỷ lệ hồ sơ trễ hạn xuống dưới 1%", "Tỷ lệ hồ sơ trễ hạn", "<", 1.0),
        ("Phấn đấu năm 2026, tỷ lệ giải ngân đạt từ 95% trở lên", "Tỷ lệ giải ngân", ">=", 95.0),
        ("100% thủ tục được công khai", "Thủ tục được công khai", "=", 100.0),
        (
            "Có từ 95% người dân tham gia bảo hiểm y tế trở lên",
            "Người dân tham gia bảo hiểm y tế",
            ">=",
            95.0,
        ),
        ("Tốc độ tăng giá trị sản xuất bình quân 9%/năm", "Tốc độ tăng giá trị sản xuất", "=", 9.0),
        ("Thời gian chờ: không quá 15 phút", "Thời gian chờ", "<=", 15.0),
        (
            "Tỷ lệ người từ 15 tuổi trở lên có tài khoản đạt 85%",
            "Tỷ lệ người từ 15 tuổi trở lên có tài khoản",
            "=",
            85.0,
        ),
    ],
)
def test_a_goal_in_words(text: str, label: str, op: str, value: float) -> None:
    goal = goal_of(text)
    assert goal is not None
    assert (goal.label, goal.op, goal.value) == (label, op, value)


@pytest.mark.parametrize(
    "text", ["Rà soát thủ tục hành chính", "Ban hành 05 văn bản", "Nâng 02 bậc so với năm 2025"]
)
def test_what_is_no_goal(text: str) -> None:
    assert goal_of(text) is None


def test_a_goal_keeps_where_it_starts_from_its_place_and_who_answers_for_it() -> None:
    goal = goal_of("Tỷ lệ hài lòng tăng từ 85,2% (năm 2025) lên 90%")
    ranked = goal_of("Chỉ số PAR INDEX đạt 88 điểm trở lên, xếp thứ 12/40")
    led = goal_of("Tỷ lệ ký số đạt 100% (Văn phòng HĐND và UBND theo dõi)")
    assert goal is not None
    assert ranked is not None
    assert led is not None
    assert led.lead is not None
    assert (goal.baseline, goal.value, goal.year) == (85.2, 90.0, None)
    assert (ranked.value, ranked.rank) == (88.0, "12")
    assert led.value == 100.0


def test_a_list_of_goals_gives_targets_and_no_task() -> None:
    made = pasted(
        "I. MỤC TIÊU\n1. Các chỉ tiêu chủ yếu\n(1) Thu ngân sách: trên 21,5 tỷ đồng;\n(2) Tỷ lệ giao quân: 100%.\n"
        "II. NHIỆM VỤ\n1. Phòng Kinh tế tham mưu kế hoạch trước 30/4/2026.\n"
    )
    assert goals(made) == [("Thu ngân sách", ">", 21.5), ("Tỷ lệ giao quân", "=", 100.0)]
    assert [task["lead"] for task in made["tasks"]] == [["Phòng Kinh tế"]]


def test_a_line_before_a_list_opens_goals_and_another_one_closes_them() -> None:
    made = pasted(
        "UBND xã đề ra một số chỉ tiêu chủ yếu như sau:\n- Tỷ lệ hộ nghèo còn 2,1%;\n"
        "Để đạt các chỉ tiêu trên, UBND xã yêu cầu:\n- Phòng Kinh tế tham mưu kế hoạch trước 30/4/2026.\n"
    )
    assert goals(made) == [("Tỷ lệ hộ nghèo", "=", 2.1)]
    assert len(made["tasks"]) == 1


def test_goals_below_a_unit_are_its_own_and_goals_below_an_index_its_parts() -> None:
    made = pasted(
        "I. CHỈ TIÊU\n1. Phòng Kinh tế\n- Tỷ lệ giải ngân: đạt 98%\n"
        "2. Chỉ số PAPI: tối thiểu 43 điểm, trong đó:\n- Công khai, minh bạch: từ 5,5 điểm trở lên;\n"
    )
    assert made["targets"][0]["responsible"] == ["Phòng Kinh tế"]
    assert [(one["index"], one["component"]) for one in made["targets"][1:]] == [
        ("PAPI", None),
        ("PAPI", "Công khai, minh bạch"),
    ]


def test_numbered_rows_below_an_index_are_its_parts_until_the_next_row_of_its_rank() -> None:
    made = sheet(
        [
            ["TT", "Chỉ số", "Kết quả năm 2025", "Mục tiêu năm 2026"],
            ["1", "Chỉ số SIPAS", "83%", "Từ 88% trở lên"],
            ["1.1", "Tiếp cận dịch vụ", "81%", "Trên 85%"],
            ["2", "Chỉ số PAPI", None, None],
            ["2.1", "Công khai, minh bạch", "5,3", "5,6"],
            ["3", "Tỷ lệ trả lời đúng hạn", "92%", "100%"],
        ]
    )
    assert [(one["index"], one["component"]) for one in made["targets"]] == [
        ("SIPAS", None),
        ("SIPAS", "Tiếp cận dịch vụ"),
        ("PAPI", "Công khai, minh bạch"),
        ("Tỷ lệ trả lời đúng hạn", None),
    ]


def test_columns_of_several_years_give_a_target_each_and_a_merged_label_is_no_goal() -> None:
    made = sheet(
        [
            ["TT", "Chỉ tiêu", None, "Đơn vị", "Hiện trạng 2025", "Mục tiêu", None, "Cơ quan chủ trì"],
            [None, None, None, None, None, "2026", "2027", None],
            ["1", "Tỷ lệ hồ sơ trực tuyến", None, "%", "61", "70", "75", "Phòng Văn hóa - Xã hội"],
        ],
        "B1:C2",
        "B3:C3",
        "A1:A2",
        "D1:D2",
        "E1:E2",
        "F1:G1",
        "H1:H2",
    )
    assert [(one["baseline"], one["goal"], one["year"]) for one in made["targets"]] == [
        (61.0, 70.0, 2026),
        (61.0, 75.0, 2027),
    ]
    assert made["targets"][0]["responsible"] == ["Phòng Văn hóa - Xã hội"]


def test_a_plan_of_the_next_year_beside_this_years_is_the_goal() -> None:
    made = sheet(
        [
            ["STT", "Tên chỉ tiêu", "ĐVT", "Năm 2025", None, "Năm 2026", None],
            [None, None, None, "Kế hoạch", "Ước thực hiện", "Kế hoạch", "So sánh (%)"],
            [1, "Thu ngân sách", "Tỷ đồng", 20, 22.5, 25, 111],
        ],
        "D1:E1",
        "F1:G1",
        "A1:A2",
        "B1:B2",
        "C1:C2",
    )
    assert [(one["baseline"], one["goal"], one["year"]) for one in made["targets"]] == [(22.5, 25.0, 2026)]


def test_what_an_article_declares_is_no_task() -> None:
    made = pasted(
        "Điều 1. Phê duyệt kế hoạch lựa chọn nhà thầu như sau:\n1. Tên gói thầu: Mua sắm máy tính.\n"
        "2. Khối sở: giá trị trung bình đạt 90,42%.\n3. Chủ đầu tư: Văn phòng HĐND và UBND xã.\n"
        "Điều 2. Giao Văn phòng HĐND và UBND xã báo cáo trước 30/6/2026.\n"
    )
    assert [task["due"] for task in made["tasks"]] == ["2026-06-30"]


def test_what_is_wrong_is_neither_the_task_nor_its_deadline() -> None:
    made = sheet(
        [
            ["TT", "Tồn tại, hạn chế", "Giải pháp khắc phục", "Chủ trì", "Thời hạn"],
            [1, "Báo cáo quý I gửi chậm", "Gửi báo cáo định kỳ đúng hạn", "Văn phòng Sở", "31/10/2026"],
        ]
    )
    assert [(task["title"], task["due"]) for task in made["tasks"]] == [
        ("Gửi báo cáo định kỳ đúng hạn", "2026-10-31")
    ]


def test_who_works_comes_before_who_is_in_charge_or_watches() -> None:
    rows = [
        ["TT", "Thời gian", "Nội dung công việc", "Người phụ trách", "Bộ phận thực hiện", "Đơn vị theo dõi"],
        [1, "10/6/2026", "Kiểm tra quỹ vì người nghèo", "PCT Hiền", "Đoàn Thanh niên phường", "Văn phòng"],
    ]
    task = sheet(rows)["tasks"][0]
    assert (task["lead"], task["leader"]) == (["Đoàn Thanh niên phường"], "PCT Hiền")


def test_a_sheet_without_a_kind_is_called_by_its_title() -> None:
    made = sheet(
        [
            ["SỞ Y TẾ TỈNH BÌNH LÂM"],
            ["BẢNG THEO DÕI NHIỆM VỤ THÁNG 5 NĂM 2026"],
            ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Hạn"],
            [1, "Trình đề án sắp xếp phòng khám", "Văn phòng Sở", "30/6/2026"],
        ]
    )["document"]
    assert (made["issuer"], made["subject"]) == (
        "Sở Y tế tỉnh Bình Lâm",
        "Bảng theo dõi nhiệm vụ tháng 5 năm 2026",
    )


def test_places_before_points_and_the_parts_of_a_group_with_figures_of_its_own() -> None:
    ranked = sheet(
        [
            ["STT", "Tên chỉ số", "Năm 2025", None, "Chỉ tiêu 2026", None],
            [None, None, "Xếp hạng", "Điểm", "Xếp hạng", "Điểm"],
            [1, "PAR INDEX", "12", "86,9", "10", "88"],
        ],
        "C1:D1",
        "E1:F1",
        "A1:A2",
        "B1:B2",
    )["targets"][0]
    grouped = sheet(
        [
            ["STT", "Chỉ số thành phần", "Điểm đạt 2025", "Điểm phấn đấu 2026"],
            ["I", "SIPAS", 84, 88],
            [1, "Tiếp cận dịch vụ", 81, 85],
        ]
    )["targets"]
    assert (ranked["goal"], ranked["goal_rank"], ranked["baseline_rank"]) == (88.0, "10", "12")
    assert [(one["index"], one["component"]) for one in grouped] == [
        ("SIPAS", None),
        ("SIPAS", "Tiếp cận dịch vụ"),
    ]


def test_the_finer_of_two_label_columns_names_the_row() -> None:
    made = sheet(
        [
            ["STT", "Lĩnh vực", "Chỉ tiêu cụ thể", "Đơn vị tính", "Giao năm 2026"],
            [1, "Kinh tế", "Thu ngân sách", "Tỷ đồng", "25,5"],
        ]
    )
    assert goals(made) == [("Thu ngân sách", "=", 25.5)]


def test_the_year_that_a_figure_is_held_against_is_not_the_goals() -> None:
    (one,) = goals_in("Giảm 10% số vụ vi phạm vỉa hè so với cùng kỳ năm 2025.")
    assert (one.label, one.year) == ("Số vụ vi phạm vỉa hè", None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nâng tỷ lệ hộ dùng nước sạch từ 61% lên 70%.", ("Tỷ lệ hộ dùng nước sạch", 61, 70, None)),
        ("Giảm tỷ lệ hộ nghèo từ 5,2% năm 2025 xuống 3,1% năm 2026", ("Tỷ lệ hộ nghèo", 5.2, 3.1, None)),
        ("Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3,1%", ("Tỷ lệ hộ nghèo", 5.2, 3.1, None)),
        (
            "Đưa thu nhập bình quân từ 45 triệu đồng lên 60 triệu đồng/người",
            ("Thu nhập bình quân", 45, 60, None),
        ),
        (
            "Chỉ số DDCI: từ 90% trở lên (năm 2025: 88,4%), xếp thứ 4 trong khối",
            ("Chỉ số DDCI", 88.4, 90, "4"),
        ),
        (
            "Tỷ lệ sổ sức khỏe điện tử mức 2 đạt tối thiểu 92%",
            ("Tỷ lệ sổ sức khỏe điện tử mức 2", None, 92, None),
        ),
    ],
)
def test_a_goal_tells_from_where_to_where_it_goes(text: str, wanted: tuple[Any, ...]) -> None:
    assert [(one.label, one.baseline, one.value, one.rank) for one in goals_in(text)] == [wanted]


def test_those_whom_goals_concern_do_not_answer_for_them() -> None:
    made = pasted(
        "I. MỤC TIÊU\n\n1. Mục tiêu cụ thể\n\na) Đối với giáo viên, nhân viên\n\n- 100% giáo viên được tập huấn bơi lội.\n\n"
        "b) Công an xã\n\n- 90% nhà trọ có bình chữa cháy.\n"
    )
    assert [target["responsible"] for target in made["targets"]] == [[], ["Công an xã"]]


def test_where_a_goal_leads_to_is_no_part_of_its_name() -> None:
    made = pasted(
        "I. MỤC TIÊU\n\n- Ít nhất 55% thôn có sân chơi cho trẻ, từng bước tiếp cận các mô hình sân chơi ở thành phố.\n"
    )
    assert goals(made) == [("Thôn có sân chơi cho trẻ", ">=", 55)]


def test_the_parts_of_an_index_are_no_partners() -> None:
    assert role_of("Tiêu chí, tiêu chí thành phần", "") != "partners"
    assert role_of("Thành phần tham dự", "") == "partners"


@pytest.mark.parametrize(
    "opening",
    [
        "1. Nội dung thi đua\n\nVận động từng hộ phân loại rác tại nguồn, các nội dung này được cụ thể hóa bằng "
        "các chỉ tiêu cụ thể như sau:",
        "1. Nội dung thi đua\n\nPhong trào được tổ chức ở mọi thôn, kết quả được đo qua những chỉ số sau đây:",
        "1. Các chỉ số phân loại rác cần đạt",
        "1. Hệ thống chỉ số phấn đấu năm 2026",
    ],
)
def test_figures_to_reach_that_a_long_sentence_or_a_heading_opens_are_goals(opening: str) -> None:
    made = pasted(
        f"I. NỘI DUNG\n\n{opening}\n\n(1) 100% số hộ được phát thùng rác hai ngăn;\n\n"
        "(2) Ít nhất 85% số hộ phân loại rác tại nhà.\n\n2. Tổ chức\n\na) Phòng Kinh tế kiểm tra các chợ.\n"
    )
    assert goals(made) == [
        ("Số hộ được phát thùng rác hai ngăn", "=", 100),
        ("Số hộ phân loại rác tại nhà", ">=", 85),
    ]
    assert [task["title"] for task in made["tasks"]] == ["Phòng Kinh tế kiểm tra các chợ"]


def test_a_word_of_the_figure_before_its_year_is_no_part_of_the_name() -> None:
    (one,) = goals_in("Tỷ lệ cán bộ nữ trong quy hoạch các cấp ít nhất vào năm 2030 đạt 40%")
    assert (one.label, one.op, one.value, one.year) == (
        "Tỷ lệ cán bộ nữ trong quy hoạch các cấp",
        ">=",
        40,
        2030,
    )


def test_what_may_be_changed_is_no_goal() -> None:
    told = "Đối với ngành có tỷ lệ nữ dưới 30% có thể điều chỉnh mục tiêu cho phù hợp"
    assert [*goals_in(told)] == []


@pytest.mark.parametrize(
    "opening",
    [
        "c) Các hoạt động chính\n\nCăn cứ tình hình thực tế, các thôn phối hợp thực hiện các hoạt động sau:",
        "c) Nhiệm vụ và giải pháp chủ yếu",
        "c) Ngày hội đổi rác\n\nCác thôn tổ chức những hoạt động cụ thể như sau:",
    ],
)
def test_work_that_stands_among_goals_is_work(opening: str) -> None:
    made = pasted(
        "II. MỤC TIÊU CỦA KẾ HOẠCH\n\n1. Các chỉ tiêu\n\n- 90% số hộ phân loại rác tại nhà.\n\n"
        "2. Ngày hội đổi rác lấy quà\n\n"
        f"a) Chủ đề: “Rác là tài nguyên”.\n\n{opening}\n\n- Treo băng rôn tại chợ và nhà văn hóa thôn.\n\n"
        "- Tổ chức thu gom vỏ chai, giấy vụn của từng hộ.\n"
    )
    assert goals(made) == [("Số hộ phân loại rác tại nhà", "=", 90)]
    assert [task["title"][:8] for task in made["tasks"]] == ["Treo băn", "Tổ chức "]
