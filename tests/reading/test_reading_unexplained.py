"""What no cue explains is marked: one that only speaks, a bare word for an office, a month that may be the end."""

from typing import Any

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

PART = HEAD + "I. NỘI DUNG\n\n"
ORDERS = "1. Rà soát hồ sơ của từng hộ.\n2. Gửi danh sách về văn phòng trước ngày 15/8/2026.\n"


def tasks(text: str) -> list[dict[str, Any]]:
    return pasted(text)["tasks"]


def test_who_only_speaks_over_a_list_is_marked_where_nobody_else_was_found() -> None:
    found = tasks(HEAD + f"Trung tâm Văn hóa đề nghị bà con nhân dân thực hiện các nội dung sau:\n{ORDERS}")
    assert all("đề nghị" in task["unsure"]["lead"] for task in found)


def test_abbreviations_over_orders_are_somebodys_and_marked_and_a_matters_are_not() -> None:
    below = "- Kiểm tra số liệu của từng trạm.\n- Gửi lại dữ liệu trước ngày 15/8/2026.\n"
    found = tasks(HEAD + f"1. KTVHL:\n{below}2. Các CTX (trừ KTVHL):\n{below}3. CNTT:\n{below}")
    assert [task["lead"] for task in found[::2]] == [["KTVHL"], ["Các CTX (trừ KTVHL)"], []]
    assert all("được hiểu là nơi thực hiện" in task["unsure"]["lead"] for task in found[:4])


def test_a_bare_word_for_any_office_is_marked() -> None:
    found = tasks(PART + "1. Đơn vị thực hiện tổng vệ sinh khu chợ vào cuối tuần.\n")
    assert "lead" in found[0]["unsure"]


def test_a_heading_that_tells_which_ones_are_meant_behind_the_name_is_marked() -> None:
    found = tasks(
        PART
        + f"1. Chủ tịch UBND các xã từ An Hòa đến Lộc Sơn:\n{ORDERS.replace('1.', '-').replace('2.', '-')}"
    )
    assert all("chưa trọn" in task["unsure"]["lead"] for task in found)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Báo cáo phương án tháng 10/2026.", "tháng 10/2026"),
        ("Tập trung nguồn lực, bảo đảm thông xe kỹ thuật năm 2027.", "năm 2027"),
        ("Nộp danh sách, trễ nhất vào ngày 03/1/2026.", "ngày 03/1/2026"),
    ],
)
def test_a_time_that_may_be_the_end_of_the_work_is_said(sentence: str, words: str) -> None:
    (found,) = tasks(PART + f"1. {sentence}\n")
    assert found["due"] is None
    assert words in found["unsure"]["due"]


def test_the_latest_day_is_a_deadline_in_the_souths_word_too() -> None:
    (found,) = tasks(PART + "1. Nộp danh sách trễ nhất vào ngày 15/8/2026.\n")
    assert found["due"] == "2026-08-15"
