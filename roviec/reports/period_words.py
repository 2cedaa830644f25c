"""How a reporting period is called: tuần 31 năm 2026, quý III năm 2026, 6 tháng đầu năm 2026."""

from roviec.tasks.reporting import Cycle, Period
from roviec.texts import Texts

_ROMAN = ("I", "II", "III", "IV")


def period_words(period: Period, say: Texts) -> str:
    """Return what a period is called within a sentence."""
    if period.cycle is Cycle.half:
        key = "first" if period.number == 1 else "second"
        return say(f"period.half.{key}", year=period.year)
    if period.cycle is Cycle.year:
        return say("period.year", year=period.year)
    number = _ROMAN[period.number - 1] if period.cycle is Cycle.quarter else period.number
    return say(f"period.{period.cycle}", number=number, year=period.year)
