"""Messages that differ by a word and mean another thing: what is left, what only looks like a share, how sure one is."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.words import Certainty, Intent, Understanding, cues, understand, unfinished

CALENDAR = Calendar.seeded(range(2025, 2029))
TODAY, DUE = date(2026, 7, 8), date(2026, 7, 10)


def said(text: str, today: date = TODAY) -> Understanding:
    return understand(text, today=today, calendar=CALENDAR, due=DUE)


def shown(got: Understanding) -> str:
    """Write out what matters: "progress? 80" is asked back."""
    share = "" if got.percent is None else f" {got.percent}"
    return f"{got.intent}{'' if got.sure else '?'}{share}"


# What is left is not done, and only "nữa" says for sure that it is left.
LEFT = """
4/5 xã | progress 80
còn 1/5 xã | progress? 80
còn lại 1/5 xã | progress? 80
còn khoảng 1/3 hộ | progress? 66
thiếu 3 trên 20 phiếu | progress? 85
còn 6/5 xã | progress?
đã xong 4/5 xã, còn 1/5 xã | progress? 80
còn 30% | progress? 70
còn lại 30% | progress? 70
còn 30% nữa | progress 70
thiếu 30% nữa | progress 70
được 30% | progress 30
còn nửa | progress 50
"""
# A figure, a length or a day is no share; what may be either is asked back.
LIKE = """
nửa | progress 50
nửa việc | progress 50
nửa tháng | unclear?
nửa ngày | unclear?
nửa năm | unclear?
được nửa tháng | unclear?
3/5 | unclear?
3/5 xã | progress 60
ngày 3/5 xã | unclear?
đã cấp 5/12 | unclear?
đã cấp 12/13 | progress 92
đã cấp 13/12 | unclear?
đã họp 5/12 | done? 100
được 3/5 rồi | progress 60
được 3/8 rồi | progress? 37
được 9/8 rồi | unclear?
đạt 80% | progress 80
tỷ lệ đạt 80% | unclear?
tăng 10% | unclear?
đạt 80% so với cùng kỳ | unclear?
80% vốn | progress? 80
chắc 80% | progress? 80
chưa được 80% | progress? 80
tổng 120 hộ, đã rà 90 hộ | progress 75
tổng 120 hộ, đã rà 130 hộ | progress?
tổng 120 hộ, đã rà 90 người | progress
hai phần năm | progress 40
được 12 | progress?
được 100% | done 100
được 101% | progress?
được 0% | not_started 0
"""
# A share of a day that is still to come is a wish.
AHEAD = """
hôm qua xong 80% | progress 80
thứ 6 tuần sau xong 80% | progress? 80
mai được 80% | progress? 80
dự kiến 80% | promise?
dự kiến 100% | promise?
yêu cầu đạt 100% | promise?
"""
# All of it, of a part of it, or denied.
WHOLE = """
100% | done 100
100% phần 1 | progress?
100% bước 1 | progress?
xong 100% chưa gửi | progress?
100% kế hoạch | done? 100
đạt 100% kế hoạch | done 100
xong rồi | done 100
xong rồi nhưng chưa gửi | progress?
xong rồi chưa gửi | progress
mới xong | done 100
mới xong phần 1 | progress
vừa xong | done 100
gần xong | progress
họp xong | done? 100
xong báo cáo | done 100
xong bước 1 | progress
đã gửi báo cáo | done 100
gửi báo cáo | unclear?
chưa | not_started?
chưa làm | not_started
chưa gửi | progress
chưa ai gửi | progress
đang làm | progress
đang chờ ký | obstacle
"""
ASKED = """
xong rồi | done 100
xong rồi à | question?
xong rồi à? | question?
được 50% à | question?
được 150% à | question?
được 6/5 xã à | question?
xong chưa à | question
mai em gửi | promise
mai em gửi? | question
báo nhầm rồi | undo
báo nhầm rồi? | undo?
việc này không thuộc phòng em | refuse
việc này không thuộc phòng em? | refuse?
giúp em với | question
không cần gia hạn | unclear?
xin gia hạn | extension?
"""


@pytest.mark.parametrize(
    "table", [LEFT, LIKE, AHEAD, WHOLE, ASKED], ids=("left", "like", "ahead", "whole", "asked")
)
def test_a_word_makes_the_difference(table: str) -> None:
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    assert {text: shown(said(text)) for text, _ in rows} == dict(rows)


# What surely stands in the way, what may, and what is only a reason.
OBSTACLES = {
    "thiếu kinh phí": ("thiếu kinh phí", Certainty.SURE),
    "còn thiếu kinh phí": ("thiếu kinh phí", Certainty.ASK),
    "chắc thiếu kinh phí": ("chắc thiếu kinh phí", Certainty.ASK),
    "chắc vướng mặt bằng": ("vướng mặt bằng", Certainty.SURE),
    "chưa làm vì bận họp": ("bận họp", Certainty.SURE),
    "bận họp": ("bận họp", Certainty.ASK),
    "khó kịp": ("khó kịp", Certainty.ASK),
    "chưa làm vì trời nắng": ("trời nắng", Certainty.ASK),
    "xong 50%, do trời nắng": ("trời nắng", Certainty.ASK),
    "vì trời nắng": (None, None),
    "xong rồi vì trời nắng": (None, None),
    "không thiếu kinh phí": (None, None),
    "không còn thiếu kinh phí": (None, None),
    "không còn kinh phí": ("không còn kinh phí", Certainty.SURE),
    "hết vướng mắc": (None, None),
}


@pytest.mark.parametrize("text", OBSTACLES)
def test_what_stands_in_the_way_and_how_surely(text: str) -> None:
    got = said(text)
    part = next((part for part in got.parts if part.intent is Intent.OBSTACLE), None)
    assert (got.obstacle, part and part.certainty) == OBSTACLES[text]
    assert part is None or part.obstacle == part.words


@pytest.mark.parametrize(
    ("today", "sure"),
    [
        (date(2026, 7, 6), True),  # 32 days before 7/8
        (date(2026, 7, 7), False),
        (date(2026, 8, 7), False),
        (date(2026, 9, 7), False),
        (date(2026, 9, 8), True),
    ],
)
def test_a_share_that_is_a_day_near_by_is_asked_back(today: date, sure: bool) -> None:
    got = said("được 7/8 rồi", today)
    assert (got.percent, got.sure) == (87, sure)


def test_patterns_of_several_are_any_of_them_and_of_whole_words() -> None:
    """They are built when the program starts."""
    either, any_ = unfinished._either("ab", "cd"), cues._any("ab", "cd?")
    assert [bool(either.search(text)) for text in ("ab", "cd", "xcdx", "ac", "abcd")] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert [bool(any_.search(text)) for text in ("x ab", "c", "cd x", "abx", "xc", "ac")] == [True] * 3 + [
        False
    ] * 3
