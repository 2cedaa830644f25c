"""Until when a promise keeps the reminder quiet: never longer than the button does, never past the deadline."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.promises import quiet_until

CALENDAR = Calendar()
THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 6, day) for day in (25, 26, 27, 29))


@pytest.mark.parametrize(
    ("today", "promised", "due", "until"),
    [
        (THURSDAY, FRIDAY, None, FRIDAY),
        (THURSDAY, MONDAY, None, FRIDAY),
        (THURSDAY, MONDAY, date(2026, 7, 10), FRIDAY),
        (FRIDAY, MONDAY, None, MONDAY),
        (FRIDAY, date(2026, 7, 31), None, MONDAY),
        (FRIDAY, SATURDAY, None, SATURDAY),
        (FRIDAY, MONDAY, SATURDAY, SATURDAY),
        (FRIDAY, MONDAY, FRIDAY, None),
        (FRIDAY, MONDAY, THURSDAY, None),
        (FRIDAY, FRIDAY, None, None),
        (FRIDAY, THURSDAY, None, None),
    ],
)
def test_a_promise(today: date, promised: date, due: date | None, until: date | None) -> None:
    assert quiet_until(promised, today, due, CALENDAR) == until
