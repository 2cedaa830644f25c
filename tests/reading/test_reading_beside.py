"""Goals in a column of results beside tasks, and what stands there and is none."""

from typing import Any

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

LEADS = ("Trạm Y tế xã", "Phòng Kinh tế")


def annex(head: str, *results: str) -> list[dict[str, Any]]:
    """Return the goals of an annex whose rows bring `results`, led by each of LEADS in turn."""
    rows = [
        f"| {at} | Khám và tư vấn cho người dân, đợt {at} | {LEADS[at % 2]} | {result} | Quý III/2026 |"
        for at, result in enumerate(results)
    ]
    heads = f"| TT | Nội dung công việc | Chủ trì | {head} | Thời hạn |"
    return list(pasted(HEAD + "\nPHỤ LỤC\n\n" + "\n".join((heads, *rows)) + "\n")["targets"])


def told(goals: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["index"], one["goal_op"], one["goal"], one["responsible"]) for one in goals]


@pytest.mark.parametrize("head", ["Kết quả cần đạt (định lượng)", "Sản phẩm", "Chỉ tiêu phải đạt"])
def test_a_figure_to_be_reached_beside_a_task_is_a_goal_of_who_leads_it(head: str) -> None:
    goals = annex(
        head,
        "Tối thiểu 85% người cao tuổi của các ấp được lập hồ sơ sức khỏe",
        "Tỷ lệ lồng bè trên sông được đăng ký đạt tối thiểu 90%. Không quá 2% số lồng bè để xảy ra dịch bệnh",
    )
    assert told(goals) == [
        ("Người cao tuổi của các ấp được lập hồ sơ sức khỏe", ">=", 85, [LEADS[0]]),
        ("Tỷ lệ lồng bè trên sông được đăng ký", ">=", 90, [LEADS[1]]),
        ("Số lồng bè để xảy ra dịch bệnh", "<=", 2, [LEADS[1]]),
    ]


def test_what_is_done_for_those_who_are_counted_is_no_part_of_their_name() -> None:
    goals = annex(
        "Sản phẩm",
        "Mỗi ấp vận động được ít nhất 03 cơ sở thu mua ký cam kết không bơm tạp chất",
        "Hoàn thành cấp thẻ cho 100% (khoảng 640) lao động làm việc tại các vựa cá",
    )
    assert [(one["index"], one["goal"]) for one in goals] == [
        ("Cơ sở thu mua ký cam kết không bơm tạp chất", 3),
        ("Lao động làm việc tại các vựa cá", 100),
    ]


def test_papers_counts_and_a_few_words_about_the_task_are_no_goals() -> None:
    assert not annex(
        "Sản phẩm",
        "Báo cáo của Trạm Y tế với 100% số liệu tiêm chủng của các ấp trong xã",
        "02 lớp tập huấn, 150 tờ rơi phát cho các hộ nuôi cá lồng bè",
        "100% tờ rơi",
        "Sổ theo dõi",
    )
    assert [one["goal"] for one in annex("Chỉ tiêu", "100% hộ được khám", "Sổ khám")] == [100]


def test_what_was_reached_already_sets_no_goal() -> None:
    assert not annex("Kết quả thực hiện", "Đã có 92% người cao tuổi của các ấp được lập hồ sơ sức khỏe")
