"""What the office says of itself on its pages; where it has said nothing, config.toml holds."""

from datetime import time

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts
from roviec.db.models import Fact
from roviec.tasks.own import Own

_NAME = "office"


async def said(session: AsyncSession) -> Own | None:
    """Return what the office has said, None where it has not."""
    fact = await session.get(Fact, _NAME)
    if fact is None or not fact.value:
        return None
    opens, closes = (time.fromisoformat(one) for one in fact.value["hours"])
    return Own(fact.value["name"], (opens, closes), frozenset(fact.value["week"]))


async def keep(session: AsyncSession, own: Own) -> None:
    """Keep what the office says of itself from now on."""
    fact = await facts.held(session, _NAME, {})
    hours = [one.isoformat("minutes") for one in own.hours]
    fact.value = {"name": own.name, "hours": hours, "week": sorted(own.week)}
    await session.flush()
