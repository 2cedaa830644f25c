"""The document that the demonstration offers to be sent ends in something sensible on the day on which it begins."""

from pathlib import Path

from roviec.bot.demo.sample import sample
from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.read import read

SAMPLE = Path(__file__).parents[2] / "roviec" / "web" / "static" / "van-ban-mau.docx"


def test_nothing_of_it_is_late_when_the_demonstration_begins() -> None:
    found = read(SAMPLE.read_bytes(), SAMPLE.name, calendar=Calendar.seeded([2024, 2025]))
    starts = sample()["starts"].date()
    dues = [task.deadline.due for task in found.tasks if task.deadline.due]
    assert len(dues) > 5
    assert min(dues) > starts
    assert found.targets
