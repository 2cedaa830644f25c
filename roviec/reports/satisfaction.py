"""The satisfaction index of the running year, ready to be shown against its goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, figures
from roviec.db.answers import Chosen
from roviec.folding import fold
from roviec.survey.cells import Headline
from roviec.survey.counting import from_counts
from roviec.survey.index import Index, Level, index
from roviec.survey.intervals import Estimate
from roviec.survey.quality import Compared
from roviec.survey.questionnaire import Content, Questionnaire, Wording


@dataclass(frozen=True)
class IndexLine:
    """One level of the index: overall, content or factor. `people` rated at least one of its criteria."""

    kind: str
    id: str
    title: Wording
    people: int
    level: Level
    goal: float | None = None


@dataclass(frozen=True)
class IndexPart:
    """The index of one form over `since`–`until`; `headline` chooses the measure that stands first."""

    form: Questionnaire
    headline: Headline
    minimum_cell: int
    since: date
    until: date
    compared: Compared
    lines: tuple[IndexLine, ...]

    @property
    def overall(self) -> IndexLine:
        """Return the line of the whole form."""
        return self.lines[0]

    @property
    def factors(self) -> tuple[IndexLine, ...]:
        """Return the lines of the factors, in the order of the form."""
        return tuple(line for line in self.lines if line.kind == "factor")

    def shown(self, line: IndexLine) -> Estimate | None:
        """Return the headline measure of a line, None where it is withheld or nobody answered."""
        return line.level.figures.headline(self.headline) if line.level.figures else None


async def gather_index(
    session: AsyncSession,
    *,
    today: date,
    headline: str,
    minimum_cell: int,
    unit_ids: tuple[int, ...] | None = None,
    form_code: str | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> IndexPart | None:
    """Compute the index of the latest form, from 1 January to `today` unless said otherwise.

    None when no form with an index has been asked, or nobody has answered it in that time.
    """
    found = await answers.questionnaire(session, today=today, form_code=form_code, unit_ids=unit_ids)
    if found is None:
        return None
    row, form = found
    since, until = date_from or date(today.year, 1, 1), date_to or today
    chosen = Chosen(form_id=row.id, unit_ids=unit_ids, date_from=since, date_to=until)
    compared = await _compared(session, form, chosen, minimum_cell)
    if compared.total == 0:
        return None
    goals = await figures.satisfaction_goals(session, year=today.year)
    lines = _lines(form.contents, compared.everyone, goals)
    return IndexPart(form, Headline(headline), minimum_cell, since, until, compared, lines)


async def _compared(
    session: AsyncSession, form: Questionnaire, chosen: Chosen, minimum_cell: int
) -> Compared:
    total = await answers.responses(session, chosen=chosen)
    flagged = total - await answers.responses(session, chosen=chosen, flagged=False)
    everyone, unflagged = [
        index(
            form.contents,
            from_counts(await answers.rows(session, chosen=chosen, flagged=with_flagged)),
            minimum_cell=minimum_cell,
        )
        for with_flagged in (True, False)
    ]
    return Compared(everyone, unflagged, flagged, total, 0 < flagged < minimum_cell)


def _lines(
    contents: tuple[Content, ...], computed: Index, goals: Mapping[str, float]
) -> tuple[IndexLine, ...]:
    levels = {level.id: level for level in (*computed.contents, *computed.factors)}
    every = tuple(item for content in contents for item in content.criteria)
    whole = computed.overall
    lines = [IndexLine("overall", whole.id, whole.title, _people(computed, every), whole, _overall(goals))]
    for content in contents:
        parts: list[tuple[str, str, Wording, tuple[str, ...]]] = [
            ("factor", factor.id, factor.title, factor.criteria) for factor in content.factors
        ]
        if len(contents) > 1:
            parts.insert(0, ("content", content.id, content.title, content.criteria))
        for kind, id_, title, criteria in parts:
            goal = goals.get(fold(title["vi"]))
            lines.append(IndexLine(kind, id_, title, _people(computed, criteria), levels[id_], goal))
    return tuple(lines)


def _people(computed: Index, criteria: tuple[str, ...]) -> int:
    return max((computed.criterion(item).n or 0 for item in criteria), default=0)


def _overall(goals: Mapping[str, float]) -> float | None:
    if "" in goals:
        return goals[""]
    named = [goal for name, goal in goals.items() if "sipas" in name or name == "chi so hai long"]
    return named[-1] if named else None
