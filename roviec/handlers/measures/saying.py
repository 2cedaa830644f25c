"""A period and a number out of the words of an answer: "1.234 hồ sơ", "quý II/2026: 12,5 %"."""

from contextlib import suppress
from datetime import date

from roviec.errors import PersonError
from roviec.handlers.frame.turn import Turn
from roviec.reports.period_words import period_words
from roviec.tasks.measures.asking import answered_period, check_period
from roviec.tasks.measures.numbers import Said, read_number
from roviec.tasks.reporting import Cycle, Period, named, read_period, running


class PeriodGone(PersonError):
    """Kỳ số liệu này không hợp lệ. Ông/Bà mở lại danh sách rồi chọn lại."""


def period_of(key: str | None, cycle: Cycle, today: date) -> Period:
    """Return the period of a key, the last one that ended without it; raise for one that can't be answered."""
    if key is None:
        return running(cycle, today).previous
    with suppress(ValueError, OverflowError):
        period = named(key)
        if period.cycle is cycle and period.key == key:
            check_period(period, today)
            return period
    raise PeriodGone


def answer_of(turn: Turn, period: Period, noun: str) -> tuple[Period, Said]:
    """Return which period and number are meant; a period that stands before a colon wins."""
    before, colon, rest = turn.text.partition(":")
    if colon and read_period(before, turn.today) is not None:
        example = period_words(period, turn.texts)
        period, words = answered_period(before, period.cycle, turn.today, example), rest
    else:
        words = turn.text
    return period, read_number(words, noun)
