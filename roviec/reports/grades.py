"""Evaluations of dossiers by their points, of forms that have no index: how many have which grade.

NĐ 61/2018/NĐ-CP, TT 01/2018/TT-VPCP. A form with an index says its grades beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers
from roviec.db.answers import Chosen
from roviec.reports.index_words import grades_words
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.points import indicators
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.survey.tally import GRADES
from roviec.texts import Texts
from roviec.texts.shapes import day, number


@dataclass(frozen=True)
class GradePart:
    """The grades of one form in a time; `total` counts every response, `grades` those that have moved into figures."""

    form: Questionnaire
    since: date
    until: date
    total: int
    grades: Counts
    minimum_cell: int


async def gather_grades(
    session: AsyncSession,
    *,
    today: date,
    minimum_cell: int,
    unit_ids: tuple[int, ...] | None = None,
    form_code: str | None = None,
    campaign_ids: tuple[int, ...] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> list[GradePart]:
    """Count the grades of each form with points and without an index, those of the latest campaigns first."""
    since = date_from or await answers.opening(session, campaign_ids) or date(today.year, 1, 1)
    found = []
    for row, form in await answers.questionnaires(
        session, today=today, form_code=form_code, unit_ids=unit_ids, campaign_ids=campaign_ids, like=_graded
    ):
        chosen = Chosen(
            form_id=row.id,
            campaign_ids=campaign_ids,
            unit_ids=unit_ids,
            date_from=since,
            date_to=date_to or today,
        )
        if total := await answers.responses(session, chosen=chosen):
            counts = (await answers.figures(session, chosen=chosen)).get(GRADES, NOTHING)
            found.append(GradePart(form, since, date_to or today, total, counts, minimum_cell))
    return found


def _graded(form: Questionnaire) -> bool:
    return not form.contents and bool(indicators(form))


def grades_text(parts: Sequence[GradePart], say: Texts) -> str:
    """Return the short text of each form: how many answered, and how many have which grade."""
    return "\n\n".join(_text(part, say) for part in parts)


def _text(part: GradePart, say: Texts) -> str:
    few = part.total < part.minimum_cell
    count = say("index.responses.few", minimum=part.minimum_cell)
    responses = count if few else say("index.responses", count=number(part.total))
    span = say("index.span", first=day(part.since), last=day(part.until))
    graded = grades_words(part.grades, say) or say("index.withheld", minimum=part.minimum_cell)
    steps = say("index.steps", minimum=part.minimum_cell)
    return "\n".join([worded(part.form.title, say.language), f"{responses}, {span}", graded, steps])


def grades_table(part: GradePart) -> dict[str, Any]:
    """Return the same as a JSON-able dict: `grades` from weak to excellent."""
    few = part.total < part.minimum_cell
    return {
        "form": part.form.code,
        "version": part.form.version,
        "title": worded(part.form.title, "vi"),
        "from": part.since.isoformat(),
        "to": part.until.isoformat(),
        "responses": None if few else part.total,
        "grades": list(part.grades),
    }
