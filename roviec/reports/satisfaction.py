"""The satisfaction index of the running year, ready to be shown against its goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, figures
from roviec.db.answers import Chosen
from roviec.folding import fold
from roviec.survey.cells import Headline
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.index import Index, Level, index
from roviec.survey.intervals import Estimate
from roviec.survey.quality import Compared
from roviec.survey.questionnaire import Content, Questionnaire, Wording
from roviec.survey.tally import people_of


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
    bursts: tuple[tuple[date, str, int], ...] = ()
    """(day, unit, responses) of the days on which many came within minutes."""
    networks: tuple[tuple[date, str, int], ...] = ()
    """The same of the days on which many came from one network."""

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
    compared, counts = await _compared(session, form, chosen, minimum_cell)
    if compared.total == 0:
        return None
    goals = await figures.satisfaction_goals(session, year=today.year)
    lines = _lines(form.contents, compared.everyone, counts, goals)
    bursts, networks = map(tuple, await answers.bursts(session, chosen=chosen))
    return IndexPart(form, Headline(headline), minimum_cell, since, until, compared, lines, bursts, networks)


async def _compared(
    session: AsyncSession, form: Questionnaire, chosen: Chosen, minimum_cell: int
) -> tuple[Compared, dict[str, Counts]]:
    waiting = await answers.waiting(session, chosen=chosen)
    every, clean = [
        await answers.figures(session, chosen=chosen, flagged=with_flagged) for with_flagged in (True, False)
    ]
    everyone, unflagged = [
        index(form.contents, counts, minimum_cell=minimum_cell, waiting=waiting) for counts in (every, clean)
    ]
    whole = people_of("")
    flagged = sum(every.get(whole, NOTHING)) - sum(clean.get(whole, NOTHING))
    total = await answers.responses(session, chosen=chosen)
    return Compared(everyone, unflagged, flagged, total), every


def _lines(
    contents: tuple[Content, ...],
    computed: Index,
    counts: Mapping[str, Counts],
    goals: Mapping[str, float],
) -> tuple[IndexLine, ...]:
    levels = {level.id: level for level in (*computed.contents, *computed.factors)}
    whole = computed.overall
    lines = [IndexLine("overall", whole.id, whole.title, _people(counts, whole.id), whole, _overall(goals))]
    for content in contents:
        parts: list[tuple[str, str, Wording]] = [
            ("factor", factor.id, factor.title) for factor in content.factors
        ]
        if len(contents) > 1:
            parts.insert(0, ("content", content.id, content.title))
        for kind, id_, title in parts:
            goal = goals.get(fold(title["vi"]))
            lines.append(IndexLine(kind, id_, title, _people(counts, id_), levels[id_], goal))
    return tuple(lines)


def _people(counts: Mapping[str, Counts], group: str) -> int:
    """Return how many rated at least one criterion of a group, as far as they are in the figures."""
    return sum(counts.get(people_of(group), NOTHING))


def _overall(goals: Mapping[str, float]) -> float | None:
    if "" in goals:
        return goals[""]
    named = [goal for name, goal in goals.items() if "sipas" in name or name == "chi so hai long"]
    return named[-1] if named else None
