"""What citizens may choose about their feedback, and those who settle it about a citizen's."""

from enum import StrEnum
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters, Most
from roviec.tasks.feedback.lifecycle import Kind, Rating

Code = Annotated[str, Letters(16)]


class Way(StrEnum):
    """How a feedback is sent: answered in this chat, looked up by its code alone, or praise that asks for nothing."""

    here = "here"
    unseen = "unseen"
    praise = "praise"


class FeedbackSent(Action, verb="feedback.sent"):
    """See what this chat sent."""


class OfDraft(Action):
    """What is done with the draft that a chat writes: a button of an earlier draft does nothing."""

    draft: int


class FeedbackKind(OfDraft, verb="feedback.kind"):
    """Say what it is."""

    kind: Kind


class FeedbackUnit(OfDraft, verb="feedback.unit"):
    """Say which unit it is about; 0 is none that the citizen knows."""

    unit: int


class FeedbackSend(OfDraft, verb="feedback.send"):
    """Send what was written."""

    way: Way


class FeedbackRewrite(OfDraft, verb="feedback.rewrite"):
    """Write it anew."""


class FeedbackInformal(OfDraft, verb="feedback.informal"):
    """Say that it is no complaint and no denunciation."""


class OfCode(Action):
    """What is done with a feedback by whoever knows its code."""

    code: Code


class FeedbackLook(OfCode, verb="feedback.look"):
    """See how it stands."""


class FeedbackRate(OfCode, verb="feedback.rate"):
    """Say what one thinks of one of its answers."""

    answer: Annotated[int, Most(999)]
    rating: Rating


class FeedbackNoReason(OfCode, verb="feedback.no_reason"):
    """Be dissatisfied without saying why."""


class OfFeedback(Action):
    """What is done with a feedback by whoever settles it."""

    feedback: int


class FeedbackShow(OfFeedback, verb="feedback.show"):
    """See it with what can be decided."""


class FeedbackPhotos(OfFeedback, verb="feedback.photos"):
    """See its pictures."""


class FeedbackRoute(OfFeedback, verb="feedback.route"):
    """Be asked which unit answers."""


class FeedbackTo(OfFeedback, verb="feedback.to"):
    """Give it to a unit."""

    unit: int


class FeedbackDirect(OfFeedback, verb="feedback.direct"):
    """Answer it oneself."""


class FeedbackReopen(OfFeedback, verb="feedback.reopen"):
    """Let the unit answer once more."""


class FeedbackLeave(OfFeedback, verb="feedback.leave"):
    """Let the answer stand."""
