"""Finished answers counted for the index: by the database, never one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Campaign, Form, Response
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


async def rows(session: AsyncSession, *, chosen: Chosen, flagged: bool) -> list[tuple[str, int, int]]:
    """Return (item id, level, people) of the chosen responses, as `survey.counting.from_counts` takes them.

    Without `flagged`, only responses that no quality check has marked.
    """
    found = await session.exec(
        select(Answer.item, col(Answer.number), func.count())
        .join(Response, col(Response.key) == col(Answer.response_key))
        .where(col(Answer.position) == 0, col(Answer.number).is_not(None), *_which(chosen, flagged))
        .group_by(col(Answer.item), col(Answer.number))
    )
    return [(item, level, people) for item, level, people in found.all() if level is not None]


async def responses(session: AsyncSession, *, chosen: Chosen, flagged: bool = True) -> int:
    """Return how many of the chosen responses there are."""
    found = select(func.count()).select_from(Response).where(*_which(chosen, flagged))
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


def _which(chosen: Chosen, flagged: bool) -> list[sa.ColumnElement[bool]]:
    which: list[Any] = []
    if chosen.form_id is not None or chosen.form_code is not None:
        which.append(col(Response.campaign_id).in_(_campaigns(chosen)))
    if chosen.unit_ids is not None:
        which.append(col(Response.unit_id).in_(chosen.unit_ids))
    if chosen.date_from is not None:
        which.append(col(Response.on) >= chosen.date_from)
    if chosen.date_to is not None:
        which.append(col(Response.on) <= chosen.date_to)
    if not flagged:
        which.append(sa.cast(col(Response.flags), sa.Text) == "[]")
    return which


def _campaigns(chosen: Chosen) -> Any:
    found = select(Campaign.id).join(Form, col(Form.id) == col(Campaign.form_id))
    if chosen.form_id is not None:
        found = found.where(Form.id == chosen.form_id)
    if chosen.form_code is not None:
        found = found.where(Form.code == chosen.form_code)
    return found
