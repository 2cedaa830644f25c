"""/dotkhaosat: admins open, pause and close campaigns, see how they go, and rule on suspicious days."""

from datetime import date

from roviec.db import naming, surveys
from roviec.db.audit import Act
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.db.surveys import Standing, Step, rulings
from roviec.db.surveys.forms import known_forms
from roviec.handlers.choices.campaigns import (
    CampaignAim,
    CampaignAt,
    CampaignClose,
    CampaignCloseYes,
    CampaignEvidence,
    CampaignForm,
    CampaignNew,
    CampaignPause,
    CampaignResume,
    CampaignShow,
    CampaignsPage,
    DayRule,
    OfCampaign,
)
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import cut, turning
from roviec.messages.outgoing import Choice, Outgoing
from roviec.reports.campaigns import campaign_line, campaign_text, gather_campaign
from roviec.reports.evidence import EvidenceView, evidence_text, gather_evidence
from roviec.texts.shapes import day, short

router = Router()
DAYS = 5
"""How many days are offered to be ruled on."""


class CampaignUnit(Dialogue, name="campaign.unit"):
    """At which unit a campaign of this form is to be opened."""

    code: str


class DayReason(Dialogue, name="campaign.reason"):
    """Why a unit's day is left out of the index, or taken in again."""

    campaign: int
    unit: int
    on: date
    left_out: bool


@router.command(Command.dotkhaosat)
async def begin(turn: Turn, _rest: str = "") -> None:
    """Show the campaigns."""
    await show_campaigns(turn, CampaignsPage(0))


@router.action(CampaignsPage)
async def show_campaigns(turn: Turn, choice: CampaignsPage) -> None:
    """Show a page of the campaigns, the newest first, each leading to how it goes."""
    turn.admin()
    rows = await surveys.every_campaign(turn.session)
    shown = [
        CampaignShow(id_of(row[0])).named(short(campaign_line(*row, turn.today, turn.texts), 90))
        for row in rows
    ]
    new = turn.choice("button.campaign_new", CampaignNew())
    choices = [*cut(shown, choice.page), *turning(turn, choice.page, len(rows), CampaignsPage), new]
    turn.say("campaign.list" if rows else "campaign.none", choices=choices)


@router.action(CampaignShow)
async def show_campaign(turn: Turn, choice: CampaignShow) -> None:
    """Show how a campaign goes, with what can be done."""
    turn.admin()
    least = turn.house.minimum_cell
    view = await gather_campaign(turn.session, choice.campaign, minimum_cell=least, today=turn.today)
    choices = _steps(turn, choice.campaign, view.standing)
    turn.answer(Outgoing(campaign_text(view, turn.texts), choices=tuple(choices)))


def _steps(turn: Turn, number: int, standing: Standing) -> list[Choice]:
    steps = []
    if standing is Standing.paused:
        steps.append(turn.choice("button.campaign_resume", CampaignResume(number)))
    elif standing is not Standing.over:
        steps.append(turn.choice("button.campaign_pause", CampaignPause(number)))
    if standing is not Standing.over:
        steps.append(turn.choice("button.campaign_close", CampaignClose(number)))
        steps.append(turn.choice("button.campaign_target", CampaignAim(number)))
    return [*steps, turn.choice("button.campaign_days", CampaignEvidence(number))]


@router.action(CampaignNew)
async def ask_form(turn: Turn, _choice: CampaignNew) -> None:
    """Ask which form is to be asked."""
    turn.admin()
    forms = await known_forms(turn.session)
    choices = [CampaignForm(code).named(short(title, 90)) for code, title in forms]
    turn.say("campaign.ask_form", choices=choices)


@router.action(CampaignForm)
async def ask_unit(turn: Turn, choice: CampaignForm) -> None:
    """Ask at which unit."""
    turn.admin()
    turn.ask(CampaignUnit(choice.code))
    turn.say("campaign.ask_unit")


@router.dialogue(CampaignUnit)
async def take_unit(turn: Turn, asked: CampaignUnit) -> None:
    """Take the unit by its name; where that is not sure, offer who may be meant."""
    turn.admin()
    found = await naming.meant(turn.session, turn.text)
    if found.unit is not None:
        await open_at(turn, CampaignAt(id_of(found.unit), asked.code))
    elif found.candidates:
        turn.ask(asked)
        choices = [CampaignAt(id_of(unit), asked.code).named(unit.name) for unit in found.candidates]
        turn.say("unit.which", name=short(turn.text, 60), choices=choices)
    else:
        raise naming.UnitUnknown(unit=short(turn.text, 60))


@router.action(CampaignAt)
async def open_at(turn: Turn, choice: CampaignAt) -> None:
    """Open the campaign from today on."""
    turn.admin()
    unit = await _unit(turn, choice.unit)
    campaign = await surveys.open_campaign(turn.session, form_code=choice.code, unit=unit, opens=turn.today)
    await turn.record(Act.campaign, f"campaign/{campaign.id}", form=choice.code, unit=unit.id)
    turn.finish()
    show = turn.choice("button.campaign_show", CampaignShow(id_of(campaign)))
    turn.say("campaign.opened", id=campaign.id, unit=unit.name, choices=[show])


async def _unit(turn: Turn, number: int) -> Unit:
    unit = await naming.at(turn.session, number)
    if unit is None:
        raise naming.UnitUnknown(unit=str(number))
    return unit


@router.action(CampaignClose)
async def ask_close(turn: Turn, choice: CampaignClose) -> None:
    """Ask before a campaign ends."""
    turn.admin()
    _, unit, form = await surveys.the_campaign(turn.session, choice.campaign)
    yes = turn.choice("button.campaign_close_yes", CampaignCloseYes(choice.campaign))
    choices = [yes, turn.choice("button.campaign_close_no", Cancel())]
    turn.say("campaign.sure", id=choice.campaign, form=form.title, unit=unit.name, choices=choices)


async def take_step(turn: Turn, choice: OfCampaign) -> None:
    """Pause, resume or end a campaign; pressed again it changes nothing."""
    turn.admin()
    step = STEPS[type(choice)]
    campaign, _, _ = await surveys.the_campaign(turn.session, choice.campaign)
    changed = surveys.take_step(campaign, step, today=turn.today)
    if changed:
        await turn.record(Act.campaign_step, f"campaign/{choice.campaign}", step=str(step))
    show = turn.choice("button.campaign_show", CampaignShow(choice.campaign))
    key = f"campaign.done.{step}" if changed else "campaign.unchanged"
    turn.say(key, id=choice.campaign, choices=[show])


STEPS: dict[type[OfCampaign], Step] = {
    CampaignPause: Step.pause,
    CampaignResume: Step.resume,
    CampaignCloseYes: Step.close,
}
for step_of in STEPS:
    router.action(step_of)(take_step)


@router.action(CampaignEvidence)
async def show_days(turn: Turn, choice: CampaignEvidence) -> None:
    """Show the suspicious days, the index with and without them, and offer to rule on each."""
    turn.admin()
    view = await gather_evidence(
        turn.session,
        choice.campaign,
        headline=turn.house.headline,
        minimum_cell=turn.house.minimum_cell,
    )
    turn.answer(Outgoing(evidence_text(view, turn.texts), choices=tuple(_days(turn, view))))


def _days(turn: Turn, view: EvidenceView) -> list[Choice]:
    found = []
    for one in view.found[:DAYS]:
        ruling = view.rulings.get((one.day.unit, one.day.on))
        key = "button.day_in" if ruling and ruling.left_out else "button.day_out"
        rule = DayRule(view.campaign, one.day.unit, one.day.on)
        unit = short(view.names.get(one.day.unit, ""), 40)
        found.append(turn.choice(key, rule, day=day(one.day.on), unit=unit))
    return found


@router.action(DayRule)
async def ask_reason(turn: Turn, choice: DayRule) -> None:
    """Ask why a day is left out, or why it is taken in again."""
    turn.admin()
    unit = await _unit(turn, choice.unit)
    await surveys.the_campaign(turn.session, choice.campaign)
    left_out = not await rulings.is_out(
        turn.session, campaign_id=choice.campaign, unit_id=id_of(unit), on=choice.on
    )
    turn.ask(DayReason(choice.campaign, id_of(unit), choice.on, left_out))
    key = "campaign.ask_out" if left_out else "campaign.ask_in"
    turn.say(key, day=day(choice.on), unit=unit.name)


@router.dialogue(DayReason)
async def take_reason(turn: Turn, asked: DayReason) -> None:
    """Keep the decision with its reason."""
    turn.admin()
    unit = await _unit(turn, asked.unit)
    campaign, _, _ = await surveys.the_campaign(turn.session, asked.campaign)
    ruled = await rulings.decide(
        turn.session, campaign=campaign, unit=unit, on=asked.on, left_out=asked.left_out, reason=turn.text
    )
    about = {"unit": unit.id, "day": asked.on.isoformat(), "left_out": asked.left_out}
    await turn.record(Act.day_ruling, f"campaign/{asked.campaign}", **about, reason=ruled.reason)
    turn.finish()
    again = turn.choice("button.campaign_days", CampaignEvidence(asked.campaign))
    key = "evidence.ruled.out" if asked.left_out else "evidence.ruled.in"
    turn.say(key, day=day(asked.on), unit=unit.name, choices=[again])
