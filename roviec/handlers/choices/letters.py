"""What admins may choose about messages that were given up."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters


class LettersPage(Action, verb="letters"):
    """See a page of them."""

    page: int


class LetterAgain(Action, verb="letter.again"):
    """Send one again."""

    letter: Annotated[str, Letters(16)]


class LettersAgain(Action, verb="letters.again"):
    """Send all of them again."""
