"""Going on with a survey on another device: a one-time code, and what typing it there does."""

from roviec.db import surveys
from roviec.handlers.choices.survey import SurveyElsewhere
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.survey.leaving import gone
from roviec.handlers.survey.opening import PrivateOnly, resume
from roviec.handlers.ways import ways

router = Router()


class AnswersPending(Exception):
    """The old chat may be answered in the same batch: its answers must be written before they are erased."""


@router.action(SurveyElsewhere)
async def offer_move(turn: Turn, choice: SurveyElsewhere) -> None:
    """Give the code that takes a run to another chat, with the links of the channels."""
    run = await surveys.run_of(turn.session, run=choice.run, address=turn.address)
    if run is None:
        await gone(turn)
        return
    code = await surveys.move_code(turn.session, run=run, now=turn.now)
    minutes = int(surveys.MOVE_LIFE.total_seconds()) // 60
    turn.say("survey.move", code=code, lines=ways(turn, code), minutes=minutes)


async def take_over(turn: Turn, code: str) -> bool:
    """Go on here with the run of a code; False when it is no such code."""
    run = await surveys.run_to_move(turn.session, code)
    if run is None:
        return False
    if turn.said.group:
        raise PrivateOnly
    if turn.together:
        raise AnswersPending
    moved = await surveys.move_run(
        turn.session,
        run=run,
        to=turn.address,
        row=turn.row,
        traces=turn.house.traces,
        today=turn.today,
        now=turn.now,
    )
    if moved is not run:
        turn.erased = True
        turn.address.language = surveys.state_of(moved).language
        turn.speak(turn.address.language)
        turn.say("survey.moved")
    await resume(turn, moved)
    return True
