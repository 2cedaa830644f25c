"""Leaving a survey: pausing it, coming back, erasing it."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from roviec.db import conversations, surveys
from roviec.db.models import SurveyRun
from roviec.db.surveys import RunRef
from roviec.handlers.choices.survey import SurveyElsewhere, SurveyErase, SurveyGo
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.turn import Turn

Run = Annotated[RunRef, BeforeValidator(lambda kept: RunRef.read(str(kept))), PlainSerializer(str)]
"""A run, kept in a dialogue as buttons name it."""


class OfRun(Dialogue, of_chat=True, stale_after=None):
    """What is asked of a run: it waits as long as the run does."""

    run: Run


class Answering(OfRun, name="survey", of_chat=True, stale_after=None):
    """The question at hand."""


class Paused(OfRun, name="survey.paused", of_chat=True, stale_after=None):
    """Whether to go on."""


OF_RUN: tuple[type[OfRun], ...] = (Answering, Paused)


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


def say_paused(turn: Turn, run: RunRef) -> None:
    """Say how long the answers wait, and how to go on or erase them."""
    turn.finish()
    if turn.person is None:
        # An official's plain words are about tasks; a citizen's belong to the form that waits.
        turn.ask(Paused(run))
    go_on = turn.choice("survey.resume", SurveyGo(run))
    erase = SurveyErase(run).named(turn.texts("survey.erase"), spoken=True)
    elsewhere = SurveyElsewhere(run).named(turn.texts("survey.elsewhere"), spoken=True)
    turn.say("survey.paused", days=turn.house.paused_survey_days, choices=[go_on, elsewhere, erase])
    # No number erases: "2" may be meant as an answer.
    conversations.offer(turn.conversation, (go_on,), 1, turn.now)


async def leave_survey(turn: Turn) -> bool:
    """Stop the survey that the dialogue is about, its answers kept; False when it is about none."""
    asked = turn.asked(*OF_RUN)
    if asked is None:
        return False
    run = await surveys.run_of(turn.session, run=asked.run, address=turn.address)
    if run is None:
        return False
    say_paused(turn, surveys.ref(run))
    return True
