"""Several days of a year are periods of their own; a title that was typed keeps the period it names, or gets one."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.days_off import NoSuchDay, check_exists
from roviec.tasks.deadlines import DeadlineSettings, parse
from roviec.tasks.periods import names_period, titled

CALENDAR = Calendar.seeded([2026, 2027])


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Tháng 3, 6, 9, 12", 3),
        ("15/6 và 15/12 hằng năm", 6),
        ("15/2 và 15/12 hằng năm", 1),
        ("hằng quý", 3),
        ("trước ngày 25 hằng tháng", 1),
        ("15/6 hằng năm", 12),
    ],
)
def test_the_period_of_an_occurrence(words: str, months: int) -> None:
    found = parse(words, issued=date(2026, 6, 15), year=2026, calendar=CALENDAR, settings=DeadlineSettings())
    assert found.period == months


def test_two_days_a_year_have_titles_of_their_own() -> None:
    titles = {titled("Báo cáo", due=due, months=6) for due in (date(2026, 6, 15), date(2026, 12, 15))}
    assert titles == {"Báo cáo 6 tháng đầu năm 2026", "Báo cáo 6 tháng cuối năm 2026"}


@pytest.mark.parametrize(
    ("title", "months", "named"),
    [
        ("Báo cáo hộ nghèo", 1, False),
        ("Báo cáo hộ nghèo tháng 7/2026", 1, True),
        ("Báo cáo quý III", 3, True),
        ("Báo cáo", 0, False),
        ("Báo cáo", 5, True),
    ],
)
def test_a_title_names_its_period(title: str, months: int, named: bool) -> None:
    assert names_period(title, months) is named


@pytest.mark.parametrize(
    "words", ["31/6", "trước 31/6", "ngày 31 tháng 4", "31/2/2027", "31 tháng 2 năm 2027"]
)
def test_a_day_that_no_calendar_has_is_said(words: str) -> None:
    with pytest.raises(NoSuchDay):
        check_exists(words, date(2026, 6, 15))


@pytest.mark.parametrize("words", ["hôm nào cũng được", "30/6", "trong tháng 9", "29/2/2028", ""])
def test_other_words_are_left_to_others(words: str) -> None:
    check_exists(words, date(2026, 6, 15))
