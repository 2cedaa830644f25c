"""Facts: small things that the office remembers by name."""

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Fact


async def held(session: AsyncSession, name: str, empty: dict[str, Any]) -> Fact:
    """Return a fact, begun as `empty`, and hold it against other processes."""
    new = insert(session, Fact).values(name=name, value=empty)
    await session.exec(new.on_conflict_do_nothing())
    counted = select(Fact).where(Fact.name == name).with_for_update()
    return (await session.exec(counted, execution_options={"populate_existing": True})).one()
