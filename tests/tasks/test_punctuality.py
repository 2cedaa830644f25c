from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At, Dated
from roviec.tasks.punctuality import Outcome, Punctuality, days_late, describe, outcome, percent, punctuality

CALENDAR = Calendar.seeded(range(2025, 2028))
DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("today", "expected", "words"),
    [
        (date(2026, 6, 24), Punctuality.on_time, "trong hạn"),
        (date(2026, 6, 25), Punctuality.near, "sắp đến hạn"),
        (DUE, Punctuality.near, "sắp đến hạn"),
        (date(2026, 7, 2), Punctuality.overdue, "quá hạn 2 ngày làm việc"),
    ],
)
def test_an_open_task_is_judged_by_today(today: date, expected: Punctuality, words: str) -> None:
    assert punctuality(Dated(DUE), At(today), CALENDAR) is expected
    assert describe(Dated(DUE), At(today), CALENDAR) == words


def test_lateness_stays_visible_after_completion() -> None:
    today = date(2026, 12, 1)
    assert (
        describe(Dated(DUE, completed_on=date(2026, 7, 4)), At(today), CALENDAR) == "trễ hạn 3 ngày làm việc"
    )
    assert describe(Dated(DUE, completed_on=DUE), At(today), CALENDAR) == "đúng hạn"
    assert punctuality(Dated(DUE, completed_on=date(2026, 6, 29)), At(today), CALENDAR) is Punctuality.on_time


def test_the_words_of_a_deadline_can_be_said_in_another_language() -> None:
    def said(today: date, done_on: date | None = None) -> tuple[str, object]:
        words = describe(Dated(DUE, completed_on=done_on), At(today), CALENDAR)
        return words.key, words.values

    assert said(date(2026, 6, 25)) == ("word.punctuality.near", {})
    assert said(date(2026, 7, 2)) == ("word.overdue.days", {"days": 2})
    assert said(DUE, DUE) == ("word.in_time", {})
    assert said(DUE, date(2026, 7, 1)) == ("word.late.days", {"days": 1})
    friday, sunday = date(2026, 7, 3), date(2026, 7, 5)
    assert describe(Dated(friday), At(sunday), CALENDAR).key == "word.overdue"
    assert describe(Dated(friday), At(sunday), CALENDAR) == "quá hạn"


def test_a_task_without_deadline_is_never_late() -> None:
    today = date(2026, 6, 1)
    assert punctuality(Dated(None), At(today), CALENDAR) is Punctuality.undated
    assert describe(Dated(None), At(today), CALENDAR) == "không hạn"
    assert outcome(Dated(None), At(today), CALENDAR, is_done=False) is Outcome.within
    assert outcome(Dated(None, completed_on=today), At(today), CALENDAR, is_done=True) is Outcome.met
    assert days_late(Dated(None), At(today), CALENDAR) == 0


@pytest.mark.parametrize(
    ("today", "done_on", "label"),
    [
        (DUE, None, "đang trong hạn"),
        (date(2026, 7, 1), None, "đang quá hạn"),
        (date(2026, 7, 9), DUE, "đúng hạn"),
        (date(2026, 7, 9), date(2026, 7, 1), "trễ hạn"),
    ],
)
def test_the_digest_counts_four_ways(today: date, done_on: date | None, label: str) -> None:
    task = Dated(DUE, completed_on=done_on)
    assert outcome(task, At(today), CALENDAR, is_done=done_on is not None).label == label


@pytest.mark.parametrize(
    ("part", "whole", "places", "text"),
    [
        (585, 833, 2, "70,23%"),  # Quảng Nam, 1/1–6/7/2020
        (2501, 2723, 1, "91,8%"),  # VPCP, 8 months of 2016
        (2501, 2723, 3, "91,847%"),
        (13119, 15533, 2, "84,46%"),  # Hải Phòng, 10 months of 2018
        (109, 166, 2, "65,66%"),  # tasks given to Hải Phòng, 2018
        (4069, 7349, 2, "55,37%"),  # Government, to 26/10/2016
        (1, 8, 2, "12,50%"),
        (1, 200, 0, "1%"),  # half up, where banker's rounding says 0
        (0, 0, 2, "–"),
    ],
)
def test_percentages_are_rounded_half_up_with_a_decimal_comma(
    part: int, whole: int, places: int, text: str
) -> None:
    assert percent(part, whole, places) == text


def test_a_percentage_has_two_places_unless_said_otherwise() -> None:
    assert percent(585, 833) == "70,23%"


def test_published_counts_add_up() -> None:
    assert 181 + 67 + 585 == 833
    assert 2501 + 222 == 2723
    assert 4069 + 3138 + 142 == 7349
    assert 109 + 57 == 166
