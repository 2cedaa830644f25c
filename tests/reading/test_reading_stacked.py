"""Labels of a part whose names stand in a list below them, and tell who does what the list above names."""

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

WORK = (
    "I. RÀ SOÁT NGHĨA TRANG LIỆT SĨ\n\n1. Nội dung, biện pháp\n\na) Lập danh sách mộ chưa có tên;\n\n"
    "b) Sơn lại bia, sửa tường rào nghĩa trang.\n\n"
)
TIME = "3. Thời gian thực hiện: Tháng 7/2026.\n"


@pytest.mark.parametrize(
    "who",
    [
        "2. Cơ quan chủ trì, phối hợp\n\na) Cơ quan chủ trì\n\n- Công an xã.\n\n- Phòng Kinh tế; Trạm Y tế xã.\n\n"
        "b) Cơ quan phối hợp\n\n- Các thôn; Đoàn xã.\n\n",
        "2. Cơ quan chủ trì và phối hợp thực hiện\n\na) Cơ quan chủ trì: Công an xã; Phòng Kinh tế; Trạm Y tế xã.\n\n"
        "b) Cơ quan phối hợp\n\n- Các thôn.\n\n- Đoàn xã.\n\n",
        "2. Đơn vị chủ trì\n\n- Công an xã.\n\n- Phòng Kinh tế;\n\n- Trạm Y tế xã.\n\n",
    ],
)
def test_names_below_a_label_lead_what_the_list_before_it_says(who: str) -> None:
    made = pasted(HEAD + WORK + who + TIME)["tasks"]
    assert [task["title"] for task in made] == [
        "Lập danh sách mộ chưa có tên",
        "Sơn lại bia, sửa tường rào nghĩa trang",
    ]
    assert all(task["lead"] == ["Công an xã", "Phòng Kinh tế", "Trạm Y tế xã"] for task in made)
    assert [task["due"] for task in made] == ["2026-07-31", "2026-07-31"]


def test_a_label_over_orders_keeps_them() -> None:
    orders = "- Công an xã lập danh sách mộ chưa có tên.\n\n- Phòng Kinh tế sơn lại chữ trên bia.\n"
    made = pasted(f"{HEAD}I. NHIỆM VỤ\n\n1. Cơ quan chủ trì\n\n{orders}")["tasks"]
    assert [task["lead"] for task in made] == [["Công an xã"], ["Phòng Kinh tế"]]


def test_a_month_and_then_every_year_is_marked() -> None:
    text = (
        HEAD
        + WORK
        + "2. Đơn vị chủ trì: Công an xã.\n\n3. Thời gian thực hiện: Tháng 7/2026 và sửa đổi hàng năm.\n"
    )
    assert all("due" in task["unsure"] for task in pasted(text)["tasks"])


def test_the_heading_of_a_part_is_nobodys_label() -> None:
    text = (
        HEAD
        + "II. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã thả các lồng cá ở hồ lớn.\n\n2. Các thôn bơm nước vào hồ.\n"
    )
    assert [task["lead"] for task in pasted(text)["tasks"]] == [["Công an xã"], ["Các thôn"]]
