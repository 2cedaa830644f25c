"""Leaving a survey: pausing it, coming back, erasing it."""

from roviec.db import conversations, surveys
from roviec.db.models import SurveyRun
from roviec.handlers.frame.turn import Turn, action
from roviec.messages.outgoing import Choice


async def forget(turn: Turn, run: SurveyRun) -> None:
    """Erase a run with every trace of it."""
    await surveys.forget_run(
        turn.session, run=run, address=turn.address, traces=turn.house.traces, now=turn.now
    )
    turn.finish()
    turn.erased = True


async def gone(turn: Turn) -> None:
    """Answer a button or word of a run that has ended, and erase it: it may name an answer."""
    await surveys.erase_late(
        turn.session, address=turn.address, row=turn.row, traces=turn.house.traces, now=turn.now
    )
    turn.finish()
    turn.erased = True
    turn.say("survey.gone")


def say_paused(turn: Turn, run: str) -> None:
    """Say how long the answers wait, and how to go on or erase them."""
    turn.finish()
    if turn.person is None:
        # An official's plain words are about tasks; a citizen's belong to the form that waits.
        turn.ask("survey.paused", run=run)
    go_on = turn.choice("survey.resume", "survey.go", run)
    erase = Choice(turn.texts("survey.erase"), action("survey.erase", run), spoken=True)
    elsewhere = Choice(turn.texts("survey.elsewhere"), action("survey.elsewhere", run), spoken=True)
    turn.say("survey.paused", days=turn.house.paused_survey_days, choices=[go_on, elsewhere, erase])
    # No number erases: "2" may be meant as an answer.
    conversations.offer(turn.conversation, (go_on,), 1, turn.now)


async def leave_survey(turn: Turn) -> bool:
    """Stop the survey that the dialogue is about, its answers kept; False when it is about none."""
    if turn.conversation.dialogue not in ("survey", "survey.paused"):
        return False
    run = await surveys.run_of(turn.session, run=str(turn.conversation.data.get("run")), address=turn.address)
    if run is None:
        return False
    say_paused(turn, surveys.ref(run))
    return True
