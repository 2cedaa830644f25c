"""Many responses in few minutes: counted by the day of a unit, never marked on a response."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Burst, Fact
from roviec.survey.quality import BURST

WINDOW = timedelta(minutes=10)
_NAME = "survey.window."


async def count_window(
    session: AsyncSession, *, campaign_id: int, unit_id: int, today: date, now: datetime
) -> None:
    """Count a response in the present window; what is past the usual goes into the day's count."""
    name = f"{_NAME}{campaign_id}.{unit_id}"
    empty = insert(session, Fact).values(name=name, value={"window": 0, "count": 0})
    await session.exec(empty.on_conflict_do_nothing())
    counted = select(Fact).where(Fact.name == name).with_for_update()
    fact = (await session.exec(counted, execution_options={"populate_existing": True})).one()
    # A window of the clock, not of the first response: it tells nobody's minute.
    window = _window(now)
    count = fact.value["count"] + 1 if fact.value["window"] == window else 1
    fact.value = {"window": window, "count": count}
    if count > BURST:
        # The whole window counts as soon as it is one too many.
        await _add(session, campaign_id, unit_id, today, count if count == BURST + 1 else 1)


async def forget_windows(session: AsyncSession, now: datetime) -> int:
    """Forget the windows that are over: the last one would tell when the last response came; return how many."""
    old = (await session.exec(select(Fact).where(col(Fact.name).startswith(_NAME)))).all()
    over = [fact.name for fact in old if fact.value["window"] < _window(now)]
    if over:
        await session.exec(sa.delete(Fact).where(col(Fact.name).in_(over)))
    return len(over)


async def _add(session: AsyncSession, campaign_id: int, unit_id: int, on: date, responses: int) -> None:
    row = {"campaign_id": campaign_id, "unit_id": unit_id, "on": on, "responses": responses}
    put = insert(session, Burst).values(row)
    more = {"responses": Burst.responses + put.excluded.responses}
    await session.exec(put.on_conflict_do_update(index_elements=["campaign_id", "unit_id", "on"], set_=more))


def _window(now: datetime) -> int:
    return int(now.timestamp() // WINDOW.total_seconds())
