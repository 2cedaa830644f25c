"""Single responses to take away: what would tell whose one is, is left out where few are alike."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Campaign, Form, Response, Unit
from roviec.db.models.base import id_of
from roviec.db.surveys.campaigns import form_of
from roviec.db.surveys.named import Words, withheld
from roviec.survey.load import load
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.rare import rare, traits

_CHUNK = 5000
Trait = tuple[str, int | None]


@dataclass(frozen=True)
class Line:
    """One answer of a response; `on` is the day, or the month "2026-06" where few answered that day."""

    response: str
    campaign: int
    unit: str
    item: str
    number: int | None
    words: str | None
    on: str


@dataclass(frozen=True)
class Export:
    """Which responses lose their traits, and which their day."""

    traits: frozenset[tuple[int, str]]
    """(campaign, item)"""
    plain: Collection[str]
    vague: Collection[str]
    named: frozenset[Words]
    """Words that name an official."""


async def prepare(session: AsyncSession, *, minimum_cell: int) -> Export:
    """Find the responses that fewer than `minimum_cell` others of their campaign and unit are like."""
    about = await _traits(session)
    days: dict[str, tuple[int, int, date]] = {}
    columns = (Response.key, Response.campaign_id, Response.unit_id, Response.on)
    found = sa.select(*(col(column) for column in columns))
    for key, campaign, unit, on in (await session.exec(found)).all():  # type: ignore[call-overload]
        days[key] = campaign, unit, on
    known: dict[str, set[Trait]] = defaultdict(set)
    items = {item for _, item in about}
    said = select(Answer.response_key, Answer.item, Answer.number).where(col(Answer.item).in_(items))
    for key, item, number in (await session.exec(said)).all():
        if (days[key][0], item) in about:
            known[key].add((item, number))
    alike = {key: (*days[key][:2], frozenset(known[key])) for key in days if known[key]}
    return Export(about, rare(alike, minimum_cell), rare(days, minimum_cell), await withheld(session))


async def lines(session: AsyncSession, export: Export) -> AsyncIterator[list[Line]]:
    """Yield the answers in the order of their keys, a few thousand at a time."""
    found = (
        select(Answer, Response, Unit.name)
        .join(Response, col(Response.key) == col(Answer.response_key))
        .join(Unit)
        .order_by(col(Answer.response_key), col(Answer.item), col(Answer.position))
    )
    stream = await session.stream(found, execution_options={"yield_per": _CHUNK})
    async for part in stream.partitions():
        yield [_line(export, answer, response, unit) for answer, response, unit in part]


def _line(export: Export, answer: Answer, response: Response, unit: str) -> Line:
    is_trait = (response.campaign_id, answer.item) in export.traits
    hidden = is_trait and response.key in export.plain
    hidden = hidden or (answer.response_key, answer.item, answer.position) in export.named
    day = response.on.isoformat()
    on = day[:7] if response.key in export.vague else day
    number, words = (None, None) if hidden else (answer.number, answer.words)
    return Line(response.key, response.campaign_id, unit, answer.item, number, words, on)


async def forms(session: AsyncSession) -> dict[int, Questionnaire]:
    """Return the version that each campaign asked, in its place's words."""
    campaigns = (await session.exec(select(Campaign))).all()
    return {id_of(campaign): await form_of(session, campaign) for campaign in campaigns}


async def _traits(session: AsyncSession) -> frozenset[tuple[int, str]]:
    rows = select(Campaign, Form).join(Form)
    found = (await session.exec(rows)).all()
    known = {form.id: traits(load(form.source)) for _, form in found}
    return frozenset((id_of(campaign), item) for campaign, form in found for item in known[form.id])
