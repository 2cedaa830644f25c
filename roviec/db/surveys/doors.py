"""The doors of the pages: what a code opens there and how, and links made for a counter, a kiosk or the survey team."""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from roviec.db import people
from roviec.db.models import Address, Campaign, CampaignLink, SpentToken, SurveyRun, Unit
from roviec.db.surveys import dossiers
from roviec.db.surveys.campaigns import campaign_link, campaign_of
from roviec.db.surveys.runs import token
from roviec.survey.modes import Mode, mode_of


@dataclass(frozen=True)
class Opened:
    """What a code opens: a campaign at a unit, by one-time code or not, taken in a mode, at a counter with a name."""

    campaign: Campaign
    unit: Unit
    mode: Mode = Mode.OWN
    desk: str = ""
    code_hash: str | None = None
    dossier: str | None = None
    """The question about one dossier that an invitation asks, whoever opens it."""


async def opened(session: AsyncSession, code: str, address: Address | None) -> Opened | None:
    """Return what a code opens; a one-time code that is used opens the run that it began, in that browser alone."""
    if name := dossiers.of_page(code):
        asked = await dossiers.asked(session, name)
        return Opened(*asked, dossier=name) if asked else None
    hashed = people.hashed(code)
    if (behind := (await session.exec(_behind(), params={"code": hashed})).first()) is not None:
        link, campaign, unit = behind
        return Opened(campaign, unit, mode_of(link.mode), link.desk)
    door = await campaign_of(session, code)
    if door is not None:
        return Opened(door.campaign, door.unit, code_hash=door.code_hash)
    return await _begun(session, hashed, address)


@cache
def _behind() -> Select[CampaignLink, Campaign, Unit]:
    """Return the statement for the link of a code, its campaign and its unit; built once for every request."""
    return (
        select(CampaignLink, Campaign, Unit)
        .join(Campaign, col(Campaign.id) == CampaignLink.campaign_id)
        .join(Unit, col(Unit.id) == CampaignLink.unit_id)
        .where(col(CampaignLink.token_hash) == sa.bindparam("code"))
    )


async def _begun(session: AsyncSession, hashed: str, address: Address | None) -> Opened | None:
    if address is None:
        return None
    mine = select(SurveyRun).where(SurveyRun.code_hash == hashed, SurveyRun.address_id == address.id)
    run = (await session.exec(mine)).first()
    if run is None:
        return None
    campaign = await session.get_one(Campaign, run.campaign_id)
    return Opened(campaign, await session.get_one(Unit, run.unit_id), code_hash=hashed)


async def run_at(
    session: AsyncSession, door: Opened, address: Address, *, hold: bool = False
) -> SurveyRun | None:
    """Return the run of a browser at a door; `hold` it until the transaction ends."""
    mine = {"address": address.id, "campaign": door.campaign.id, "dossier": door.dossier}
    return (await session.exec(_run(hold=hold), params=mine)).first()


@cache
def _run(*, hold: bool) -> SelectOfScalar[SurveyRun]:
    found = select(SurveyRun).where(
        col(SurveyRun.address_id) == sa.bindparam("address"),
        col(SurveyRun.campaign_id) == sa.bindparam("campaign"),
        col(SurveyRun.dossier).is_not_distinct_from(sa.bindparam("dossier")),
    )
    return found.with_for_update().execution_options(populate_existing=True) if hold else found


async def has_answered(session: AsyncSession, door: Opened, address: Address | None) -> bool:
    """Tell whether a browser has sent its form, or anybody has answered what an invitation asks."""
    if door.dossier is not None:
        return await dossiers.is_answered(session, door.campaign, door.dossier)
    if address is None or door.mode.is_fresh:
        return False
    return await session.get(SpentToken, token(door.campaign, address)) is not None


async def make_door(
    session: AsyncSession, *, campaign_id: int, unit: Unit, mode: Mode = Mode.OWN, desk: str = ""
) -> str:
    """Return a new code that opens a campaign on the pages; raise `CampaignUnknown`."""
    code = await campaign_link(session, campaign_id=campaign_id, unit=unit)
    made = select(CampaignLink).where(CampaignLink.token_hash == people.hashed(code))
    link = (await session.exec(made)).one()
    link.mode, link.desk = mode, desk
    await session.flush()
    return code
