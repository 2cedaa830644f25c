"""What the citizen thinks of the answer: once, and a reason that goes back to who confirmed it."""

from roviec.db.feedback import find, settle
from roviec.db.models import Feedback
from roviec.folding import fold
from roviec.handlers.choices.feedback import FeedbackNoReason, FeedbackRate
from roviec.handlers.feedback.looking import show_code
from roviec.handlers.feedback.telling import tell_disputed
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import ways_on
from roviec.tasks.feedback.lifecycle import Rating, State

router = Router()
MAX_REASON = 500
_SPOKEN = {
    "hai long": Rating.satisfied,
    "chua hai long": Rating.dissatisfied,
    "khong hai long": Rating.dissatisfied,
}


class FeedbackReason(Dialogue, name="feedback.reason", of_chat=True):
    """Why an answer does not satisfy."""

    code: str


@router.action(FeedbackRate)
async def take_rating(turn: Turn, choice: FeedbackRate) -> None:
    """Keep the rating of one answer; dissatisfied asks why."""
    feedback = await find.by_code(turn.session, choice.code, hold=True)
    settle.rate(feedback, turn=choice.answer, rating=choice.rating, today=turn.today)
    if choice.rating is Rating.satisfied:
        turn.say("feedback.rated", choices=ways_on(turn))
        return
    turn.ask(FeedbackReason(feedback.code))
    skip = turn.choice("button.no_reason", FeedbackNoReason(feedback.code))
    turn.say("feedback.ask_reason", choices=[skip])


async def take_judgement(turn: Turn) -> bool:
    """Take "hài lòng" or "chưa hài lòng" about the newest answer, also days after its numbers have ended.

    A bare number then shows the answer again, with numbers that count.
    """
    words = fold(turn.text)
    if words not in _SPOKEN and not words.isdecimal():
        return False
    sent = await find.of_chat(turn.session, turn.address)
    newest = next((one for one in sent if one.state is State.answered), None)
    if newest is None:
        return False
    if words in _SPOKEN:
        await take_rating(turn, FeedbackRate(newest.code, newest.answers, _SPOKEN[words]))
    else:
        await show_code(turn, newest.code)
    return True


@router.dialogue(FeedbackReason)
async def take_reason(turn: Turn, asked: FeedbackReason) -> None:
    """Keep why, and pass it on."""
    feedback = await find.by_code(turn.session, asked.code, hold=True)
    words = turn.text.strip()[:MAX_REASON]
    if not words:
        turn.say("feedback.ask_reason_again")
        return
    await _pass_on(turn, feedback, words)


@router.action(FeedbackNoReason)
async def skip_reason(turn: Turn, choice: FeedbackNoReason) -> None:
    """Pass it on without a reason."""
    await _pass_on(turn, await find.by_code(turn.session, choice.code, hold=True), "")


async def _pass_on(turn: Turn, feedback: Feedback, reason: str) -> None:
    turn.finish()
    reached = 0
    if feedback.state is State.disputed:
        feedback.reason = feedback.reason or reason
        if await find.named_in(turn.session, reason):
            feedback.names_official = True
        reached = await tell_disputed(turn, feedback)
    turn.say("feedback.disputed" if reached else "feedback.disputed_noted", choices=ways_on(turn))
