"""Looking up what was sent: by its code from anywhere, or the list of what this chat wants to hear of."""

from roviec.db.feedback import find
from roviec.db.models import Feedback
from roviec.handlers.choices.feedback import FeedbackLook, FeedbackRate, FeedbackSent
from roviec.handlers.feedback.draft import STEPS
from roviec.handlers.feedback.show import due_words, kind_words, opening, place_words, quoted, unit_words
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback.lifecycle import Rating, State
from roviec.texts.shapes import day

router = Router()
LISTED = 10


async def show_code(turn: Turn, code: str) -> None:
    """Show the feedback of a code; raise `FeedbackUnknown`."""
    await _show(turn, await find.by_code(turn.session, code))


@router.action(FeedbackLook)
async def look(turn: Turn, choice: FeedbackLook) -> None:
    """Show the feedback of a choice."""
    await show_code(turn, choice.code)


@router.action(FeedbackSent)
async def list_sent(turn: Turn, _choice: FeedbackSent) -> None:
    """List what this chat sent and wants to hear of; a draft that holds words goes on waiting."""
    draft = turn.asked(*STEPS)
    if draft is None or not draft.words:
        turn.finish()
    found = await find.of_chat(turn.session, turn.address)
    choices = [FeedbackLook(one.code).named(_line(turn, one)) for one in found[:LISTED]]
    turn.say("feedback.list" if choices else "feedback.list_none", choices=choices)


def _line(turn: Turn, feedback: Feedback) -> str:
    return f"{feedback.code} · {day(feedback.received_on)} · {turn.texts(f'feedback.state.{feedback.state}')}"


async def _show(turn: Turn, feedback: Feedback) -> None:
    """Show how it stands; its words only to the chat that sent them under its own address."""
    say = turn.texts
    lines = [
        say(
            "feedback.shown",
            kind=opening(kind_words(say, feedback.kind)),
            unit=await unit_words(turn, say, feedback.unit_id),
            on=day(feedback.received_on),
            state=say(f"feedback.state.{feedback.state}"),
        )
    ]
    if feedback.address_id == turn.address.id:
        lines.append(say("feedback.shown_words", words=quoted(feedback.words)))
        lines += filter(None, [place_words(say, feedback.place)])
    if feedback.answers and feedback.answer:
        lines.append(say("feedback.shown_answer", answer=feedback.answer))
    elif feedback.due:
        lines.append(say("feedback.shown_due", due=due_words(feedback)))
    choices = []
    if feedback.state is State.answered and feedback.rating is None:
        choices = [
            turn.choice(f"button.{rating}", FeedbackRate(feedback.code, feedback.answers, rating))
            for rating in Rating
        ]
    turn.answer(Outgoing("\n".join(lines), title=feedback.code, choices=tuple(choices)))
