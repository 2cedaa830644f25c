"""Finished answers counted for the index: by the database, never one by one."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.below import below
from roviec.db.models import (
    Burst,
    Campaign,
    DayRuling,
    Form,
    Received,
    Response,
    Spread,
    Tally,
    TallyMonth,
    Unit,
)
from roviec.db.surveys import received, spreads, tallies
from roviec.folding import fold
from roviec.survey.counting import Counts
from roviec.survey.load import load
from roviec.survey.moments import Moments
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.tally import minus


@dataclass(frozen=True)
class Chosen:
    """Which responses are meant; an empty field leaves nothing out, both dates are included."""

    form_id: int | None = None
    form_code: str | None = None
    campaign_ids: tuple[int, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    date_from: date | None = None
    date_to: date | None = None


Days = Collection[tuple[int, date]]
"""(unit, day)"""


async def figures(session: AsyncSession, *, chosen: Chosen, without: Days | None = None) -> dict[str, Counts]:
    """Return {criterion or group: distribution} of what may be shown.

    `survey/tally.py` says what the parts are and why the newest answers may still wait. The days that an
    admin has left out are not in them, or those of `without` instead; they too are whole blocks.
    """
    return tallies.together((await figures_by(session, "flagged", chosen=chosen, without=without)).values())


async def figures_by(
    session: AsyncSession, key: tallies.Key, *, chosen: Chosen, without: Days | None = None
) -> dict[int, dict[str, Counts]]:
    """Return the same unit by unit, or of marked responses (1) and others (0)."""

    def which(table: tallies.Table) -> list[sa.ColumnElement[bool]]:
        return _of(table, chosen)

    first, last = chosen.date_from, chosen.date_to
    found = await tallies.moved_by(session, key, which, first=first, last=last)
    out = await tallies.left_out(session, key, *which(Tally), first=first, last=last, days=without)
    for one, parts in out.items():
        found[one].update((part, minus(found[one][part], counts)) for part, counts in parts.items())
    return found


async def moments(session: AsyncSession, *, chosen: Chosen) -> Moments:
    """Return how much the people differ of whom `figures` tells, of the months that the span touches."""
    return sum((await moments_by(session, "flagged", chosen=chosen)).values(), Moments())


async def moments_by(session: AsyncSession, key: tallies.Key, *, chosen: Chosen) -> dict[int, Moments]:
    """Return the same unit by unit, or of marked responses (1) and others (0)."""
    span = {"first": chosen.date_from, "last": chosen.date_to}
    return await spreads.moved_by(session, key, *_of(Spread, chosen), **span)


async def days_left_out(session: AsyncSession, *, chosen: Chosen) -> int:
    """Return how many days of units an admin has left out."""
    span = (
        col(DayRuling.on) >= (chosen.date_from or date.min),
        col(DayRuling.on) <= (chosen.date_to or date.max),
    )
    found = select(func.count()).select_from(DayRuling).where(col(DayRuling.left_out).is_(True), *span)
    return (await session.exec(found.where(*_of(DayRuling, chosen)))).one()


async def waiting(session: AsyncSession, *, chosen: Chosen) -> set[str]:
    """Return the criteria and groups of which answers wait for more people."""
    return await tallies.waiting(session, *_of(Tally, chosen))


BurstDays = list[tuple[date, str, int]]


async def bursts(session: AsyncSession, *, chosen: Chosen) -> tuple[BurstDays, BurstDays]:
    """Return (day, unit's name, responses) of the days on which many came at once, the newest first.

    First those of everybody, then those in which one network sent more than people do.
    """
    span = (col(Burst.on) >= (chosen.date_from or date.min), col(Burst.on) <= (chosen.date_to or date.max))
    found = select(Burst, Unit.name).join(Unit, col(Unit.id) == col(Burst.unit_id))
    rows = (
        await session.exec(found.where(*span, *_of(Burst, chosen)).order_by(col(Burst.on).desc(), Unit.name))
    ).all()
    return (
        [(row.on, unit, row.responses) for row, unit in rows if row.responses],
        [(row.on, unit, row.same_network) for row, unit in rows if row.same_network],
    )


async def responses(session: AsyncSession, *, chosen: Chosen) -> int:
    """Return how many of the chosen responses there are."""
    return await received.count(session, *_which(chosen))


def has_index(form: Questionnaire) -> bool:
    """Tell whether a form has a tree of criteria."""
    return bool(form.contents)


async def questionnaires(
    session: AsyncSession,
    *,
    today: date,
    form_code: str | None = None,
    unit_ids: Iterable[int] | None = None,
    campaign_ids: Iterable[int] | None = None,
    like: Callable[[Questionnaire], bool] = has_index,
) -> list[tuple[Form, Questionnaire]]:
    """Return the forms of a kind that were asked by `today`, those of the latest campaigns first."""
    found = select(Form).join(Campaign, col(Campaign.form_id) == col(Form.id))
    found = found.where(col(Campaign.opens) <= today)
    if form_code is not None:
        found = found.where(Form.code == form_code)
    if unit_ids is not None:
        found = found.where(_at_units(unit_ids))
    if campaign_ids is not None:
        found = found.where(col(Campaign.id).in_(list(campaign_ids)))
    ordered = found.order_by(col(Campaign.opens).desc(), col(Campaign.id).desc())
    forms = {form.id: form for form in (await session.exec(ordered)).all()}.values()
    loaded = [(form, _loaded(form.source)) for form in forms]
    return [(form, asked) for form, asked in loaded if like(asked)]


_loaded = lru_cache(maxsize=32)(load)


def _at_units(unit_ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """Return the condition on campaigns that belong to units, or that were answered there."""
    units = list(unit_ids)
    answered = sa.exists().where(
        col(Response.campaign_id) == col(Campaign.id), col(Response.unit_id).in_(units)
    )
    return sa.or_(col(Campaign.unit_id).in_(units), answered)


async def offering(session: AsyncSession, service: str) -> tuple[int, ...]:
    """Return the campaigns about a field of procedures."""
    rows = (await session.exec(select(Campaign.id, Campaign.services))).all()
    wanted = fold(service)
    return tuple(number or 0 for number, services in rows if wanted in map(fold, services))


async def opening(session: AsyncSession, campaign_ids: Collection[int] | None) -> date | None:
    """Return the first day of the campaigns that are named."""
    if not campaign_ids:
        return None
    found = select(func.min(col(Campaign.opens))).where(col(Campaign.id).in_(list(campaign_ids)))
    return (await session.exec(found)).one()


async def with_those_below(session: AsyncSession, unit_id: int) -> tuple[int, ...]:
    """Return a unit and all that belong to it."""
    found = await session.exec(below([unit_id]))  # type: ignore[call-overload]
    return tuple(sorted(found.scalars().all()))


async def latest_waves(session: AsyncSession, *, form_code: str, today: date) -> tuple[int, int] | None:
    """Return the last two campaigns of a form that have begun, the earlier one first; None where there are fewer."""
    found = select(Campaign.id).join(Form, col(Form.id) == col(Campaign.form_id))
    begun = found.where(Form.code == form_code, col(Campaign.opens) <= today)
    newest = begun.order_by(col(Campaign.opens).desc(), col(Campaign.id).desc()).limit(2)
    numbers = [number or 0 for number in (await session.exec(newest)).all()]
    return (numbers[1], numbers[0]) if len(numbers) == 2 else None


async def campaigns_of(session: AsyncSession, chosen: Chosen) -> list[int]:
    """Return the campaigns that are meant."""
    found = _campaigns(chosen)
    if chosen.campaign_ids is not None:
        found = found.where(col(Campaign.id).in_(chosen.campaign_ids))
    return [number or 0 for number in (await session.exec(found)).all()]


def _which(chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    which = _of(Received, chosen)
    if chosen.date_from is not None:
        which.append(col(Received.on) >= chosen.date_from)
    if chosen.date_to is not None:
        which.append(col(Received.on) <= chosen.date_to)
    return which


def _of(
    table: type[Received | Tally | TallyMonth | Spread | Burst | DayRuling], chosen: Chosen
) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on the campaigns and units of a table."""
    which: list[Any] = []
    if chosen.form_id is not None or chosen.form_code is not None:
        which.append(col(table.campaign_id).in_(_campaigns(chosen)))
    if chosen.campaign_ids is not None:
        which.append(col(table.campaign_id).in_(chosen.campaign_ids))
    if chosen.unit_ids is not None:
        which.append(col(table.unit_id).in_(chosen.unit_ids))
    return which


def _campaigns(chosen: Chosen) -> Any:
    found = select(Campaign.id).join(Form, col(Form.id) == col(Campaign.form_id))
    if chosen.form_id is not None:
        found = found.where(Form.id == chosen.form_id)
    if chosen.form_code is not None:
        found = found.where(Form.code == chosen.form_code)
    return found
