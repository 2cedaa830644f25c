"""Shares and lengths to the number: what each wording says is done, how sure that is, and how long is asked for."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.words import Certainty, Intent, Understanding, understand
from roviec.tasks.words.spelling import spelled

SHARES = """
đã xong 0/5 xã | NOT_STARTED | SURE | 0
đã xong 3/5 xã | PROGRESS | SURE | 60
đã xong 5/5 xã | DONE | SURE | 100
đã xong 6/5 xã | PROGRESS | ASK | -
đã xong 0/0 xã | PROGRESS | ASK | -
đã làm 7/12 việc | PROGRESS | SURE | 58
đã cấp 45/60 | PROGRESS | SURE | 75
đã họp 5/7 | DONE | ASK | 100
hai phần ba | PROGRESS | SURE | 66
một nửa | PROGRESS | SURE | 50
tổng 120 hộ, đã rà 90 hộ | PROGRESS | SURE | 75
tăng từ 30% lên 55,5% | PROGRESS | SURE | 55
tăng từ 30 lên 100% | DONE | SURE | 100
tăng từ 30 lên 101% | UNCLEAR | ASK | -
đã xong 55,5% | PROGRESS | SURE | 55
đạt 100% | DONE | SURE | 100
được 101% | PROGRESS | ASK | -
âm 5% | PROGRESS | ASK | -
khoảng 50-60% | PROGRESS | ASK | 50
còn 30% | PROGRESS | ASK | 70
còn 30% nữa | PROGRESS | SURE | 70
thiếu 20% | PROGRESS | ASK | 80
xong rồi | DONE | SURE | 100
"""
LENGTHS = {
    "năm": 5, "sáu": 6, "mười": 10, "mười một": 11, "mười lăm": 15, "chục": 10, "hai mươi": 20, "hai mươi lăm": 25,
    "năm mươi tư": 54,
}  # fmt: skip
SLIPS = {
    "xongroi": ("xong", "roi"), "daxong": ("da", "xong"), "chuwa": ("chua",), "vuowngs": ("vuong",),
    "xoong": ("xong",), "xonh": ("xong",), "vuogn": ("vuong",), "dnag": ("dang",), "tirnh": ("tinh",), "nghenn": ("nghen",),
    "hoanthanh": ("hoan", "thanh"), "thuong": ("thuong",), "xong1": ("xong",), "xong": ("xong",), "zzz": ("zzz",),
}  # fmt: skip


def said(text: str) -> Understanding:
    today, due = date(2026, 6, 15), date(2026, 6, 30)
    return understand(text, today=today, calendar=Calendar(), due=due)


@pytest.mark.parametrize("row", SHARES.strip().splitlines())
def test_a_share(row: str) -> None:
    text, intent, certainty, percent = row.split(" | ")
    got = said(text)
    assert (got.intent, got.certainty) == (Intent[intent], Certainty[certainty])
    assert str("-" if got.percent is None else got.percent) == percent
    assert [str("-" if part.percent is None else part.percent) for part in got.parts] == [percent]


@pytest.mark.parametrize(("words", "days"), LENGTHS.items())
def test_a_length_in_words(words: str, days: int) -> None:
    assert said(f"xin lùi {words} ngày").days == days


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_a_slip_of_the_keyboard(typed: str, meant: tuple[str, ...]) -> None:
    assert spelled(typed) == meant
