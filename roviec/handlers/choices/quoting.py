"""What is chosen about a message that was forwarded."""

from roviec.handlers.frame.choices import Action


class QuotedMine(Action, verb="quoted.mine", means=True):
    """Take it as what this person has to say."""
