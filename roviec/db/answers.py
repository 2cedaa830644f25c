"""Finished answers counted for the index: by the database, never one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Burst, Campaign, Form, Response, Tally, Unit
from roviec.db.surveys import tallies
from roviec.survey.counting import Counts
from roviec.survey.load import load
from roviec.survey.questionnaire import Questionnaire


@dataclass(frozen=True)
class Chosen:
    """Which responses are meant; an empty field leaves nothing out, both dates are included."""

    form_id: int | None = None
    form_code: str | None = None
    unit_ids: tuple[int, ...] | None = None
    date_from: date | None = None
    date_to: date | None = None


async def figures(session: AsyncSession, *, chosen: Chosen, flagged: bool) -> dict[str, Counts]:
    """Return {criterion or group: distribution} of what may be shown; without `flagged` of unmarked responses.

    `survey/tally.py` says what the parts are and why the newest answers may still wait.
    """
    clean = () if flagged else (col(Tally.flagged).is_(False),)
    mine = _of(Tally, chosen)
    return await tallies.moved(session, *mine, *clean, first=chosen.date_from, last=chosen.date_to)


async def waiting(session: AsyncSession, *, chosen: Chosen) -> set[str]:
    """Return the criteria and groups of which answers wait for more people."""
    return await tallies.waiting(session, *_of(Tally, chosen))


Days = list[tuple[date, str, int]]


async def bursts(session: AsyncSession, *, chosen: Chosen) -> tuple[Days, Days]:
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
    found = select(func.count()).select_from(Response).where(*_which(chosen))
    return (await session.exec(found)).one()


async def questionnaire(
    session: AsyncSession,
    *,
    today: date,
    form_code: str | None = None,
    unit_ids: Iterable[int] | None = None,
) -> tuple[Form, Questionnaire] | None:
    """Return the form asked in the latest campaign open by `today` whose form has an index."""
    found = select(Form).join(Campaign, col(Campaign.form_id) == col(Form.id))
    found = found.where(col(Campaign.opens) <= today)
    if form_code is not None:
        found = found.where(Form.code == form_code)
    if unit_ids is not None:
        found = found.where(col(Campaign.unit_id).in_(list(unit_ids)))
    ordered = found.order_by(col(Campaign.opens).desc(), col(Campaign.id).desc())
    for form in {form.id: form for form in (await session.exec(ordered)).all()}.values():
        asked = load(form.source)
        if asked.contents:
            return form, asked
    return None


def _which(chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    which = _of(Response, chosen)
    if chosen.date_from is not None:
        which.append(col(Response.on) >= chosen.date_from)
    if chosen.date_to is not None:
        which.append(col(Response.on) <= chosen.date_to)
    return which


def _of(table: type[Response | Tally | Burst], chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on the campaigns and units of a table."""
    which: list[Any] = []
    if chosen.form_id is not None or chosen.form_code is not None:
        which.append(col(table.campaign_id).in_(_campaigns(chosen)))
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
