import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import HANOI, Calendar, DayOff
from roviec.tasks.deadlines import Reason, effective_due
from roviec.tasks.ladder import Audience, Ladder, due_step
from roviec.tasks.lateness import At, Dated
from roviec.tasks.punctuality import (
    Outcome,
    Punctuality,
    days_late,
    describe,
    near_until,
    outcome,
    punctuality,
)
from tests.examples import examples

CALENDAR = Calendar.seeded(range(2023, 2056))
DAYS = st.dates(date(2024, 1, 1), date(2053, 12, 31))

# Mùng 1 Tết in Vietnam's own time zone; 2030 and 2053 differ from the Chinese calendar.
TET_DAYS = """
2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-02 2031-01-23 2032-02-11 2033-01-31
2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10
2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02 2050-01-23 2051-02-11 2052-02-01 2053-02-18
"""


def run(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(n) for n in range((end - start).days + 1)]


@pytest.mark.parametrize("day", TET_DAYS.split())
def test_the_first_three_days_of_tet_and_its_eve_are_off(day: str) -> None:
    first = date.fromisoformat(day)
    assert all(first + timedelta(n) in CALENDAR.off for n in (-1, 0, 1, 2))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-02-08", "2024-02-14"),
        ("2024-04-27", "2024-05-01"),
        ("2024-08-31", "2024-09-03"),
        ("2025-01-25", "2025-02-02"),
        ("2025-04-30", "2025-05-04"),
        ("2025-08-30", "2025-09-02"),
        ("2026-01-01", "2026-01-04"),
        ("2026-02-14", "2026-02-22"),
        ("2026-04-25", "2026-04-27"),
        ("2026-04-30", "2026-05-03"),
        ("2026-08-29", "2026-09-02"),
    ],
)
def test_known_stretches_are_off_and_their_neighbours_are_not(first: str, last: str) -> None:
    days = run(first, last)
    assert not any(CALENDAR.is_working(day) for day in days)
    assert CALENDAR.is_working(days[0] - timedelta(1))
    assert CALENDAR.is_working(days[-1] + timedelta(1))


@pytest.mark.parametrize("day", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_saturdays_given_in_exchange_are_worked(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


def test_the_culture_day_is_not_assumed_but_can_be_entered() -> None:
    day = date(2026, 11, 24)
    assert CALENDAR.is_working(day)
    assert not CALENDAR.edited(off=[day]).is_working(day)


def test_an_administrator_wins_over_the_seed_both_ways() -> None:
    edited = CALENDAR.edited(off=[date(2026, 8, 22)], work=[date(2026, 8, 31)])
    assert not edited.is_working(date(2026, 8, 22))
    assert edited.is_working(date(2026, 8, 31))


def test_an_edit_adds_to_the_seed_and_leaves_the_rest_of_it() -> None:
    sunday, monday = date(2026, 6, 28), date(2026, 6, 29)
    edited = Calendar.seeded([2026]).edited(off=[monday], work=[sunday])
    assert edited.is_working(sunday)
    assert not edited.is_working(monday)
    assert edited.is_working(date(2026, 1, 10))
    assert not edited.is_working(date(2026, 2, 17))


@given(DAYS, st.integers(1, 40))
@settings(max_examples=examples(60))
def test_adding_working_days_lands_on_the_nth_and_back(day: date, n: int) -> None:
    there = CALENDAR.add_working_days(day, n)
    assert CALENDAR.is_working(there)
    assert CALENDAR.working_days_between(day, there) == n
    assert CALENDAR.working_days_between(there, day) == -n
    assert CALENDAR.add_working_days(there, -n) == CALENDAR.on_or_before(day)


@given(DAYS, DAYS)
@settings(max_examples=examples(40))
def test_counting_is_additive(a: date, b: date) -> None:
    a, b = min(a, b), min(max(a, b), min(a, b) + timedelta(400))
    middle = a + (b - a) / 2
    between = CALENDAR.working_days_between
    assert between(a, b) == between(a, middle) + between(middle, b)


@given(DAYS)
@settings(max_examples=examples(60))
def test_next_and_previous_working_days_skip_only_days_off(day: date) -> None:
    following, previous = CALENDAR.next_working(day), CALENDAR.previous_working(day)
    assert previous < day < following
    off = run(str(previous + timedelta(1)), str(following - timedelta(1)))
    assert all(one == day or not CALENDAR.is_working(one) for one in off)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-06-30T09:00", "2026-06-30T09:00"),
        ("2026-06-30T06:00", "2026-06-30T07:30"),
        ("2026-06-30T17:00", "2026-07-01T07:30"),
        ("2026-06-26T20:00", "2026-06-29T07:30"),
        ("2026-02-13T18:00", "2026-02-23T07:30"),
        ("2026-08-22T08:00", "2026-08-22T08:00"),
    ],
)
def test_a_reminder_waits_for_office_hours(now: str, opening: str) -> None:
    assert CALENDAR.next_office_time(moment(now)) == moment(opening)
    assert CALENDAR.is_office_time(moment(now)) == (now == opening)


def test_office_hours_are_read_in_hanoi_time() -> None:
    assert CALENDAR.is_office_time(datetime(2026, 6, 30, 1, 0, tzinfo=UTC))
    assert not CALENDAR.is_office_time(datetime(2026, 6, 30, 12, 0, tzinfo=UTC))


def test_the_office_opens_on_the_minute_and_is_closed_on_the_minute() -> None:
    def is_open(hour: int, minute: int) -> bool:
        return CALENDAR.is_office_time(datetime(2026, 6, 30, hour, minute, tzinfo=HANOI))

    assert [is_open(7, 29), is_open(7, 30), is_open(16, 59), is_open(17, 0)] == [False, True, True, False]


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.is_office_time(datetime.combine(date(2026, 6, 30), time(9)))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-03-02", 15, "2026-03-17"),
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-02-06", 10, "2026-02-23"),
        ("2026-08-17", 5, "2026-08-22"),
    ],
)
def test_a_period_of_days_leaves_out_its_first_day_and_ends_on_a_working_day(
    start: str, n: int, end: str
) -> None:
    assert CALENDAR.end_of_period_days(date.fromisoformat(start), n) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-01-31", 1, "2026-03-02"),
        ("2026-05-15", 1, "2026-06-15"),
        ("2026-01-15", 11, "2026-12-15"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2027-08-31", 6, "2028-02-29"),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_last_of_the_month(
    start: str, n: int, end: str
) -> None:
    assert CALENDAR.end_of_period_months(date.fromisoformat(start), n) == date.fromisoformat(end)


@given(DAYS, st.sampled_from(DayOff))
@settings(max_examples=examples(120))
def test_a_deadline_on_a_day_off_stays_or_moves_to_the_next_working_day(day: date, day_off: DayOff) -> None:
    calendar = replace(CALENDAR, day_off=day_off)
    got = effective_due(day, calendar)
    moves = day_off is DayOff.next_working_day and not CALENDAR.is_working(day)
    assert got.written == day
    assert (got.reason is Reason.moved) == moves == (got.day != day)
    assert (got.reason is Reason.working_day) == CALENDAR.is_working(day)
    if moves:
        between = run(str(day), str(got.day - timedelta(1)))
        assert CALENDAR.is_working(got.day)
        assert not any(CALENDAR.is_working(one) for one in between)
    # Once moved it stays where it is.
    assert effective_due(got.day, calendar).day == got.day


def test_the_swapped_monday_before_the_national_day_moves_past_it() -> None:
    assert replace(CALENDAR, day_off=DayOff.next_working_day).last_day(date(2026, 8, 31)) == date(2026, 9, 3)
    assert CALENDAR.last_day(date(2026, 8, 31)) == date(2026, 8, 31)


CALENDARS = st.builds(
    Calendar,
    off=st.frozensets(st.dates(date(2026, 8, 20), date(2026, 9, 20)), max_size=20),
    work=st.frozensets(st.dates(date(2026, 8, 20), date(2026, 9, 20)), max_size=5),
    day_off=st.sampled_from(DayOff),
)
NEAR_DAYS = st.dates(date(2026, 8, 15), date(2026, 9, 25))


@given(CALENDARS, NEAR_DAYS, NEAR_DAYS)
@settings(max_examples=examples(300))
def test_a_deadline_is_late_once_its_last_day_is_over(calendar: Calendar, due: date, day: date) -> None:
    is_late = day > calendar.last_day(due)
    assert (due <= calendar.passed(day)) == is_late
    assert (punctuality(Dated(due), At(day), calendar) is Punctuality.overdue) == is_late
    assert (days_late(Dated(due), At(day), calendar) > 0) == is_late
    assert (outcome(Dated(due), At(day), calendar, is_done=False) is Outcome.overdue) == is_late
    assert (outcome(Dated(due, completed_on=day), At(day), calendar, is_done=True) is Outcome.late) == is_late
    assert describe(Dated(due), At(day), calendar).startswith("quá hạn") == is_late
    is_near = calendar.passed(day) < due <= near_until(day, calendar)
    assert (punctuality(Dated(due), At(day), calendar) is Punctuality.near) == is_near
    # Nobody is late for a day on which the office was closed, where it counts by the Civil Code.
    if calendar.day_off is DayOff.next_working_day:
        assert is_late == any(calendar.is_working(one) for one in run(str(due), str(day - timedelta(1))))


@given(CALENDARS, NEAR_DAYS, NEAR_DAYS)
@settings(max_examples=examples(300))
def test_nobody_hears_of_a_delay_before_it_is_one(calendar: Calendar, due: date, day: date) -> None:
    for hearer in Audience:
        step = due_step(due, day, (), calendar, Ladder(), audience=hearer)
        if step is not None:
            assert calendar.is_working(day)
            assert (step.offset > 0) == (day > calendar.last_day(due))


@given(CALENDARS, NEAR_DAYS, NEAR_DAYS)
@settings(max_examples=examples(200))
def test_stretches_hold_the_days_off_and_no_other(calendar: Calendar, first: date, last: date) -> None:
    rests = calendar.rests(first, last)
    covered = {date.fromordinal(n) for a, b in rests for n in range(a.toordinal(), b.toordinal() + 1)}
    span = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    assert {day for day in span if not calendar.is_working(day)} == covered & set(span)
    assert all(calendar.is_working(end + timedelta(1)) for _, end in rests)


def test_the_days_off_beside_the_project_are_in_the_seed() -> None:
    table = Path(__file__).parents[3] / "shared" / "vectors" / "calendar.tsv"
    if not table.exists():
        pytest.skip("the labelled days off are not beside the project")
    with table.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["conf"] == "H"]
    calendar = Calendar.seeded(range(2010, 2031))
    rows = [row for row in rows if row["date"] >= "2015"]
    wrong = [
        row["date"]
        for row in rows
        if calendar.is_working(date.fromisoformat(row["date"])) != (row["kind"] == "work")
    ]
    assert wrong == []
