"""What admins may choose about the office's days off."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most


class Kind(StrEnum):
    """What becomes of a day: off, worked, or one given for another."""

    off = "off"
    work = "work"
    swap = "swap"


class DaysAsk(Action, verb="days.ask"):
    """Be asked for the days that are off, worked or swapped."""

    kind: Kind


class DaysEntered(Action, verb="days.entered"):
    """See what the office has entered, to take some of it back."""

    page: int


class DaysDrop(Action, verb="days.drop"):
    """Take back what the office has entered for the days from one to another."""

    first: date
    last: date


class YearShow(Action, verb="days.year"):
    """See the days off of a year."""

    year: Annotated[int, Most(9999)]


class YearConfirm(Action, verb="days.confirm"):
    """Say that a year has been compared with its announcement."""

    year: Annotated[int, Most(9999)]
