"""Single responses as rows of one form, what would tell whose one is left out as in `export`."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Campaign, Form, Response
from roviec.db.models.base import id_of
from roviec.db.surveys.export import Export, Line, lines
from roviec.errors import PersonError
from roviec.survey.load import load
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.variables import Given


class NoAnswersYet(PersonError):
    """Chưa có phiếu trả lời nào để xuất. Ông/Bà xuất lại khi đã có người trả lời."""


class FormsDiffer(PersonError):
    """Có nhiều phiếu khảo sát khác nhau: {known}. Ông/Bà chọn một đợt bằng --campaign."""


@dataclass(frozen=True)
class Row:
    """One response: its random key, campaign, unit, day or month, and what it says by item."""

    key: str
    campaign: int
    unit: str
    on: str
    given: dict[str, Given]


async def form_answered(
    session: AsyncSession, campaign_id: int | None = None
) -> tuple[Questionnaire, frozenset[int]]:
    """Return the form that was answered, of a campaign or the only one, and its campaigns.

    Raise `NoAnswersYet` where nobody answered, `FormsDiffer` where several forms were.
    """
    answered = select(Response.campaign_id).distinct()
    found = select(Campaign, Form).join(Form)
    found = found.where(col(Campaign.id).in_(answered)).order_by(col(Campaign.id))
    if campaign_id is not None:
        found = found.where(Campaign.id == campaign_id)
    rows = (await session.exec(found)).all()
    forms = {form.id: form for _, form in rows}
    if not rows:
        raise NoAnswersYet
    if len(forms) > 1:
        known = "; ".join(f"{campaign.id} ({form.code} {form.version})" for campaign, form in rows)
        raise FormsDiffer(known=known)
    (form,) = forms.values()
    return load(form.source), frozenset(id_of(campaign) for campaign, _ in rows)


async def responses(session: AsyncSession, export: Export, campaigns: frozenset[int]) -> AsyncIterator[Row]:
    """Yield the responses of some campaigns in the order of their keys."""
    row: Row | None = None
    async for part in lines(session, export):
        for line in part:
            if line.campaign not in campaigns:
                continue
            if row is None or row.key != line.response:
                if row is not None:
                    yield row
                row = Row(line.response, line.campaign, line.unit, line.on, {})
            row.given[line.item] = _with(row.given.get(line.item), line)
    if row is not None:
        yield row


def _with(before: Given | None, line: Line) -> Given:
    """Return an item's answer with one more line of it; a line that says nothing was withheld."""
    numbers = [*(before.numbers if before else ()), *([] if line.number is None else [line.number])]
    is_withheld = line.number is None and line.words is None
    return Given(numbers, line.words or (before.words if before else None), is_withheld)
