"""The values of figures period by period: those that were stated, and rates of two of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Measure, Measured
from roviec.db.models.base import id_of
from roviec.tasks.measures.goals import rate
from roviec.tasks.reporting import Period, named

SHOWN = 8
"""How many periods a trend shows."""


@dataclass(frozen=True)
class Point:
    """The value of a period; None where whoever answers has none yet."""

    period: Period
    value: float | None


Series = Mapping[int, Sequence[Point]]


async def series(session: AsyncSession, measures: Iterable[Measure]) -> dict[int, list[Point]]:
    """Return the latest values of figures, the oldest first."""
    wanted = list(measures)
    parts = {id_ for one in wanted for id_ in (one.id, one.over_id, one.under_id) if id_ is not None}
    if not parts:
        return {}
    columns = (col(Measured.measure_id), col(Measured.period), col(Measured.until), col(Measured.value))
    found = select(*columns).where(col(Measured.measure_id).in_(parts)).order_by(col(Measured.until))
    stated: dict[int, dict[tuple[date, str], float | None]] = defaultdict(dict)
    for measure, period, until, value in (await session.exec(found)).all():
        stated[measure][until, period] = value
    return {id_of(one): _points(one, stated)[-SHOWN:] for one in wanted}


def _points(one: Measure, stated: Mapping[int, Mapping[tuple[date, str], float | None]]) -> list[Point]:
    if one.over_id is None or one.under_id is None:
        return [Point(named(key), value) for (_, key), value in stated.get(id_of(one), {}).items()]
    over, under = stated.get(one.over_id, {}), stated.get(one.under_id, {})
    rates = [(place, rate(over[place], under[place])) for place in over if place in under]
    return [Point(named(key), value) for (_, key), value in rates if value is not None]


def latest(points: Sequence[Point]) -> tuple[Point | None, Point | None]:
    """Return the newest point that has a value, and the one before it that has."""
    known = [point for point in points if point.value is not None]
    return (known[-1] if known else None, known[-2] if len(known) > 1 else None)
