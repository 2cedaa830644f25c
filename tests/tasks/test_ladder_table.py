"""What each audience hears on each day around a deadline, as tables: the newest rung that has come, or "-"."""

from datetime import date, timedelta

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.ladder import Audience, Ladder, Step, due_step, reminder_days, why

CALENDAR, LADDER = Calendar.seeded(range(2025, 2028)), Ladder()
TUESDAY, SUNDAY = date(2026, 6, 30), date(2026, 7, 5)
ON_TUESDAY = """
day   owner  partner  leader  head
16/6  -      -        -       -
17/6  -      -        -       -
18/6  -      -        -       -
19/6  -7     -        -       -     nhắc vì còn 7 ngày làm việc
20/6  -      -        -       -
21/6  -      -        -       -
22/6  -7     -        -       -     nhắc vì còn 6 ngày làm việc
23/6  -7     -        -       -     nhắc vì còn 5 ngày làm việc
24/6  -7     -        -       -     nhắc vì còn 4 ngày làm việc
25/6  -3     -3       -       -     nhắc vì còn 3 ngày làm việc
26/6  -3     -3       -       -     nhắc vì còn 2 ngày làm việc
27/6  -      -        -       -
28/6  -      -        -       -
29/6  -1     -3       -       -     nhắc vì còn 1 ngày làm việc
30/6  +0     -3       -       -     nhắc vì hôm nay là hạn cuối
1/7   +1     -        +1      -     đã quá hạn 1 ngày làm việc
2/7   +2     -        +1      -     đã quá hạn 2 ngày làm việc
3/7   +3     -        +1      +3    đã quá hạn 3 ngày làm việc
4/7   -      -        -       -
5/7   -      -        -       -
6/7   +4     -        +1      +3    đã quá hạn 4 ngày làm việc
7/7   +5     -        +1      +3    đã quá hạn 5 ngày làm việc
8/7   +6     -        +1      +3    đã quá hạn 6 ngày làm việc
9/7   +7     -        +1      +3    đã quá hạn 7 ngày làm việc
10/7  +8     -        +1      +3    đã quá hạn 8 ngày làm việc
11/7  -      -        -       -
"""
ON_SUNDAY = """
day   owner  partner  leader  head
21/6  -      -        -       -
22/6  -      -        -       -
23/6  -      -        -       -
24/6  -7     -        -       -     nhắc vì còn 7 ngày làm việc
25/6  -7     -        -       -     nhắc vì còn 6 ngày làm việc
26/6  -7     -        -       -     nhắc vì còn 5 ngày làm việc
27/6  -      -        -       -
28/6  -      -        -       -
29/6  -7     -        -       -     nhắc vì còn 4 ngày làm việc
30/6  -3     -3       -       -     nhắc vì còn 3 ngày làm việc
1/7   -3     -3       -       -     nhắc vì còn 2 ngày làm việc
2/7   -1     -3       -       -     nhắc vì còn 1 ngày làm việc
3/7   +0     -3       -       -     nhắc vì hạn là Chủ nhật 5/7/2026, hôm nay là ngày làm việc cuối cùng
4/7   -      -        -       -
5/7   -      -        -       -
6/7   +1     -        +1      -     đã quá hạn 1 ngày làm việc
7/7   +2     -        +1      -     đã quá hạn 2 ngày làm việc
8/7   +3     -        +1      +3    đã quá hạn 3 ngày làm việc
9/7   +4     -        +1      +3    đã quá hạn 4 ngày làm việc
10/7  +5     -        +1      +3    đã quá hạn 5 ngày làm việc
11/7  -      -        -       -
12/7  -      -        -       -
13/7  +6     -        +1      +3    đã quá hạn 6 ngày làm việc
14/7  +7     -        +1      +3    đã quá hạn 7 ngày làm việc
15/7  +8     -        +1      +3    đã quá hạn 8 ngày làm việc
16/7  +9     -        +1      +3    đã quá hạn 9 ngày làm việc
"""


def day(text: str) -> date:
    number, month = text.split("/")
    return date(2026, int(month), int(number))


def cells(table: str) -> list[tuple[date, list[str], str]]:
    rows = [line.split(maxsplit=5) for line in table.strip().splitlines()[1:]]
    return [(day(row[0]), row[1:5], row[5] if len(row) > 5 else "") for row in rows]


CASES = [(due, *row) for due, table in ((TUESDAY, ON_TUESDAY), (SUNDAY, ON_SUNDAY)) for row in cells(table)]


@pytest.mark.parametrize(
    ("due", "today", "offsets", "line"), CASES, ids=[f"{due}-{today}" for due, today, *_ in CASES]
)
def test_a_day(due: date, today: date, offsets: list[str], line: str) -> None:
    for audience, offset in zip(Audience, offsets, strict=True):
        step = due_step(due, today, (), CALENDAR, LADDER, audience=audience)
        assert step == (None if offset == "-" else Step(int(offset))), audience
        if step is not None:
            assert due_step(due, today, [step], CALENDAR, LADDER, audience=audience) is None
            assert due_step(due, today, [Step(99)], CALENDAR, LADDER, audience=audience) == step
    told = due_step(due, today, (), CALENDAR, LADDER)
    assert (why(told) if told else "") == line


@pytest.mark.parametrize(("since", "today", "offset"), [
    ("19/6", "22/6", None), ("18/6", "22/6", -7), ("24/6", "25/6", -3), ("25/6", "25/6", None), ("25/6", "29/6", -1),
    ("30/6", "30/6", None), ("29/6", "30/6", 0), ("1/7", "1/7", 1), ("2/7", "2/7", 2),
])  # fmt: skip
def test_the_assignment_said_what_came_before_it(since: str, today: str, offset: int | None) -> None:
    step = due_step(TUESDAY, day(today), (), CALENDAR, LADDER, since=day(since))
    assert step == (None if offset is None else Step(offset))


@pytest.mark.parametrize(("ladder", "days"), [
    (Ladder(), ["19/6", "25/6", "29/6", "30/6", "1/7", "2/7", "3/7"]),
    (Ladder(before=(2,), leader_after=2, head_after=1), ["26/6", "30/6", "1/7", "2/7"]),
    (Ladder(before=(), leader_after=1, head_after=1), ["30/6", "1/7"]),
])  # fmt: skip
def test_the_days_of_a_ladder(ladder: Ladder, days: list[str]) -> None:
    assert reminder_days(TUESDAY, CALENDAR, ladder) == [day(text) for text in days]


def test_a_step_is_its_offset_whatever_day_it_is_told() -> None:
    assert Step(-3, 2) == Step(-3, rest_day=SUNDAY) == Step(-3)
    assert (Step(-3).days_left, Step(-3, 2).days_left, Step(2).days_left) == (3, 2, -2)
    late = due_step(SUNDAY, SUNDAY + timedelta(1), (), CALENDAR, LADDER)
    assert late is not None
    assert (late.left, late.rest_day) == (-1, SUNDAY)
