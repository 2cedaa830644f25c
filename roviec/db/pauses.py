"""Channels that carry nothing until a moment: a quota that is spent, a platform that refuses."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import budget
from roviec.db.inbox import insert
from roviec.db.models import Fact

_PAUSE = "pause/"


async def pause(session: AsyncSession, *, channel: str, until: datetime) -> None:
    """Note that a channel carries nothing until a moment: new messages go elsewhere meanwhile."""
    value = {"until": until.isoformat()}
    row = insert(session, Fact).values(name=_PAUSE + channel, value=value)
    await session.exec(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def paused(session: AsyncSession, *, now: datetime) -> set[str]:
    """Return the channels that carry nothing at this moment."""
    noted = (await session.exec(select(Fact).where(col(Fact.name).startswith(_PAUSE)))).all()
    return {
        fact.name.removeprefix(_PAUSE) for fact in noted if datetime.fromisoformat(fact.value["until"]) > now
    }


async def avoided(session: AsyncSession, *, now: datetime) -> set[str]:
    """Return the channels that come after all others where a person has several: paused, or near the end of a month."""
    return await paused(session, now=now) | await budget.scarce(session, now=now)
