"""Campaigns: a form open to the citizens of a unit for a time, and the links that lead to it."""

import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Campaign, CampaignLink, CounterCode, Form, Unit
from roviec.db.models.base import id_of
from roviec.db.surveys.forms import latest_form
from roviec.errors import PersonError
from roviec.survey.load import load
from roviec.survey.questionnaire import Questionnaire
from roviec.texts.shapes import day

TOKEN_LENGTH = 12


class CampaignUnknown(PersonError):
    """Không có đợt khảo sát số {campaign}. Ông/Bà mở đợt mới bằng: roviec survey open."""


class CampaignAhead(PersonError):
    """Đợt khảo sát này bắt đầu từ ngày {day}. Mong Ông/Bà quay lại sau."""

    leads_on = True


class CampaignPaused(PersonError):
    """Đợt khảo sát này đang tạm dừng nhận phiếu. Mong Ông/Bà quay lại sau."""

    leads_on = True


class CampaignOver(PersonError):
    """Đợt khảo sát này đã kết thúc ngày {day}. Xin cảm ơn Ông/Bà đã quan tâm."""

    leads_on = True


class DatesReversed(PersonError):
    """Ngày kết thúc {closes} phải sau ngày bắt đầu {opens}. Ông/Bà sửa lại hai ngày."""


@dataclass(frozen=True)
class About:
    """What an office says about a campaign: the period and services it is about, who is invited and how."""

    period: str = ""
    services: tuple[str, ...] = ()
    invites: str = ""


async def open_campaign(
    session: AsyncSession,
    *,
    form_code: str,
    unit: Unit,
    opens: date,
    closes: date | None = None,
    by_code: bool = False,
    about: About = About(),
) -> Campaign:
    """Open the newest version of a form to the citizens of `unit`, or to those with a one-time code alone."""
    if closes is not None and closes < opens:
        raise DatesReversed(opens=day(opens), closes=day(closes))
    form = await latest_form(session, form_code)
    campaign = Campaign(
        form_id=id_of(form),
        unit_id=id_of(unit),
        opens=opens,
        closes=closes,
        by_code=by_code,
        salt=secrets.token_hex(16),
        words=await _words(session, form, unit),
        period=about.period,
        services=list(about.services),
        invites=about.invites,
    )
    session.add(campaign)
    await session.flush()
    return campaign


async def _words(session: AsyncSession, form: Form, unit: Unit) -> dict[str, str]:
    """Return the names of the office and of its desk where the form speaks of them."""
    office = await people.office(session) or unit
    known = {"office": office.name} | ({"desk": unit.name} if unit.id != office.id else {})
    return {word: name for word, name in known.items() if word in load(form.source).words}


async def campaign_link(session: AsyncSession, *, campaign_id: int, unit: Unit) -> str:
    """Return a new token that opens a campaign at `unit`; it works until the campaign closes."""
    if await session.get(Campaign, campaign_id) is None:
        raise CampaignUnknown(campaign=campaign_id)
    token = people.random_code(TOKEN_LENGTH)
    session.add(CampaignLink(token_hash=people.hashed(token), campaign_id=campaign_id, unit_id=id_of(unit)))
    await session.flush()
    return token


class Door(NamedTuple):
    """What a token opens; `code_hash` is there where it is a one-time code."""

    campaign: Campaign
    unit: Unit
    code_hash: str | None = None


async def campaign_of(session: AsyncSession, token: str) -> Door | None:
    """Return the campaign and unit that a link's token or a one-time code opens, if it is one."""
    hashed = people.hashed(token)
    found = select(CampaignLink).where(CampaignLink.token_hash == hashed)
    code = None
    link = (await session.exec(found)).first() or (code := await session.get(CounterCode, hashed))
    if link is None:
        return None
    campaign = await session.get_one(Campaign, link.campaign_id)
    return Door(campaign, await session.get_one(Unit, link.unit_id), code.code_hash if code else None)


async def open_campaigns(session: AsyncSession, *, today: date) -> list[tuple[Campaign, Unit, Form]]:
    """Return what citizens may answer today, the newest first."""
    found = (
        select(Campaign, Unit, Form)
        .join(Unit)
        .join(Form)
        .where(
            col(Campaign.opens) <= today,
            or_(col(Campaign.closes).is_(None), col(Campaign.closes) >= today),
            col(Campaign.ended_on).is_(None),
            col(Campaign.paused).is_(False),
        )
        .order_by(col(Campaign.id).desc())
    )
    return list((await session.exec(found)).all())


async def every_campaign(session: AsyncSession) -> list[tuple[Campaign, Unit, Form]]:
    """Return all campaigns, the newest first."""
    found = select(Campaign, Unit, Form).join(Unit).join(Form).order_by(col(Campaign.id).desc())
    return list((await session.exec(found)).all())


async def the_campaign(session: AsyncSession, number: int) -> tuple[Campaign, Unit, Form]:
    """Return a campaign by its number, with its unit and form; raise `CampaignUnknown`."""
    campaign = await session.get(Campaign, number)
    if campaign is None:
        raise CampaignUnknown(campaign=number)
    unit = await session.get_one(Unit, campaign.unit_id)
    return campaign, unit, await session.get_one(Form, campaign.form_id)


class Standing(StrEnum):
    """Whether citizens may answer a campaign."""

    ahead = "ahead"
    running = "running"
    paused = "paused"
    over = "over"


def standing(campaign: Campaign, today: date) -> Standing:
    """Return whether a campaign takes answers today."""
    if campaign.ended_on is not None or (campaign.closes is not None and campaign.closes < today):
        return Standing.over
    if campaign.opens > today:
        return Standing.ahead
    return Standing.paused if campaign.paused else Standing.running


class Step(StrEnum):
    """What an admin does to a campaign that is not over."""

    pause = "pause"
    resume = "resume"
    close = "close"


def take_step(campaign: Campaign, step: Step, *, today: date) -> bool:
    """Pause, resume or close a campaign; False where it already is so. Raise `CampaignOver` for one that is over."""
    if standing(campaign, today) is Standing.over:
        if step is Step.close:
            return False
        raise CampaignOver(day=day(_last_day(campaign)))
    if step is Step.close:
        campaign.ended_on = today
        return True
    paused = step is Step.pause
    changed, campaign.paused = campaign.paused is not paused, paused
    return changed


def check_open(campaign: Campaign, today: date) -> None:
    """Raise why a campaign can't be answered today."""
    match standing(campaign, today):
        case Standing.ahead:
            raise CampaignAhead(day=day(campaign.opens))
        case Standing.over:
            raise CampaignOver(day=day(_last_day(campaign)))
        case Standing.paused:
            raise CampaignPaused


def _last_day(campaign: Campaign) -> date:
    """Return the last day of a campaign that is over."""
    return min(last for last in (campaign.ended_on, campaign.closes) if last is not None)


async def form_of(session: AsyncSession, campaign: Campaign) -> Questionnaire:
    """Return the version of the questionnaire that a campaign is pinned to, in its place's words."""
    form = await session.get_one(Form, campaign.form_id)
    return _loaded(form.source, tuple(sorted(campaign.words.items())))


_kept: WeakKeyDictionary[Any, dict[int, str]] = WeakKeyDictionary()


async def committed_form(session: AsyncSession, campaign: Campaign) -> Questionnaire:
    """Return what `form_of` does, asking each database once: for those whose transaction writes no form.

    A version never changes once it is committed.
    """
    sources = _kept.setdefault(session.get_bind(), {})
    if campaign.form_id not in sources:
        sources[campaign.form_id] = (await session.get_one(Form, campaign.form_id)).source
    return _loaded(sources[campaign.form_id], tuple(sorted(campaign.words.items())))


@lru_cache(maxsize=32)
def _loaded(source: str, words: tuple[tuple[str, str], ...]) -> Questionnaire:
    return load(source, dict(words))
