"""Answers to a survey, typed or pressed: one step of the engine each, and the end of the run."""

from collections.abc import Callable

from roviec.db import surveys
from roviec.db.models import Campaign, SurveyRun
from roviec.db.surveys import RunRef
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.survey import (
    OfItem,
    SurveyAnswer,
    SurveyBack,
    SurveyDone,
    SurveyElsewhere,
    SurveyErase,
    SurveyErased,
    SurveyFull,
    SurveyGo,
    SurveyKeep,
    SurveyPause,
    SurveySkip,
    SurveyTick,
)
from roviec.handlers.feedback.writing import begin_with
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import ways_on
from roviec.handlers.reception.asking import meet
from roviec.handlers.survey.leaving import Answering, Paused, forget, gone, say_paused
from roviec.handlers.survey.moving import offer_move
from roviec.handlers.survey.opening import resume
from roviec.handlers.survey.show import ask, ask_ticked
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Outgoing
from roviec.survey import events
from roviec.survey.engine import step
from roviec.survey.inputs import Back, Choose, Finish, Input, Keep, Pause, Skip, Text
from roviec.survey.quality import is_night
from roviec.survey.questionnaire import CONSENT, Questionnaire, say
from roviec.survey.reading import means_resume
from roviec.survey.session import Session, Stage
from roviec.survey.view import view
from roviec.tasks.feedback.opening import tells_something, wants_somebody
from roviec.texts.shapes import short

router = Router()


class WordsWanted(PersonError):
    """Phiếu khảo sát chỉ nhận chữ hoặc số, không nhận ảnh, tệp hay danh bạ. Ông/Bà chọn hoặc gõ câu trả lời."""


@router.dialogue(Answering)
async def take_words(turn: Turn, asked: Answering) -> None:
    """Take what was typed in the middle of a survey."""
    if turn.said.kind != Kind.text or not turn.text.strip():
        raise WordsWanted
    if fold(turn.text) == fold(turn.texts("survey.full")):
        await show_whole(turn, SurveyFull(asked.run, CONSENT))
        return
    await take(turn, asked.run, Text(turn.text))


@router.dialogue(Paused)
async def take_paused(turn: Turn, asked: Paused) -> None:
    """Take what is said while a survey waits: go on, erase, or a reminder of the two."""
    run = await surveys.run_of(turn.session, run=asked.run, address=turn.address)
    if run is None:
        await gone(turn)
    elif means_resume(turn.text) or fold(turn.text) == fold(turn.texts("survey.resume")):
        await resume(turn, run)
    elif fold(turn.text) == fold(turn.texts("survey.erase")):
        await ask_erase(turn, SurveyErase(asked.run))
    elif fold(turn.text) == fold(turn.texts("survey.elsewhere")):
        await offer_move(turn, SurveyElsewhere(asked.run))
    elif wants_somebody(turn.text):
        turn.finish()
        await meet(turn)
    elif turn.said.kind in (Kind.file, Kind.place) or tells_something(turn.text):
        # The form waits without a dialogue: /khaosat goes on with it.
        turn.finish()
        await begin_with(turn)
    else:
        say_paused(turn, asked.run)


@router.action(SurveyFull)
async def show_whole(turn: Turn, choice: SurveyFull) -> None:
    """Show the whole of the consent; later on, the question at hand."""
    run = await surveys.run_of(turn.session, run=choice.run, address=turn.address)
    if run is None:
        await gone(turn)
    else:
        await resume(turn, run, whole=True)


@router.action(SurveyAnswer)
async def take_choice(turn: Turn, choice: SurveyAnswer) -> None:
    """Take a pressed answer; it names its question, so an old button can't answer a new one."""
    await take(turn, choice.run, Choose(choice.number, choice.item))


@router.action(SurveyTick)
async def take_tick(turn: Turn, choice: SurveyTick) -> None:
    """Tick or untick one of several answers."""
    await take(turn, choice.run, Choose(choice.number, choice.item, choice.on))


async def take_step(turn: Turn, choice: OfItem) -> None:
    """Go on with the ticks or the earlier answer, skip the question, return to the one before, or stop for now."""
    await take(turn, choice.run, STEPS[type(choice)](choice.item))


STEPS: dict[type[OfItem], Callable[[str], Input]] = {
    SurveyDone: Finish,
    SurveyKeep: Keep,
    SurveySkip: Skip,
    SurveyBack: Back,
    SurveyPause: Pause,
}
for step_of in STEPS:
    router.action(step_of)(take_step)


@router.action(SurveyErase)
async def ask_erase(turn: Turn, choice: SurveyErase) -> None:
    """Ask before erasing a run."""
    turn.say(
        "survey.ask_erase",
        choices=[
            turn.choice("survey.keep_run", SurveyGo(choice.run)),
            turn.choice("survey.erase_now", SurveyErased(choice.run)),
        ],
    )


@router.action(SurveyErased)
async def erase(turn: Turn, choice: SurveyErased) -> None:
    """Erase a run that its person no longer wants."""
    found = await surveys.run_of(turn.session, run=choice.run, address=turn.address)
    if found is None:
        await gone(turn)
        return
    await forget(turn, found)
    turn.say("survey.erased", choices=ways_on(turn))


async def take(turn: Turn, ref: RunRef, given: Input) -> None:
    """Carry one input through the engine and answer with what follows."""
    run = await surveys.run_of(turn.session, run=ref, address=turn.address)
    if run is None:
        await gone(turn)
        return
    campaign = await turn.session.get_one(Campaign, run.campaign_id)
    form = await surveys.committed_form(turn.session, campaign)
    before = surveys.state_of(run)
    state, happened = step(form, before, given)
    last = happened[-1] if happened else None
    if isinstance(last, events.Done):
        await _finish(turn, run, campaign, form, state)
    elif isinstance(last, events.Declined):
        await forget(turn, run)
        turn.answer(Outgoing(turn.texts.out_of(f"survey.{last.reason}", {"age": form.minimum_age})))
    else:
        surveys.save_run(run, state, turn.now)
        _tell(turn, ref, form, state, happened, kept=_passed(turn, form, before, state))


def _passed(turn: Turn, form: Questionnaire, before: Session, state: Session) -> str:
    """Echo a gate that was passed by a number, where no button showed what it stood for."""
    if turn.can.buttons or before.stage not in (Stage.CONSENT, Stage.AGE) or state.stage == before.stage:
        return ""
    number, label = view(form, before).options[0]
    return turn.texts("survey.kept", answer=f"{number}. {label}")


def _tell(
    turn: Turn, ref: RunRef, form: Questionnaire, state: Session, happened: list[events.Event], *, kept: str
) -> None:
    """Answer with the next question, or with why the same one stands."""
    in_place = False
    for event in happened:
        match event:
            case events.NotUnderstood():
                turn.ask(Answering(ref))
                turn.say("sorry", why=_why(turn, event))
                return
            case events.Paused():
                say_paused(turn, ref)
                return
            case events.Ticked(numbers=numbers):
                ask_ticked(turn, ref, form, state, numbers)
                return
            case events.Stale(same=True):
                turn.say("survey.same")
                return
            case events.Stale():
                kept = turn.texts("survey.stale")
            case events.Recorded():
                kept, in_place = _kept(turn, form, event), True
    ask(turn, ref, form, state, kept=kept, in_place=in_place)


def _why(turn: Turn, event: events.NotUnderstood) -> str:
    """Return what to do instead, in the person's language."""
    key = f"error.{event.name}"
    return turn.texts(key, **dict(event.values)) if key in turn.texts.sentences else event.reason


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
    try:
        await surveys.finish_run(
            turn.session,
            run=run,
            state=state,
            form=form,
            campaign=campaign,
            address=turn.address,
            minimum_cell=turn.house.minimum_cell,
            traces=turn.house.traces,
            network=str(turn.row.payload.get("net", "")),
            at_night=is_night(turn.now.astimezone(turn.house.zone).hour),
            today=turn.today,
            now=turn.now,
        )
    except surveys.AnsweredAlready as error:
        # The first answer stands; nothing of the second one stays.
        await forget(turn, run)
        turn.say("sorry", why=turn.texts.error(error))
        return
    turn.finish()
    turn.erased = True
    # Offered to everybody alike: an offer to the dissatisfied alone would tell what this chat answered.
    offer = [turn.choice("button.feedback", Command.phananh)]
    turn.say("survey.thanks", words=view(form, state).text, choices=offer)
