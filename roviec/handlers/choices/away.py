"""What anybody on the roster may choose about being away and about the hour of their reminders."""

from datetime import date
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most

Minutes = Annotated[int, Most(24 * 60 - 1)]
"""Of the day, in the office's time."""


class AwayNew(Action, verb="away.new"):
    """Be asked for the days of one more absence."""


class AwayTo(Action, verb="away.to"):
    """Let this colleague stand in."""

    person: int


class AwayYes(Action, verb="away.yes", means=True):
    """Be away as it was shown."""


class AwayEnd(Action, verb="away.end"):
    """Be back, or not go: end an absence before its time."""

    absence: int


class HourSet(Action, verb="gio.set"):
    """Get the day's reminder at an hour, in minutes of the day."""

    minutes: Minutes


class RecallAt(Action, verb="gio.once"):
    """Be reminded once of a task, at an hour of a day."""

    task: int
    on: date
    minutes: Minutes
