"""The index of all units side by side: places that chance leaves open, and the whole by the size of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import answers, people
from roviec.db.answers import Chosen
from roviec.db.surveys.course import populations
from roviec.survey.cells import Headline
from roviec.survey.comparing import Rank, ranked, weighted
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.index import Index, index
from roviec.survey.intervals import Estimate
from roviec.survey.load import load
from roviec.survey.moments import Moments
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.tally import people_of


@dataclass(frozen=True)
class UnitIndex:
    """One unit: how many people are in its figures, its index, its place among those that have one."""

    unit: int
    name: str
    people: int
    index: Index
    rank: Rank | None = None


@dataclass(frozen=True)
class Ranking:
    """The units of one form, the best first, those without figures last."""

    form: Questionnaire
    headline: Headline
    since: date
    until: date
    lines: tuple[UnitIndex, ...]
    by_population: Estimate | None = None
    """The whole, each unit by the citizens that it serves; None where that is not known of all of them."""


async def gather_units(
    session: AsyncSession,
    *,
    today: date,
    headline: str,
    minimum_cell: int,
    form_code: str | None = None,
    campaign_ids: tuple[int, ...] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> Ranking | None:
    """Compute the index of every unit that has figures of the latest form; None where none has."""
    since = date_from or await answers.opening(session, campaign_ids) or date(today.year, 1, 1)
    until, which = date_to or today, Headline(headline)
    for row, form in await answers.questionnaires(
        session, today=today, form_code=form_code, campaign_ids=campaign_ids
    ):
        chosen = Chosen(form_id=row.id, campaign_ids=campaign_ids, date_from=since, date_to=until)
        if lines := await _lines(session, chosen, row.source, minimum_cell):
            sizes = await populations(session, await answers.campaigns_of(session, chosen))
            weighed = _weighted(lines, which, sizes)
            return Ranking(form, which, since, until, _placed(lines, which), weighed)
    return None


async def _lines(session: AsyncSession, chosen: Chosen, source: str, minimum_cell: int) -> list[UnitIndex]:
    figures = await answers.figures_by(session, "unit_id", chosen=chosen)
    moments = await answers.moments_by(session, "unit_id", chosen=chosen)
    names = await people.unit_names(session)
    return [
        _line(unit, names.get(unit, ""), source, counts, moments.get(unit, Moments()), minimum_cell)
        for unit, counts in figures.items()
    ]


def _line(
    unit: int, name: str, source: str, counts: Mapping[str, Counts], moments: Moments, minimum_cell: int
) -> UnitIndex:
    count = sum(counts.get(people_of(""), NOTHING))
    return UnitIndex(unit, name, count, _computed(source, tuple(counts.items()), moments, minimum_cell))


@lru_cache(maxsize=2000)
def _computed(
    source: str, counts: tuple[tuple[str, Counts], ...], moments: Moments, minimum_cell: int
) -> Index:
    """Compute a unit's index once for the same figures: most units have not changed since somebody last asked."""
    return index(load(source).contents, dict(counts), minimum_cell=minimum_cell, moments=moments)


def _placed(lines: list[UnitIndex], headline: Headline) -> tuple[UnitIndex, ...]:
    shown = _shown(lines, headline)
    ranks = ranked(shown)
    placed = [UnitIndex(one.unit, one.name, one.people, one.index, ranks.get(one.unit)) for one in lines]
    return tuple(sorted(placed, key=lambda one: (one.rank.place if one.rank else len(lines) + 1, one.name)))


def _shown(lines: list[UnitIndex], headline: Headline) -> dict[int, Estimate]:
    figures = {one.unit: one.index.overall.figures for one in lines}
    return {unit: one.headline(headline) for unit, one in figures.items() if one}


def _weighted(lines: list[UnitIndex], headline: Headline, sizes: Mapping[int, int]) -> Estimate | None:
    shown = _shown(lines, headline)
    if len(shown) < 2 or any(unit not in sizes for unit in shown):
        return None
    return weighted([(one, sizes[unit]) for unit, one in shown.items()])
