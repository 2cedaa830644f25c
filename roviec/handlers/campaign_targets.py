"""How many citizens a unit of a campaign serves, said by chat: the sample follows and is shown worked out."""

from roviec.db import naming, surveys
from roviec.db.audit import Act
from roviec.db.models import Campaign, Unit
from roviec.handlers.choices.campaigns import CampaignAim, CampaignShow
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.reports.campaigns import sample_words
from roviec.survey.course import Course
from roviec.survey.targets import read_target
from roviec.texts.shapes import short

router = Router()


class CampaignCitizens(Dialogue, name="campaign.target"):
    """How many citizens a unit serves, and how exact its figures are to be."""

    campaign: int


@router.action(CampaignAim)
async def ask_target(turn: Turn, choice: CampaignAim) -> None:
    """Ask for the number of citizens."""
    turn.admin()
    _, unit, _ = await surveys.the_campaign(turn.session, choice.campaign)
    turn.ask(CampaignCitizens(choice.campaign))
    turn.say("campaign.ask_target", unit=unit.name)


@router.dialogue(CampaignCitizens)
async def take_target(turn: Turn, asked: CampaignCitizens) -> None:
    """Keep the target and show the sample; what can't be read is asked again."""
    turn.admin()
    said = read_target(turn.text)
    campaign, own, _ = await surveys.the_campaign(turn.session, asked.campaign)
    unit = await _unit(turn, said.unit) if said.unit else own
    await _keep(turn, campaign, unit, said.population, said.error)
    turn.finish()
    words = sample_words(unit.name, Course(population=said.population, error=said.error), turn.texts)
    show = turn.choice("button.campaign_show", CampaignShow(asked.campaign))
    more = turn.choice("button.campaign_target_more", CampaignAim(asked.campaign))
    turn.answer(Outgoing(words, choices=(show, more)))


async def _keep(turn: Turn, campaign: Campaign, unit: Unit, population: int, error: int) -> None:
    needed = await surveys.set_target(
        turn.session, campaign=campaign, unit=unit, population=population, error=error
    )
    await turn.record(Act.campaign_target, f"campaign/{campaign.id}", unit=unit.id, sample=needed)


async def _unit(turn: Turn, words: str) -> Unit:
    """Return the unit that words mean; raise which ones they may mean."""
    found = await naming.meant(turn.session, words)
    if found.unit is not None:
        return found.unit
    if found.candidates:
        names = "; ".join(f"«{unit.name}»" for unit in found.candidates)
        raise naming.UnitAmbiguous(unit=short(words, 60), names=names)
    raise naming.UnitUnknown(unit=short(words, 60))
