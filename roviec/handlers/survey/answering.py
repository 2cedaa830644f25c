"""Answers to a survey, typed or pressed: one step of the engine each, and the end of the run."""

from roviec.db import surveys
from roviec.db.models import Campaign, SurveyRun
from roviec.errors import PersonError
from roviec.handlers.router import Router
from roviec.handlers.survey.show import ask
from roviec.handlers.turn import Turn
from roviec.survey import events
from roviec.survey.engine import step
from roviec.survey.inputs import Back, Choose, Finish, Input, Keep, Pause, Skip, Text
from roviec.survey.questionnaire import Questionnaire, say
from roviec.survey.session import Session
from roviec.survey.view import view
from roviec.texts.shapes import short

router = Router()


class WordsWanted(PersonError):
    """Phiếu khảo sát chỉ nhận chữ hoặc số, không nhận ảnh hay tệp. Ông/Bà bấm nút hoặc gõ câu trả lời."""


@router.dialogue("survey")
async def take_words(turn: Turn) -> None:
    """Take what was typed in the middle of a survey."""
    if turn.said.files or not turn.text:
        raise WordsWanted
    await take(turn, str(turn.conversation.data["run"]), Text(turn.text))


@router.action("survey")
async def take_choice(turn: Turn, run: str, item: str, number: str) -> None:
    """Take a pressed answer; it names its question, so an old button can't answer a new one."""
    await take(turn, run, Choose(_number(number), item))


@router.action("survey.tick")
async def take_tick(turn: Turn, run: str, item: str, number: str, on: str) -> None:
    """Tick or untick one of several answers."""
    await take(turn, run, Choose(_number(number), item, on == "1"))


@router.action("survey.done")
async def take_done(turn: Turn, run: str, item: str) -> None:
    """Go on with the ticks."""
    await take(turn, run, Finish(item))


@router.action("survey.keep")
async def take_keep(turn: Turn, run: str, item: str) -> None:
    """Go on with the earlier answer."""
    await take(turn, run, Keep(item))


@router.action("survey.skip")
async def take_skip(turn: Turn, run: str, item: str) -> None:
    """Leave a question unanswered."""
    await take(turn, run, Skip(item))


@router.action("survey.back")
async def take_back(turn: Turn, run: str, item: str) -> None:
    """Return to the question before."""
    await take(turn, run, Back(item))


@router.action("survey.pause")
async def take_pause(turn: Turn, run: str, item: str) -> None:
    """Stop here for now."""
    await take(turn, run, Pause(item))


@router.action("survey.erase")
async def erase(turn: Turn, run_id: str) -> None:
    """Erase a run that its person no longer wants."""
    run = await surveys.run_of(turn.session, run_id=run_id, address=turn.address)
    await _forget(turn, run)
    turn.say("survey.erased")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


async def take(turn: Turn, run_id: str, given: Input) -> None:
    """Carry one input through the engine and answer with what follows."""
    run = await surveys.run_of(turn.session, run_id=run_id, address=turn.address)
    campaign = await turn.session.get_one(Campaign, run.campaign_id)
    form = await surveys.form_of(turn.session, campaign)
    state, happened = step(form, surveys.state_of(run), given)
    surveys.save_run(run, state, turn.now)
    for event in happened:
        if isinstance(event, events.Done):
            await _finish(turn, run, campaign, form, state)
            return
        if isinstance(event, events.Declined):
            await _forget(turn, run)
            turn.say(f"survey.{event.reason}")
            return
    _tell(turn, run, form, state, happened)


def _tell(
    turn: Turn, run: SurveyRun, form: Questionnaire, state: Session, happened: list[events.Event]
) -> None:
    """Answer with the next question, or with why the same one stands."""
    kept = ""
    for event in happened:
        if isinstance(event, events.NotUnderstood):
            turn.say("sorry", why=event.reason)
            turn.ask("survey", run=run.id)
            return
        if isinstance(event, events.Stale):
            kept = "" if event.same else turn.texts("survey.stale")
        if isinstance(event, events.Paused):
            turn.finish()
            turn.say(
                "survey.paused",
                days=turn.house.paused_survey_days,
                choices=[
                    turn.choice("survey.resume", "/khaosat"),
                    turn.choice("survey.erase", "survey.erase", run.id),
                ],
            )
            return
        if isinstance(event, events.Recorded):
            kept = _kept(turn, form, event)
    ask(turn, run.id or 0, form, state, kept=kept)


def _kept(turn: Turn, form: Questionnaire, event: events.Recorded) -> str:
    """Echo an answer, so that a slip of the finger is seen."""
    if event.answer is None:
        return turn.texts("survey.skipped")
    if isinstance(event.answer, str):
        return turn.texts("survey.kept", answer=short(event.answer, 80))
    options = form.item(event.item).options
    numbers = event.answer if isinstance(event.answer, list) else [event.answer]
    labels = [f"{n}. {say(options[n - 1].label, turn.texts.language)}" for n in numbers]
    return turn.texts("survey.kept", answer="; ".join(labels))


async def _finish(
    turn: Turn, run: SurveyRun, campaign: Campaign, form: Questionnaire, state: Session
) -> None:
    """Store the response without the person, erase the way to it, and say thanks."""
    await surveys.finish_run(
        turn.session,
        run=run,
        state=state,
        form=form,
        campaign=campaign,
        address=turn.address,
        today=turn.today,
        now=turn.now,
    )
    turn.finish()
    turn.erased = True
    turn.say("survey.thanks", words=view(form, state).text)


async def _forget(turn: Turn, run: SurveyRun) -> None:
    await surveys.forget_run(turn.session, run=run, address=turn.address, now=turn.now)
    turn.finish()
    turn.erased = True
