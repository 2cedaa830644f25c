"""When a task is late: by its day, and on that day by the hour that it names."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lateness import At, Dated, is_late
from roviec.tasks.punctuality import Outcome, Punctuality, days_late, describe, outcome, punctuality
from tests.examples import examples

FRIDAY, SATURDAY, MONDAY = (date(2026, 7, day) for day in (3, 4, 6))
AS_WRITTEN = Calendar.seeded([2026])
MOVING = replace(AS_WRITTEN, day_off=DayOff.next_working_day)
FIVE = time(17)


@pytest.mark.parametrize(
    ("calendar", "due", "hour", "now", "is_so"),
    [
        (AS_WRITTEN, FRIDAY, FIVE, At(FRIDAY, time(16, 59)), False),
        (AS_WRITTEN, FRIDAY, FIVE, At(FRIDAY, FIVE), True),
        (AS_WRITTEN, FRIDAY, None, At(FRIDAY, time(23, 59)), False),
        (AS_WRITTEN, FRIDAY, FIVE, At(SATURDAY, time(1)), True),
        (AS_WRITTEN, SATURDAY, FIVE, At(SATURDAY, FIVE), True),
        (AS_WRITTEN, FRIDAY, FIVE, At(FRIDAY), False),
        (MOVING, FRIDAY, FIVE, At(FRIDAY, FIVE), True),
        # What moves off a day off ends with the next working day: the hour was of another day.
        (MOVING, SATURDAY, FIVE, At(SATURDAY, FIVE), False),
        (MOVING, SATURDAY, FIVE, At(MONDAY, time(23)), False),
        (MOVING, SATURDAY, FIVE, At(MONDAY + timedelta(days=1), time(1)), True),
    ],
)
def test_a_deadline_with_an_hour_is_over_from_that_hour_on(
    calendar: Calendar, due: date, hour: time | None, now: At, is_so: bool
) -> None:
    assert is_late(Dated(due, hour), now, calendar) is is_so
    done = Dated(due, hour, completed_on=now.day, completed_hour=now.hour)
    assert is_late(done, At(now.day + timedelta(days=30)), calendar) is is_so


def test_done_at_six_on_the_day_of_five_is_late_and_the_words_say_so() -> None:
    later = At(MONDAY, time(8))
    done = Dated(FRIDAY, FIVE, completed_on=FRIDAY, completed_hour=time(18))
    assert outcome(done, later, AS_WRITTEN, is_done=True) is Outcome.late
    assert outcome(done, later, AS_WRITTEN, is_done=False) is Outcome.overdue
    assert describe(done, later, AS_WRITTEN) == "trễ hạn"
    assert days_late(done, later, AS_WRITTEN) == 0
    assert describe(replace(done, completed_hour=time(16)), later, AS_WRITTEN) == "đúng hạn"
    assert describe(replace(done, completed_hour=None), later, AS_WRITTEN) == "đúng hạn"
    still = Dated(FRIDAY, FIVE)
    assert describe(still, At(FRIDAY, time(9)), AS_WRITTEN) == "sắp đến hạn"
    assert describe(still, At(FRIDAY, time(18)), AS_WRITTEN) == "quá hạn"
    assert punctuality(still, At(FRIDAY, time(18)), AS_WRITTEN) is Punctuality.overdue
    assert describe(still, later, AS_WRITTEN) == "quá hạn 1 ngày làm việc"


DAYS = st.dates(date(2026, 6, 25), date(2026, 7, 10))
HOURS = st.sampled_from([None, time(0), time(8), FIVE, time(23, 59)])
TASKS = st.builds(Dated, DAYS, HOURS, st.none() | DAYS, HOURS)


@given(TASKS, DAYS, HOURS, st.sampled_from([AS_WRITTEN, MOVING]))
@settings(max_examples=examples(300))
def test_an_hour_makes_nothing_late_but_on_its_own_day(
    task: Dated, day: date, hour: time | None, calendar: Calendar
) -> None:
    now, by_day = At(day, hour), replace(task, hour=None)
    if is_late(task, now, calendar) != is_late(by_day, now, calendar):
        assert (task.completed_on or day) == task.due == calendar.last_day(task.due)
        assert days_late(task, now, calendar) == 0
    if is_late(by_day, now, calendar):
        assert is_late(task, now, calendar)
        assert days_late(task, now, calendar) > 0
