"""How much people differ, kept as it comes: it moves into the figures with the people whom they are about.

A block moves when the part that counts the people of the whole form does (`tallies.py`): it is of the same people.
"""

import json
from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Spread
from roviec.db.surveys.places import WAITING, Place, Span, month_of
from roviec.db.surveys.tallies import Key
from roviec.survey.moments import Moments

Days = dict[date, Moments]


async def add(
    session: AsyncSession, *, place: Place, moments: Moments, minimum_cell: int, today: date
) -> None:
    """Add one response to what waits, and move it whenever it is enough people."""
    if not moments.people:
        return
    waits = await _row(session, place, WAITING)
    together = _moments(waits) + moments
    if together.people >= minimum_cell:
        await session.delete(waits)
        month = await _row(session, place, month_of(today))
        _keep(month, _moments(month) + together)
    else:
        _keep(waits, together)
    await session.flush()


async def moved_by(
    session: AsyncSession, key: Key, *which: sa.ColumnElement[bool], first: date | None, last: date | None
) -> dict[int, Moments]:
    """Return the sums of the months that a span touches, of one form, where the conditions on `Spread` hold.

    Unit by unit, or of marked responses and others.
    """
    span = Span(month_of(first) if first else None, last)
    (since, until), edges = span.months(), span.edges()
    end = max([until, *(after for _, after in edges)])
    columns = (col(Spread.unit_id), col(Spread.flagged), sa.cast(col(Spread.numbers), sa.Text))
    found = sa.select(*columns).where(col(Spread.on) >= since, col(Spread.on) < end, *which)
    rows: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for unit, flagged, numbers in (await session.exec(found)).all():  # type: ignore[call-overload]
        rows[unit, flagged].append(numbers)
    sums: dict[int, Moments] = defaultdict(Moments)
    for (unit, flagged), several in rows.items():
        one = unit if key == "unit_id" else int(flagged)
        sums[one] = sums[one] + _total(tuple(sorted(several)))
    return dict(sums)


@lru_cache(maxsize=4096)
def _total(kept: tuple[str, ...]) -> Moments:
    """Add up what rows of one form hold; most places have not changed since somebody last asked."""
    return Moments.of_list([sum(numbers) for numbers in zip(*map(_read, kept), strict=True)])


@lru_cache(maxsize=16384)
def _read(kept: str) -> tuple[int, ...]:
    return tuple(json.loads(kept))


async def kept(session: AsyncSession) -> dict[Place, Moments]:
    """Return everything that is kept, what waits included."""
    found: dict[Place, Moments] = defaultdict(Moments)
    columns = (Spread.campaign_id, Spread.unit_id, Spread.flagged, Spread.numbers)
    rows = await session.exec(sa.select(*(col(column) for column in columns)))  # type: ignore[call-overload]
    for campaign, unit, flagged, numbers in rows.all():
        place = Place(campaign, unit, flagged)
        found[place] = found[place] + Moments.of_list(numbers)
    return dict(found)


async def write(session: AsyncSession, days: dict[Place, Days], *, minimum_cell: int) -> None:
    """Write everything anew from what each day brought."""
    await session.exec(sa.delete(Spread).execution_options(synchronize_session=False))
    rows: dict[tuple[Place, date], Moments] = defaultdict(Moments)
    for place, counted in days.items():
        waits = Moments()
        for day, moments in sorted(counted.items()):
            waits = waits + moments
            if waits.people >= minimum_cell:
                rows[place, month_of(day)] = rows[place, month_of(day)] + waits
                waits = Moments()
        if waits.people:
            rows[place, WAITING] = waits
    if rows:
        fresh = [_values(place, on, moments) for (place, on), moments in rows.items()]
        await (await session.connection()).execute(sa.insert(Spread), fresh)


async def join(session: AsyncSession, *, old: int, into: int, minimum_cell: int, today: date) -> None:
    """Add what is kept of one unit to that of another; what waits at both may be enough."""
    rows = (await session.exec(select(Spread).where(Spread.unit_id == old))).all()
    for row in rows:
        await session.delete(row)
    await session.flush()
    for row in sorted(rows, key=lambda one: one.on):
        place, moments = Place(row.campaign_id, into, row.flagged), _moments(row)
        if row.on == WAITING:
            await add(session, place=place, moments=moments, minimum_cell=minimum_cell, today=today)
        else:
            there = await _row(session, place, row.on)
            _keep(there, _moments(there) + moments)
    await session.flush()


async def _row(session: AsyncSession, place: Place, on: date) -> Spread:
    """Return the row of a place and a day, made where there is none, held until the transaction ends."""
    empty = insert(session, Spread).values(**place.columns, on=on, people=0, numbers=[])
    await session.exec(empty.on_conflict_do_nothing())
    mine: list[Any] = [getattr(Spread, name) == value for name, value in place.columns.items()]
    found = select(Spread).where(*mine, Spread.on == on).with_for_update()
    return (await session.exec(found, execution_options={"populate_existing": True})).one()


def _values(place: Place, on: date, moments: Moments) -> dict[str, Any]:
    return {**place.columns, "on": on, "people": moments.people, "numbers": moments.listed()}


def _keep(row: Spread, moments: Moments) -> None:
    row.people, row.numbers = moments.people, moments.listed()


def _moments(row: Spread) -> Moments:
    return Moments.of_list(row.numbers) if row.numbers else Moments()
