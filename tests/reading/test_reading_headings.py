"""Who is to do what stands below a heading, and until when: posts, asked units, phases; what is inferred is marked."""

from typing import Any

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.above import HEADING
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.leads import BELOW
from roviec.tasks.reading.nearby import OVER, PHASE
from roviec.tasks.reading.read import read_pasted
from roviec.tasks.reading.roles import time_role

CALENDAR = Calendar.seeded(range(2024, 2032))
HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VĂN\n\nSố: 21/KH-UBND\n\nĐồng Văn, ngày 02 tháng 2 năm 2026\n\n"
    "KẾ HOẠCH\nCông tác trọng tâm năm 2026\n\n"
)


def tasks(body: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = as_json(read_pasted(HEAD + body, calendar=CALENDAR))["tasks"]
    return read


def test_a_post_in_a_heading_leads_what_is_below_and_is_marked() -> None:
    (task,) = tasks(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Bộ phận văn thư lưu trữ theo dõi công văn\n\n- Lập danh sách trẻ cần học bơi.\n"
    )
    assert task["lead"] == ["Bộ phận văn thư lưu trữ theo dõi công văn"]
    assert task["unsure"] == {"lead": HEADING.format(name="Bộ phận văn thư lưu trữ theo dõi công văn")}


def test_a_nearer_heading_with_a_unit_that_names_nobody_marks_the_lead_from_above() -> None:
    (task,) = tasks(
        "II. NỘI DUNG\n\n1. Phòng Kinh tế\n\n1.1. Trung tâm xã được chỉnh trang lại\n\n- Rà soát sổ ghi chép cũ.\n"
    )
    assert task["lead"] == ["Phòng Kinh tế"]
    assert task["unsure"] == {"lead": BELOW.format(name="Trung tâm xã được chỉnh trang lại")}


@pytest.mark.parametrize("verb", ["phối hợp", "quan tâm, chỉ đạo thực hiện"])
def test_who_is_asked_in_a_heading_leads_what_is_below(verb: str) -> None:
    read = tasks(
        f"IV. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị Công an xã {verb}\n\n- Rà soát danh sách hộ kinh doanh.\n\n"
        "- Cắm biển báo trước cổng chợ.\n"
    )
    assert [task["lead"] for task in read] == [["Công an xã"], ["Công an xã"]]


def test_who_has_a_post_in_a_small_board_leads_what_follows_the_colon() -> None:
    (task,) = tasks(
        "IV. TỔ CHỨC THỰC HIỆN\n\n"
        "1. Đồng chí Trưởng phòng Kinh tế - Phó Trưởng tiểu ban: Theo dõi tiến độ trồng cây ven đường.\n"
    )
    assert task["lead"] == ["Đồng chí Trưởng phòng Kinh tế - Phó Trưởng tiểu ban"]


def test_the_time_of_a_phase_holds_below_it_and_is_marked() -> None:
    read = tasks(
        "II. NỘI DUNG\n\n1. Đợt 1: Từ ngày 05/3/2026 đến ngày 20/3/2026:\n\na) Ở các thôn:\n\n- Kiểm tra sổ hộ tịch.\n\n"
        "- Kiểm tra biển tên đường trước ngày 10/3/2026.\n\n2. Đợt 2: Từ ngày 15/4/2026 đến ngày hội làng:\n\n"
        "- Kiểm tra sân chơi của trẻ.\n"
    )
    assert [task["due"] for task in read] == ["2026-03-20", "2026-03-10", None]
    marks = [task["unsure"].get("due", "") for task in read]
    assert marks[0] == PHASE.format(words="Từ ngày 05/3/2026 đến ngày 20/3/2026")
    # A phase that ends with no day to be read gives none, and says so.
    assert marks[1:] == ["", OVER.format(words="ngày 15/4/2026")]


def test_the_own_day_is_nearer_than_the_period_of_the_label_below_and_is_marked() -> None:
    (task,) = tasks(
        "II. NHIỆM VỤ\n\n1. Phòng Kinh tế gửi danh sách hộ trồng chè trước ngày 10/3/2026.\n\n"
        "- Thời gian thực hiện: Quý II/2026.\n"
    )
    assert task["due"] == "2026-03-10"
    assert "due" in task["unsure"]


def test_slogans_are_no_tasks_and_calling_people_in_is() -> None:
    read = tasks(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Các thôn\n\n- Toàn dân tích cực tham gia giữ gìn đường làng sạch đẹp!\n\n"
        "- Vận động bà con dự hội nghị đầy đủ.\n"
    )
    assert [task["title"] for task in read] == ["Vận động bà con dự hội nghị đầy đủ"]


@pytest.mark.parametrize(
    ("text", "time", "role"),
    [
        ("Gửi báo cáo trước ngày 15/3/2026", "15/3/2026", "due"),
        ("Sổ có hiệu lực đến ngày 15/3/2026", "15/3/2026", "held"),
        ("Quy định có hiệu lực từ ngày 15/3/2026", "15/3/2026", "begun"),
        ("Theo Quyết định số 12 ngày 15/3/2026", "15/3/2026", "cited"),
        ("Trình tại kỳ họp giữa năm 2026", "giữa năm 2026", "session"),
        ("Sân chơi tháng 3/2026", "tháng 3/2026", ""),
    ],
)
def test_a_time_has_one_role_by_the_words_around_it(text: str, time: str, role: str) -> None:
    start = text.index(time)
    found, score, words = time_role(text, start, start + len(time))
    assert found == role
    assert bool(score) is bool(role)
    assert bool(words) or role in ("", "session")


def test_a_lead_in_on_reports_to_be_made_leads_them() -> None:
    (task,) = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Các thôn thực hiện chế độ báo cáo với UBND xã như sau:\n\n"
        "- Báo cáo số trẻ học bơi chậm nhất ngày 14/3/2026.\n"
    )
    assert (task["lead"], task["due"]) == (["Các thôn"], "2026-03-14")


def test_a_list_of_more_than_a_hundred_keeps_every_number_and_unit() -> None:
    work = "chủ trì, phối hợp với các đơn vị liên quan rà soát, báo cáo kết quả về UBND huyện trước ngày 5/9/2026."
    lines = [f"{n}. UBND xã Bình Lư {work}" for n in (99, 100, 101, 102, 103)]
    read = tasks("II. NHIỆM VỤ\n\n" + "\n\n".join(lines))
    assert [task["ref"].rpartition(".")[2] for task in read] == ["99", "100", "101", "102", "103"]
    assert {tuple(task["lead"]) for task in read} == {("UBND xã Bình Lư",)}
