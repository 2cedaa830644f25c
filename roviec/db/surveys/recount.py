"""Counting every answer again, and comparing that with the figures that are kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Tally, TallyMonth
from roviec.db.surveys import received, spreads, tallies
from roviec.db.surveys.counted import Part, count
from roviec.db.surveys.places import WAITING, Place, month_of
from roviec.survey import tally
from roviec.survey.counting import NOTHING, Counts
from roviec.survey.moments import Moments

PLACE = ("campaign_id", "unit_id", "flagged")


async def rebuild(session: AsyncSession, *, minimum_cell: int) -> bool:
    """Compare what is kept with the answers themselves and write it anew where they differ; True: they agreed.

    Agreeing figures stay as they are: other blocks of the same answers would show by the difference what waits.
    """
    counted = await count(session)
    agree = await received.rebuild(session)
    await _begin_grades(session, counted.parts, minimum_cell)
    if await _kept(session) != {
        part: reduce(tally.plus, days.values()) for part, days in counted.parts.items()
    }:
        agree = False
        await _write_tallies(session, counted.parts, minimum_cell)
    elif not await _months_agree(session):
        agree = False
        rows = await _rows(session, Tally)
        await tallies.write(session, [(Place(*row[:3]), row[3], row[4], _counts(row[5:])) for row in rows])
    people = {place: reduce(Moments.__add__, days.values()) for place, days in counted.people.items()}
    if await spreads.kept(session) != people:
        agree = False
        await spreads.write(session, counted.people, minimum_cell=minimum_cell)
    return agree


async def _begin_grades(
    session: AsyncSession, parts: Mapping[Part, Mapping[date, Counts]], minimum_cell: int
) -> None:
    """Add the grades where none were kept yet: what is kept beside them stays in its blocks."""
    found = select(sa.exists().where(col(Tally.part) == tally.GRADES))
    graded = {part: days for part, days in parts.items() if part[1] == tally.GRADES}
    if graded and not (await session.exec(found)).one():
        await tallies.add_blocks(session, _blocks(graded, minimum_cell))


async def _write_tallies(
    session: AsyncSession, parts: Mapping[Part, Mapping[date, Counts]], minimum_cell: int
) -> None:
    await tallies.write(session, _blocks(parts, minimum_cell))


def _blocks(
    parts: Mapping[Part, Mapping[date, Counts]], minimum_cell: int
) -> list[tuple[Place, str, date, Counts]]:
    blocks: list[tuple[Place, str, date, Counts]] = []
    for (place, part), days in parts.items():
        moved_on, left = tally.replay(sorted(days.items()), minimum_cell)
        blocks += [(place, part, day, counts) for day, counts in moved_on.items()]
        if sum(left):
            blocks.append((place, part, WAITING, left))
    return blocks


async def _kept(session: AsyncSession) -> dict[Part, Counts]:
    mine = [col(getattr(Tally, name)) for name in (*PLACE, "part")]
    sums = [func.sum(getattr(Tally, name)) for name in tallies.LEVELS]
    rows = await _asked(session, sa.select(*mine, *sums).group_by(*mine))
    return {(Place(*row[:3]), row[3]): _counts(row[4:]) for row in rows}


async def _months_agree(session: AsyncSession) -> bool:
    """Tell whether the months are the sums of their days."""
    days: dict[tuple[Place, str, date], Counts] = defaultdict(lambda: NOTHING)
    for *mine, on, a, b, c, d, e in await _rows(session, Tally):
        if on < WAITING:
            month = Place(*mine[:3]), mine[3], month_of(on)
            days[month] = tally.plus(days[month], (a, b, c, d, e))
    months = await _rows(session, TallyMonth)
    return days == {(Place(*row[:3]), row[3], row[4]): _counts(row[5:]) for row in months}


async def _rows(session: AsyncSession, table: tallies.Table) -> Sequence[Any]:
    """Return a table as it is kept, whatever this session has seen of it before."""
    names = (*PLACE, "part", "on", *tallies.LEVELS)
    return await _asked(session, sa.select(*(col(getattr(table, name)) for name in names)))


async def _asked(session: AsyncSession, statement: Any) -> Sequence[Any]:
    await session.flush()
    return (await (await session.connection()).execute(statement)).all()


def _counts(numbers: Sequence[int]) -> Counts:
    a, b, c, d, e = map(int, numbers)
    return a, b, c, d, e
