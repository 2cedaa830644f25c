"""What is chosen about a talk between a citizen and somebody of the office."""

from roviec.handlers.frame.choices import Action


class ReceptionAsk(Action, verb="reception.ask"):
    """Ask to speak with somebody of the office, or go on speaking."""


class ReceptionLeave(Action, verb="reception.leave"):
    """End one's own talk with the office."""


class OfReception(Action):
    """What is done with a talk by whoever answers it."""

    reception: int


class ReceptionAnswer(OfReception, verb="reception.answer"):
    """Be asked for the words that the citizen reads."""


class ReceptionTake(OfReception, verb="reception.take"):
    """Answer in a colleague's place from now on."""


class ReceptionEnd(OfReception, verb="reception.end"):
    """End a talk with a citizen."""
