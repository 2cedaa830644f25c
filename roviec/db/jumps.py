"""Clocks that were set while the office ran, for the doctor: the last jump of each host."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Fact

_FACT = "clock/"
RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Jump:
    """By how many seconds the clock of a host was set, and when by its new time."""

    host: str
    seconds: int
    at: datetime


async def remember(session: AsyncSession, *, host: str, seconds: int, at: datetime) -> None:
    """Remember the last jump of a host."""
    value = {"seconds": seconds, "at": at.isoformat()}
    put = insert(session, Fact).values(name=f"{_FACT}{host}", value=value)
    await session.exec(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def recent(session: AsyncSession, *, now: datetime) -> list[Jump]:
    """Return the jumps of the last day."""
    facts = await session.exec(select(Fact).where(col(Fact.name).startswith(_FACT)).order_by(Fact.name))
    found = [
        Jump(one.name.removeprefix(_FACT), one.value["seconds"], datetime.fromisoformat(one.value["at"]))
        for one in facts.all()
    ]
    return [one for one in found if abs(now - one.at) < RECENT]
