"""Rows that letters count, groups of groups, and cells taller than the task, in tables as a page's text prints them."""

from tests.reading.test_reading_kinds import HEAD, pasted
from tests.reading.test_reading_printed import ANNEX, FIRST, HEAD_ROW, READ, ROWS, SECOND, THIRD, row, table


def test_letters_that_count_within_a_number_are_rows_and_their_number_a_group() -> None:
    rows = (
        ("1", "Phòng ngừa", "", "", ""),
        ("a)", *ROWS[0][1:]),
        ("b)", *ROWS[1][1:]),
        ("2", "Khắc phục hậu quả", "", "", ""),
        ("a)", *ROWS[2][1:]),
    )
    made = pasted(HEAD + ANNEX + table(rows))["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == READ


def test_a_group_of_a_group_names_no_row() -> None:
    layout = (
        f"{HEAD_ROW}I    Năm 2026\nI.1  Phòng ngừa từ sớm, từ xa, giảm thiểu thiệt hại về\n     người và của\n"
        f"{FIRST}{SECOND}I.2  Khắc phục\n{THIRD}"
    )
    made = pasted(HEAD + ANNEX + layout)["tasks"]
    assert [(task["lead"], task["partners"], task["due"]) for task in made] == READ
    assert [task["title"] for task in made] == [cells[1] for cells in ROWS]


def test_a_long_head_may_begin_above_the_number() -> None:
    heads = row(("", "", "", "", "Người chỉ đạo, đôn đốc và chịu"), widths := (3, 34, 8, 18, 32))
    heads += row(("TT", "Nội dung", "Mục tiêu", "Đơn vị chủ trì", "trách nhiệm"), widths)
    rows = (
        ("1", "Tỷ lệ hộ dân ký cam kết không đốt rơm rạ ngoài đồng", "95%", "Phòng Kinh tế", "Bà Lê Thị Sen"),
        ("2", "Tỷ lệ ao hồ được cắm biển cảnh báo đuối nước", "100%", "Công an xã", "Ông Vũ Văn Tám"),
    )
    made = pasted(HEAD + ANNEX + heads + "".join(row(cells, widths) for cells in rows))["targets"]
    assert [(goal["index"], goal["goal"]) for goal in made] == [(rows[0][1], 95), (rows[1][1], 100)]


def test_a_row_begins_with_the_cells_that_are_taller_than_its_task() -> None:
    widths = (3, 30, 14, 20, 14)
    rows = (
        (
            "1",
            "Tuần tra các bãi tắm, bến đò và ao hồ trong dịp nghỉ hè, cắm biển báo ở nơi nước sâu của xã",
            "Công an xã",
            "Đoàn xã",
            "Tháng 6/2026",
        ),
        (
            "2",
            "Mở lớp dạy bơi",
            "Đoàn xã",
            "Trường Trung học cơ sở, Trạm Y tế xã và Hội Khuyến học xã",
            "Trước ngày 15 tháng 7 năm 2026",
        ),
        ("3", "Tổng kết", "Văn phòng", "Các ấp", "Quý IV/2026"),
    )
    made = pasted(HEAD + ANNEX + table(rows, widths=widths, middle=True))["tasks"]
    assert [(task["title"], task["lead"], task["due"]) for task in made[:2]] == [
        (rows[0][1], ["Công an xã"], "2026-06-30"),
        (rows[1][1], ["Đoàn xã"], "2026-07-15"),
    ]
