"""/khaosat and links: which survey this chat may answer, and where it stands in it."""

from dataclasses import replace

from roviec.db import surveys
from roviec.db.models import Campaign, Form, SurveyRun, Unit
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.survey import SurveyGo, SurveyOpen
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import ways_on
from roviec.handlers.survey.leaving import forget
from roviec.handlers.survey.show import ask
from roviec.messages.outgoing import Choice
from roviec.survey.engine import step
from roviec.survey.inputs import Resume
from roviec.survey.session import FINAL
from roviec.texts.shapes import short

router = Router()


class PrivateOnly(PersonError):
    """Phiếu khảo sát chỉ trả lời trong trò chuyện riêng. Ông/Bà nhắn riêng cho kênh này để trả lời."""


@router.command(Command.khaosat)
async def list_surveys(turn: Turn, code: str = "") -> None:
    """Open the survey of a token; else resume the one begun, or offer those that this chat may answer."""
    if code:
        if not await open_by_token(turn, code):
            turn.say("survey.no_such", choices=ways_on(turn))
        return
    runs = await surveys.runs_of(turn.session, turn.address)
    if len(runs) == 1:
        await resume(turn, runs[0])
    elif runs:
        choices = [await _begun(turn, run) for run in runs[:8]]
        turn.say("survey.which_begun", choices=choices)
    else:
        await _offer(turn)


async def _begun(turn: Turn, run: SurveyRun) -> Choice:
    campaign = await turn.session.get_one(Campaign, run.campaign_id)
    form = await turn.session.get_one(Form, campaign.form_id)
    unit = await turn.session.get_one(Unit, run.unit_id)
    return SurveyGo(surveys.ref(run)).named(short(f"{unit.name}: {form.title}", 90))


async def _offer(turn: Turn) -> None:
    """Offer the open surveys; where this chat may answer none of them, raise why."""
    refused: PersonError | None = None
    found: list[tuple[Campaign, Unit, Form]] = []
    for campaign, unit, form in await surveys.open_campaigns(turn.session, today=turn.today):
        try:
            await surveys.may_answer(
                turn.session, address=turn.address, campaign=campaign, unit=unit, today=turn.today
            )
        except PersonError as error:
            refused = refused or error
        else:
            found.append((campaign, unit, form))
    if refused and not found:
        raise refused
    if not found:
        turn.say("survey.none", choices=ways_on(turn))
    elif len(found) == 1:
        await begin(turn, *found[0][:2])
    else:
        turn.say("survey.which", choices=[_label(*row) for row in found[:8]])


def _label(campaign: Campaign, unit: Unit, form: Form) -> Choice:
    return SurveyOpen(id_of(campaign)).named(short(f"{unit.name}: {form.title}", 90))


@router.action(SurveyOpen)
async def open_campaign(turn: Turn, choice: SurveyOpen) -> None:
    """Open one of the surveys offered."""
    for campaign, unit, _ in await surveys.open_campaigns(turn.session, today=turn.today):
        if campaign.id == choice.campaign:
            await begin(turn, campaign, unit)
            return
    turn.say("survey.none")


@router.action(SurveyGo)
async def go_on(turn: Turn, choice: SurveyGo) -> None:
    """Go on with one of several surveys begun."""
    run = await surveys.run_of(turn.session, run=choice.run, address=turn.address)
    if run is None:
        turn.say("survey.gone")
    else:
        await resume(turn, run)


async def open_by_token(turn: Turn, token: str) -> bool:
    """Open the survey of a link or QR code; False when the token is none."""
    found = await surveys.campaign_of(turn.session, token)
    if found is not None:
        await begin(turn, *found)
        return True
    # The slip of the counter, scanned again in the chat that began with it.
    run = await surveys.run_begun_with(turn.session, token, address_id=id_of(turn.address))
    if run is not None:
        await resume(turn, run)
    return run is not None


async def begin(turn: Turn, campaign: Campaign, unit: Unit, code_hash: str | None = None) -> None:
    """Begin a survey at its consent, or go on where this chat left it."""
    if turn.said.group:
        raise PrivateOnly
    run = await surveys.begin_run(
        turn.session,
        address=turn.address,
        campaign=campaign,
        unit=unit,
        row=turn.row,
        code_hash=code_hash,
        today=turn.today,
        now=turn.now,
    )
    await resume(turn, run)


async def resume(turn: Turn, run: SurveyRun, *, whole: bool = False) -> None:
    """Ask the question at which a run stands; a survey that has closed meanwhile is erased.

    `whole`: a consent is shown to its last word.
    """
    campaign = await turn.session.get_one(Campaign, run.campaign_id)
    try:
        surveys.check_open(campaign, turn.today)
    except surveys.CampaignOver as error:
        await forget(turn, run)
        turn.say("survey.closed_meanwhile", why=turn.texts.error(error))
        return
    form = await surveys.form_of(turn.session, campaign)
    state = surveys.state_of(run)
    if state.paused:
        state, _ = step(form, state, Resume())
    assert state.stage not in FINAL
    state = replace(state, language=turn.address.language)
    surveys.save_run(run, state, turn.now)
    ask(turn, surveys.ref(run), form, state, whole=whole)
