"""When recurring tasks fall due."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, next_occurrence, parse
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
    assert not read(text, inclusive=False).inclusive


def test_a_deadline_that_does_not_recur_has_no_next() -> None:
    assert next_occurrence(read("trước 30/6/2026"), date(2026, 3, 2), CALENDAR) is None


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
