"""When recurring tasks fall due."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Doubt, next_occurrence, parse
from tests.examples import examples

CALENDAR = Calendar.seeded(range(2025, 2030))


def read(text: str, *, inclusive: bool = True) -> Deadline:
    options = DeadlineSettings(before_is_inclusive=inclusive)
    return parse(text, issued=date(2026, 3, 2), year=None, calendar=CALENDAR, settings=options)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("hằng ngày", "2026-03-03 2026-03-04"),
        ("Thứ Năm hằng tuần", "2026-03-05 2026-03-12"),
        ("hằng tuần", "2026-03-06 2026-03-13"),
        ("hằng tháng", "2026-03-31 2026-04-30"),
        ("chậm nhất ngày 15 hằng tháng", "2026-03-15 2026-04-15"),
        ("ngày 31 hằng tháng", "2026-03-31 2026-04-30"),
        ("vào tuần cuối hằng tháng", "2026-03-31 2026-04-30"),
        ("Hằng tháng, chậm nhất ngày 05 tháng sau", "2026-03-05 2026-04-05"),
        ("hằng quý", "2026-03-31 2026-06-30"),
        ("ngày 18 của tháng cuối quý", "2026-03-18 2026-06-18"),
        ("Ngày 05 của tháng đầu quý", "2026-04-05 2026-07-05"),
        ("chậm nhất ngày 20 của tháng cuối kỳ", "2026-03-20 2026-06-20"),
        ("định kỳ 6 tháng, năm", "2026-06-30 2026-12-31"),
        ("trước ngày 20/11 hằng năm", "2026-11-20 2027-11-20"),
        ("Trong tháng 9 hằng năm", "2026-09-30 2027-09-30"),
        ("hằng năm", "2026-12-31 2027-12-31"),
    ],
)
def test_the_next_two_occurrences(text: str, days: str) -> None:
    first = next_occurrence(read(text), date(2026, 3, 2), CALENDAR)
    assert first
    second = next_occurrence(read(text), first, CALENDAR)
    assert f"{first} {second}" == days


def test_a_daily_task_rests_on_holidays() -> None:
    assert next_occurrence(read("hằng ngày"), date(2026, 2, 13), CALENDAR) == date(2026, 2, 23)


def test_before_read_exclusively_moves_the_occurrence() -> None:
    text = "trước ngày 15 hằng tháng"
    assert next_occurrence(read(text, inclusive=False), date(2026, 3, 2), CALENDAR) == date(2026, 3, 14)
    assert "(không tính ngày này)" in read(text, inclusive=False).explanation
    assert "không tính" not in read(text).explanation


def test_a_deadline_that_does_not_recur_has_no_next() -> None:
    assert next_occurrence(read("trước 30/6/2026"), date(2026, 3, 2), CALENDAR) is None


# text | the days (months/first or last month of the period/month/day/weekday) | hour | words, where they are not the text
REPEATED = """
trước 10 giờ ngày 15 hằng tháng | 1/-1/-/15/- | 10:00
10 giờ hằng tháng | 1/-1/-/-/- | 10:00
ngày 15 hằng tháng trước 10 giờ | 1/-1/-/15/- | | ngày 15 hằng tháng
10 giờ, ngày 15 hằng tháng | 1/-1/-/15/- | 10:00
10 giờ vào ngày 15 hằng tháng | 1/-1/-/15/- | 10:00
10 giờ giao ban, ngày 15 hằng tháng | 1/-1/-/15/- | | ngày 15 hằng tháng
10 giờ thứ Hai hằng tuần | 0/-1/-/-/0 | 10:00
thứ Hai, thứ Năm hằng tuần | 0/-1/-/-/0 0/-1/-/-/3 |
thứ Hai và chủ nhật hằng tuần | 0/-1/-/-/0 0/-1/-/-/6 |
thứ Hai, thứ Hai hằng tuần | 0/-1/-/-/0 |
ngày 5 và 20 hằng tháng | 1/-1/-/5/- 1/-1/-/20/- |
ngày 5, 15, 25 hằng tháng | 1/-1/-/5/- 1/-1/-/15/- 1/-1/-/25/- |
từ ngày 5 đến ngày 20 hằng tháng | 1/-1/-/20/- | | ngày 5 đến ngày 20 hằng tháng
ngày 5 hằng tháng, tháng đầu gửi bản giấy | 1/-1/-/5/- | | ngày 5 hằng tháng
ngày 10 tháng đầu quý | 3/1/-/10/- |
ngày 10 quý sau, hằng quý | 3/1/-/10/- |
ngày 18 của tháng cuối quý | 3/-1/-/18/- |
đầu tháng hằng tháng | 1/-1/-/1/- |
giữa tháng, hằng tháng | 1/-1/-/15/- |
30/6 và 31/12 hằng năm | 12/-1/6/30/- 12/-1/12/31/- |
30/6, 31/12 hằng năm | 12/-1/6/30/- 12/-1/12/31/- |
tháng 3, tháng 9 hằng năm | 12/-1/3/-/- 12/-1/9/-/- |
quý I và quý III hằng năm | 12/-1/3/-/- 12/-1/9/-/- |
hằng quý, 6 tháng, năm | 3/-1/-/-/- |
6 tháng, năm | 6/-1/-/-/- |
2 lần/tháng | 1/-1/-/-/- |
quý/lần | 3/-1/-/-/- |
mỗi tuần một lần | 0/-1/-/-/- | | mỗi tuần
hằng tuần. Hằng tháng gửi báo cáo | 1/-1/-/-/- | | Hằng tháng
trước 17 giờ thứ Sáu hằng tuần; trước 8 giờ thứ Hai | 0/-1/-/-/4 | 17:00 | 17 giờ thứ Sáu hằng tuần
ngày 29/2 hằng năm | 12/-1/2/29/- |
mỗi thứ Hai | 0/-1/-/-/0 |
tháng cuối quý | 3/-1/-/-/- |
tuần cuối tháng | 1/-1/-/-/- |
"""


@pytest.mark.parametrize("line", REPEATED.strip().splitlines())
def test_how_often_on_which_days_and_by_which_hour(line: str) -> None:
    text, days, hour, words = [part.strip() for part in f"{line} |".split("|")][:4]
    got = read(text)
    rules = [(one.months, one.month_in_period, one.month, one.day, one.weekday) for one in got.rules]
    shown = " ".join("/".join("-" if part is None else str(part) for part in rule) for rule in rules)
    assert (shown, f"{got.at:%H:%M}" if got.at else "", got.words) == (days, hour, words or text)


@pytest.mark.parametrize("day", ["31/6", "ngày 31/6", "ngày 15/9/2026", "20"])
@pytest.mark.parametrize("often", ["hằng năm", "hằng quý"])
def test_a_day_that_does_not_belong_to_how_often_is_asked_and_not_dropped(day: str, often: str) -> None:
    for text in (f"{day} {often}", f"{often} {day}"):
        got = read(text)
        assert (text, got.recurrence, got.doubt) in (
            (text, None, Doubt.unread),
            (text, None, Doubt.no_such_day),
        )


TEXTS = (
    "hằng ngày",
    "hằng tuần",
    "thứ Hai hằng tuần",
    "hằng tháng",
    "ngày 31 hằng tháng",
    "hằng quý",
    "29/2 hằng năm",
)


@given(st.sampled_from(TEXTS), st.dates(date(2025, 1, 1), date(2028, 12, 1)))
@settings(max_examples=examples(80))
def test_no_day_lies_between_an_occurrence_and_the_one_asked_from(text: str, day: date) -> None:
    deadline = read(text)
    following = next_occurrence(deadline, day, CALENDAR)
    assert following
    assert following > day
    assert next_occurrence(deadline, following - timedelta(1), CALENDAR) == following
