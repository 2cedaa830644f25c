"""What leaders may choose about a task: assign it, hand it over, decide on it."""

from roviec.handlers.choices.tasks import OfTask
from roviec.handlers.frame.choices import Action


class AssignUnit(Action, verb="assign.unit"):
    """Take a unit as the lead of the new task."""

    unit: int


class AssignYes(Action, verb="assign.yes"):
    """Assign the new task."""


class TaskGive(OfTask, verb="task.give"):
    """Be asked whom to hand it to."""


class TaskGiveTo(OfTask, verb="task.give_to"):
    """Hand it to a colleague."""

    person: int


class TaskConfirm(OfTask, verb="task.confirm"):
    """Confirm that it is done."""


class TaskBack(OfTask, verb="task.back"):
    """Be asked why it goes back."""


class TaskSuspend(OfTask, verb="task.suspend"):
    """Be asked why it is to wait."""


class TaskResume(OfTask, verb="task.resume"):
    """Be asked for the word that goes with resuming."""


class TaskCancel(OfTask, verb="task.cancel"):
    """Be asked why it is cancelled."""


class OfExtension(Action):
    """What is done with a request for time."""

    extension: int


class ExtendShow(OfExtension, verb="extend.show"):
    """See it with its chain."""


class ExtendGrant(OfExtension, verb="extend.grant"):
    """Grant it."""


class ExtendOther(OfExtension, verb="extend.other"):
    """Be asked until which other day it is granted."""


class ExtendTerms(OfExtension, verb="extend.terms"):
    """Be asked on which conditions it is granted."""


class ExtendDeny(OfExtension, verb="extend.deny"):
    """Be asked why it is refused."""


class OfObstacle(Action):
    """What is done with an obstacle."""

    obstacle: int


class BlockShow(OfObstacle, verb="block.show"):
    """See it with its task."""


class BlockAnswer(OfObstacle, verb="block.answer"):
    """Be asked how it is removed."""
