"""Tables as text whose merged cells left rows without a number, or whose numbers begin anew: every task with its time."""

from tests.reading.test_reading_kinds import HEAD, pasted

PART = HEAD + "I. NHIỆM VỤ\n\nThực hiện theo bảng sau:\n\n"
HEADS = (
    "TT",
    "Nội dung công việc",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
)
FIRST = (
    "Kẻ lại vạch bãi đỗ xe ở chợ trung tâm",
    "Phòng Kinh tế",
    "Công an xã",
    "Quý II/2026",
    "Sơ đồ bãi đỗ xe",
)
WIDE = (
    "Thu gom, phân loại và chuyển đi nơi xử lý toàn bộ bao gói thuốc bảo vệ thực vật còn bỏ lại trên các cánh đồng "
    "của mười hai thôn"
)


def whole(*cells: str) -> list[tuple[list[str], str | None]]:
    """Return who leads and until when of the tasks that a cell a line makes."""
    return [
        (task["lead"], task["due"]) for task in pasted(PART + "\n".join((*HEADS, *cells)) + "\n")["tasks"]
    ]


def test_a_further_task_of_a_row_takes_the_time_from_above_with_a_mark() -> None:
    further = ("Lắp biển báo ở hai đầu cầu treo", "Đoàn xã")
    following = ("2", "Mở lớp học bơi cho trẻ em", "Trạm Y tế xã", "Các thôn", "Tháng 9/2026")
    cells = (*HEADS, "1", *FIRST, *further, *following)
    made = pasted(PART + "\n".join(cells) + "\n")["tasks"]
    assert [(task["lead"], task["due"], bool(task["unsure"].get("due"))) for task in made] == [
        (["Phòng Kinh tế"], "2026-06-30", False),
        (["Đoàn xã"], "2026-06-30", True),
        (["Trạm Y tế xã"], "2026-09-30", False),
    ]


def test_further_tasks_below_one_lead_each_end_with_their_time() -> None:
    heads = ("STT", "Cơ quan chủ trì", "Nội dung nhiệm vụ", "Kết quả đạt được", "Thời hạn hoàn thành")
    cells = (
        *("1", "Phòng Kinh tế", "Đóng mới thuyền chở rác trên hồ", "Hai thuyền", "Quý II/2026"),
        *("- Trồng lại hàng phi lao ven bãi", "Ba cây số phi lao", "Giai đoạn 2026 - 2027"),
        *("2", "Công an xã", "Kiểm tra các bến đò ngang", "Biên bản kiểm tra", "Tháng 9/2026"),
    )
    made = pasted(PART + "\n".join((*heads, *cells)) + "\n")["tasks"]
    assert [(task["lead"], task["due"], "due" in task["unsure"]) for task in made][1:] == [
        (["Phòng Kinh tế"], "2027-12-31", True),
        (["Công an xã"], "2026-09-30", False),
    ]


def test_a_number_that_comes_again_in_the_next_group_is_no_page() -> None:
    second = ("Mở lớp học bơi cho trẻ em", "Đoàn xã", "Các thôn", "Tháng 9/2026")
    group = ("I", "Việc của các thôn và tổ dân phố"), ("II", "Việc của nhà trường trong xã")
    cells = (*group[0], "1", *FIRST, "2", *second, *group[1], "1", *FIRST, "2", *second)
    assert whole(*cells) == [(["Phòng Kinh tế"], "2026-06-30"), (["Đoàn xã"], "2026-09-30")] * 2
    alone = (*group[0], "1", *FIRST, *group[1], "1", *second)
    assert whole(*alone) == [(["Phòng Kinh tế"], "2026-06-30"), (["Đoàn xã"], "2026-09-30")]


def test_the_last_row_may_be_as_wide_as_those_above() -> None:
    last = ("2", f"{WIDE} ven sông", "Đoàn xã", "Các thôn", "Tháng 9/2026")
    assert whole("1", WIDE, *FIRST[1:], *last) == [
        (["Phòng Kinh tế"], "2026-06-30"),
        (["Đoàn xã"], "2026-09-30"),
    ]


def test_a_row_with_tabs_and_no_number_takes_its_empty_time_from_above_with_a_mark() -> None:
    rows = (
        HEADS[:5],
        ("1", *FIRST[:4]),
        ("", "Lắp biển báo ở hai đầu cầu treo", "Đoàn xã", "", ""),
        ("2", "Mở lớp học bơi cho trẻ em", "Trạm Y tế xã", "Các thôn", ""),
    )
    made = pasted(PART + "\n".join("\t".join(row) for row in rows) + "\n")["tasks"]
    assert [(task["lead"], task["due"], "due" in task["unsure"]) for task in made] == [
        (["Phòng Kinh tế"], "2026-06-30", False),
        (["Đoàn xã"], "2026-06-30", True),
        (["Trạm Y tế xã"], None, False),
    ]
