"""Who is meant by a clause, what a label or a part of the plan tells of, what a list only holds."""

from io import BytesIO
from typing import Any

import docx
import pytest

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.goals import goals_in
from roviec.tasks.reading.read import read
from roviec.tasks.reading.units import names_at
from tests.reading.test_reading_kinds import CALENDAR, HEAD, pasted

PART = HEAD + "I. NỘI DUNG\n\n"


def tasks(text: str) -> list[dict[str, Any]]:
    return pasted(text)["tasks"]


def test_a_counted_heading_is_no_task_and_what_stands_below_it_is() -> None:
    found = tasks(
        PART + "1. Nâng cao nhận thức của cán bộ và người dân về bình đẳng giới\na) Hoạt động 1\n"
        "- Nội dung: Tuyên truyền về phòng ngừa bạo lực trên các phương tiện truyền thông của xã.\n"
        "- Cơ quan thực hiện:\n+ Phòng Văn hóa - Xã hội chủ trì, phối hợp với các thôn, tổ dân phố.\n"
        "+ Trạm Y tế treo thông điệp truyền thông tại phòng chờ khám bệnh.\n"
    )
    assert [(task["title"].split(" ")[0], task["lead"]) for task in found] == [
        ("Tuyên", ["Phòng Văn hóa - Xã hội"]),
        ("Trạm", ["Trạm Y tế"]),
    ]
    assert found[0]["partners"] == ["các thôn, tổ dân phố"]


def test_the_time_of_the_whole_plan_is_nobodys_deadline_and_is_said() -> None:
    found = tasks(
        HEAD + "1. Nội dung\n1.1. Rà soát các cơ sở giáo dục mầm non trên địa bàn toàn xã.\n"
        "1.2. Phòng Văn hóa - Xã hội gửi kế hoạch thực hiện trước ngày 20/7/2026.\n"
        "2. Thời gian thực hiện: Từ tháng 7 đến tháng 12 năm 2026.\n"
    )
    assert [task["due"] for task in found] == [None, "2026-07-20"]
    assert "Từ tháng 7 đến tháng 12 năm 2026" in found[0]["unsure"]["due"]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        (
            "Đối với các đơn vị đã được Sở Giáo dục và Đào tạo, UBND tỉnh đánh giá công nhận chất lượng.",
            "các đơn vị đã được Sở Giáo dục và Đào tạo, UBND tỉnh đánh giá công nhận chất lượng",
        ),
        (
            "Đối với các đơn vị chưa tham gia đánh giá ngoài.",
            "các đơn vị chưa tham gia đánh giá ngoài",
        ),
        (
            "Thủ trưởng các cơ quan, đơn vị được giao nhiệm vụ",
            "Thủ trưởng các cơ quan, đơn vị được giao nhiệm vụ",
        ),
        ("Các trường mầm non, tiểu học, THCS còn lại:", "Các trường mầm non, tiểu học, THCS còn lại"),
        ("Liên hiệp các Hội Khoa học và Kỹ thuật", "Liên hiệp các Hội Khoa học và Kỹ thuật"),
    ],
)
def test_a_clause_tells_who_is_meant(heading: str, lead: str) -> None:
    found = tasks(PART + f"1. {heading}\na) Rà soát, bổ sung hồ sơ tự đánh giá của đơn vị mình.\n")
    assert [task["lead"] for task in found] == [[lead]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Thuế tỉnh, Kiểm toán nhà nước khu vực II, Kho bạc nhà nước khu vực XI, Ngân hàng nhà nước khu vực 8 tăng cường",
            [
                "Thuế tỉnh",
                "Kiểm toán nhà nước khu vực II",
                "Kho bạc nhà nước khu vực XI",
                "Ngân hàng nhà nước khu vực 8",
            ],
        ),
        (
            "Các sở: Nông nghiệp và Môi trường, Xây dựng, Quy hoạch - Kiến trúc, Nội vụ và UBND các xã, phường: rà soát",
            [
                "Các sở: Nông nghiệp và Môi trường, Xây dựng, Quy hoạch - Kiến trúc, Nội vụ",
                "UBND các xã, phường",
            ],
        ),
    ],
)
def test_lists_of_bodies_go_on(text: str, names: list[str]) -> None:
    found = names_at(text, 0)
    assert found is not None
    assert found.texts(text) == names


def test_what_a_dossier_consists_of_is_no_work_and_its_sending_is() -> None:
    found = tasks(
        PART + "1. Công tác đánh giá ngoài của các trường trên địa bàn toàn xã\n"
        "a) Các trường gửi hồ sơ về Phòng Văn hóa - Xã hội trước ngày 20/7/2026 gồm:\n"
        "- Công văn đăng ký đánh giá ngoài, trong đó nêu rõ nguyện vọng của trường;\n"
        "- Báo cáo tự đánh giá (02 bản in), bảng mã hóa minh chứng;\n"
    )
    assert [(task["lead"], task["due"]) for task in found] == [(["Các trường"], "2026-07-20")]


def test_a_day_of_some_month_is_left_open_and_said() -> None:
    (task,) = tasks(
        PART
        + "1. Các trường gửi hồ sơ về Phòng Văn hóa - Xã hội trước ngày 10 tháng liền kề trước tháng đoàn đến.\n"
    )
    assert task["due"] is None
    assert "ngày 10" in task["unsure"]["due"]


@pytest.mark.parametrize("number", ["2.1.", "2.1.1."])
def test_a_number_without_a_space_is_one(number: str) -> None:
    found = tasks(
        HEAD
        + f"2. Phòng Văn hóa - Xã hội.\n{number}Xây dựng kế hoạch kiểm định chất lượng giáo dục toàn xã.\n"
    )
    assert [task["lead"] for task in found] == [["Phòng Văn hóa - Xã hội"]]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Hiện nay, tổng số trạm thu phát sóng khoảng 180 trạm, trong đó có 22 trạm 5G", []),
        ("Mục tiêu 1. Lĩnh vực chính trị", []),
        (
            "Chỉ tiêu 2: Đến năm 2026 đạt 80% người dân được tiếp cận dịch vụ",
            ["Người dân được tiếp cận dịch vụ"],
        ),
        ("100% các xã mỗi quý có ít nhất 04 tin, bài", ["Các xã mỗi quý có ít nhất 04 tin, bài"]),
        ("Tại địa bàn đô thị: 100% trẻ em được chăm sóc, nuôi dưỡng", ["Trẻ em được chăm sóc, nuôi dưỡng"]),
        (
            "95% rác thải đô thị, 90% rác thải nông thôn được thu gom, xử lý",
            ["Rác thải đô thị được thu gom, xử lý", "Rác thải nông thôn được thu gom, xử lý"],
        ),
        (
            "100% cán bộ được tập huấn; 90% người dân có sổ sức khỏe",
            ["Cán bộ được tập huấn", "Người dân có sổ sức khỏe"],
        ),
        ("Hằng năm, số vụ bị phát hiện tăng trên 03%", ["Số vụ bị phát hiện tăng"]),
        ("Tỷ lệ hộ nghèo giảm còn 2%", ["Tỷ lệ hộ nghèo"]),
        ("100% cán bộ thuộc đối tượng 4 được tập huấn", ["Cán bộ thuộc đối tượng 4 được tập huấn"]),
        ("Từ năm 2026 trở đi, 100% các đài phát thanh có chuyên mục", ["Các đài phát thanh có chuyên mục"]),
    ],
)
def test_a_goal_is_called_by_what_is_measured(text: str, labels: list[str]) -> None:
    assert [goal.label for goal in goals_in(text)] == labels


def letter(above: str, below: str = "") -> dict[str, Any]:
    body = "Kính gửi:\n- Viện Văn hóa, Nghệ thuật, Thể thao và Du lịch Việt Nam;\n- Các phòng, ban.\n\n"
    order = "1. Phòng Văn hóa - Xã hội rà soát danh mục nhiệm vụ, hoàn thành trước 20/7/2026.\n"
    return pasted(f"{above}{body}Để thực hiện nhiệm vụ được giao, yêu cầu:\n\n{order}{below}")["document"]


def test_a_letter_without_its_letterhead_is_known_by_its_annex() -> None:
    said = letter(
        "", "\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n(Kèm theo Công văn số 6225/BVH-VP ngày 18/6/2026 của Bộ Văn hóa)\n"
    )
    assert [said[name] for name in ("number", "kind", "issued", "issuer")] == [
        "6225/BVH-VP",
        "Công văn",
        "2026-06-18",
        "Bộ Văn hóa",
    ]
    assert said["addressees"] == ["Viện Văn hóa, Nghệ thuật, Thể thao và Du lịch Việt Nam", "Các phòng, ban"]


def test_a_letter_of_the_party_says_in_several_lines_what_it_is_about() -> None:
    said = letter(
        "ĐẢNG ỦY XÃ CÔNG HẢI\nSố 41-CV/ĐU\nTham mưu triển khai thực hiện\nKế hoạch số 83-KH/TU của\n"
        "Ban Thường vụ Tỉnh ủy\nCông Hải, ngày 10 tháng 6 năm 2026\n\n"
    )
    assert said["kind"] == "Công văn"
    assert said["subject"] == "Tham mưu triển khai thực hiện Kế hoạch số 83-KH/TU của Ban Thường vụ Tỉnh ủy"


def test_each_item_of_a_paragraph_may_name_who_does_it() -> None:
    found = tasks(
        PART
        + "1. Đẩy mạnh cắt giảm thủ tục hành chính: (1) các phòng, ban khẩn trương rà soát quy trình, hoàn thành "
        "trước ngày 20/7/2026; (2) Công an xã rà soát hiện trạng dữ liệu, hoàn thành trước ngày 22/8/2026.\n"
    )
    assert [(task["lead"], task["due"]) for task in found] == [
        (["các phòng, ban"], "2026-07-20"),
        (["Công an xã"], "2026-08-22"),
    ]


def test_those_a_unit_works_with_do_not_lead_in_silence() -> None:
    (task,) = tasks(
        PART
        + "1. Công an xã\na) Chủ trì, phối hợp\n- Phòng Kinh tế tham mưu Ủy ban nhân dân xã cân đối ngân sách.\n"
    )
    assert task["lead"] == ["Công an xã"]
    assert "lead" in task["unsure"]


@pytest.mark.parametrize(
    ("who", "lead"),
    [
        ("Trung ương Mặt trận Tổ quốc Việt Nam", "Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("Mạng lưới Thanh niên tình nguyện", None),
    ],
)
def test_whoever_a_heading_asks_is_meant_or_the_rows_below_are_marked(who: str, lead: str | None) -> None:
    (task,) = tasks(
        HEAD + "Yêu cầu các phòng, ban và Công an xã tập trung thực hiện một số nhiệm vụ sau:\n\n"
        f"1. Đề nghị {who}\n- Chỉ đạo xây dựng kế hoạch giám sát việc thu gom rác thải sinh hoạt tại khu dân cư.\n"
    )
    assert task["lead"] == [lead] if lead else "lead" in task["unsure"]


def test_a_list_in_small_letters_is_whole() -> None:
    text = "cấp uỷ, tổ chức đảng, chính quyền, đoàn thể các cấp tập trung thực hiện"
    found = names_at(text, 0, small=True)
    assert found is not None
    assert found.texts(text) == ["cấp uỷ", "tổ chức đảng", "chính quyền", "đoàn thể các cấp"]


def test_an_annex_of_the_government_says_whose_it_is() -> None:
    said = letter("", "\nPHỤ LỤC\nDANH MỤC\n(Kèm theo Nghị quyết số 94/NQ-CP ngày 03/6/2026 của Chính phủ)\n")
    assert (said["number"], said["issuer"]) == ("94/NQ-CP", "Chính phủ")


def test_a_group_over_the_whole_width_is_no_second_head_and_a_group_of_tasks_no_task() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH\nKhắc phục ô nhiễm không khí năm 2026")
    heads = ("STT", "Cơ quan chủ trì", "Thuộc nhóm nhiệm vụ, hành động", "Nội dung nhiệm vụ", "Thời hạn")
    table = document.add_table(rows=0, cols=len(heads))
    fill(table, heads)
    fill(table, ("A.", "PHÒNG KINH TẾ", "", "", ""))
    table.rows[1].cells[1].merge(table.rows[1].cells[4])
    group = "Hoàn thiện hệ thống quy định về kiểm soát chất lượng không khí"
    fill(table, ("1", "Phòng Kinh tế", group, "- Lập danh sách các cơ sở phát thải.", "20/7/2026"))
    fill(table, ("1", "Phòng Kinh tế", group, "- Xây dựng quy chế phối hợp giữa các xã.", "Quý III/2026"))
    buffer = BytesIO()
    document.save(buffer)
    found = as_json(read(buffer.getvalue(), "a.docx", calendar=CALENDAR))["tasks"]
    assert [(task["title"].split(" ")[0], task["lead"], task["due"]) for task in found] == [
        ("Lập", ["Phòng Kinh tế"], "2026-07-20"),
        ("Xây", ["Phòng Kinh tế"], "2026-09-30"),
    ]


def test_the_rows_of_a_period_are_for_its_last_year() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH\nPhát triển Chính phủ số")
    table = document.add_table(rows=0, cols=5)
    fill(table, ("TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi, đánh giá"))
    for group, figure in (("Giai đoạn 2025-2027", "95%"), ("Giai đoạn 2028 - 2030", "100%")):
        fill(table, ("I", group, "", "", ""))
        fill(table, ("1", "Tỉ lệ hồ sơ được xử lý trên môi trường điện tử", "%", figure, "Văn phòng"))
    buffer = BytesIO()
    document.save(buffer)
    found = as_json(read(buffer.getvalue(), "a.docx", calendar=CALENDAR))["targets"]
    assert [(target["goal"], target["year"]) for target in found] == [(95.0, 2027), (100.0, 2030)]


def fill(table: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text = text


@pytest.mark.parametrize(
    "order",
    [
        "Yêu cầu các đơn vị chưa nộp báo cáo khẩn trương gửi về Văn phòng xã",
        "Đối với các đơn vị chưa nộp báo cáo, khẩn trương gửi về Văn phòng xã trước ngày 20/7/2026",
        "Đối với các đơn vị chưa nộp báo cáo thì phải gửi về Văn phòng xã trước ngày 20/7/2026",
    ],
)
def test_an_order_to_some_of_them_is_no_heading(order: str) -> None:
    found = tasks(PART + f"1. Công tác báo cáo của các đơn vị trên địa bàn\n- {order}\n- {order}.\n")
    assert len(found) == 2


def test_what_a_list_of_papers_holds_with_a_day_is_work() -> None:
    found = tasks(
        PART + "1. Các trường thực hiện chế độ báo cáo, gửi Phòng Văn hóa - Xã hội gồm:\n"
        "- Báo cáo sơ kết học kỳ I gửi trước ngày 20/7/2026;\n- Báo cáo tổng kết năm học gửi trước ngày 22/8/2026.\n"
    )
    assert [task["due"] for task in found] == ["2026-07-20", "2026-08-22"]


@pytest.mark.parametrize(
    "text",
    [
        "Hiện đại hóa 95% trạm y tế",
        "Hiện nay tỷ lệ đạt 60%, phấn đấu đến năm 2026 tỷ lệ hộ dùng nước sạch đạt 80%",
    ],
)
def test_a_goal_is_not_lost_for_what_its_sentence_begins_with(text: str) -> None:
    assert any(goal.value in (95, 80) for goal in goals_in(text))


def test_a_sentence_behind_a_list_is_an_order_of_its_list_and_marked() -> None:
    text = (
        f"{HEAD}1. Trạm Y tế xã:\n\n- Cung ứng đầy đủ thuốc cho các điểm trạm.\n\n- Giảm tỷ lệ thuốc biệt dược gốc.\n\n"
        "Thường xuyên rà soát giá thuốc đã đấu thầu, làm việc với nhà cung ứng để điều chỉnh giá cho phù hợp.\n"
    )
    last = pasted(text)["tasks"][-1]
    assert (last["lead"], "lead" in last["unsure"]) == (["Trạm Y tế xã"], True)
    assert last["title"].startswith("Thường xuyên rà soát giá thuốc")
