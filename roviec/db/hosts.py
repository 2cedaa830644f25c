"""Which hosts serve the office, and whether each sees the files of the others."""

import uuid
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts
from roviec.db.files import FileStore
from roviec.db.models import Fact

_FACT = "host/"
RECENT = timedelta(days=1)
"""How long a host counts as one that serves."""


async def sign_in(session: AsyncSession, files: FileStore, *, host: str, now: datetime) -> None:
    """Leave the mark of a host among the files, and what it is in the database."""
    fact = await facts.held(session, f"{_FACT}{host}", {"mark": uuid.uuid4().hex})
    await files.sign(fact.value["mark"])
    fact.value = fact.value | {"at": now.isoformat()}


async def unseen(session: AsyncSession, files: FileStore, *, now: datetime) -> list[str]:
    """Return the hosts of the last day whose mark is not among our files: what they keep, we can't read."""
    return [name for name, mark in (await _marks(session, now)).items() if not await files.sees(mark)]


async def recent(session: AsyncSession, *, now: datetime) -> list[str]:
    """Return the hosts that have served in the last day."""
    return list(await _marks(session, now))


async def _marks(session: AsyncSession, now: datetime) -> dict[str, str]:
    rows = (
        await session.exec(select(Fact).where(col(Fact.name).startswith(_FACT)).order_by(Fact.name))
    ).all()
    signed = [row for row in rows if now - datetime.fromisoformat(row.value["at"]) < RECENT]
    return {row.name.removeprefix(_FACT): row.value["mark"] for row in signed}
