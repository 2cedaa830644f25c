"""What an admin types about a sample: "1.200", "Phòng Nội vụ: 1200 người, sai số 4 %". Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction

from roviec.errors import PersonError

USUAL = 50
"""The error of the method of 2012, in thousandths."""
_PERCENT = re.compile(
    r"(?:,|;|\s)*\b(?:sai số|sai so|e\s*=|error)?\s*:?\s*(\d{1,2}(?:[.,]\d)?)\s*(?:%|phần trăm|phan tram)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[. ]\d{3})+|\d{1,8})(?![\d.,]*\d)(?:\s*(?:người|nguoi|dân|dan|hộ|people|citizens))*",
    re.IGNORECASE,
)


class TargetUnread(PersonError):
    """Ông/Bà gõ số người dân mà đơn vị phục vụ, ví dụ: 1200; hoặc: Phòng Nội vụ: 1200 người, sai số 4 %."""


@dataclass(frozen=True)
class Said:
    """A unit's name where one is named, how many citizens it serves, the allowed error in thousandths."""

    unit: str
    population: int
    error: int


def read_target(text: str) -> Said:
    """Return what a text says; raise `TargetUnread`.

    >>> read_target("Phòng Nội vụ: 1.200 người, sai số 4,5 %")
    Said(unit='Phòng Nội vụ', population=1200, error=45)
    """
    percent = _PERCENT.search(text)
    rest = text[: percent.start()] + " " + text[percent.end() :] if percent else text
    numbers = list(_PEOPLE.finditer(rest))
    if not numbers:
        raise TargetUnread
    # A unit's own name may hold a number; that of the citizens stands last.
    people = numbers[-1]
    tail = rest[people.end() :].strip(" .,;:-–")
    if tail:
        raise TargetUnread
    population = int(re.sub(r"\D", "", people[1]))
    if not population:
        raise TargetUnread
    error = round(Fraction(percent[1].replace(",", ".")) * 10) if percent else USUAL
    return Said(rest[: people.start()].strip(" .,;:-–"), population, error)
