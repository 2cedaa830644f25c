from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.ladder import Audience, Ladder, Step, audience, due_step, reminder_days, snoozed, why
from tests.examples import examples

CALENDAR = Calendar.seeded(range(2025, 2029))
LADDER = Ladder()
DUE = date(2026, 6, 30)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 1))


def steps(due: date, days: int, *, hearer: Audience = Audience.owner, dark: set[date] = frozenset()) -> dict:  # type: ignore[type-arg]
    """What one audience hears, day by day; on a dark day the bot is down."""
    told: list[Step] = []
    heard = {}
    for n in range(-20, days):
        today = due + timedelta(n)
        step = None if today in dark else due_step(due, today, told, CALENDAR, LADDER, audience=hearer)
        if step:
            told.append(step)
            heard[today] = step
    return heard


def test_the_owner_hears_at_seven_three_one_the_day_and_each_late_working_day() -> None:
    heard = steps(DUE, 7)
    assert [(f"{day:%d/%m}", step.offset) for day, step in heard.items()] == [
        ("19/06", -7),
        ("25/06", -3),
        ("29/06", -1),
        ("30/06", 0),
        ("01/07", 1),
        ("02/07", 2),
        ("03/07", 3),
        ("06/07", 4),
    ]


def test_leader_and_head_and_partner_hear_once_on_their_day() -> None:
    for hearer, day in (
        (Audience.leader, date(2026, 7, 1)),
        (Audience.head, date(2026, 7, 3)),
        (Audience.partner, date(2026, 6, 25)),
    ):
        assert list(steps(DUE, 20, hearer=hearer)) == [day]


def test_missed_steps_are_merged_into_one_catch_up() -> None:
    dark = {date(2026, 6, d) for d in range(15, 27)}
    heard = steps(DUE, 1, dark=dark)
    assert list(heard.items()) == [
        (date(2026, 6, 29), Step(-1)),
        (date(2026, 6, 30), Step(0)),
    ]


def test_a_catch_up_says_the_true_number_of_days() -> None:
    step = due_step(DUE, date(2026, 6, 26), [Step(-7)], CALENDAR, LADDER)
    assert step == Step(-3)
    assert why(step) == "nhắc vì còn 2 ngày làm việc"


def test_an_outage_on_the_escalation_day_still_escalates() -> None:
    dark = {date(2026, 7, d) for d in range(1, 4)}
    assert list(steps(DUE, 20, hearer=Audience.leader, dark=dark)) == [date(2026, 7, 6)]
    assert list(steps(DUE, 20, hearer=Audience.head, dark=dark)) == [date(2026, 7, 6)]
    late = due_step(DUE, date(2026, 7, 6), [], CALENDAR, LADDER, audience=Audience.leader)
    assert late
    assert why(late) == "đã quá hạn 4 ngày làm việc"


def test_partners_hear_nothing_after_the_deadline() -> None:
    assert due_step(DUE, date(2026, 7, 1), [], CALENDAR, LADDER, audience=Audience.partner) is None


def test_a_deadline_on_a_day_off_is_said_on_the_working_day_before() -> None:
    sunday = date(2026, 6, 14)
    step = due_step(sunday, date(2026, 6, 12), [], CALENDAR, LADDER)
    assert step == Step(0)
    assert why(step) == "nhắc vì hạn là Chủ nhật 14/6/2026, hôm nay là ngày làm việc cuối cùng"
    assert due_step(sunday, date(2026, 6, 13), [], CALENDAR, LADDER) is None
    assert due_step(sunday, date(2026, 6, 15), [step], CALENDAR, LADDER) == Step(1)


def test_what_the_assignment_itself_said_is_not_said_again() -> None:
    assigned = date(2026, 6, 26)
    assert due_step(DUE, assigned, [], CALENDAR, LADDER, since=assigned) is None
    assert due_step(DUE, date(2026, 6, 29), [], CALENDAR, LADDER, since=assigned) == Step(-1)
    assert due_step(DUE, date(2026, 7, 8), [], CALENDAR, LADDER, since=date(2026, 7, 7)) == Step(6)


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step(-3), "nhắc vì còn 3 ngày làm việc"),
        (Step(0), "nhắc vì hôm nay là hạn cuối"),
        (Step(2), "đã quá hạn 2 ngày làm việc"),
    ],
)
def test_each_reminder_says_why(step: Step, line: str) -> None:
    assert why(step) == line


def test_the_audience_of_each_rung() -> None:
    assert audience(Step(-3), LADDER) == {Audience.owner, Audience.partner}
    assert audience(Step(1), LADDER) == {Audience.owner, Audience.leader}
    assert audience(Step(3), LADDER) == {Audience.owner, Audience.head}
    assert audience(Step(2), LADDER) == {Audience.owner}


def test_a_snooze_hides_the_reminder_until_its_day() -> None:
    assert snoozed(date(2026, 6, 29), date(2026, 6, 28))
    assert not snoozed(date(2026, 6, 29), date(2026, 6, 29))
    assert not snoozed(None, date(2026, 6, 29))


@given(DAYS)
@settings(max_examples=examples(40))
def test_a_day_of_simulation_hears_exactly_on_the_reminder_days(due: date) -> None:
    expected = reminder_days(due, CALENDAR, LADDER)
    heard = [day for day in steps(due, 30) if day <= expected[-1] and day >= expected[0]]
    assert [day for day in expected if day >= due - timedelta(20)] == heard


@given(DAYS, st.sets(st.integers(-20, 15)))
@settings(max_examples=examples(40))
def test_outages_never_repeat_a_step_nor_lose_the_escalation(due: date, down: set[int]) -> None:
    dark = {due + timedelta(n) for n in down}
    owner = list(steps(due, 25, dark=dark).values())
    assert len(owner) == len(set(owner))
    assert [step.offset for step in owner] == sorted(step.offset for step in owner)
    for hearer in (Audience.leader, Audience.head):
        assert len(steps(due, 25, hearer=hearer, dark=dark)) == 1
