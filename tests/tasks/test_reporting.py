"""Reporting periods: the State's months from the 15th to the 14th, and how people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.reporting import Cycle, Period, ended, named, numbered, read_period, running

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
CYCLES = st.sampled_from(Cycle)


@pytest.mark.parametrize(
    ("cycle", "day", "first", "last", "key"),
    [
        # NĐ 09/2019/NĐ-CP, Điều 12, as the offices write it out.
        (Cycle.month, "2026-07-14", "2026-06-15", "2026-07-14", "2026-M07"),
        (Cycle.month, "2026-07-15", "2026-07-15", "2026-08-14", "2026-M08"),
        (Cycle.month, "2026-01-05", "2025-12-15", "2026-01-14", "2026-M01"),
        (Cycle.quarter, "2025-12-15", "2025-12-15", "2026-03-14", "2026-Q1"),
        (Cycle.quarter, "2026-09-14", "2026-06-15", "2026-09-14", "2026-Q3"),
        (Cycle.half, "2026-06-14", "2025-12-15", "2026-06-14", "2026-H1"),
        (Cycle.half, "2026-06-15", "2026-06-15", "2026-12-14", "2026-H2"),
        (Cycle.year, "2026-12-14", "2025-12-15", "2026-12-14", "2026-Y1"),
        (Cycle.year, "2026-12-15", "2026-12-15", "2027-12-14", "2027-Y1"),
        (Cycle.week, "2027-01-03", "2026-12-28", "2027-01-03", "2026-W53"),
    ],
)
def test_a_day_belongs_to_its_period(cycle: Cycle, day: str, first: str, last: str, key: str) -> None:
    found = running(cycle, date.fromisoformat(day))
    assert (str(found.first), str(found.last), found.key) == (first, last, key)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2026-02-15", "2026-M02"),
        ("2026-03-15", "2026-Q1"),
        ("2026-04-14", "2026-Q1"),
        ("2026-04-15", "2026-M04"),
        ("2026-06-15", "2026-H1"),
        ("2026-09-20", "2026-Q3"),
        ("2026-12-15", "2026-Y1"),
        ("2027-01-14", "2026-Y1"),
    ],
)
def test_of_periods_that_end_together_the_longest_is_reported(day: str, key: str) -> None:
    assert ended(date.fromisoformat(day)).key == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("tuần", "2026-W27"),
        ("tuần trước", "2026-W26"),
        ("tuần 25", "2026-W25"),
        ("Tháng", "2026-M07"),
        ("tháng này", "2026-M07"),
        ("thang truoc", "2026-M06"),
        ("tháng 6", "2026-M06"),
        ("tháng 12", "2025-M12"),
        ("tháng 6/2025", "2025-M06"),
        ("quý", "2026-Q3"),
        ("quý 2", "2026-Q2"),
        ("Quý II năm 2025", "2025-Q2"),
        ("quý IV", "2025-Q4"),
        ("6 tháng", "2026-H2"),
        ("6 tháng đầu năm", "2026-H1"),
        ("6 tháng cuối năm 2025", "2025-H2"),
        ("sáu tháng đầu năm 2026", "2026-H1"),
        ("năm", "2026-Y1"),
        ("cả năm", "2026-Y1"),
        ("năm 2025", "2025-Y1"),
        ("năm trước", "2025-Y1"),
        ("quarter 1", "2026-Q1"),
        ("last month", None),
        ("month last", "2026-M06"),
        ("quý 5", None),
        ("tháng 13", None),
        ("quý 2025", None),
        ("tuần 54", None),
        ("báo cáo", None),
        ("", None),
    ],
)
def test_people_name_a_period(words: str, key: str | None) -> None:
    found = read_period(words, date(2026, 6, 29))
    assert (found.key if found else None) == key


@given(CYCLES, DAYS)
def test_the_periods_of_a_cycle_follow_one_another_without_a_gap(cycle: Cycle, day: date) -> None:
    period = running(cycle, day)
    assert period.first <= day <= period.last
    assert running(cycle, period.first) == running(cycle, period.last) == period
    assert period.previous.last == period.first - timedelta(days=1)


@given(CYCLES, DAYS)
def test_a_period_is_found_again_by_its_key(cycle: Cycle, day: date) -> None:
    period = running(cycle, day)
    assert named(period.key) == numbered(cycle, period.year, period.number) == period


@given(DAYS)
def test_what_is_to_be_reported_is_over_and_not_for_long(day: date) -> None:
    period = ended(day)
    assert period.last < day <= period.last + timedelta(days=31)


@given(st.text(max_size=30), DAYS)
def test_any_words_name_a_period_or_none(words: str, day: date) -> None:
    found = read_period(words, day)
    assert found is None or isinstance(found, Period)


@pytest.mark.parametrize("key", ["", "2026-W54", "2026-Q5", "2026-X1", "2026-M13", "26-W01"])
def test_what_names_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        named(key)
