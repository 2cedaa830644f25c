"""Times said in other words, put where a known one stood: each is read as what it says, or said to be unsure."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted

DOCUMENTS = Path(__file__).parent / "documents"
# None: no day can be told; a mark must say so.
TIMES: tuple[tuple[str, str | None], ...] = (
    ("hạn chót 30/6", "2026-06-30"),
    ("muộn nhất là 30/6", "2026-06-30"),
    ("hạn: 30/6", "2026-06-30"),
    ("TG: 30/6/2026", "2026-06-30"),
    ("trước 30/6/26", "2026-06-30"),
    ("kể từ nay đến hết tháng 6", "2026-06-30"),
    ("trong T6/2026", "2026-06-30"),
    ("cuối Q2/2026", "2026-06-30"),
    ("trước 17g ngày 30/6", "2026-06-30"),
    ("trong hai ngày 29-30/6", "2026-06-30"),
    ("thời hạn gửi: 30/6/2026", "2026-06-30"),
    ("sau Tết Nguyên đán", None),
    ("trước kỳ họp giữa năm", None),
    ("trước ngày khai giảng", None),
    ("trước vụ Đông Xuân", None),
    ("trong hè 2026", None),
    ("ngày N-5", None),
    ("trong vòng 48 giờ", None),
    ("đến năm 2027", None),
    ("theo quý", None),
)
# How often, and on no single day; None: which days are meant, only a person can tell.
RHYTHMS: tuple[tuple[str, str | None], ...] = (
    ("định kỳ hàng tháng", "monthly"),
    ("định kỳ vào ngày 15 hàng tháng", "monthly"),
    ("hằng quý", "quarterly"),
    ("trước ngày 20 của tháng cuối quý", "quarterly"),
    ("trước ngày 10 tháng 6 hàng năm", "yearly"),
    ("mỗi tuần một lần", "weekly"),
    ("hàng ngày trước 16 giờ", "daily"),
    ("trước ngày 10/6 hàng năm định kỳ 6 tháng", None),
    ("định kỳ 2 lần/năm", None),
    ("2 tuần/lần", None),
    ("định kỳ (tháng, quý, năm)", None),
    ("trước ngày 25 tháng cuối quý và trước ngày 10/12 đối với báo cáo năm", None),
)
# Three of a hundred: the sentence makes the time say something else.
SILENT = 0.03


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Return sentences of the labelled documents and the words that say until when; one of two."""
    every = [
        (task["quote"].strip(" -+•"), task["due_text"])
        for path in sorted(DOCUMENTS.glob("*.json"))
        for task in json.loads(path.read_text("utf-8"))["tasks"]
        if not task.get("unsure") and task.get("due_text") and task["kind"] in ("fixed", "period")
    ]
    return tuple(
        (re.sub(r"^\(?\w{1,4}[.)]\s+", "", text), words)
        for text, words in every
        if text.count(words) == 1 and len(text) > len(words) + 25
    )[::2]


def rows(sentence: str) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = pasted(f"{HEAD}II. NHIỆM VỤ\n\n1. Phòng Kinh tế\n\n- {sentence}\n")["tasks"]
    return tasks


def is_told(tasks: list[dict[str, Any]], time: str, due: str | None) -> bool:
    """Tell whether the day is read, or for a time without one its words are, or something is said to be unsure."""
    if any("due" in task["unsure"] for task in tasks):
        return True
    return any(task["due"] == due and (due or time[-8:] in (task["due_text"] or "")) for task in tasks)


def test_a_time_in_other_words_is_read_or_said() -> None:
    drawn = [
        (text.replace(words, time), time, due)
        for number, (text, words) in enumerate(sentences())
        for time, due in (TIMES[(number + step) % len(TIMES)] for step in (0, 7, 13))
    ]
    silent = [text for text, time, due in drawn if not is_told(rows(text), time, due)]
    assert len(drawn) > 100
    assert len(silent) <= SILENT * len(drawn), silent


@pytest.mark.parametrize(("time", "due"), TIMES)
@pytest.mark.parametrize(
    "form", ["Sơn lại cầu treo {time}.", "Sơn lại cầu treo, {time}.", "Trình UBND xã ban hành {time}."]
)
def test_a_plain_order_is_due_when_it_says(form: str, time: str, due: str | None) -> None:
    tasks = rows(form.format(time=time))
    assert tasks
    assert is_told(tasks, time, due)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lập phương án vốn ngân sách huyện hỗ trợ có mục tiêu hằng năm.",
        "Thẩm tra theo Kế hoạch phát triển chăn nuôi, trồng trọt hằng năm và 5 năm.",
        "Đưa kết quả vào nội dung phân loại cán bộ hằng năm.",
    ],
)
def test_a_rhythm_behind_a_long_noun_is_marked(sentence: str) -> None:
    (task,) = rows(sentence)
    assert task["recurrence"] is None or "due" in task["unsure"]


def has_rhythm(tasks: list[dict[str, Any]], often: str | None) -> bool:
    if any("due" in task["unsure"] for task in tasks):
        return True
    return often is not None and any((task["recurrence"], task["due"]) == (often, None) for task in tasks)


def test_how_often_is_read_or_said_and_is_no_single_day() -> None:
    drawn = [
        (text.replace(words, time), often)
        for number, (text, words) in enumerate(sentences())
        for time, often in (RHYTHMS[(number + step) % len(RHYTHMS)] for step in (0, 5))
    ]
    silent = [text for text, often in drawn if not has_rhythm(rows(text), often)]
    assert len(silent) <= SILENT * len(drawn), silent


@pytest.mark.parametrize(("time", "often"), RHYTHMS)
def test_a_report_of_figures_keeps_its_rhythm(time: str, often: str | None) -> None:
    assert has_rhythm(rows(f"Báo cáo số liệu {time} theo quy định của UBND tỉnh."), often)
    assert has_rhythm(
        rows(f"Công khai kết quả hằng tháng; báo cáo UBND xã {time}."), None if often != "monthly" else often
    )
