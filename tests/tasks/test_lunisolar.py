"""The Vietnamese lunar calendar against published days, and its own laws."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.deadlines.lunisolar import last_day, solar
from tests.examples import examples

YEARS = st.integers(1980, 2098)


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        # Two of the years in which Tết is a day before the Chinese new year, and 1985, a month before it.
        ((1985, 1, 1), "1985-01-21"),
        ((2007, 1, 1), "2007-02-17"),
        ((2026, 1, 1), "2026-02-17"),
        ((2030, 1, 1), "2030-02-02"),
        ((2053, 1, 1), "2053-02-18"),
        ((2026, 3, 10), "2026-04-26"),
        ((2026, 7, 15), "2026-08-27"),
        ((2026, 8, 15), "2026-09-25"),
        ((2026, 12, 23), "2027-01-30"),
        ((2027, 3, 10), "2027-04-16"),
    ],
)
def test_known_days(lunar: tuple[int, int, int], day: str) -> None:
    assert solar(*lunar) == date.fromisoformat(day)


@pytest.mark.parametrize(("year", "month"), [(2020, 4), (2023, 2), (2025, 6), (2028, 5), (2033, 11)])
def test_the_leap_month_stands_where_it_was_published(year: int, month: int) -> None:
    leaps = [number for number in range(1, 13) if solar(year, number, 1, leap=True)]
    assert leaps == [month]


def test_tet_and_the_kings_day_agree_with_the_holiday_tables() -> None:
    off = holidays.country_holidays("VN", years=range(2007, 2060), observed=False)
    for year in range(2007, 2060):
        for lunar in ((year, 1, 1), (year, 1, 2), (year, 3, 10)):
            assert solar(*lunar) in off, lunar


@given(YEARS, st.integers(1, 12))
@settings(max_examples=examples(150))
def test_months_follow_one_another_in_29_or_30_days(year: int, month: int) -> None:
    first, last = solar(year, month, 1), last_day(year, month)
    assert first
    assert (last - first).days + 1 in (29, 30)
    assert solar(year, month, (last - first).days + 1) == last
    following = last + timedelta(days=1)
    next_month = (year, month + 1) if month < 12 else (year + 1, 1)
    assert following in (solar(*next_month, 1), solar(year, month, 1, leap=True))


@given(YEARS)
@settings(max_examples=examples(60))
def test_the_winter_solstice_falls_into_the_eleventh_month(year: int) -> None:
    first = solar(year, 11, 1)
    assert first
    # 21/12 or 22/12 in Hanoi.
    assert first <= date(year, 12, 22)
    assert last_day(year, 11) >= date(year, 12, 21)


@pytest.mark.parametrize(
    "lunar",
    [(2026, 13, 1), (2026, 0, 1), (2026, 1, 31), (2026, 1, 0), (99, 1, 1), (1799, 1, 1), (2201, 1, 1)],
)
def test_days_that_no_lunar_year_has_are_none(lunar: tuple[int, int, int]) -> None:
    assert solar(*lunar) is None


def test_the_years_from_1800_to_2200_are_known() -> None:
    assert [solar(year, 1, 1) for year in (1800, 2200)] == [date(1800, 1, 25), date(2200, 2, 15)]
