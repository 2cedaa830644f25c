"""What anybody on the roster may choose about being away and about the hour of their reminders."""

from roviec.handlers.frame.choices import Action


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
