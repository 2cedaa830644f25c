"""How far each length reaches: whole days of hours and minutes, working days, months by their number."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.lengths import after
from roviec.tasks.deadlines.model import Length, Unit

FRIDAY = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("n", "unit", "reaches"),
    [
        (23, Unit.hour, date(2026, 7, 31)),
        (24, Unit.hour, date(2026, 8, 1)),
        (49, Unit.hour, date(2026, 8, 2)),
        (1439, Unit.minute, date(2026, 7, 31)),
        (1440, Unit.minute, date(2026, 8, 1)),
        (0, Unit.day, date(2026, 7, 31)),
        (3, Unit.day, date(2026, 8, 3)),
        (1, Unit.working_day, date(2026, 8, 3)),
        (5, Unit.working_day, date(2026, 8, 7)),
        (1, Unit.week, date(2026, 8, 7)),
        (1, Unit.month, date(2026, 8, 31)),
        (2, Unit.month, date(2026, 9, 30)),
        (6, Unit.month, date(2027, 2, 1)),
    ],
)
def test_a_length_reaches_its_day(n: int, unit: Unit, reaches: date) -> None:
    assert after(FRIDAY, Length(n, unit), Calendar()) == reaches
