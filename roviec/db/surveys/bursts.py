"""Many responses in few minutes: counted by the day of a unit, never marked on a response."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert, insert_in, insert_new
from roviec.db.models import Burst, Fact
from roviec.survey.quality import AT_NIGHT, BURST, SAME_NETWORK

WINDOW = timedelta(minutes=10)
_NAME = "survey.window."
_KEY = "survey.network"
_COUNTS = ("responses", "same_network", "at_night")


async def count_window(
    session: AsyncSession,
    *,
    campaign_id: int,
    unit_id: int,
    network: str = "",
    at_night: bool = False,
    today: date,
    now: datetime,
) -> None:
    """Count a response in the present window; what is past the usual goes into the day's counts.

    `network` is a mark of where it came from; it is kept with the window's count and ends with it. The window of
    night answers is the day: none of a few is told from those of daylight.
    """
    name = f"{_NAME}{campaign_id}.{unit_id}"
    place = {"campaign_id": campaign_id, "unit_id": unit_id, "on": today}
    row: dict[str, Any] = place | dict.fromkeys(_COUNTS, 0)
    row["responses"] = await _past(session, name, BURST, _window(now))
    if network:
        row["same_network"] = await _past(session, f"{name}.{network}", SAME_NETWORK, _window(now))
    if at_night:
        row["at_night"] = await _past(session, f"{name}.night", AT_NIGHT, _end_of(today))
    if any(row[name] for name in _COUNTS):
        await _add(session, row)


async def _past(session: AsyncSession, name: str, usual: int, window: int) -> int:
    """Count one more under a name in a window; return how many are to be added to the day's count."""
    connection = await session.connection()
    await connection.execute(insert_new(session, Fact), {"name": name, "value": {"window": 0, "count": 0}})
    before = (await connection.execute(_HELD, {"of": name})).scalar_one()
    # A window of the clock, not of the first response: it tells nobody's minute.
    count = before["count"] + 1 if before["window"] == window else 1
    await connection.execute(_KEPT, {"of": name, "to": {"window": window, "count": count}})
    # The whole window counts as soon as it is one too many.
    return 0 if count <= usual else count if count == usual + 1 else 1


_HELD = sa.select(col(Fact.value)).where(col(Fact.name) == sa.bindparam("of")).with_for_update()
_KEPT = (
    sa.update(Fact)
    .where(col(Fact.name) == sa.bindparam("of"))
    .values(value=sa.bindparam("to", type_=sa.JSON))
)
"""Built once: each response asks them. No session keeps a window, so none has an old one."""


async def network_mark(session: AsyncSession, network: str, now: datetime) -> str:
    """Return what stands for a network today: nobody can tell which one it was once the day's key is gone."""
    today = now.date().isoformat()
    fresh = {"day": today, "key": secrets.token_hex(16)}
    first = insert(session, Fact).values(name=_KEY, value=fresh).on_conflict_do_nothing()
    await session.exec(first)
    fact = await session.get_one(Fact, _KEY)
    if fact.value["day"] != today:
        fact.value = fresh
    return hmac.new(fact.value["key"].encode(), network.encode(), hashlib.sha256).hexdigest()[:16]


async def forget_windows(session: AsyncSession, now: datetime) -> int:
    """Forget the windows that are over: the last one would tell when the last response came; return how many."""
    old = (await session.exec(select(Fact).where(col(Fact.name).startswith(_NAME)))).all()
    over = [fact.name for fact in old if fact.value["window"] < _window(now)]
    mark = await session.get(Fact, _KEY)
    if mark is not None and mark.value["day"] < now.date().isoformat():
        over.append(_KEY)
    if over:
        await session.exec(sa.delete(Fact).where(col(Fact.name).in_(over)))
    return len(over)


async def join(session: AsyncSession, *, old: int, into: int) -> None:
    """Add the days of one unit to those of another."""
    rows = (await session.exec(select(Burst).where(Burst.unit_id == old))).all()
    gone = sa.delete(Burst).where(col(Burst.unit_id) == old)
    await session.exec(gone.execution_options(synchronize_session=False))
    for row in rows:
        await _add(session, row.model_dump() | {"unit_id": into})


async def _add(session: AsyncSession, row: dict[str, Any]) -> None:
    connection = await session.connection()
    await connection.execute(_more(connection.dialect.name), row)


@cache
def _more(dialect: str) -> Any:
    """Return the statement that adds to a day, built once."""
    put = insert_in(dialect, Burst)
    more = {name: col(getattr(Burst, name)) + put.excluded[name] for name in _COUNTS}
    return put.on_conflict_do_update(index_elements=["campaign_id", "unit_id", "on"], set_=more)


def _window(now: datetime) -> int:
    return int(now.timestamp() // WINDOW.total_seconds())


def _end_of(day: date) -> int:
    """Return the window in which a day is over everywhere."""
    return (day.toordinal() - _EPOCH + 1) * (timedelta(days=1) // WINDOW)


_EPOCH = date(1970, 1, 1).toordinal()
