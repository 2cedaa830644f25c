"""What a leader may choose about a document that assigns, and an owner about what it gives."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters, Most
from roviec.tasks.plans.fields import Field

Place = Annotated[int, Most(999)]
"""Which of the leads of a row; the one past the last adds a lead."""
Meant = Annotated[str, Letters(11)]
"""Whom a name means: "u7" a unit, "p7" a person, "gc" a group, "none" nobody."""

Seen = Annotated[str, Letters(8)]
"""The mark of a row as it was shown: one that was changed since is shown again instead."""


class PlanRead(Action, verb="plan.read"):
    """Read what was sent as a document that assigns."""


class PlanNot(Action, verb="plan.not"):
    """Leave the pasted text unread."""


class PlanProof(Action, verb="plan.proof"):
    """Keep what was sent as evidence of a task."""


class PlanGot(Action, verb="plan.got"):
    """Receive every task of a plan that is one's own."""

    plan: int


class OfPlanDraft(Action):
    """What is done with a draft under review."""

    draft: int


class PlanShow(OfPlanDraft, verb="plan.show"):
    """See the summary."""


class PlanFix(OfPlanDraft, verb="plan.fix"):
    """See the first row that needs a look."""


class PlanDiff(OfPlanDraft, verb="plan.diff"):
    """See what a corrected document changes."""


class PlanFixes(OfPlanDraft, verb="plan.fixes"):
    """Treat the document as a correction of a plan."""

    plan: int


class PlanNew(OfPlanDraft, verb="plan.new"):
    """Treat the document as a plan of its own."""


class PlanOff(OfPlanDraft, verb="plan.off"):
    """Drop the draft."""


class PlanReopen(OfPlanDraft, verb="plan.reopen"):
    """Take a dropped draft up again."""


class PlanAll(OfPlanDraft, verb="plan.all"):
    """Assign everything."""


class PlanYes(OfPlanDraft, verb="plan.yes", means=True):
    """Assign what is clear."""


class PlanRest(OfPlanDraft, verb="plan.rest"):
    """Give every row that names nobody to one unit."""

    code: Meant


class OfRow(OfPlanDraft):
    """What is done with one row of a draft, counted from 0."""

    row: Annotated[int, Most(99_999)]


class PlanRow(OfRow, verb="plan.row"):
    """See the row."""


class PlanLead(OfRow, verb="plan.lead"):
    """Be asked whom the row is given to, and first which of several to change."""

    place: Place | None = None


class PlanTake(OfRow, verb="plan.take"):
    """Say who the lead at a place is."""

    place: Place
    code: Meant
    seen: Seen | None = None


class PlanAlias(OfRow, verb="plan.alias"):
    """Let the office remember what the document calls a unit."""

    place: Place


class PlanDue(OfRow, verb="plan.due"):
    """Be asked for the deadline."""


class PlanMore(OfRow, verb="plan.more"):
    """Be asked what else to change."""


class PlanField(OfRow, verb="plan.field"):
    """Be asked for another field in words."""

    field: Field


class PlanKeep(OfRow, verb="plan.keep"):
    """Keep the deadline as it was read."""


class PlanDrop(OfRow, verb="plan.drop"):
    """Leave the row out."""


class PlanBack(OfRow, verb="plan.back"):
    """Take the row in again."""
