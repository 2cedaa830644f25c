"""What is shipped of the days off is what the package computes, and other years are computed still."""

import sys
from datetime import date

import pytest

from roviec.tasks import seed
from roviec.tasks.calendar import Calendar
from tests.tasks.seeded import FILE, YEARS, written


def test_what_is_shipped_is_what_the_package_computes() -> None:
    assert FILE.read_text("utf-8") == written()


def test_years_that_are_not_shipped_are_computed() -> None:
    days, worked = seed.computed(YEARS.stop)
    assert days
    assert seed._known(YEARS.stop) == (days, worked)


def test_the_calendar_of_these_years_loads_no_countries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert not Calendar.seeded(YEARS).is_working(date(2030, 9, 2))
