"""What is said back about a number, a goal and a period: the words, both readings, the noun, the edges."""

from datetime import date, timedelta

import pytest

from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.measures import asking, goals, numbers
from roviec.tasks.measures.goals import Way
from roviec.tasks.measures.numbers import is_answer, read_number, write_number
from roviec.tasks.reporting import Cycle, numbered, running

LONG = "x" * 80
ASKED_BACK = [
    ("mười hai", "hồ sơ", numbers.NoNumber, {"words": "mười hai"}),
    ("  ", "hồ sơ", numbers.NoNumber, {"words": "…"}),
    ("Không có", "hồ sơ", numbers.ZeroOrNothing, {"words": "Không có"}),
    ("khoảng 12", "hồ sơ", numbers.NumberNotExact, {"words": "khoảng 12"}),
    ("12 15", "hồ sơ", numbers.SeveralNumbers, {"words": "12 15"}),
    ("1.23.4", "hồ sơ", numbers.SeveralNumbers, {"words": "1.23.4"}),
    ("12,500 hồ sơ", "hồ sơ", numbers.NumberUnsure, {"words": "12,500 hồ sơ", "whole": "12.500", "part": "12,5"}),
    ("1,250", "hồ sơ", numbers.NumberUnsure, {"words": "1,250", "whole": "1.250", "part": "1,25"}),
    ("12 Phiếu ạ", "hồ sơ", numbers.OtherNoun, {"noun": "hồ sơ", "said": "phieu a"}),
    ("12%", "", numbers.OtherNoun, {"noun": "–", "said": "%"}),
    ("1,23456", "%", numbers.NumberTooLarge, {"words": "1,23456"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "noun", "error", "values"), ASKED_BACK)
def test_what_is_asked_back_says_what_was_written(
    words: str, noun: str, error: type[PersonError], values: dict[str, str]
) -> None:
    with pytest.raises(error) as asked:
        read_number(words, noun)
    assert asked.value.values == values


def test_what_is_long_is_said_back_short() -> None:
    with pytest.raises(numbers.NoNumber) as asked:
        read_number(LONG, "hồ sơ")
    assert 59 <= len(str(asked.value.values["words"])) <= 60
    with pytest.raises(numbers.OtherNoun) as other:
        read_number(f"5 {LONG}", "hồ sơ")
    assert 39 <= len(str(other.value.values["said"])) <= 40
    with pytest.raises(goals.GoalUnread) as goal:
        goals.read_goal(LONG)
    assert 59 <= len(str(goal.value.values["words"])) <= 60
    with pytest.raises(asking.PeriodUnread) as period:
        asking.answered_period(LONG, Cycle.month, date(2026, 6, 20), "tháng 5")
    assert 39 <= len(str(period.value.values["words"])) <= 40


EDGES = [
    ("10000000000000", 1e13), ("10.000.000.000.000", 1e13), ("10000000000001", None), ("-10000000000001", None),
    ("10 nghìn tỷ", None), ("9999999999999", 9999999999999), ("1,2345", 1.2345), ("1,23450", 1.2345), ("1,23456", None),
    ("12345678901,2345", 12345678901.2345), ("123456789012,2345", None), ("123456789012,234", 123456789012.234),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), EDGES)
def test_how_large_and_how_fine_a_number_may_be(words: str, value: float | None) -> None:
    if value is not None:
        assert read_number(words).value == value
        return
    with pytest.raises(PersonError):
        read_number(words)


SCALED = [
    ("tổng số: 45 hồ sơ", "hồ sơ", 45), ("số liệu=45", "hồ sơ", 45), ("đạt: 45", "", 45), (" 45 . ", "", 45),
    ("2 nghìn", "", 2000), ("2 ngàn", "hồ sơ", 2000), ("1,5 triệu", "đồng", 1_500_000), ("3 tỷ", "đồng", 3e9),
    ("3 tỉ đồng", "đồng", 3e9), ("1,5 tỷ", "triệu đồng", 1500), ("1,5 tỷ đồng", "triệu đồng", 1500),
    ("500 nghìn đồng", "triệu đồng", 0.5), ("7", "tỷ đồng", 7), ("7 tỷ", "tỷ đồng", 7), ("7 đồng", "triệu đồng", None),
    ("12 triệu", "triệu đồng", 12), ("45 hồ", "hồ sơ", 45), ("45 sơ", "hồ sơ", None),
    ("45 hồ sơ trực tuyến", "hồ sơ", None), ("45 hồ sơ trực", "hồ sơ trực tuyến", 45), ("5 phần trăm", "%", 5),
    ("5 %", "%", 5), ("5 phần", "%", None), ("5 ạ", "%", 5), ("5 hồ sơ nhé ạ.", "hồ sơ", 5), ("− 5", "", -5),
    ("– 5", "", -5), ("âm 5", "", -5), ("0,000", "", 0), ("012", "", 12), ("012.345", "", 12.345),
    ("1.234", "", 1234), ("12.34", "", 12.34), ("1 234 567", "", 1234567), ("1,234,567.5", "", 1234567.5),
    ("1,234.5", "", 1234.5), ("01,234", "", 1.234), ("1.234,5", "", 1234.5), ("1234.567", "", 1234.567),
]  # fmt: skip


@pytest.mark.parametrize(("words", "noun", "value"), SCALED)
def test_a_scale_counts_once_and_a_noun_fits_from_its_head(
    words: str, noun: str, value: float | None
) -> None:
    if value is not None:
        assert read_number(words, noun).value == value
        return
    with pytest.raises(numbers.OtherNoun):
        read_number(words, noun)


def test_less_than_nothing_by_nothing_is_nothing() -> None:
    assert [str(read_number(words).value) for words in ("-0", "âm 0,0", "0")] == ["0.0"] * 3


@pytest.mark.parametrize(
    ("words", "noun", "clear"),
    [
        ("45 hồ sơ", "hồ sơ", True),
        ("tổng số là 45 Ho so ạ", "hồ sơ", True),
        ("45", "hồ sơ", False),
        ("45 hồ", "hồ sơ", False),
        ("45 hồ sơ trực tuyến", "hồ sơ", False),
        ("45%", "%", False),
        ("45", "", False),
        ("chưa có hồ sơ", "hồ sơ", False),
        ("xin lùi 5 ngày", "ngày", False),
    ],
)
def test_only_a_number_with_its_whole_noun_is_an_answer_that_nobody_asked_for(
    words: str, noun: str, clear: bool
) -> None:
    assert is_answer(words, noun) is clear


@pytest.mark.parametrize(
    ("value", "noun", "said"),
    [
        (1234.5, "hồ sơ", "1.234,5 hồ sơ"),
        (12.5, "%", "12,5%"),
        (1000.0, "", "1.000"),
        (0.0, "người", "0 người"),
        (-2.25, "%", "-2,25%"),
        (1.23456, "", "1,2346"),
        (1e13, "đồng", "10.000.000.000.000 đồng"),
    ],
)
def test_a_value_is_written_as_an_office_does(value: float, noun: str, said: str) -> None:
    assert write_number(value, noun) == said


# Goals and rates

SIDES = {">": (False, False, True), ">=": (False, True, True), "=": (False, True, False)}
SIDES |= {"<=": (True, True, False), "<": (True, False, False)}


@pytest.mark.parametrize("op", SIDES)
def test_a_goal_is_kept_on_its_own_side(op: str) -> None:
    assert tuple(goals.reached(value, op, 90.0) for value in (89.9, 90.0, 90.1)) == SIDES[op]
    assert goals.goal_words(op, 90.5, "%") == f"{goals.SIGNS[op]} 90,5%"
    assert goals.goal_words(op, 1200) == f"{goals.SIGNS[op]} 1.200"


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ("90", (">=", 90)),
        ("đạt 90", (">=", 90)),
        (" = 90", ("=", 90)),
        ("Bằng 90", ("=", 90)),
        (" đúng 90 ", ("=", 90)),
        ("không trên 90", ("<=", 90)),
        ("hơn 90", (">", 90)),
        ("ít hơn 90", ("<", 90)),
        ("90 trở xuống", ("<=", 90)),
    ],
)
def test_a_bare_number_is_the_least_and_an_equal_one_is_said(words: str, goal: tuple[str, float]) -> None:
    assert goals.read_goal(words) == goal


@pytest.mark.parametrize(
    ("words", "shown"), [("cao", "cao"), (" ", "…"), ("1 và 2", "1 và 2"), ("1,234", "1,234")]
)
def test_what_is_no_goal_is_said_back(words: str, shown: str) -> None:
    with pytest.raises(goals.GoalUnread) as unread:
        goals.read_goal(words)
    assert unread.value.values == {"words": shown}


@pytest.mark.parametrize(
    ("over", "under", "share"),
    [(1, 3, 33.33), (2, 3, 66.67), (0, 5, 0), (5, 5, 100), (0.1, 0.3, 33.33), (5, 0, None), (0, 0, None)],
)
def test_a_rate_is_a_share_in_percent(over: float, under: float, share: float | None) -> None:
    assert goals.rate(over, under) == share


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (0.1, 0.3, (Way.up, 0.2)),
        (0.3, 0.1, (Way.down, 0.2)),
        (5, 5, (Way.same, 0)),
        (0, 1, (Way.up, 1)),
        (None, 1, None),
        (1, None, None),
    ],
)
def test_a_change_is_exact_and_needs_both(
    before: float | None, now: float | None, change: tuple[Way, float] | None
) -> None:
    assert goals.change(before, now) == change


# Periods

CALENDAR = Calendar.seeded(range(2023, 2030))


def test_who_is_silent_is_asked_again_after_three_working_days() -> None:
    assert asking.again_on(date(2026, 6, 15), CALENDAR) == date(2026, 6, 18)
    assert asking.again_on(date(2026, 6, 18), CALENDAR) == date(2026, 6, 23)


@pytest.mark.parametrize(
    ("period", "day", "asked"),
    [
        ((Cycle.month, 2026, 2), 31, date(2026, 3, 2)),  # the 28th is a Saturday
        ((Cycle.month, 2027, 12), 31, date(2027, 12, 31)),
        ((Cycle.month, 2028, 2), 30, date(2028, 2, 29)),
        ((Cycle.half, 2026, 1), 14, date(2026, 7, 14)),  # it ends on the 14th
        ((Cycle.half, 2026, 1), 15, date(2026, 6, 15)),
        ((Cycle.quarter, 2026, 3), 13, date(2026, 10, 13)),
    ],
)
def test_the_last_day_of_a_month_is_asked_where_it_has_no_such_day(
    period: tuple[Cycle, int, int], day: int, asked: date
) -> None:
    assert asking.asked_on(numbered(*period), day, CALENDAR) == asked


def test_a_period_may_be_entered_from_its_first_day_for_five_years() -> None:
    period = running(Cycle.month, date(2026, 6, 20))
    asking.check_period(period, period.first)
    asking.check_period(period, period.last + asking.LONG)
    with pytest.raises(asking.PeriodAhead):
        asking.check_period(period, period.first - timedelta(days=1))
    with pytest.raises(asking.PeriodLongAgo):
        asking.check_period(period, period.last + asking.LONG + timedelta(days=1))
    assert timedelta(days=1830) == asking.LONG


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("quý II/2026", asking.PeriodUnread),
        (" ", asking.PeriodUnread),
        ("tháng 7/2026", asking.PeriodAhead),
        ("tháng 5/2020", asking.PeriodLongAgo),
    ],
)
def test_an_answer_about_another_period_is_refused_with_its_words(
    words: str, error: type[PersonError]
) -> None:
    today = date(2026, 6, 14)
    with pytest.raises(error) as refused:
        asking.answered_period(words, Cycle.month, today, "tháng 5/2026")
    shown = {"words": words.strip() or "…", "example": "tháng 5/2026"}
    assert refused.value.values == (shown if error is asking.PeriodUnread else {})
