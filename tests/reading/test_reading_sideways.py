"""Rows whose cells a conversion moved by one column: the rows beside them prove where each belongs, and each is marked."""

import pytest

from roviec.tasks.reading.sideways import MOVED
from tests.reading.test_reading_kinds import HEAD, pasted

HEADS = ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Ghi chú")
ROWS = (
    ("1", "Thay bóng đèn hành lang trụ sở", "Văn phòng", "Phòng Kinh tế", "Quý I/2026", ""),
    ("2", "Dán lại sơ đồ thoát hiểm các tầng", "Công an xã", "Văn phòng", "Quý II/2026", ""),
    ("3", "Bảo dưỡng máy bơm chữa cháy", "Ban Chỉ huy Quân sự xã", "Công an xã", "30/6/2026", ""),
    ("4", "Diễn tập thoát nạn cho cán bộ", "Công an xã", "Trạm Y tế xã", "Tháng 9/2026", ""),
)


def tabbed(rows: tuple[tuple[str, ...], ...]) -> str:
    return "PHỤ LỤC\n\n" + "\n".join("\t".join(cells) for cells in (HEADS, *rows)) + "\n"


@pytest.mark.parametrize("missing", [0, 3], ids=["at the start", "in the middle"])
def test_a_row_that_lost_an_empty_cell_is_read_by_its_columns_and_marked(missing: int) -> None:
    moved = (*ROWS[2][:missing], *ROWS[2][missing + 1 :], "")
    made = pasted(HEAD + tabbed((*ROWS[:2], moved, ROWS[3])))["tasks"]
    assert [(task["title"], *task["lead"], task["due"]) for task in made] == [
        (ROWS[0][1], "Văn phòng", "2026-03-31"),
        (ROWS[1][1], "Công an xã", "2026-06-30"),
        (ROWS[2][1], "Ban Chỉ huy Quân sự xã", "2026-06-30"),
        (ROWS[3][1], "Công an xã", "2026-09-30"),
    ]
    assert [task["unsure"] for task in made] == [{}, {}, {"lead": MOVED, "due": MOVED}, {}]


def test_a_row_with_a_cell_too_many_is_moved_back() -> None:
    moved = (*ROWS[2][:3], "", *ROWS[2][3:5])
    third = pasted(HEAD + tabbed((*ROWS[:2], moved, ROWS[3])))["tasks"][2]
    assert (third["lead"], third["partners"], third["due"]) == (
        ["Ban Chỉ huy Quân sự xã"],
        ["Công an xã"],
        "2026-06-30",
    )
    assert third["unsure"] == {"lead": MOVED, "due": MOVED}


def test_an_empty_time_beside_others_proves_nothing() -> None:
    open_ = (*ROWS[2][:4], "", "")
    third = pasted(HEAD + tabbed((*ROWS[:2], open_, ROWS[3])))["tasks"][2]
    assert (third["lead"], third["partners"], third["due"]) == (
        ["Ban Chỉ huy Quân sự xã"],
        ["Công an xã"],
        None,
    )
    assert third["unsure"] == {}


def test_the_day_on_which_work_was_given_is_no_time_that_moved() -> None:
    heads = (*HEADS[:3], "Ngày giao", "Thời hạn", "Ghi chú")
    rows = [(*cells[:3], "05/01/2026", cells[4], "") for cells in ROWS]
    rows[2] = (*rows[2][:4], "", "")
    text = "PHỤ LỤC\n\n" + "\n".join("\t".join(cells) for cells in (heads, *rows)) + "\n"
    assert pasted(HEAD + text)["tasks"][2]["due"] is None


def test_a_time_among_the_notes_of_a_table_without_others_stays_there() -> None:
    rows = tuple((*cells[:4], "", cells[4]) for cells in ROWS)
    assert [task["due"] for task in pasted(HEAD + tabbed(rows))["tasks"]] == [None] * 4
