"""The doors of a campaign that a page makes: a poster's link, and those of a kiosk, the survey team, paper forms."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.audit import Act
from roviec.db.models import Campaign, Unit
from roviec.db.sessions import CHANNEL
from roviec.db.surveys.doors import make_door
from roviec.handlers.frame.house import House
from roviec.reports.sheets import Poster, check_reachable
from roviec.survey.modes import Mode


@dataclass(frozen=True)
class Counter:
    """Where people answer: at a unit, by whose pen, at a counter with a name or none."""

    unit: Unit
    mode: Mode = Mode.OWN
    desk: str = ""


async def poster_of(
    session: AsyncSession, campaign: int, at: Counter, *, house: House, actor: int, now: datetime
) -> Poster:
    """Make the link of a poster; raise where no phone could open it."""
    check_reachable(house.public_url)
    code = await door_of(session, campaign, at, actor=actor, now=now)
    row = await session.get_one(Campaign, campaign)
    office = row.words.get("office", house.office)
    return Poster(office, at.unit.name, house.public_url, ((at.desk, code, house.form(code)),))


async def door_of(session: AsyncSession, campaign: int, at: Counter, *, actor: int, now: datetime) -> str:
    """Return the code of a new link; raise `CampaignUnknown`."""
    code = await make_door(session, campaign_id=campaign, unit=at.unit, mode=at.mode, desk=at.desk)
    await audit.record(
        session,
        Act.campaign_link,
        actor=actor,
        at=now,
        channel=CHANNEL,
        subject=f"campaign/{campaign}",
        unit=at.unit.id,
        mode=str(at.mode),
        counter=at.desk,
    )
    return code
