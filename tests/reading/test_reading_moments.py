"""When something is due, and whose part it is: stages of a time cell, a line that ends a letter, hours, a noun's rhythm."""

import pytest

from tests.reading.test_reading_kinds import HEAD, LETTER, pasted, rows

PART = HEAD + "I. NHIỆM VỤ\n\n"


def test_a_column_of_assignments_beside_the_work_says_who_leads_its_part() -> None:
    table = (
        "TT\tNội dung\tPhân công nhiệm vụ\tThời hạn",
        "1\tDựng nhà bia\tPhòng Kinh tế (cân đối vốn, chọn thợ); Đoàn xã (ngày công)\t15/5/2026",
        "2\tKè bờ suối\tCông an xã\tLập hồ sơ quý I/2026; khởi công tháng 4/2026; nghiệm thu tháng 9/2026",
    )
    text = PART + "\n".join(table) + "\n"
    assert rows(text) == [
        ("Dựng nhà bia", ["Phòng Kinh tế", "Đoàn xã"], [], "2026-05-15"),
        ("Kè bờ suối", ["Công an xã"], [], "2026-09-30"),
    ]
    # The cell tells several stages, so that the last is only the likeliest.
    assert ["due" in task["unsure"] for task in pasted(text)["tasks"]] == [False, True]


def test_two_months_of_a_time_cell_are_one_period() -> None:
    table = ("TT\tNội dung\tChủ trì\tThời gian", "1\tDựng nhà bia\tĐoàn xã\t09 - 10/2026")
    (task,) = pasted(PART + "\n".join(table) + "\n")["tasks"]
    assert (task["due"], "due" in task["unsure"]) == ("2026-10-31", False)


def test_the_line_that_ends_a_letter_gives_its_day_marked() -> None:
    (task,) = pasted(
        LETTER + "Đề nghị Văn phòng, Công an xã kê lại các sạp hàng trên cầu treo.\n\n"
        "Các thôn thực hiện xong trước ngày 21/2/2026.\n"
    )["tasks"]
    assert (task["lead"], "lead" in task["unsure"]) == (["Văn phòng", "Công an xã"], False)
    assert (task["due"], "due" in task["unsure"]) == ("2026-02-21", True)


def test_a_body_that_leads_is_no_other_body_of_the_sentence() -> None:
    (task,) = pasted(LETTER + "Đề nghị Văn phòng, Công an xã rà soát các sạp hàng trên cầu treo.\n")["tasks"]
    assert (task["lead"], "lead" in task["unsure"]) == (["Văn phòng", "Công an xã"], False)


@pytest.mark.parametrize(
    ("order", "due"),
    [
        ("Đoàn xã ra quân dọn suối vào lúc 7h00 ngày thứ Sáu 20/3/2026.", "2026-03-20"),
        ("Đoàn xã ra quân dọn suối vào sáng thứ Bảy ngày 21/3/2026.", "2026-03-21"),
        ("Văn phòng gửi ảnh dự thi đợt 2 tháng 9.", None),
    ],
)
def test_an_hour_and_a_day_of_the_week_belong_to_the_day(order: str, due: str | None) -> None:
    got = [row[3] for row in rows(f"{PART}1. {order}\n")]
    assert got == [due] or (due is None and got == ["2026-09-30"])


def test_the_rhythm_of_a_noun_is_no_deadline_unmarked() -> None:
    (task,) = pasted(f"{PART}1. Trạm Y tế xã kiểm tra thức ăn hằng ngày của nhóm trẻ.\n")["tasks"]
    assert task["due"] is None
    assert task["recurrence"] is None or "due" in task["unsure"]


@pytest.mark.parametrize(
    ("order", "due"),
    [
        ("Văn phòng nộp danh sách, trễ nhất vào ngày 30/01/2026.", "2026-01-30"),
        ("Công an xã báo cáo kết quả trước ngày 20/01/2026.", "2026-01-20"),
        ("Công an xã rà soát hộ đã nhận gạo trước ngày 15/3/2025.", None),
    ],
)
def test_a_paper_that_was_signed_late_keeps_the_day_it_names_and_marks_it(
    order: str, due: str | None
) -> None:
    (task,) = pasted(f"{PART}1. {order}\n")["tasks"]
    assert (task["due"], "due" in task["unsure"]) == (due, True)


@pytest.mark.parametrize("words", ["đạt tối thiểu 20%", "tăng ít nhất 3 giờ công", "giảm 2 vụ"])
def test_how_much_is_to_come_of_it_each_month_is_no_rhythm_in_silence(words: str) -> None:
    (task,) = pasted(f"{PART}1. Đoàn xã đẩy nhanh việc kè suối (phấn đấu sản lượng mỗi tháng {words}).\n")[
        "tasks"
    ]
    assert "due" in task["unsure"]
