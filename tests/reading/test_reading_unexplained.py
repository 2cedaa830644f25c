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


@pytest.mark.parametrize(
    "sentence",
    [
        "Đơn vị thực hiện tổng vệ sinh khu chợ vào cuối tuần.",
        "Tổ phụ nữ sản xuất rau sạch báo cáo sản lượng.",
    ],
)
def test_a_bare_word_and_a_team_named_by_its_work_are_marked(sentence: str) -> None:
    found = tasks(PART + f"1. {sentence}\n")
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
        ("Triển khai hội thi đến hết học kỳ II.", "đến hết học kỳ"),
    ],
)
def test_a_time_that_may_be_the_end_of_the_work_is_said(sentence: str, words: str) -> None:
    (found,) = tasks(PART + f"1. {sentence}\n")
    assert found["due"] is None
    assert words in found["unsure"]["due"]


def test_the_latest_day_is_a_deadline_in_the_souths_word_too() -> None:
    (found,) = tasks(PART + "1. Nộp danh sách trễ nhất vào ngày 15/8/2026.\n")
    assert found["due"] == "2026-08-15"


@pytest.mark.parametrize(
    "sentence",
    [
        "Mở lớp tập huấn trong tháng 3 và tháng 9.",
        "Gửi báo cáo tháng trước ngày 25, báo cáo quý trước ngày 20 của tháng cuối quý.",
    ],
)
def test_times_that_go_on_behind_the_one_that_was_taken_are_said(sentence: str) -> None:
    (found,) = tasks(PART + f"1. {sentence}\n")
    assert found["unsure"]["due"].startswith("Có nhiều mốc thời gian")


@pytest.mark.parametrize(
    "lead_in",
    [
        "Trung tâm Văn hóa kính đề nghị bà con nhân dân thực hiện các nội dung sau:",
        "Phòng Văn hóa - Xã hội tham mưu UBND xã, đồng thời đề nghị các thôn thực hiện:",
        "Công ty Cấp nước yêu cầu các Đội quản lý mạng thực hiện các nội dung sau:",
    ],
)
def test_a_lead_in_with_more_than_one_who_may_be_meant_is_marked(lead_in: str) -> None:
    found = tasks(HEAD + f"{lead_in}\n{ORDERS}")
    assert all("lead" in task["unsure"] for task in found)
