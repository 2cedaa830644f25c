"""The figures of finished answers, kept as they come: what is shown moves in steps of enough people.

`survey/tally.py` says why. A row of a day is what moved on it; the row of `WAITING` is what must wait for more.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import DayRuling, Response, Spread, Tally, TallyMonth
from roviec.db.surveys.places import WAITING, Place, Span, month_of
from roviec.survey.counting import Counts
from roviec.survey.tally import Addition, plus

_KEY = ("campaign_id", "unit_id", "flagged", "part", "on")
LEVELS = ("n1", "n2", "n3", "n4", "n5")
_PEOPLE = sum((col(getattr(Tally, name)) for name in LEVELS[1:]), col(Tally.n1))
Table = type[Tally] | type[TallyMonth]
Key = Literal["unit_id", "flagged"]
Which = Callable[[Table], Sequence[sa.ColumnElement[bool]]]
"""The conditions on a table of figures."""


def everything(_table: Table) -> Sequence[sa.ColumnElement[bool]]:
    """Leave nothing out."""
    return ()


async def add(
    session: AsyncSession, *, place: Place, addition: Addition, minimum_cell: int, today: date
) -> None:
    """Add a response to what waits, and move whatever is now enough people."""
    if not addition:
        return
    # In one order for everybody: two responses at once wait for each other and never both ways.
    await _put(session, [_row(place, part, WAITING, counts) for part, counts in sorted(addition.items())])
    await _move_ripe(session, place, col(Tally.part).in_(addition), minimum_cell=minimum_cell, today=today)


async def _move_ripe(
    session: AsyncSession, place: Place, *which: sa.ColumnElement[bool], minimum_cell: int, today: date
) -> None:
    """Move what waits and is enough people by now into the figures, as blocks of today."""
    mine = [getattr(Tally, name) == value for name, value in place.columns.items()]
    ripe = (col(Tally.on) == WAITING, *which, minimum_cell <= _PEOPLE)
    found = select(Tally).where(*mine, *ripe).order_by(col(Tally.part))
    rows = (await session.exec(found, execution_options={"populate_existing": True})).all()
    if not rows:
        return
    await _put(session, [_row(place, row.part, today, counts_of(row)) for row in rows])
    month = [_row(place, row.part, month_of(today), counts_of(row)) for row in rows]
    await _put(session, month, TallyMonth)
    moved = [row.part for row in rows]
    gone = sa.delete(Tally).where(*mine, Tally.on == WAITING, col(Tally.part).in_(moved))  # type: ignore[arg-type]
    await session.exec(gone.execution_options(synchronize_session=False))


async def join(session: AsyncSession, *, old: int, into: int, minimum_cell: int, today: date) -> None:
    """Add the figures of one unit to those of another: blocks stay blocks, and what waits at both may be enough.

    A view of the unit that stays now holds more blocks, each of enough people: the difference to an earlier one does too.
    """
    places: list[Place] = []
    for table in (Tally, TallyMonth):
        rows: Sequence[Any] = (await session.exec(select(table).where(table.unit_id == old))).all()
        theirs = [Place(row.campaign_id, into, row.flagged) for row in rows]
        moved = [_row(at, row.part, row.on, counts_of(row)) for at, row in zip(theirs, rows, strict=True)]
        await _put(session, moved, table)
        gone = sa.delete(table).where(col(table.unit_id) == old)
        await session.exec(gone.execution_options(synchronize_session=False))
        places += theirs
    for place in dict.fromkeys(places):
        await _move_ripe(session, place, minimum_cell=minimum_cell, today=today)


async def moved(
    session: AsyncSession, which: Which = everything, *, first: date | None, last: date | None
) -> dict[str, Counts]:
    """Return {part: distribution} of what moved from `first` to `last`, where the conditions hold."""
    return together((await moved_by(session, "flagged", which, first=first, last=last)).values())


async def moved_by(
    session: AsyncSession, key: Key, which: Which = everything, *, first: date | None, last: date | None
) -> dict[int, dict[str, Counts]]:
    """Return the same unit by unit, or of marked responses and others: whole months are read from their sums."""
    span = Span(first, last if last and await _moved_after(session, last) else None)
    since, until = span.months()
    months = (col(TallyMonth.on) >= since, col(TallyMonth.on) < until)
    found = await _sums(session, key, TallyMonth, *months, *which(TallyMonth)) if since < until else {}
    days = [sa.and_(col(Tally.on) >= begin, col(Tally.on) < end) for begin, end in span.edges()]
    if days:
        for one, parts in (await _sums(session, key, Tally, sa.or_(*days), *which(Tally))).items():
            found[one] = together((found.get(one, {}), parts))
    return found


async def _moved_after(session: AsyncSession, last: date) -> bool:
    """Tell whether anything moved after a day: where nothing did, the month that runs is read as a whole."""
    later = sa.exists().where(col(Tally.on) > last, col(Tally.on) < WAITING)
    return (await session.exec(select(later))).one()


def together(several: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Add up distributions part by part."""
    found: dict[str, Counts] = {}
    for parts in several:
        for part, counts in parts.items():
            found[part] = plus(found[part], counts) if part in found else counts
    return found


async def left_out(
    session: AsyncSession,
    key: Key,
    *which: sa.ColumnElement[bool],
    first: date | None,
    last: date | None,
    days: Collection[tuple[int, date]] | None = None,
) -> dict[int, dict[str, Counts]]:
    """Return {key: {part: distribution}} of the days that an admin left out, where the conditions on `Tally` hold.

    `days`: (unit, day) that are to be left out instead.
    """
    if days is None:
        # The few days first: most offices left out none, and then no figure is read for it.
        columns: tuple[Any, ...] = (DayRuling.campaign_id, DayRuling.unit_id, DayRuling.on)
        ruled = (await session.exec(select(*columns).where(col(DayRuling.left_out).is_(True)))).all()
        place: Any = sa.tuple_(col(Tally.campaign_id), col(Tally.unit_id), col(Tally.on))
        out = place.in_([tuple(row) for row in ruled])
    else:
        ruled = list(days)
        out = sa.tuple_(col(Tally.unit_id), col(Tally.on)).in_(ruled)
    if not ruled:
        return {}
    on = col(Tally.on)
    span = (on >= (first or date.min), on <= (last or WAITING), on < WAITING)
    return await _sums(session, key, Tally, out, *span, *which)


async def _sums(
    session: AsyncSession, key: Key, table: Table, *which: sa.ColumnElement[bool]
) -> dict[int, dict[str, Counts]]:
    sums = [func.sum(getattr(table, name)) for name in LEVELS]
    mine = (col(getattr(table, key)), col(table.part))
    rows = await session.exec(sa.select(*mine, *sums).where(*which).group_by(*mine))  # type: ignore[call-overload]
    found: dict[int, dict[str, Counts]] = {}
    for one, part, a, b, c, d, e in rows.all():
        found.setdefault(one, {})[part] = (int(a), int(b), int(c), int(d), int(e))
    return found


async def waiting(session: AsyncSession, *which: sa.ColumnElement[bool]) -> set[str]:
    """Return the parts of which something waits."""
    found = select(Tally.part).where(Tally.on == WAITING, *which).distinct()
    return set((await session.exec(found)).all())


async def is_empty(session: AsyncSession) -> bool:
    """Tell that answers were kept before all that is kept of them."""
    asked = [select(sa.exists().select_from(table)) for table in (Tally, Spread, Response)]
    tally, spread, response = [(await session.exec(one)).one() for one in asked]
    return response and not (tally and spread)


def _row(place: Place, part: str, on: date, counts: Counts) -> dict[str, Any]:
    return {**place.columns, "part": part, "on": on, **dict(zip(LEVELS, counts, strict=True))}


def counts_of(row: Tally | TallyMonth) -> Counts:
    """Return the distribution that a row holds."""
    return row.n1, row.n2, row.n3, row.n4, row.n5


async def write(session: AsyncSession, blocks: Iterable[tuple[Place, str, date, Counts]]) -> None:
    """Write all figures anew: the blocks of days, and of what waits."""
    for table in (Tally, TallyMonth):
        await session.exec(sa.delete(table).execution_options(synchronize_session=False))
    await add_blocks(session, blocks)


async def add_blocks(session: AsyncSession, blocks: Iterable[tuple[Place, str, date, Counts]]) -> None:
    """Add the blocks of days, and of what waits, to those that stand there."""
    known = list(blocks)
    months: dict[tuple[Place, str, date], Counts] = {}
    for place, part, on, counts in known:
        if on < WAITING:
            month = place, part, month_of(on)
            months[month] = plus(months[month], counts) if month in months else counts
    await _put(session, [_row(*block) for block in known])
    await _put(session, [_row(*month, counts) for month, counts in months.items()], TallyMonth)


async def _put(session: AsyncSession, rows: Iterable[dict[str, Any]], table: Table = Tally) -> None:
    """Add rows to those that stand there."""
    wanted = list(rows)
    if not wanted:
        return
    put = insert(session, table)
    sums = {name: getattr(table, name) + getattr(put.excluded, name) for name in LEVELS}
    connection = await session.connection()
    await connection.execute(put.on_conflict_do_update(index_elements=list(_KEY), set_=sums), wanted)
