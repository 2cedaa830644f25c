"""A table of units, criteria and months to be given away: what would tell on somebody is withheld."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, people
from roviec.db.answers import Chosen
from roviec.db.surveys.places import next_month
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.intervals import mean, share
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.survey.suppression import Cell, Released, release, with_totals
from roviec.texts import Texts

COLUMNS = ("criterion", "title", "unit", "period", "n", "1", "2", "3", "4", "5", "share", "mean", "withheld")


@dataclass(frozen=True)
class ReleaseTable:
    """The cells of each criterion, (unit, month) → distribution, and which of them are withheld."""

    form: Questionnaire
    names: dict[int | None, str]
    cells: dict[str, dict[Cell, Counts]]
    released: dict[str, Released]


async def gather_release(
    session: AsyncSession,
    *,
    today: date,
    minimum_cell: int,
    form_code: str | None = None,
    campaign_ids: tuple[int, ...] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    whole: str = "",
    without: answers.Days | None = None,
) -> ReleaseTable | None:
    """Gather the table of the latest form that has figures, month by month; None where none has.

    `whole` names the span as one period instead; `without` are the days left out, those an admin chose unless said so.
    """
    since, until = date_from or date(today.year, 1, 1), date_to or today
    spans = [(whole, since, until)] if whole else list(_months(since, until))
    for row, form in await answers.questionnaires(
        session, today=today, form_code=form_code, campaign_ids=campaign_ids
    ):
        cells: dict[str, dict[Cell, Counts]] = {}
        for name, first, last in spans:
            chosen = Chosen(form_id=row.id, campaign_ids=campaign_ids, date_from=first, date_to=last)
            found = await answers.figures_by(session, "unit_id", chosen=chosen, without=without)
            for unit, parts in found.items():
                _put(cells, form, (unit, name), parts)
        if cells:
            names = await people.unit_names(session)
            released = {item: release(table, minimum_cell) for item, table in cells.items()}
            return ReleaseTable(form, names, cells, released)
    return None


def _months(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    while first <= last:
        until = min(date.fromordinal(next_month(first).toordinal() - 1), last)
        yield first.strftime("%Y-%m"), first, until
        first = next_month(first)


def _put(
    cells: dict[str, dict[Cell, Counts]],
    form: Questionnaire,
    cell: Cell,
    parts: dict[str, Counts],
) -> None:
    for content in form.contents:
        for item in content.criteria:
            counts = parts.get(item, NOTHING)
            if sum(counts):
                cells.setdefault(item, {})[cell] = counts


def release_rows(table: ReleaseTable, say: Texts) -> Iterator[list[str]]:
    """Yield the rows of the table with its totals, in the order of the form."""
    yield list(COLUMNS)
    for item, cells in table.cells.items():
        title = worded(table.form.item(item).text, say.language)
        for cell, counts in sorted(with_totals(cells).items(), key=lambda one: _order(table, one[0])):
            unit, period = _names(table, cell, say)
            yield [item, title, unit, period, *_figures(table.released[item], cell, counts, say)]


def _figures(released: Released, cell: Cell, counts: Counts, say: Texts) -> list[str]:
    if cell in released.withheld:
        key = "release.primary" if cell in released.primary else "release.complementary"
        return [""] * 8 + [say(key)]
    n = sum(counts)
    both = (share(counts[3] + counts[4], n), mean(counts))
    return [str(n), *map(str, counts), *(comma(one.value) for one in both), ""]


def _names(table: ReleaseTable, cell: Cell, say: Texts) -> tuple[str, str]:
    unit, period = cell
    everybody = say("release.all")
    name = table.names.get(unit, "") if isinstance(unit, int) else everybody
    return name, str(period) if period is not None else everybody


def _order(table: ReleaseTable, cell: Cell) -> tuple[bool, str, str]:
    unit, period = cell
    return unit is None, table.names.get(unit, "") if isinstance(unit, int) else "", str(period or "~")
