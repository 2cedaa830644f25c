"""When the value of a period is asked for, whatever the cycle, the day and the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.measures import asking
from roviec.tasks.measures.asking import CYCLES, asked_on, due_period
from roviec.tasks.reporting import Cycle, numbered, running

CALENDAR = Calendar.seeded(range(2023, 2030))
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 1))


@pytest.mark.parametrize(
    ("cycle", "year", "number", "day", "asked"),
    [
        (Cycle.month, 2026, 6, 15, date(2026, 6, 15)),
        (Cycle.month, 2026, 6, 5, date(2026, 7, 6)),  # the 5th is a Sunday
        (Cycle.quarter, 2026, 1, 20, date(2026, 3, 20)),
        (Cycle.year, 2025, 1, 28, date(2025, 12, 29)),
        (Cycle.month, 2026, 1, 16, date(2026, 1, 16)),
        (Cycle.month, 2026, 2, 15, date(2026, 2, 23)),  # Tết
    ],
)
def test_the_first_such_day_after_the_period(
    cycle: Cycle, year: int, number: int, day: int, asked: date
) -> None:
    assert asked_on(numbered(cycle, year, number), day, CALENDAR) == asked


@given(st.sampled_from(CYCLES), st.integers(1, 28), DAYS)
def test_it_is_asked_on_a_working_day_after_the_period_and_before_the_next_one_is(
    cycle: Cycle, day: int, today: date
) -> None:
    period = running(cycle, today)
    asked = asked_on(period, day, CALENDAR)
    assert period.last < asked
    assert CALENDAR.is_working(asked)
    assert asked - period.last <= timedelta(days=45)
    following = running(cycle, period.last + timedelta(days=1))
    assert asked <= asked_on(following, day, CALENDAR)


@given(st.sampled_from(CYCLES), st.integers(1, 28), DAYS)
def test_what_is_due_has_ended_and_was_asked_and_is_the_last_such(
    cycle: Cycle, day: int, today: date
) -> None:
    period = due_period(cycle, day, today, CALENDAR)
    assert period is not None
    assert period.last < today
    assert asked_on(period, day, CALENDAR) <= today
    following = running(cycle, period.last + timedelta(days=1))
    assert following.last >= today or asked_on(following, day, CALENDAR) > today


def test_who_is_never_asked_owes_nothing() -> None:
    assert due_period(Cycle.month, 0, date(2026, 6, 20), CALENDAR) is None


@given(st.sampled_from(CYCLES), DAYS)
def test_only_what_has_begun_may_be_stated(cycle: Cycle, today: date) -> None:
    now = running(cycle, today)
    asking.check_period(now, today)
    asking.check_period(now.previous, today)
    with pytest.raises(asking.PeriodAhead):
        asking.check_period(running(cycle, now.last + timedelta(days=1)), today)
    with pytest.raises(asking.PeriodLongAgo):
        asking.check_period(running(cycle, today - asking.LONG - timedelta(days=800)), today)


@pytest.mark.parametrize("words", ["hôm qua", "", "quý II", "tháng 13", "năm"])
def test_a_period_of_another_kind_is_asked_back(words: str) -> None:
    with pytest.raises(asking.PeriodUnread):
        asking.answered_period(words, Cycle.month, date(2026, 6, 20), "tháng 5 năm 2026")


def test_a_period_is_read_as_it_is_called() -> None:
    found = asking.answered_period("Tháng 5/2026", Cycle.month, date(2026, 6, 20), "")
    assert found.key == "2026-M05"
