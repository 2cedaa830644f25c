"""What an office shows everybody of a quarter that is over: nothing of it moves any more (decision 24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.reports.released import ReleaseTable, gather_release
from roviec.survey.cells import Headline
from roviec.survey.counting import Counts
from roviec.survey.intervals import mean, share
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import Factor
from roviec.survey.questionnaire import say as worded
from roviec.survey.suppression import Cell, with_totals
from roviec.texts import Texts

QUARTER = "quarter"


@dataclass(frozen=True)
class Line:
    """A criterion in words: how many people, both measures; `why` where it is withheld."""

    title: str
    n: str = ""
    share: str = ""
    mean: str = ""
    why: str = ""


@dataclass(frozen=True)
class Part:
    """A factor with its criteria, and the mean of those that are shown."""

    title: str
    lines: tuple[Line, ...]
    value: str = ""


async def gather_public(
    session: AsyncSession, *, first: date, last: date, minimum_cell: int
) -> ReleaseTable | None:
    """Gather a quarter as one table of units; every day of it counts, so that it never changes; None where it is empty."""
    return await gather_release(
        session,
        today=last,
        minimum_cell=minimum_cell,
        date_from=first,
        date_to=last,
        whole=QUARTER,
        without=(),
    )


def units_of(table: ReleaseTable) -> list[tuple[int, str]]:
    """Return the units of a table by name."""
    numbers = {unit for cells in table.cells.values() for unit, _ in cells if isinstance(unit, int)}
    return sorted(((one, table.names.get(one, "")) for one in numbers), key=lambda one: one[1])


def parts_of(table: ReleaseTable, unit: int | None, headline: Headline, say: Texts) -> list[Part]:
    """Return the factors of a unit, or of all units together, in the order of the form."""
    found = []
    for content in table.form.contents:
        for factor in content.factors:
            lines = [(item, _shown(table, item, (unit, QUARTER), say)) for item in factor.criteria]
            if any(counts is not None for _, counts in lines):
                found.append(_part(table, factor, lines, headline, say))
    return found


def _part(
    table: ReleaseTable,
    factor: Factor,
    lines: list[tuple[str, Counts | str | None]],
    headline: Headline,
    say: Texts,
) -> Part:
    shown = [counts for _, counts in lines if isinstance(counts, tuple)]
    values = [_value(counts, headline) for counts in shown]
    whole = comma(sum(values, Fraction(0)) / len(values), 1) if values else ""
    return Part(worded(factor.title, say.language), tuple(_lines(table, lines, say)), whole)


def _lines(table: ReleaseTable, lines: list[tuple[str, Counts | str | None]], say: Texts) -> Iterator[Line]:
    for item, counts in lines:
        title = worded(table.form.item(item).text, say.language)
        if isinstance(counts, tuple):
            n = sum(counts)
            both = share(counts[3] + counts[4], n), mean(counts)
            yield Line(title, str(n), *(comma(one.value, 1) for one in both))
        elif counts:
            yield Line(title, why=counts)


def _shown(table: ReleaseTable, item: str, cell: Cell, say: Texts) -> Counts | str | None:
    """Return the counts of a cell, the reason why they are withheld, or None where nobody answered."""
    cells = table.cells.get(item, {})
    counts = with_totals(cells).get(cell)
    if counts is None:
        return None
    released = table.released[item]
    if cell not in released.withheld:
        return counts
    return say("release.primary") if cell in released.primary else say("release.complementary")


def _value(counts: Counts, headline: Headline) -> Fraction:
    n = sum(counts)
    return (mean(counts) if headline is Headline.MEAN else share(counts[3] + counts[4], n)).value
