"""What a citizen may choose in a survey; each names its run and question, so an old button answers no new one."""

from typing import Annotated

from roviec.db.surveys.runs import RunRef
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters, Most

Item = Annotated[str, Letters(30)]
"""The id of a question: 24 letters at most, and ".other" for its own words."""
Number = Annotated[int, Most(999)]


class SurveyOpen(Action, verb="survey.open"):
    """Begin one of the surveys offered."""

    campaign: int


class OfRun(Action):
    """What is done with a run that was begun."""

    run: RunRef


class SurveyGo(OfRun, verb="survey.go"):
    """Go on with a run."""


class SurveyElsewhere(OfRun, verb="survey.elsewhere"):
    """Get the code that takes a run to another chat."""


class SurveyErase(OfRun, verb="survey.erase"):
    """Be asked before a run is erased."""


class SurveyErased(OfRun, verb="survey.erased", means=True):
    """Erase a run."""


class OfItem(OfRun):
    """What is done at one question of a run."""

    item: Item


class SurveyAnswer(OfItem, verb="survey"):
    """Answer with one of the numbered options."""

    number: Number


class SurveyTick(OfItem, verb="survey.tick"):
    """Tick or untick one of several options."""

    number: Number
    on: bool


class SurveyDone(OfItem, verb="survey.done"):
    """Go on with the ticks."""


class SurveyFull(OfItem, verb="survey.full"):
    """Read the whole of what one is asked to agree to."""


class SurveyKeep(OfItem, verb="survey.keep"):
    """Go on with the earlier answer."""


class SurveySkip(OfItem, verb="survey.skip"):
    """Leave a question unanswered."""


class SurveyBack(OfItem, verb="survey.back"):
    """Return to the question before."""


class SurveyPause(OfItem, verb="survey.pause"):
    """Stop here for now."""
