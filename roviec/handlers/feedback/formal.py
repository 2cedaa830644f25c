"""Complaints and denunciations are not taken here: they have laws of their own, and this says where they go."""

from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.feedback import FeedbackInformal, FeedbackRewrite
from roviec.handlers.feedback.draft import Draft, DraftFormal
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback import rules


def is_turned_away(draft: Draft) -> bool:
    """Tell whether a draft speaks of what has a law of its own, and its writer has not said otherwise."""
    return not draft.informal and rules.sounds_formal(draft.words)


def turn_away(turn: Turn, draft: Draft) -> None:
    """Say in the words of the law where it goes; who meant something else goes on."""
    turn.ask(draft.at(DraftFormal))
    place = turn.house.feedback.complaints or turn.texts("feedback.formal.place", office=turn.house.office)
    lines = []
    kinds = rules.formal_kinds(draft.words)
    if "complaint" in kinds:
        lines.append(turn.texts("feedback.formal.complaint"))
    if "denunciation" in kinds:
        lines.append(turn.texts("feedback.formal.denunciation"))
    words = turn.texts.out_of("feedback.formal", {"lines": "\n".join(lines), "place": place})
    choices = (
        turn.choice("button.informal", FeedbackInformal(draft.id)),
        turn.choice("button.rewrite", FeedbackRewrite(draft.id)),
        turn.choice("button.do_not_send", Cancel()),
    )
    turn.answer(Outgoing(words, choices=choices))
