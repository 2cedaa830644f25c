"""The satisfaction index of the running year, ready to be shown against its goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, figures
from roviec.db.answers import Chosen
from roviec.db.surveys import tallies
from roviec.folding import fold
from roviec.survey.cells import Headline
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.evidence import nearly_all
from roviec.survey.index import Index, Level, index
from roviec.survey.intervals import Estimate
from roviec.survey.moments import Moments
from roviec.survey.quality import Compared
from roviec.survey.questionnaire import Content, Questionnaire, Wording
from roviec.survey.tally import GRADES, people_of


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
    with_all_days: Index | None = None
    """The index of every day, where an admin has left some out."""
    days_left_out: int = 0
    others: tuple[Questionnaire, ...] = ()
    """Further forms with answers of this time, the latest first: each has an index of its own."""
    grades: Counts = NOTHING
    """How many evaluations of a dossier are weak, average, fair, good, excellent by their points."""

    @property
    def overall(self) -> IndexLine:
        """Return the line of the whole form."""
        return self.lines[0]

    @property
    def is_nearly_all_marked(self) -> bool:
        """Tell whether the marks say more of the form than of the people."""
        return nearly_all(self.compared.flagged, self.overall.people, self.minimum_cell)

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
    campaign_ids: tuple[int, ...] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> IndexPart | None:
    """Compute the index of the latest form that was answered, from 1 January to `today` unless said otherwise.

    Campaigns that are named count from their own first day. None when nobody has answered a form with an index in that time.
    """
    since = date_from or await answers.opening(session, campaign_ids) or date(today.year, 1, 1)
    until = date_to or today
    answered: list[tuple[Chosen, Questionnaire, int]] = []
    for row, form in await answers.questionnaires(
        session, today=today, form_code=form_code, unit_ids=unit_ids, campaign_ids=campaign_ids
    ):
        chosen = Chosen(
            form_id=row.id, campaign_ids=campaign_ids, unit_ids=unit_ids, date_from=since, date_to=until
        )
        if total := await answers.responses(session, chosen=chosen):
            answered.append((chosen, form, total))
    if not answered:
        return None
    (chosen, form, total), others = answered[0], tuple(form for _, form, _ in answered[1:])
    compared, counts = await _compared(session, form, chosen, minimum_cell, total)
    goals = await figures.satisfaction_goals(session, year=today.year)
    bursts, networks = map(tuple, await answers.bursts(session, chosen=chosen))
    left_out = await answers.days_left_out(session, chosen=chosen)
    return IndexPart(
        form,
        Headline(headline),
        minimum_cell,
        since,
        until,
        compared,
        _lines(form.contents, compared.everyone, counts, goals),
        bursts,
        networks,
        await index_without(session, form, chosen, minimum_cell, ()) if left_out else None,
        left_out,
        others,
        counts.get(GRADES, NOTHING),
    )


async def _compared(
    session: AsyncSession, form: Questionnaire, chosen: Chosen, minimum_cell: int, total: int
) -> tuple[Compared, dict[str, Counts]]:
    waiting = await answers.waiting(session, chosen=chosen)
    counted = await answers.figures_by(session, "flagged", chosen=chosen)
    differ = await answers.moments_by(session, "flagged", chosen=chosen)
    clean, every = counted.get(0, {}), tallies.together(counted.values())
    moments = (sum(differ.values(), Moments()), differ.get(0, Moments()))
    everyone, unflagged = [
        index(form.contents, counts, minimum_cell=minimum_cell, waiting=waiting, moments=of)
        for counts, of in zip((every, clean), moments, strict=True)
    ]
    whole = people_of("")
    flagged = sum(every.get(whole, NOTHING)) - sum(clean.get(whole, NOTHING))
    return Compared(everyone, unflagged, flagged, total), every


async def index_without(
    session: AsyncSession, form: Questionnaire, chosen: Chosen, minimum_cell: int, days: answers.Days
) -> Index:
    """Compute the index without some (unit, day), whatever an admin decided about them."""
    counts = await answers.figures(session, chosen=chosen, without=days)
    moments = await answers.moments(session, chosen=chosen)
    return index(form.contents, counts, minimum_cell=minimum_cell, moments=moments)


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
