"""/khaosat and links: which survey this chat may answer, and where it stands in it."""

from roviec.channels.contract import Choice
from roviec.db import surveys
from roviec.db.models import Campaign, Form, SurveyRun, Unit
from roviec.handlers.router import Router
from roviec.handlers.survey.show import ask
from roviec.handlers.turn import Turn, action
from roviec.survey.engine import step
from roviec.survey.inputs import Resume
from roviec.texts.shapes import short

router = Router()


@router.command("khaosat")
async def list_surveys(turn: Turn, code: str = "") -> None:
    """Open the survey of a token; else resume the one begun, or offer those that are open."""
    if code:
        if not await open_by_token(turn, code):
            turn.say("survey.no_such")
        return
    runs = await surveys.runs_of(turn.session, turn.address)
    if runs:
        await resume(turn, runs[-1])
        return
    found = await surveys.open_campaigns(turn.session, today=turn.today)
    if not found:
        turn.say("survey.none")
    elif len(found) == 1:
        await begin(turn, *found[0][:2])
    else:
        turn.say("survey.which", choices=[_offer(*row) for row in found[:8]])


def _offer(campaign: Campaign, unit: Unit, form: Form) -> Choice:
    return Choice(short(f"{unit.name}: {form.title}", 90), action("survey.open", campaign.id))


@router.action("survey.open")
async def open_campaign(turn: Turn, campaign_id: str) -> None:
    """Open one of the surveys offered."""
    for campaign, unit, _ in await surveys.open_campaigns(turn.session, today=turn.today):
        if str(campaign.id) == campaign_id:
            await begin(turn, campaign, unit)
            return
    turn.say("survey.none")


async def open_by_token(turn: Turn, token: str) -> bool:
    """Open the survey of a link or QR code; False when the token is none."""
    found = await surveys.campaign_of(turn.session, token)
    if found is None:
        return False
    await begin(turn, *found)
    return True


async def begin(turn: Turn, campaign: Campaign, unit: Unit) -> None:
    """Begin a survey at its consent, or go on where this chat left it."""
    run = await surveys.begin_run(
        turn.session, address=turn.address, campaign=campaign, unit=unit, row=turn.row, now=turn.now
    )
    await resume(turn, run)


async def resume(turn: Turn, run: SurveyRun) -> None:
    """Ask the question at which a run stands."""
    form = await surveys.form_of(turn.session, await turn.session.get_one(Campaign, run.campaign_id))
    state = surveys.state_of(run)
    if state.paused:
        state, _ = step(form, state, Resume())
        surveys.save_run(run, state, turn.now)
    ask(turn, run.id or 0, form, state)
