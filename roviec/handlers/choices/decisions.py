"""What leaders may choose about a task: assign it, hand it over, decide on it."""

from enum import StrEnum
from typing import Annotated

from roviec.handlers.choices.tasks import OfTask
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most


class AssignUnit(Action, verb="assign.unit"):
    """Take a unit as the lead of the new task."""

    unit: int


class AssignYes(Action, verb="assign.yes", means=True):
    """Assign the new task."""


class AssignNow(Action, verb="assign.now"):
    """Assign it and tell at once, though the office is closed."""


class AssignName(Action, verb="assign.name"):
    """Be asked for another title."""


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


class WaitingPage(Action, verb="waiting"):
    """See a page of what waits for a decision, counted from 0."""

    page: Annotated[int, Most(9999)]


class TaskInsist(OfTask, verb="task.insist"):
    """Be asked why a refused task stays where it is."""


class TaskDirect(OfTask, verb="task.direct"):
    """Be asked for words to the people of the task."""


class Field(StrEnum):
    """What can be changed about a task."""

    due = "due"
    name_ = "title"
    lead = "lead"
    partners = "partners"
    product = "product"
    leader = "leader"


class TaskEdit(OfTask, verb="task.edit"):
    """See what can be changed about it."""


class EditAsk(OfTask, verb="edit.ask"):
    """Be asked for the new value of a field."""

    what: Field


class EditUnit(OfTask, verb="edit.unit"):
    """Take a unit as the new lead, or as the only partner."""

    what: Field
    unit: int


class EditLeader(OfTask, verb="edit.leader"):
    """Take somebody as the leader in charge."""

    person: int


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
