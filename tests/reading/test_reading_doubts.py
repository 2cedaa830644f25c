"""What decides a lead or a day wrongly without a word is decided by its cue now, or said to be unsure."""

from pathlib import Path
from typing import Any

import pytest

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.read import read
from tests.reading.test_reading_kinds import CALENDAR, HEAD, pasted, rows


def last(body: str) -> dict[str, Any]:
    task: dict[str, Any] = pasted(f"{HEAD}{body}\n")["tasks"][-1]
    return task


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Căn cứ khả năng cân đối ngân sách hằng năm, bố trí kinh phí sửa nhà văn hóa thôn.", "ngân sách"),
        ("Xét điểm nề nếp gắn với thi đua khen thưởng hàng năm của cơ quan.", "khen thưởng"),
        ("Kiểm tra, đôn đốc các thôn trước ngày 20/01/2026.", "đã qua"),
    ],
)
def test_a_rhythm_of_a_noun_and_a_day_that_is_over_are_marked(sentence: str, part: str) -> None:
    assert part in last(f"III. PHÂN CÔNG\n\n1. Phòng Kinh tế\n\n- {sentence}")["unsure"]["due"]


def test_a_rhythm_of_the_order_itself_is_sure() -> None:
    task = last("III. PHÂN CÔNG\n\n1. Phòng Kinh tế\n\n- Định kỳ hằng năm báo cáo số hộ trồng chè.")
    assert (task["recurrence"], task["unsure"]) == ("yearly", {})


@pytest.mark.parametrize(
    ("heading", "lead", "sure"),
    [
        ("Phòng Kinh tế - Cơ quan thường trực Ban Chỉ đạo", "Phòng Kinh tế", True),
        ("Các đơn vị cấp nước trên địa bàn xã có trách nhiệm", "Các đơn vị cấp nước trên địa bàn xã", True),
        ("Ban Quản lý các khu chế xuất", "Ban Quản lý các khu chế xuất", True),
        ("Trách nhiệm của đối tượng thực hiện kiểm kê:", "đối tượng thực hiện kiểm kê", False),
    ],
)
def test_a_heading_is_read_to_where_its_name_ends(heading: str, lead: str, *, sure: bool) -> None:
    task = last(f"IV. NHIỆM VỤ CỤ THỂ\n\n1. {heading}\n\n- Lập danh sách tài sản trước ngày 30/6/2026.")
    assert task["lead"] == [lead]
    assert ("lead" not in task["unsure"]) is sure


def test_a_comma_in_a_list_of_bodies_opens_no_subject() -> None:
    body = (
        "III. PHÂN CÔNG\n\n1. Trên cơ sở đề xuất của các Sở, ban, ngành chuyên môn, Sở Tài chính phối hợp với "
        "Sở Nội vụ tổng hợp nhu cầu kinh phí.\n"
    )
    assert rows(HEAD + body)[-1][1] == ["Sở Tài chính"]


def test_a_body_of_the_heading_beside_another_in_the_sentence_is_said() -> None:
    task = last("III. PHÂN CÔNG\n\n1. Phòng Kinh tế\n\n- Góp ý đề án dạy nghề do Phòng Văn hóa chủ trì.")
    assert "Phòng Kinh tế" in task["unsure"]["lead"]


def test_somebody_behind_a_comma_is_said() -> None:
    task = last("III. PHÂN CÔNG\n\n1. Doanh nghiệp viễn thông, tổ chức bảo đảm kinh phí kéo cáp về thôn.")
    assert "tổ chức" in task["unsure"]["lead"]


def test_what_was_assessed_may_end_in_work() -> None:
    body = (
        "I. ĐÁNH GIÁ CHUNG\n\nNăm qua xã đã có nhiều cố gắng.\n\n"
        "Để giữ kết quả đó, tỉnh Lam Giang cần tập trung thực hiện một số nhiệm vụ, giải pháp sau đây:\n\n"
        "1. Rà soát, bố trí cán bộ phù hợp với năng lực.\n\n"
        "Ủy ban nhân dân tỉnh chỉ đạo các sở hướng dẫn cấp xã gỡ vướng mắc.\n\n"
        "2. Quan tâm xử lý trụ sở dôi dư, lưu trữ hồ sơ.\n"
    )
    tasks = pasted(HEAD + body)["tasks"]
    assert [task["lead"] for task in tasks] == [
        ["tỉnh Lam Giang"],
        ["Ủy ban nhân dân tỉnh"],
        ["tỉnh Lam Giang"],
    ]
    assert all("lead" in task["unsure"] for task in (tasks[0], tasks[2]))


def test_a_label_may_lack_its_colon() -> None:
    task = last(
        "II. NỘI DUNG\n\n1. Tổ chức triển khai Chiến lược đọc sách của tỉnh\n\n"
        "Thời gian thực hiện sau khi Chiến lược được ban hành."
    )
    assert (task["title"], task["kind"]) == ("Tổ chức triển khai Chiến lược đọc sách của tỉnh", "event")


def test_quarters_joined_by_a_dash_end_with_the_second() -> None:
    task = last("II. NỘI DUNG\n\n1. Khảo sát đường thôn\n\nThời gian thực hiện: Quý IV/2026- Quý II/2027.")
    assert task["due"] == "2027-06-30"


def test_an_urgent_dispatch_says_what_it_is_about_below_its_title() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n\nSố: 07/CĐ-UBND\n\nLam Giang, ngày 02 tháng 9 năm 2026\n\nCÔNG ĐIỆN\n\n"
        "V/V ỨNG PHÓ LŨ TRÊN SÔNG LAM\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n\n- Các xã ven sông;\n\n"
        "1. Công an tỉnh tuần tra các cầu treo.\n"
    )
    subject = pasted(text)["document"]["subject"]
    assert "ứng phó lũ" in (subject or "").lower()


def test_the_name_of_a_network_is_no_figure() -> None:
    read = pasted(f"{HEAD}II. MỤC TIÊU\n\n- Thí điểm ứng dụng 5G, IoT quản lý kho cho tối thiểu 2 dự án.\n")
    assert [(one["goal"], one["goal_op"]) for one in read["targets"]] == [(2, ">=")]


@pytest.mark.parametrize(
    ("order", "is_marked"),
    [
        ("đề xuất phân bổ vốn để bà con vùng lũ có nhà ở an toàn trước ngày 15/12/2026.", True),
        ("rà soát kho sách nhằm giúp học sinh các thôn có đủ sách xong trước ngày 15/12/2026.", True),
        ("rà soát kho sách, báo cáo trước ngày 15/12/2026 để UBND xã tổng hợp.", False),
        ("sửa cầu treo xong trước ngày 15/12/2026.", False),
    ],
)
def test_a_day_by_which_an_aim_is_to_be_reached_is_marked(order: str, is_marked: bool) -> None:
    task = last(f"III. PHÂN CÔNG\n\n1. Phòng Kinh tế\n\n- Phòng Kinh tế {order}")
    assert (task["due"], "due" in task["unsure"]) == ("2026-12-15", is_marked)


@pytest.mark.parametrize(
    ("lead", "sure"),
    [
        ("Các phòng được giao chủ trì", False),
        ("Cơ quan, đơn vị được phân công theo dõi", False),
        ("Những xã có tên trong danh sách", False),
        ("Trưởng phòng", False),
        ("Các phòng, ban", True),
        ("Trưởng phòng Kinh tế", True),
        ("Phòng Kinh tế", True),
    ],
)
def test_who_is_told_by_a_task_or_a_post_alone_is_marked(lead: str, sure: bool) -> None:
    sentence = last(f"III. TỔ CHỨC THỰC HIỆN\n\n- {lead} báo cáo kết quả trước ngày 20/10/2026.")
    row = last(f"STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tRà soát chợ tạm\t{lead}\tTrước 20/10/2026")
    for task in (sentence, row):
        assert ("lead" not in task["unsure"]) is sure, task["unsure"]


def test_a_body_of_a_later_clause_is_told_by_its_name() -> None:
    text = "II. NHIỆM VỤ\n\n1. Gieo cấy 420 ha lúa mùa; Phòng Kinh tế chịu trách nhiệm về giống.\n"
    (task,) = pasted(HEAD + text)["tasks"]
    assert (task["lead"], task["unsure"]["lead"]) == (
        ["Phòng Kinh tế"],
        "Lấy theo «Phòng Kinh tế» ở vế sau của câu.",
    )


def test_no_doubt_quotes_nothing() -> None:
    for path in sorted((Path(__file__).parent / "documents").glob("*.docx"))[:40]:
        made = as_json(read(path.read_bytes(), path.name, calendar=CALENDAR))
        assert not [why for task in made["tasks"] for why in task["unsure"].values() if "«»" in why]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "1. Các sở, ban, ngành tỉnh cần tập trung:\n\n- Các sở, Ủy ban nhân dân xã và cả nước kê lại các sạp hàng.",
            "Ủy ban nhân dân xã",
        ),
        (
            "1. Trung tâm Kiểm soát thanh toán bảo hiểm điện tử: Chủ trì rà soát các sạp hàng trên cầu.",
            "Trung tâm Kiểm soát",
        ),
    ],
)
def test_another_subject_or_a_name_that_goes_on_to_its_colon_is_marked(text: str, words: str) -> None:
    (task,) = pasted(f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n\n{text}\n")["tasks"]
    whole = any("thanh toán" in name for name in task["lead"])
    assert whole or words in task["unsure"]["lead"]
