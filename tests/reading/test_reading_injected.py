"""A further time or body put into a sentence is read, or said: never passed over in silence."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

DOCUMENTS = Path(__file__).parent / "documents"
TIMES = (
    " trước ngày 03/12",
    ", hạn chót 03/12",
    ", xong trong tháng 11",
    " (thời gian: tháng 11)",
    ", thời gian 15 ngày",
    " đến hết quý IV",
    " vào cuối tháng 11",
    ", không để quá ngày 03/12",
    " sau 10 ngày",
    " từ 01 đến 15/11",
    ", muộn nhất 03-12",
    " ngày 03 tháng 12",
    " (03/12)",
    " trong ngày mai",
    " trước kỳ họp tháng 12",
    " trước mùa mưa",
    ", định kỳ 2 tuần một lần",
)
BODIES = (
    ", Phòng Dân tộc lập danh sách",
    "; Phòng Dân tộc lo hậu cần",
    " (Phòng Dân tộc chủ trì)",
    " do Phòng Dân tộc đảm nhận",
    " (Phòng Dân tộc)",
    ". Phòng Dân tộc cùng làm việc này",
    ", có Phòng Dân tộc tham gia",
    ", giao thêm cho Phòng Dân tộc",
    ", đầu mối là Phòng Dân tộc",
    " (đ/c Hùng - Phòng Dân tộc theo dõi)",
    " (Phòng Dân tộc; 03/12)",
)
# Two of a hundred: a list of bodies that the new one only makes longer, a label that ends the sentence.
SILENT = 0.02


@cache
def sentences() -> tuple[str, ...]:
    """Return sentences of the labelled documents, one of thirty, without their end."""
    every = (
        task["quote"].strip(" -+•./;")
        for path in sorted(DOCUMENTS.glob("*.json"))
        for task in json.loads(path.read_text("utf-8"))["tasks"]
        if not task.get("unsure") and 8 <= len(task["quote"].split()) <= 40
    )
    return tuple(every)[::40]


def rows(sentence: str) -> list[dict[str, Any]]:
    text = f"{HEAD}III. PHÂN CÔNG\n\n1. Phòng Kinh tế\n\n- {sentence}.\n\n2. Công an xã\n\n- Giữ trật tự tại chợ.\n"
    return [task for task in pasted(text)["tasks"] if task["lead"] != ["Công an xã"]]


def says(task: dict[str, Any], words: str) -> bool:
    """Tell whether a row has the time that was put in, or says that something about its time is unsure."""
    read = task["due_text"] or ""
    return "due" in task["unsure"] or (bool(read) and (words[-6:] in read or read in words))


def knows(task: dict[str, Any]) -> bool:
    named = " ".join([*task["lead"], *task["partners"]])
    return "Phòng Dân tộc" in named or bool({"lead", "partners"} & task["unsure"].keys())


def test_a_time_that_is_put_in_is_read_or_said() -> None:
    silent = [
        (sentence, words)
        for sentence in sentences()
        for words in TIMES
        if not any(says(task, words.strip(" ,().")) for task in rows(sentence + words))
    ]
    assert len(silent) <= SILENT * len(sentences()) * len(TIMES), silent


def test_a_body_that_is_put_in_is_named_or_said() -> None:
    silent = [
        (sentence, words)
        for sentence in sentences()
        for words in BODIES
        if not any(knows(task) for task in rows(sentence + words))
    ]
    assert len(silent) <= SILENT * len(sentences()) * len(BODIES), silent


@pytest.mark.parametrize("words", TIMES)
def test_a_plain_order_is_never_silent_about_a_time(words: str) -> None:
    assert any(says(task, words.strip(" ,().")) for task in rows("Sửa mái chợ phiên và sơn lại cổng" + words))


@pytest.mark.parametrize("words", BODIES)
def test_a_plain_order_is_never_silent_about_a_body(words: str) -> None:
    assert any(knows(task) for task in rows("Sửa mái chợ phiên và sơn lại cổng" + words))


@pytest.mark.parametrize(
    "sentence",
    [
        "Báo cáo kết quả công tác quý III, gửi Sở Nội vụ",
        "Trực chỉ huy 24/24 giờ tại 09/09 ấp",
        "Lập dự toán ngân sách năm 2027",
        "Niêm yết danh sách tại nhà văn hóa ít nhất 20 ngày",
        "Ra quân ngày Chủ nhật xanh dọc bờ kênh",
        "Bàn giao đường cho Công an xã quản lý",
        "Kiểm tra các phòng họp của tỉnh",
    ],
)
def test_what_is_no_time_and_no_order_is_left_alone(sentence: str) -> None:
    assert [task["unsure"] for task in rows(sentence)] == [{}]
